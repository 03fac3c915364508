// Noise of a dynamic series from its signal-free voxels: those whose mean square over time is the commonest, low one.
import { normalQuantile } from '../math/index.ts';
import type { ImageSeries } from '../records/index.ts';

export interface NoiseEstimate {
  /** Standard deviation of one channel, in signal units. */
  readonly sd: number;
  /** `magnitude`: the background has a positive mean (Rayleigh), sd = rms / sqrt 2; `signed`: it averages to zero, sd = rms. */
  readonly background: 'magnitude' | 'signed';
  /** Mean of the signal-free samples: what magnitude data add to every frame. */
  readonly offset: number;
  readonly nVoxels: number;
  /** Mean over time of the background's deviation from its own mean, over what independent noise would give; well above 1 where signal leaks into it. */
  readonly leakage: number;
}

/** Fewest signal-free voxels that make an estimate. */
const MIN_VOXELS = 20;

/**
 * Undefined where no background can be told: all values of most voxels zero, or too few voxels.
 * The mean squares of N frames of noise are chi-square distributed with N (signed) or 2N (magnitude) degrees of freedom; their mode is found by the
 * half-sample method (Bickel and Frühwirth 2006), voxels above its 99.9% quantile are signal (quantile by Wilson and Hilferty 1931).
 */
export function estimateNoise(series: ImageSeries): NoiseEstimate | undefined {
  const [nTimes, nz, ny, nx] = series.images.shape;
  const data = series.images.data;
  const nVoxels = nz * ny * nx;
  const square = new Float64Array(nVoxels);
  const zeros = new Uint32Array(nVoxels);
  for (let t = 0; t < nTimes; t++) {
    for (let v = 0; v < nVoxels; v++) {
      const value = data[t * nVoxels + v]!;
      square[v] = square[v]! + (value * value) / nTimes;
      if (value === 0) zeros[v] = zeros[v]! + 1;
    }
  }
  const alive = Array.from(square.keys()).filter((v) => zeros[v]! <= nTimes / 2);
  if (alive.length < MIN_VOXELS) return undefined;
  const sorted = Float64Array.from(alive, (v) => Math.log(square[v]!)).sort();
  let level = Math.exp(halfSampleMode(sorted));
  let members: number[] = [];
  let background: 'magnitude' | 'signed' = 'signed';
  let offset = 0;
  for (let round = 0; round < 20; round++) {
    const degrees = background === 'magnitude' ? 2 * nTimes : nTimes;
    const low = level * chiSquareOverDegrees(0.001, degrees);
    const high = level * chiSquareOverDegrees(0.999, degrees);
    const next = alive.filter((v) => square[v]! >= low && square[v]! <= high);
    if (next.length < MIN_VOXELS) return undefined;
    offset = meanOf(data, next, nTimes, nVoxels);
    const settled = next.length === members.length;
    members = next;
    level = members.reduce((sum, v) => sum + square[v]!, 0) / members.length;
    background = offset > 0.5 * Math.sqrt(level) ? 'magnitude' : 'signed';
    if (settled) break;
  }
  const sd = Math.sqrt(background === 'magnitude' ? level / 2 : level);
  const spread = background === 'magnitude' ? Math.sqrt(Math.max(level - offset * offset, 0)) : sd;
  return {
    sd,
    background,
    offset,
    nVoxels: members.length,
    leakage: leakageOf(data, members, nTimes, nVoxels, offset, spread),
  };
}

/** Share of the voxels that the search for the commonest level starts with: less than the background, even where most voxels hold signal. */
const FIRST_SHARE = 0.2;

/** Mode of sorted values: the densest fifth, then its densest half, again and again. */
function halfSampleMode(sorted: Float64Array): number {
  let low = 0;
  let count = sorted.length;
  while (count > 3) {
    const half =
      count === sorted.length ? Math.max(Math.ceil(count * FIRST_SHARE), MIN_VOXELS / 2) : Math.ceil(count / 2);
    let best = low;
    for (let i = low; i + half <= low + count; i++) {
      if (sorted[i + half - 1]! - sorted[i]! < sorted[best + half - 1]! - sorted[best]!) best = i;
    }
    low = best;
    count = half;
  }
  return sorted[low + Math.floor(count / 2)]!;
}

function chiSquareOverDegrees(p: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  const root = Math.max(1 - spread + normalQuantile(p) * Math.sqrt(spread), 0);
  return root * root * root;
}

function meanOf(data: ArrayLike<number>, members: readonly number[], nTimes: number, nVoxels: number): number {
  let sum = 0;
  for (let t = 0; t < nTimes; t++) for (const v of members) sum += data[t * nVoxels + v]!;
  return sum / (nTimes * members.length);
}

function leakageOf(
  data: ArrayLike<number>,
  members: readonly number[],
  nTimes: number,
  nVoxels: number,
  offset: number,
  spread: number,
): number {
  if (nTimes < 2 || !(spread > 0)) return NaN;
  let sum = 0;
  for (let t = 0; t < nTimes; t++) {
    const mean = members.reduce((total, v) => total + data[t * nVoxels + v]!, 0) / members.length;
    sum += ((mean - offset) / spread) ** 2 * members.length;
  }
  return sum / (nTimes - 1);
}
