// What an undersampled reconstruction is held against: the same samples with zeros in the gaps, and, where lines were left out on purpose, the whole scan.
import type { ComplexSeries, ImageSeries } from '../../records/index.ts';
import { magnitudeOf } from '../../records/index.ts';

export interface Errors {
  /** |images - reference| / |reference| of each frame, complex, over all contrasts. */
  readonly perFrame: readonly number[];
  /** The same over all frames. */
  readonly all: number;
}

export interface Comparison {
  /** Magnitudes by Fourier transform, zeros where nothing was sampled. */
  readonly zeros: readonly ImageSeries[];
  /** Magnitudes of all lines. */
  readonly reference?: readonly ImageSeries[];
  readonly errors?: {
    readonly zeros: Errors;
    readonly images: Errors;
    /** Noise of the reference in the samples that were left out, over the reference: what nobody can foretell. NaN where the noise is not known. */
    readonly floor: number;
  };
}

export function comparisonOf(
  images: readonly ComplexSeries[],
  zeros: readonly ComplexSeries[],
  sampled: number,
  reference?: readonly ComplexSeries[],
): Comparison {
  const shown = { zeros: zeros.map(magnitudeOf) };
  if (reference === undefined) return shown;
  let noise = 0,
    power = 0;
  for (const { images: grid, noiseSd } of reference) {
    for (const x of grid.data) power += x * x;
    for (const sd of noiseSd) noise += 2 * sd * sd * grid.shape[0];
  }
  return {
    ...shown,
    reference: reference.map(magnitudeOf),
    errors: {
      zeros: errorsOf(zeros, reference),
      images: errorsOf(images, reference),
      floor: Math.sqrt(((1 - sampled) * noise) / power),
    },
  };
}

function errorsOf(images: readonly ComplexSeries[], reference: readonly ComplexSeries[]): Errors {
  const nFrames = reference[0]!.images.shape[0];
  const gap = new Float64Array(nFrames),
    size = new Float64Array(nFrames);
  reference.forEach(({ images: { data } }, n) => {
    const frame = data.length / nFrames;
    for (let i = 0; i < data.length; i++) {
      const at = Math.floor(i / frame);
      gap[at]! += (images[n]!.images.data[i]! - data[i]!) ** 2;
      size[at]! += data[i]! ** 2;
    }
  });
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  return {
    perFrame: Array.from(gap, (value, at) => Math.sqrt(value / Math.max(size[at]!, Number.MIN_VALUE))),
    all: Math.sqrt(sum(gap) / Math.max(sum(size), Number.MIN_VALUE)),
  };
}
