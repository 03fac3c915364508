// Equal voxels of few pools in closed form: what the inverse check scans. One pool of fumarate and one of malate, or both in plasma and in open interstitium.
import { expmReal } from '../../../math/index.ts';
import type { Geometry, TissueLine } from '../../../records/index.ts';
import type { Scannable } from '../../../scanner/index.ts';

export interface Pools {
  /** [to][from], 1/s, row-major. */
  readonly matrix: Float64Array;
  /** Label at time 0. */
  readonly start: Float64Array;
  /** Pools that make up the fumarate and the malate of the voxel. */
  readonly fumarate: readonly number[];
  readonly malate: readonly number[];
}

/** Fumarate turns over at `rate_perS`; both relax. */
export function onePool(rate_perS: number, r1_perS: readonly [number, number]): Pools {
  const [r1f, r1m] = r1_perS;
  return {
    matrix: Float64Array.of(-r1f - rate_perS, 0, rate_perS, -r1m),
    start: Float64Array.of(1, 0),
    fumarate: [0],
    malate: [1],
  };
}

export interface TwoSpaces {
  /** Shares of a voxel. */
  readonly plasma: number;
  readonly interstitium: number;
  /** Permeability-surface product per volume of tissue. */
  readonly exchange_perS: number;
}

/** All label begins in plasma and reaches the enzyme through the wall; mixed at once, the voxel would turn over at `rate_perS`. */
export function twoSpaces(rate_perS: number, r1_perS: readonly [number, number], spaces: TwoSpaces): Pools {
  const { plasma, interstitium, exchange_perS } = spaces;
  const [out, back] = [exchange_perS / plasma, exchange_perS / interstitium];
  const k = (rate_perS * (plasma + interstitium)) / interstitium;
  const [r1f, r1m] = r1_perS;
  // Fumarate in plasma and interstitium, malate in plasma and interstitium.
  const rows = [
    [-r1f - out, back, 0, 0],
    [out, -r1f - back - k, 0, 0],
    [0, 0, -r1m - out, back],
    [0, k, out, -r1m - back],
  ];
  return {
    matrix: Float64Array.from(rows.flat()),
    start: Float64Array.of(1, 0, 0, 0),
    fumarate: [0, 1],
    malate: [2, 3],
  };
}

const LINES: readonly TissueLine[] = [
  { name: 'fumarate C1', substance: 'fumarate', agent: 'fumarate', shift_ppm: 175.4 },
  { name: 'malate', substance: 'malate', agent: 'fumarate', shift_ppm: 181.1 },
];

/** Every voxel of `geometry` holds `amount_mM` times the pools; pulses are the same everywhere. */
export function uniformTissue(
  { matrix, start, fumarate, malate }: Pools,
  geometry: Geometry,
  amount_mM: number,
): Scannable {
  const n = start.length;
  const lines = [fumarate, malate];
  let state = start.map((value) => value * amount_mM);
  let now_s = 0;
  return {
    geometry,
    lines: LINES,
    advanceTo(time_s) {
      const step = expmReal(
        matrix.map((rate) => rate * (time_s - now_s)),
        n,
      );
      const before = state;
      state = before.map((_, to) => before.reduce((sum, value, from) => sum + step[to * n + from]! * value, 0));
      now_s = time_s;
    },
    polarizedInto(out, line) {
      out.fill(lines[line]!.reduce((sum, pool) => sum + state[pool]!, 0));
    },
    excite(line, kept) {
      const left = typeof kept === 'number' ? kept : kept[0]!;
      for (const pool of lines[line]!) state[pool] = state[pool]! * left;
    },
  };
}
