// The non-uniform Fourier transform: images on a grid, samples anywhere in k-space, and the adjoint, with a bound on the error.
import { ScienceError } from '../../../base/index.ts';
import { complexZeros, countOf, precisionOf, sizeOf, type ComplexData, type Precision } from '../complex-data.ts';
import type { FourierKernel } from '../kernel.ts';
import { PLAIN_FOURIER } from '../plain.ts';
import { chooseWindow, rollOff, windowPolynomials } from './choose.ts';

export interface NufftSettings {
  /** [sample, axis], cycles per field of view: within -n / 2 .. n / 2 along an axis of n pixels, periodic in n. Column d belongs to axis d of `shape`. */
  readonly trajectory: Float64Array | Float32Array;
  /** Of one image, 1 to 3 sizes, last axis fastest. */
  readonly shape: readonly number[];
  /** Largest relative error, rms over the samples (`forward`) or pixels (`adjoint`): 1e-1 .. 1e-12. */
  readonly tolerance: number;
  /** Of what goes in and comes out, and of all sums: rounding leaves some 1e-6 in float32. */
  readonly precision?: Precision;
  /** Grid points over pixels along each axis, 1.25 .. 2; the less, the wider the kernel. */
  readonly oversampling?: number;
  readonly kernel?: FourierKernel;
}
export const DEFAULT_NUFFT = { precision: 'float64', oversampling: 2, kernel: PLAIN_FOURIER } as const;

export interface NufftPlan {
  readonly shape: readonly number[];
  readonly nSamples: number;
  readonly precision: Precision;
  /** Expected at worst, from the kernel's spectrum; rounding comes on top. */
  readonly error: number;
  /** Grid points that a sample reaches along each axis, and the oversampled grid. */
  readonly width: number;
  readonly grid: readonly number[];
  /** [..., nSamples] from images [..., ...shape]: s_m = sum over j of x_j exp(-2 pi i sum over axes of k_md (j_d - floor(n_d / 2)) / n_d). Many (coils) at a time. */
  readonly forward: (images: ComplexData) => ComplexData;
  /** [..., ...shape] from samples [..., nSamples]: x_j = sum over m of s_m exp(+2 pi i ...); the exact adjoint of `forward`, without weights or scale. */
  readonly adjoint: (samples: ComplexData) => ComplexData;
  /** The same into arrays of the right length and precision, which are not what goes in. */
  readonly forwardInto: (samples: ComplexData, images: ComplexData) => void;
  readonly adjointInto: (images: ComplexData, samples: ComplexData) => void;
  /** [nSamples] complex: how samples stand beside each other under the kernel, for density compensation. */
  readonly convolve: (samples: ComplexData) => ComplexData;
  /** Integral of that kernel over k-space (cycles per field of view), over the number of pixels. */
  readonly convolutionIntegral: number;
}

/**
 * Plan for one trajectory: Kaiser-Bessel gridding (Beatty, Nishimura, Pauly 2005) with the width that `tolerance` needs, weights by piecewise polynomials (Barnett 2019).
 * Throws where the trajectory holds other than finite numbers or does not fit the shape, or where the tolerance cannot be held.
 */
export function nufftPlan(settings: NufftSettings): NufftPlan {
  const { trajectory, shape, tolerance, precision, oversampling, kernel } = { ...DEFAULT_NUFFT, ...settings };
  checkSettings(trajectory, shape, tolerance, precision, oversampling);
  const choice = chooseWindow(shape, tolerance, oversampling);
  const { window, grid, error } = choice;
  const nSamples = trajectory.length / shape.length,
    nPixels = sizeOf(shape, 'nufft');
  const roll = rollOff(shape, grid, window);
  const gridding = kernel.gridding({
    precision,
    shape,
    grid,
    width: window.width,
    coefficients: windowPolynomials(choice, tolerance),
    trajectory: new Float64Array(trajectory),
    roll,
  });
  const checked =
    (work: (out: ComplexData, data: ComplexData) => void, from: number, to: number, what: string) =>
    (out: ComplexData, data: ComplexData): void => {
      const length = 2 * to * countOf(data, from, what);
      if (out.length !== length || precisionOf(out) !== precision)
        throw new ScienceError('argument', `${what}: ${length} numbers in ${precision} come out, not ${out.length} in ${precisionOf(out)}`); // prettier-ignore
      work(out, data);
    };
  const fresh =
    (work: (out: ComplexData, data: ComplexData) => void, from: number, to: number, what: string) =>
    (data: ComplexData): ComplexData => {
      const out = complexZeros(precision, to * countOf(data, from, what));
      work(out, data);
      return out;
    };
  const { forwardInto, adjointInto, convolveInto } = gridding;
  return {
    shape,
    nSamples,
    precision,
    error,
    width: window.width,
    grid,
    forward: fresh(forwardInto, nPixels, nSamples, 'nufft forward'),
    adjoint: fresh(adjointInto, nSamples, nPixels, 'nufft adjoint'),
    forwardInto: checked(forwardInto, nPixels, nSamples, 'nufft forward'),
    adjointInto: checked(adjointInto, nSamples, nPixels, 'nufft adjoint'),
    convolve: fresh(convolveInto, nSamples, nSamples, 'nufft convolve'),
    convolutionIntegral: roll.reduce((product, r, axis) => product / (r[r.length >> 1]! ** 2 * grid[axis]!), 1),
  };
}

function checkSettings(
  trajectory: Float64Array | Float32Array,
  shape: readonly number[],
  tolerance: number,
  precision: Precision,
  oversampling: number,
): void {
  const fail = (message: string): never => {
    throw new ScienceError('argument', `nufft: ${message}`);
  };
  sizeOf(shape, 'nufft');
  if (shape.length < 1 || shape.length > 3) fail(`the shape [${shape.join(', ')}] has other than 1 to 3 axes`);
  if (trajectory.length === 0 || trajectory.length % shape.length !== 0)
    fail(`a trajectory of ${trajectory.length} numbers is not [samples, ${shape.length}]`);
  if (!(tolerance >= 1e-12 && tolerance <= 0.1)) fail(`the tolerance is ${tolerance}; expected 1e-12 .. 0.1`);
  if (precision === 'float32' && tolerance < 1e-6)
    fail(`a tolerance of ${tolerance} is beyond float32; ask for float64`);
  if (!(oversampling >= 1.2 && oversampling <= 4)) fail(`the oversampling is ${oversampling}; expected 1.2 .. 4`);
  for (let i = 0; i < trajectory.length; i++)
    if (!(Math.abs(trajectory[i]!) < 1e6))
      fail(
        `sample ${Math.floor(i / shape.length)} of the trajectory stands at ${trajectory[i]}; expected cycles per field of view`,
      );
}
