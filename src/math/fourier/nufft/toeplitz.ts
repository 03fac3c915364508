// The normal operator of a non-uniform transform without its samples: a convolution on twice the grid (Fessler et al. 2005).
import { ScienceError } from '../../../base/index.ts';
import { complexZeros, countOf, sizeOf, type ComplexData } from '../complex-data.ts';
import { smoothSize } from '../fft/turns.ts';
import { DEFAULT_NUFFT, nufftPlan, type NufftSettings } from './plan.ts';

export interface NormalOperator {
  readonly shape: readonly number[];
  /** adjoint(weights * forward(images)) of images [..., ...shape], in the plan's precision; a new array. */
  readonly apply: (images: ComplexData) => ComplexData;
}

/** F^H W F for the trajectory and shape of a plan; `weights` [nSamples], real. Two transforms of twice the size along each axis, whatever the number of samples. */
export function normalOperator(settings: NufftSettings, weights: ArrayLike<number>): NormalOperator {
  const { trajectory, shape, precision, kernel } = { ...DEFAULT_NUFFT, ...settings };
  if (weights.length * shape.length !== trajectory.length)
    throw new ScienceError(
      'argument',
      `normalOperator: ${weights.length} weights for ${trajectory.length / shape.length} samples`,
    );
  const nPixels = sizeOf(shape, 'normalOperator');
  const grid = shape.map((n) => smoothSize(2 * n - 1));
  const factors = transferOf({ ...settings, precision: 'float64' }, grid, weights);
  const filter = kernel.filter({ precision, shape, grid, factors });
  return {
    shape,
    apply: (images) => {
      const out = complexZeros(precision, nPixels * countOf(images, nPixels, 'normalOperator'));
      filter(out, images);
      return out;
    },
  };
}

/** [...grid]: transform of the point spread, real because the spread is Hermitian, over the number of points. */
function transferOf(settings: NufftSettings, grid: readonly number[], weights: ArrayLike<number>): Float64Array {
  const { shape, kernel } = { ...DEFAULT_NUFFT, ...settings };
  const samples = complexZeros('float64', weights.length);
  for (let m = 0; m < weights.length; m++) samples[2 * m] = weights[m]!;
  // the same k in cycles per two fields of view; distances go from -n to n - 1
  const trajectory = Float64Array.from(settings.trajectory, (k) => 2 * k),
    twice = shape.map((n) => 2 * n);
  const spread = nufftPlan({ ...settings, trajectory, shape: twice }).adjoint(samples);
  const wide = wrapped(spread, shape, grid),
    axes = grid.map((_, axis) => axis + 1),
    n = wide.length / 2;
  kernel.transformInto(wide, wide, { shape: [1, ...grid], axes, inverse: false, centred: false, factor: 1 / n });
  return Float64Array.from({ length: n }, (_, i) => wide[2 * i]!);
}

/** The spread at distances up to n - 1 to both sides, with distance 0 at index 0 of a periodic grid. Distance -n has no partner and is never needed. */
function wrapped(spread: ComplexData, shape: readonly number[], grid: readonly number[]): Float64Array {
  const [nz, ny, nx] = [1, 1, ...shape].slice(-3) as [number, number, number],
    [gz, gy, gx] = [1, 1, ...grid].slice(-3) as [number, number, number],
    [wy, wx] = [shape.length > 1 ? 2 * ny : 1, 2 * nx];
  const out = new Float64Array(2 * gz * gy * gx);
  for (let z = 1 - nz; z < nz; z++)
    for (let y = 1 - ny; y < ny; y++)
      for (let x = 1 - nx; x < nx; x++) {
        const from = ((z + (shape.length > 2 ? nz : 0)) * wy + (y + (shape.length > 1 ? ny : 0))) * wx + x + nx,
          to = (((z + gz) % gz) * gy + ((y + gy) % gy)) * gx + ((x + gx) % gx);
        out[2 * to] = spread[2 * from]!;
        out[2 * to + 1] = spread[2 * from + 1]!;
      }
  return out;
}
