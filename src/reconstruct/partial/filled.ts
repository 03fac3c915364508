// Scans of which one side of one axis was left out on purpose: found by what was sampled, filled by the phase of the centre.
import type { Random } from '../../base/index.ts';
import { replicaSd } from '../noise/replica.ts';
import type { KSpace } from '../sort/kspace.ts';
import { projectOntoSamples, type PartialAxis } from './partial-fourier.ts';

/** Least part of an axis that must be missing on one side, and must be there beyond the centre on it. */
const LEAST = 1 / 16;
const REPLICAS = 16;

/** The axis along which every image has all places from `first` to `last` and none outside, with the rest of k-space whole; undefined where that is not so. */
export function partialAxisOf({ shape, counts }: KSpace): PartialAxis | undefined {
  const { nz, ny, nx } = shape;
  const lengths = [nz, ny, nx],
    strides = [ny * nx, nx, 1];
  const found = lengths.flatMap((n, axis): PartialAxis[] => {
    const seen = Array.from({ length: n }, () => [0, 0] as [number, number]);
    for (let at = 0; at < counts.length; at++) seen[Math.floor(at / strides[axis]!) % n]![counts[at]! > 0 ? 1 : 0]++;
    if (seen.some(([none, some]) => none > 0 && some > 0)) return [];
    const first = seen.findIndex(([, some]) => some > 0),
      last = seen.findLastIndex(([, some]) => some > 0);
    const centre = n >> 1,
      missing = Math.max(first, n - 1 - last);
    const isWhole = seen.slice(first, last + 1).every(([none]) => none === 0);
    if (!isWhole || missing < LEAST * n || Math.min(first, n - 1 - last) > 1) return [];
    return Math.min(centre - first, last - centre) >= Math.max(1, LEAST * n) ? [{ axis, first, last }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Coil images on the encoded matrix, [..., coil, z, y, x], of mean scale, and the standard deviation of the noise in the real part of the first [z, y, x]. */
export function filled(
  { data, shape: { nz, ny, nx } }: KSpace,
  partial: PartialAxis,
  noisePower: number,
  random: Random,
): { readonly images: Float64Array; readonly sd: Float64Array } {
  const shape = [nz, ny, nx] as const;
  const volume = nz * ny * nx,
    scale = 1 / Math.sqrt(volume);
  const images = new Float64Array(data.length);
  for (let at = 0; at < data.length; at += 2 * volume) {
    images.set(projectOntoSamples(data.subarray(at, at + 2 * volume), shape, partial).map((x) => x * scale), at); // prettier-ignore
  }
  if (!Number.isFinite(noisePower)) return { images, sd: new Float64Array(volume).fill(NaN) };
  const stride = [ny * nx, nx, 1][partial.axis]!;
  const isSampled = (i: number): boolean => {
    const place = Math.floor((i >> 1) / stride) % shape[partial.axis]!;
    return place >= partial.first && place <= partial.last;
  };
  const again = (noisy: Float64Array): Float64Array => projectOntoSamples(noisy.map((x, i) => (isSampled(i) ? x : 0)), shape, partial); // prettier-ignore
  const sd = replicaSd(again, data.slice(0, 2 * volume), noisePower, random, REPLICAS);
  return { images, sd: sd.map((x) => x * scale) };
}
