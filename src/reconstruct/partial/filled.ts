// Scans of which one side of one axis was left out on purpose: found by what was sampled, filled by the phase of the centre.
import type { Random } from '../../base/index.ts';
import { replicaSd } from '../noise/replica.ts';
import type { KSpace } from '../sort/kspace.ts';
import { projectOntoSamples, sampledIn, type PartialAxis } from './partial-fourier.ts';

/** Least part of an axis that must be missing on one side, and must be there beyond the centre on it. */
const LEAST = 1 / 16;
const REPLICAS = 16;

/** The axes along which every image has all places from `first` to `last` and none outside, one side of at least one left out; undefined where that is not so. */
export function partialAxesOf({ shape, counts }: KSpace): readonly PartialAxis[] | undefined {
  const { nz, ny, nx } = shape;
  const lengths = [nz, ny, nx],
    strides = [ny * nx, nx, 1];
  const seen = lengths.map((n) => new Uint8Array(n));
  let nSampled = 0;
  for (let at = 0; at < counts.length; at++) {
    if (counts[at] === 0) continue;
    nSampled++;
    for (let axis = 0; axis < 3; axis++) seen[axis]![Math.floor(at / strides[axis]!) % lengths[axis]!] = 1;
  }
  const ranges = seen.map((some, axis): PartialAxis => ({ axis, first: some.indexOf(1), last: some.lastIndexOf(1) }));
  const inBox = ranges.reduce((product, { first, last }) => product * (last - first + 1), counts.length / (nz * ny * nx)); // prettier-ignore
  if (nSampled !== inBox) return undefined;
  const cut = ranges.filter(({ axis, first, last }) => last - first + 1 < lengths[axis]!);
  const isOneSided = ({ axis, first, last }: PartialAxis): boolean => {
    const n = lengths[axis]!;
    return Math.min(first, n - 1 - last) <= 1 && Math.min((n >> 1) - first, last - (n >> 1)) >= Math.max(1, LEAST * n);
  };
  const isMuch = ({ axis, first, last }: PartialAxis): boolean => Math.max(first, lengths[axis]! - 1 - last) >= LEAST * lengths[axis]!; // prettier-ignore
  return cut.every(isOneSided) && cut.some(isMuch) ? cut : undefined;
}

/** Coil images on the encoded matrix, [..., coil, z, y, x], of mean scale, and the standard deviation of the noise in the real part of the first [z, y, x]. */
export function filled(
  { data, shape: { nz, ny, nx } }: KSpace,
  partial: readonly PartialAxis[],
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
  const isSampled = sampledIn(shape, partial);
  const again = (noisy: Float64Array): Float64Array => projectOntoSamples(noisy.map((x, i) => (isSampled(i >> 1) ? x : 0)), shape, partial); // prettier-ignore
  const sd = replicaSd(again, data.slice(0, 2 * volume), noisePower, random, REPLICAS);
  return { images, sd: sd.map((x) => x * scale) };
}
