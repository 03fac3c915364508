// The avoided crossing that a design works with.
import { makeSpinSpace, type Spins } from '../../../physics/spins/index.ts';
import { namedCrossings, workingCrossings, type NamedCrossing } from '../levels/road.ts';

/** How far out the nearest crossing is looked for where a range holds none. */
const FARTHEST_T = 2e-5;

/**
 * The strongest crossing of the range that turns over the polarization of `target`, or words that say where one is;
 * `undefined` where no field has one, as in molecules whose polarization many levels share.
 */
export function crossingWithin(
  spins: Spins,
  [low, high]: readonly [number, number],
  target: string,
): NamedCrossing | string | undefined {
  const space = makeSpinSpace(spins, { heteronuclear: 'full' });
  const found = workingCrossings(namedCrossings(space, low, high, target))[0];
  if (found) return found;
  const middle = 0.5 * (low + high);
  const nearest = [...workingCrossings(namedCrossings(space, -FARTHEST_T, FARTHEST_T, target))].sort(
    (a, b) => Math.abs(a.field_T - middle) - Math.abs(b.field_T - middle),
  )[0];
  return (
    nearest &&
    `from ${low} to ${high} T there is no avoided crossing that turns over the polarization of ${target}; ` +
      `the nearest lies at ${nearest.field_T.toPrecision(3)} T`
  );
}
