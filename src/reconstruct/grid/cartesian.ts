// Fully sampled Cartesian k-space to coil images: zeros round k-space, Fourier transform, oversampling off.
import { fftN, PLAIN_FOURIER, type FourierKernel } from '../../math/fourier/index.ts';
import type { KSpace } from '../sort/kspace.ts';
import { resized } from './resize.ts';

export interface CoilImages {
  /** [frame, contrast, slice, coil, z, y, x], interleaved complex. */
  readonly data: Float64Array;
  /** z, y, x. */
  readonly shape: readonly [number, number, number];
  readonly nFrames: number;
  readonly nContrasts: number;
  readonly nSlices: number;
  readonly nCoils: number;
  /**
   * [frame, contrast, slice]: variance of a voxel for noise of variance 1 in each readout. Exact: the transform is linear and the noise of samples independent.
   */
  readonly noiseGain: Float64Array;
  readonly notes: readonly string[];
}

/** image_j = 1 / N sum over k of s_k exp(2 pi i k j / N) along x, y, z, origins at floor(n / 2). N counts the encoded matrix, so that zeros round k-space change no value. */
export function coilImagesOf(
  { shape, data, counts, encoding, notes }: KSpace,
  kernel: FourierKernel = PLAIN_FOURIER,
): CoilImages {
  const { nFrames, nContrasts, nSlices, nCoils, nz, ny, nx } = shape;
  const wanted = paddedMatrix(encoding);
  const from = [nz, ny, nx] as const;
  const n = nx * ny * nz;
  const wide = resized(data, from, wanted);
  const images = fftN(wide, wanted, [0, 1, 2], { inverse: true, centred: true, scale: 'none', kernel });
  for (let i = 0; i < images.length; i++) images[i]! /= n;
  const [ix, iy, iz] = encoding.imageMatrix;
  const cut = [nSlices > 1 ? 1 : iz, iy, ix] as const;
  const noiseGain = new Float64Array(nFrames * nContrasts * nSlices);
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]! > 0) noiseGain[Math.floor(i / n)]! += 1 / counts[i]! / n / n;
  }
  return {
    data: resized(images, wanted, cut),
    shape: cut,
    nFrames,
    nContrasts,
    nSlices,
    nCoils,
    noiseGain,
    notes: [...notes, ...matrixNotes(from, wanted, cut)],
  };
}

/** The matrix that gives the voxels of the image over the encoded field of view; z, y, x. */
function paddedMatrix({
  encodedMatrix,
  encodedFov_m,
  imageMatrix,
  imageFov_m,
}: KSpace['encoding']): [number, number, number] {
  const along = (axis: 0 | 1 | 2): number => {
    const n = Math.max(imageMatrix[axis], Math.round((imageMatrix[axis] * encodedFov_m[axis]) / imageFov_m[axis]));
    // a factor of two that comes from rounding fields of view is none
    return Math.abs(n - encodedMatrix[axis]) <= 1 && encodedMatrix[axis] >= imageMatrix[axis] ? encodedMatrix[axis] : n;
  };
  return [along(2), along(1), along(0)];
}

function matrixNotes(from: readonly number[], wanted: readonly number[], cut: readonly number[]): string[] {
  const text = (shape: readonly number[]): string => shape.toReversed().join(' x ');
  const notes: string[] = [];
  if (wanted.some((n, axis) => n > from[axis]!)) {
    notes.push(
      `Zeros were put round k-space: ${text(from)} became ${text(wanted)}; voxels are smaller than the resolution.`,
    );
  }
  if (wanted.some((n, axis) => n < from[axis]!))
    notes.push(`K-space was cut from ${text(from)} to ${text(wanted)}, as the header asks.`);
  if (cut.some((n, axis) => n < wanted[axis]!))
    notes.push(`Oversampling was taken off: ${text(wanted)} became ${text(cut)}.`);
  return notes;
}
