// What single-spin relaxation does to a group of equivalent spins that relax alike, as a map of densities summed over the copies of each multiplet.
import { multipletsOf, type Multiplet } from '../../../physics/spins/index.ts';

/** How one spin relaxes by itself. */
export interface SpinTimes {
  readonly T1_s: number;
  /** Of the T1T2 model; random fields otherwise. */
  readonly T2_s?: number;
}

/** Per second: [K, m, m'] gains `rate` times [K0, m0, m0']; all quantum numbers doubled. The coherence m - m' stays. */
export interface GroupRate {
  readonly twiceK: number;
  readonly twiceM: readonly [number, number];
  readonly fromK: number;
  readonly fromM: readonly [number, number];
  readonly rate_perS: number;
}

const ROUNDING = 1e-13;

/**
 * All rates of `n` spins I = `twiceSpin`/2. A density that no permutation of the group changes is, for each K, one matrix times the unit of the copies:
 * (2K + 1)^2 elements for each K, 20 in place of 64 for three spins 1/2. The sum of equal single-spin maps keeps it so.
 */
export function groupRates(twiceSpin: number, n: number, times: SpinTimes): readonly GroupRate[] {
  const multiplets = multipletsOf(twiceSpin, n, new Float64Array(n * n));
  const kinds = [...new Set(multiplets.map(({ twiceK }) => twiceK))].map((twiceK) => ({
    twiceK,
    copies: multiplets.filter((one) => one.twiceK === twiceK),
  }));
  const size = multiplets[0]!.vectors.length / (multiplets[0]!.twiceK + 1);
  const out: GroupRate[] = [];
  for (const from of kinds) {
    for (let a = 0; a <= from.twiceK; a++) {
      for (let b = 0; b <= from.twiceK; b++) {
        const relaxed = relax(meanOuter(from.copies, a, b, size), twiceSpin, size, times);
        for (const to of kinds) {
          const shift = (to.twiceK - from.twiceK) / 2; // of the index of a projection
          for (let c = Math.max(0, a + shift - 1); c <= Math.min(to.twiceK, a + shift + 1); c++) {
            const d = c + b - a;
            if (d < 0 || d > to.twiceK) continue;
            const rate_perS = read(relaxed, to.copies, c, d, size);
            if (Math.abs(rate_perS) < ROUNDING) continue;
            const m = (k: number, index: number): number => k - 2 * index;
            out.push({
              twiceK: to.twiceK,
              twiceM: [m(to.twiceK, c), m(to.twiceK, d)],
              fromK: from.twiceK,
              fromM: [m(from.twiceK, a), m(from.twiceK, b)],
              rate_perS,
            });
          }
        }
      }
    }
  }
  return out;
}

/** Mean over the copies of |K a><K b|, dense [size, size]. */
function meanOuter(copies: readonly Multiplet[], a: number, b: number, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (const { vectors } of copies)
    for (let i = 0; i < size; i++) {
      const ket = vectors[a * size + i]! / copies.length;
      if (ket === 0) continue;
      for (let k = 0; k < size; k++) out[i * size + k]! += ket * vectors[b * size + k]!;
    }
  return out;
}

/** Sum over the copies of <K c| x |K d>. */
function read(x: Float64Array, copies: readonly Multiplet[], c: number, d: number, size: number): number {
  let sum = 0;
  for (const { vectors } of copies)
    for (let i = 0; i < size; i++) {
      const bra = vectors[c * size + i]!;
      if (bra === 0) continue;
      for (let k = 0; k < size; k++) sum += bra * x[i * size + k]! * vectors[d * size + k]!;
    }
  return sum;
}

/** The maps of all spins by themselves on a density [size, size]; the same equations as `addRandomFields` and `addT1T2`. */
function relax(x: Float64Array, twiceSpin: number, size: number, { T1_s, T2_s }: SpinTimes): Float64Array {
  const out = new Float64Array(size * size);
  const levels = twiceSpin + 1,
    spin = twiceSpin / 2;
  const raise = (digit: number): number => digit * (levels - digit); // |<d-1| I+ |d>|^2
  for (let stride = 1; stride < size; stride *= levels) {
    for (let i = 0; i < size; i++) {
      const di = Math.floor(i / stride) % levels;
      for (let k = 0; k < size; k++) {
        const value = x[i * size + k]!;
        if (value === 0) continue;
        const dk = Math.floor(k / stride) % levels;
        const lower = (i + stride) * size + k + stride,
          higher = (i - stride) * size + k - stride;
        if (T2_s !== undefined) {
          out[i * size + k]! -= di === dk ? value / (2 * T1_s) : value / T2_s;
          if (di === dk) out[di === 0 ? lower : higher]! += value / (2 * T1_s);
          continue;
        }
        const rate = value / (2 * T1_s);
        out[i * size + k]! -= 2 * rate * (spin * (spin + 1) - (spin - di) * (spin - dk));
        if (di < twiceSpin && dk < twiceSpin) out[lower]! += rate * Math.sqrt(raise(di + 1) * raise(dk + 1));
        if (di > 0 && dk > 0) out[higher]! += rate * Math.sqrt(raise(di) * raise(dk));
      }
    }
  }
  return out;
}
