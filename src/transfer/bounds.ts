// What no control can beat: the largest and smallest polarization that unitary motion can make of a state.
// Sorensen, Prog. NMR Spectrosc. 21 (1989) 503: both spectra sorted, multiplied and added.
import { ScienceError } from '../base/index.ts';
import { hermitianEigen } from '../math/complex/index.ts';
import { makeSpinSpace, type CollectiveState, type Spins, type SpinSpace } from '../physics/spins/index.ts';

export interface Bounds {
  readonly highest: number;
  readonly lowest: number;
}

/** Largest space for which every state is handled by itself. */
const LARGEST_DIMENSION = 1024;

/** The space of single spins that bounds are computed in. Throws `unsupported` beyond 10 spins 1/2. */
export function spaceForBounds(spins: Spins): SpinSpace {
  if (spins.dimension > LARGEST_DIMENSION) {
    throw new ScienceError(
      'unsupported',
      `${spins.name}: bounds need ${spins.dimension} states handled one by one; the limit is ${LARGEST_DIMENSION}`,
    );
  }
  return makeSpinSpace(spins, { heteronuclear: 'full', composite: false });
}

/**
 * Bounds of the polarization of group `g` for a state in `space`.
 * `any`: all unitary motion (only for spaces of single spins); `alongZ`: motion inside the blocks, what a field along z can do.
 * In a space of composite spins `alongZ` also respects their symmetry, and is tighter.
 */
export function polarizationBounds(
  space: SpinSpace,
  state: CollectiveState,
  g: number,
): { readonly any: Bounds | undefined; readonly alongZ: Bounds } {
  const n = space.groups.length;
  const full = space.groups[g]!.length * space.spins.twiceSpin[space.groups[g]![0]!]!;
  const allValues: number[] = [],
    allWeights: number[] = [];
  let highest = 0,
    lowest = 0;
  space.sectors.forEach((sector, s) =>
    sector.blocks.forEach((block, b) => {
      const weights = hermitianEigen(state.densities[s]![b]!, block.size).values;
      const values = Float64Array.from(
        { length: block.size },
        (_, i) => block.twiceProjection[i * n + g]! / full,
      ).sort();
      allValues.push(...values);
      allWeights.push(...weights);
      const bounds = sortedProducts(values, weights);
      highest += bounds.highest;
      lowest += bounds.lowest;
    }),
  );
  const single = space.groups.every((group) => group.length === 1);
  const any = single
    ? sortedProducts(Float64Array.from(allValues).sort(), Float64Array.from(allWeights).sort())
    : undefined;
  return { any, alongZ: { highest, lowest } };
}

function sortedProducts(values: Float64Array, weights: Float64Array): Bounds {
  const n = values.length;
  let highest = 0,
    lowest = 0;
  for (let i = 0; i < n; i++) {
    highest += values[i]! * weights[i]!;
    lowest += values[i]! * weights[n - 1 - i]!;
  }
  return { highest, lowest };
}
