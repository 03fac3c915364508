// The phase of complex images, and their real part after a turn by it.
import { makeImageSeries, type ComplexSeries, type ImageSeries } from '../../../records/index.ts';

/** Angle of the largest part of the signal, from the sum of squares: of the substrate, which stands far above the noise; its sum is positive. */
export function phaseOf({ images: { data } }: ComplexSeries): number {
  let [re, im, sumRe, sumIm] = [0, 0, 0, 0];
  for (let n = 0; n < data.length; n += 2) {
    const [a, b] = [data[n]!, data[n + 1]!];
    re += a * a - b * b;
    im += 2 * a * b;
    sumRe += a;
    sumIm += b;
  }
  const half = 0.5 * Math.atan2(im, re);
  return sumRe * Math.cos(half) + sumIm * Math.sin(half) < 0 ? half + Math.PI : half;
}

/** Angle in each voxel of the sum over frames of it and its neighbours in the slice: of the field up to the echo, and of the coils. */
export function localPhases({ images: { data, shape } }: ComplexSeries): Float64Array {
  const [nTimes, nz, ny, nx] = shape;
  const nVoxels = nz * ny * nx;
  const sum = new Float64Array(2 * nVoxels);
  for (let i = 0; i < 2 * nVoxels * nTimes; i++) sum[i % (2 * nVoxels)] = sum[i % (2 * nVoxels)]! + data[i]!;
  return Float64Array.from({ length: nVoxels }, (_, v) => {
    const [x, y, slice] = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / nx / ny)];
    let re = 0,
      im = 0;
    for (let b = Math.max(0, y - 1); b <= Math.min(ny - 1, y + 1); b++)
      for (let a = Math.max(0, x - 1); a <= Math.min(nx - 1, x + 1); a++) {
        const at = 2 * ((slice * ny + b) * nx + a);
        re += sum[at]!;
        im += sum[at + 1]!;
      }
    return Math.atan2(im, re);
  });
}

/** The real part after one turn for the whole series, or one of each voxel. */
export function turned({ images, ...series }: ComplexSeries, phase_rad: Float64Array): ImageSeries {
  const { data } = images;
  const [c, s] = [phase_rad.map(Math.cos), phase_rad.map(Math.sin)];
  const n = phase_rad.length;
  const real = Float64Array.from({ length: data.length / 2 }, (_, i) => c[i % n]! * data[2 * i]! + s[i % n]! * data[2 * i + 1]!); // prettier-ignore
  return makeImageSeries({ name: series.name, geometry: series.geometry, claims: series.claims, notes: series.notes, integer: false, nTimes: images.shape[0], data: real }); // prettier-ignore
}
