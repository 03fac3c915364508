// The normal operator of a non-uniform transform without its samples: a convolution on twice the grid (Fessler et al. 2005).
import { ScienceError } from '../../../base/index.ts';
import { complexZeros, countOf, sizeOf, type ComplexData } from '../complex-data.ts';
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
  const twice = shape.map((n) => 2 * n),
    axes = shape.map((_, axis) => axis + 1);
  const factors = transferOf({ ...settings, precision: 'float64' }, twice, weights);
  const nPixels = sizeOf(shape, 'normalOperator'),
    nTwice = factors.length;
  const transform = (data: ComplexData, inverse: boolean): void =>
    kernel.transformInto(data, data, { shape: [1, ...twice], axes, inverse, centred: false, factor: 1 });
  const width = 2 * shape.at(-1)!;
  return {
    shape,
    apply: (images) => {
      const out = complexZeros(precision, nPixels * countOf(images, nPixels, 'normalOperator'));
      const padded = complexZeros(precision, nTwice);
      for (let start = 0; start < out.length; start += 2 * nPixels) {
        padded.fill(0);
        rows(shape, (small, large) => padded.set(images.subarray(start + small, start + small + width), large));
        transform(padded, false);
        for (let i = 0; i < nTwice; i++) {
          padded[2 * i]! *= factors[i]!;
          padded[2 * i + 1]! *= factors[i]!;
        }
        transform(padded, true);
        rows(shape, (small, large) => out.set(padded.subarray(large, large + width), start + small));
      }
      return out;
    },
  };
}

/** Where the rows of an image stand in it and in the corner of an array of twice its size. */
function rows(shape: readonly number[], work: (small: number, large: number) => void): void {
  const [nz, ny, nx] = [1, 1, ...shape].slice(-3) as [number, number, number];
  const wide = shape.length > 1 ? 2 * ny : 1;
  for (let z = 0; z < nz; z++) for (let y = 0; y < ny; y++) work(2 * nx * (z * ny + y), 4 * nx * (z * wide + y));
}

/** Transform of the point spread, real because the spread is Hermitian, over the number of points. */
function transferOf(settings: NufftSettings, twice: readonly number[], weights: ArrayLike<number>): Float64Array {
  const samples = complexZeros('float64', weights.length);
  for (let m = 0; m < weights.length; m++) samples[2 * m] = weights[m]!;
  // the same k in cycles per two fields of view
  const trajectory = Float64Array.from(settings.trajectory, (k) => 2 * k);
  const spread = nufftPlan({ ...settings, trajectory, shape: twice }).adjoint(samples);
  const axes = twice.map((_, axis) => axis + 1),
    n = spread.length / 2;
  clearEdges(spread, twice);
  const { kernel } = { ...DEFAULT_NUFFT, ...settings };
  kernel.transformInto(spread, spread, { shape: [1, ...twice], axes, inverse: false, centred: true, factor: 1 / n });
  // centred on both sides; the origin of frequencies goes back to index 0
  return Float64Array.from({ length: n }, (_, i) => {
    let from = 0;
    for (let axis = 0, rest = i, block = n; axis < twice.length; axis++) {
      const size = twice[axis]!;
      block /= size;
      from = from * size + ((Math.floor(rest / block) + size / 2) % size);
      rest %= block;
    }
    return spread[2 * from]!;
  });
}

/** The distance -n of each axis is never needed, and has no partner: without it the spread is Hermitian. */
function clearEdges(spread: ComplexData, twice: readonly number[]): void {
  const n = spread.length / 2;
  for (let i = 0; i < n; i++) {
    let isEdge = false;
    for (let axis = twice.length - 1, rest = i; axis >= 0; axis--) {
      isEdge ||= rest % twice[axis]! === 0;
      rest = Math.floor(rest / twice[axis]!);
    }
    if (isEdge) spread[2 * i] = spread[2 * i + 1] = 0;
  }
}
