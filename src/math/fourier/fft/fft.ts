// The discrete Fourier transform of any size along any axes: the one door to it in this project.
import { ScienceError } from '../../../base/index.ts';
import { countOf, sizeOf, type ComplexData } from '../complex-data.ts';
import type { FourierKernel } from '../kernel.ts';
import { PLAIN_FOURIER } from '../plain.ts';

export interface FftSettings {
  /** false: exp(-2 pi i k m / n); true: exp(+2 pi i k m / n). */
  readonly inverse?: boolean;
  /** Both sides have their origin at index floor(n / 2), for odd and even n: what k-space and images of a scanner need. Else at index 0. */
  readonly centred?: boolean;
  /** `none`: the bare sum; `unitary`: over the root of the number of values transformed together; `mean`: over that number, which undoes `none`. */
  readonly scale?: 'none' | 'unitary' | 'mean';
  readonly kernel?: FourierKernel;
}
export const DEFAULT_FFT = { inverse: false, centred: false, scale: 'none', kernel: PLAIN_FOURIER } as const;

/**
 * out = the transform of `data` along `axes`; `out` may be `data`. Both are interleaved complex, [...shape] row-major (last axis fastest), or many such arrays
 * one after the other, of one precision. Negative axes count from the end. Relative rms error below 1e-14 in float64, 3e-7 in float32.
 * Throws where lengths, shape and axes do not fit.
 */
export function fftInto(
  out: ComplexData,
  data: ComplexData,
  shape: readonly number[],
  axes: readonly number[],
  settings: FftSettings = {},
): void {
  const { inverse, centred, scale, kernel } = { ...DEFAULT_FFT, ...settings };
  const count = countOf(data, sizeOf(shape, 'fft'), 'fft');
  if (out.length !== data.length || out.constructor !== data.constructor)
    throw new ScienceError('argument', 'fft: what comes out must be as long as what goes in, and of its precision');
  const together = sortedAxes(shape, axes);
  const n = together.reduce((product, axis) => product * shape[axis]!, 1);
  const factor = scale === 'none' ? 1 : scale === 'mean' ? 1 / n : 1 / Math.sqrt(n);
  kernel.transformInto(out, data, {
    shape: [count, ...shape],
    axes: together.map((axis) => axis + 1),
    inverse,
    centred,
    factor,
  });
}

/** A new array with the transform of `data`: see `fftInto`. */
export function fftN<Data extends ComplexData>(
  data: Data,
  shape: readonly number[],
  axes: readonly number[],
  settings: FftSettings = {},
): Data {
  const out = data.slice() as Data;
  fftInto(out, out, shape, axes, settings);
  return out;
}

/** Transform between centred k-space and centred image, unitary unless said otherwise: `fftN` with `centred`. */
export function centredFft<Data extends ComplexData>(
  data: Data,
  shape: readonly number[],
  axes: readonly number[],
  settings: Omit<FftSettings, 'centred'> = {},
): Data {
  return fftN(data, shape, axes, { scale: 'unitary', ...settings, centred: true });
}

function sortedAxes(shape: readonly number[], axes: readonly number[]): readonly number[] {
  const found = axes.map((axis) => (axis < 0 ? axis + shape.length : axis)).sort((a, b) => a - b);
  found.forEach((axis, i) => {
    if (!(Number.isInteger(axis) && axis >= 0 && axis < shape.length) || axis === found[i - 1])
      throw new ScienceError(
        'argument',
        `fft: axes [${axes.join(', ')}] are not different axes of a shape [${shape.join(', ')}]`,
      );
  });
  return found;
}
