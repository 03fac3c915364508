// Undersampled scans with several coils: conjugate-gradient SENSE, on a grid or along any trajectory (Pruessmann et al. 2001).
import { ScienceError } from '../../base/index.ts';
import { isWhole } from '../sort/whole-axis.ts';
import { fftInto, nufftPlan, PLAIN_FOURIER, type FourierKernel } from '../../math/fourier/index.ts';
import {
  conjugateGradient,
  DEFAULT_GRADIENT,
  type GradientResult,
  type GradientSettings,
} from './conjugate-gradient.ts';

export interface SenseSettings extends GradientSettings {
  /** Weight of |image|^2 over that of the data, as a share of the largest eigenvalue (about 1). */
  readonly regularization: number;
  /** Of the transforms on a grid; the plain one if not given. */
  readonly kernel?: FourierKernel;
}
export const DEFAULT_SENSE: SenseSettings = { ...DEFAULT_GRADIENT, regularization: 0 };

/**
 * Image [z, y, x] with the least sum over coils of |mask F (map image) - samples|^2 + regularization |image|^2; F is unitary and centred. `samples` [coil, z, y, x] are 0
 * where `mask` [z, y, x] is; `maps` [coil, z, y, x]. Where all maps are 0 so is the image.
 */
export function senseCartesian(
  samples: Float64Array,
  mask: ArrayLike<number>,
  maps: Float64Array,
  shape: readonly [number, number, number],
  settings: SenseSettings = DEFAULT_SENSE,
): GradientResult {
  const volume = shape[0] * shape[1] * shape[2];
  const nCoils = maps.length / (2 * volume);
  if (!Number.isInteger(nCoils) || samples.length !== maps.length || mask.length !== volume) {
    throw new ScienceError('argument', `senseCartesian: ${samples.length} samples, ${maps.length} numbers in maps and a mask of ${mask.length} do not fit [${shape.join(', ')}]`); // prettier-ignore
  }
  const { kernel = PLAIN_FOURIER } = settings;
  const axes = wideAxes(shape);
  // along an axis that is sampled whole the transform and its inverse cancel
  const partial = axes.filter((axis) => !isWhole(mask, shape, axis));
  const back = (kspace: Float64Array): void => fftInto(kspace, kspace, shape, axes, { inverse: true, centred: true, scale: 'unitary' }); // prettier-ignore
  const coils = new Float64Array(maps.length);
  coils.set(samples);
  back(coils);
  const right = combine(coils, maps, nCoils, volume);
  // The shifts of a centred transform cancel between image and k-space, so the mask is turned once and the loop goes without them.
  const turned = uncentred(mask, shape);
  const apply = (x: Float64Array): Float64Array => {
    spreadInto(coils, x, maps, nCoils, volume);
    fftInto(coils, coils, shape, partial, { scale: 'unitary', kernel });
    for (let coil = 0; coil < nCoils; coil++) {
      const start = 2 * coil * volume;
      for (let at = 0; at < volume; at++) {
        if (turned[at] !== 0) continue;
        coils[start + 2 * at] = 0;
        coils[start + 2 * at + 1] = 0;
      }
    }
    fftInto(coils, coils, shape, partial, { inverse: true, scale: 'unitary', kernel });
    return addScaled(combine(coils, maps, nCoils, volume), x, settings.regularization);
  };
  return conjugateGradient(apply, right, settings);
}

export interface SampledSense {
  /** [coil, sample], interleaved complex. */
  readonly samples: Float64Array;
  /** [sample, axis] in cycles per field of view, axes as in `shape`. */
  readonly trajectory: Float64Array;
  /** [sample]: density compensation; all 1 gives plain least squares. */
  readonly weights: Float64Array;
  /** [coil, ...shape]. */
  readonly maps: Float64Array;
  readonly shape: readonly number[];
  /** Relative error of the transform. */
  readonly accuracy: number;
}

/** The same along a trajectory: least sum of weights |NUFFT(map image) - samples|^2. The image has the scale of the object: s_k = sum of image exp(-2 pi i k x). */
export function senseSampled(
  { samples, trajectory, weights, maps, shape, accuracy }: SampledSense,
  settings: SenseSettings = DEFAULT_SENSE,
): GradientResult {
  const volume = shape.reduce((a, b) => a * b, 1);
  const nCoils = maps.length / (2 * volume);
  const plan = nufftPlan({ trajectory, shape, tolerance: accuracy });
  if (samples.length !== 2 * nCoils * plan.nSamples || weights.length !== plan.nSamples) {
    throw new ScienceError('argument', `senseSampled: ${samples.length} numbers and ${weights.length} weights do not fit ${nCoils} coils of ${plan.nSamples} samples`); // prettier-ignore
  }
  const weighted = (data: Float64Array): Float64Array => data.map((x, i) => x * weights[(i >> 1) % plan.nSamples]!);
  const right = combine(Float64Array.from(plan.adjoint(weighted(samples))), maps, nCoils, volume);
  const coils = new Float64Array(maps.length);
  const apply = (x: Float64Array): Float64Array => {
    spreadInto(coils, x, maps, nCoils, volume);
    const there = weighted(Float64Array.from(plan.forward(coils)));
    return addScaled(combine(Float64Array.from(plan.adjoint(there)), maps, nCoils, volume), x, settings.regularization);
  };
  return conjugateGradient(apply, right, settings);
}

const wideAxes = (shape: readonly number[]): number[] => shape.flatMap((n, axis) => (n > 1 ? [axis] : []));

/** Mask with the origin at index 0 instead of floor(n / 2). */
function uncentred(mask: ArrayLike<number>, [nz, ny, nx]: readonly [number, number, number]): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const from = (((z + (nz >> 1)) % nz) * ny + ((y + (ny >> 1)) % ny)) * nx + ((x + (nx >> 1)) % nx);
        out[(z * ny + y) * nx + x] = mask[from]! > 0 ? 1 : 0;
      }
    }
  }
  return out;
}

/** out[coil] = map[coil] image. */
function spreadInto(out: Float64Array, image: Float64Array, maps: Float64Array, nCoils: number, volume: number): void {
  for (let coil = 0; coil < nCoils; coil++) {
    const start = 2 * coil * volume;
    for (let at = 0; at < 2 * volume; at += 2) {
      const mr = maps[start + at]!,
        mi = maps[start + at + 1]!,
        xr = image[at]!,
        xi = image[at + 1]!;
      out[start + at] = mr * xr - mi * xi;
      out[start + at + 1] = mr * xi + mi * xr;
    }
  }
}

/** sum over coils of conj(map) image. */
function combine(coils: Float64Array, maps: Float64Array, nCoils: number, volume: number): Float64Array {
  const out = new Float64Array(2 * volume);
  for (let coil = 0; coil < nCoils; coil++) {
    const start = 2 * coil * volume;
    for (let at = 0; at < 2 * volume; at += 2) {
      const mr = maps[start + at]!,
        mi = maps[start + at + 1]!,
        xr = coils[start + at]!,
        xi = coils[start + at + 1]!;
      out[at]! += mr * xr + mi * xi;
      out[at + 1]! += mr * xi - mi * xr;
    }
  }
  return out;
}

function addScaled(out: Float64Array, x: Float64Array, scale: number): Float64Array {
  if (scale !== 0) for (let i = 0; i < out.length; i++) out[i]! += scale * x[i]!;
  return out;
}
