// Tissue for tests of the scanner: in every voxel a substrate decays and turns into a product with two lines, in closed form.
import type { Geometry, TissueLine } from '../../src/records/index.ts';
import type { Scannable } from '../../src/scanner/index.ts';

export const LINES: readonly TissueLine[] = [
  { name: 'fumarate C1', substance: 'fumarate', agent: 'fumarate', shift_ppm: 175.4 },
  { name: 'malate C1', substance: 'malate', agent: 'fumarate', shift_ppm: 181.7 },
  { name: 'malate C4', substance: 'malate', agent: 'fumarate', shift_ppm: 180.5 },
];

export interface DecayingTissue extends Scannable {
  /** [line][voxel] as it stands. */
  readonly mz: readonly Float64Array[];
}

/** `start[voxel]` of substrate at t = 0; the product's label goes to both its lines in equal parts. */
export function decayingTissue(
  geometry: Geometry,
  start: ArrayLike<number>,
  rate_perS: ArrayLike<number>,
  r1_perS: readonly [number, number],
): DecayingTissue {
  const n = start.length;
  const mz = [Float64Array.from(start), new Float64Array(n), new Float64Array(n)];
  let now = 0;
  return {
    geometry,
    lines: LINES,
    mz,
    advanceTo(time_s) {
      const span = time_s - now;
      for (let v = 0; v < n; v++) {
        const k = rate_perS[v]!;
        const loss = r1_perS[0] + k;
        const left = Math.exp(-loss * span);
        const fade = Math.exp(-r1_perS[1] * span);
        const made = loss === r1_perS[1] ? k * span * left : (k * (left - fade)) / (r1_perS[1] - loss);
        for (const line of [1, 2]) mz[line]![v] = mz[line]![v]! * fade + (made * mz[0]![v]!) / 2;
        mz[0]![v] = mz[0]![v]! * left;
      }
      now = time_s;
    },
    polarizedInto(out, line) {
      out.set(mz[line]!);
    },
    excite(line, kept) {
      for (let v = 0; v < n; v++) mz[line]![v] = mz[line]![v]! * (typeof kept === 'number' ? kept : kept[v]!);
    },
  };
}
