// Undersampled scans with several coils: conjugate-gradient SENSE, on a grid or along any trajectory (Pruessmann et al. 2001).
import { ScienceError } from '../../base/index.ts';
import {
  normalOperator,
  nufftPlan,
  PLAIN_FOURIER,
  type ComplexData,
  type FourierKernel,
  type Precision,
} from '../../math/fourier/index.ts';
import {
  conjugateGradient,
  DEFAULT_GRADIENT,
  type GradientResult,
  type GradientSettings,
} from './conjugate-gradient.ts';
import { cartesianNormal, combineInto, spreadInto } from './normal.ts';

export interface SenseSettings extends GradientSettings {
  /** Weight of |image|^2 over that of the data, as a share of the largest eigenvalue (about 1). */
  readonly regularization: number;
  /** Of the transforms on a grid; the plain one if not given. */
  readonly kernel?: FourierKernel;
  /** Of the transforms on a grid; float64 if not given. float32 adds a relative error of 3e-7. */
  readonly precision?: Precision;
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
  const { kernel = PLAIN_FOURIER, precision = 'float64' } = settings;
  const normal = cartesianNormal({ mask, maps, nFrames: 1, shape, kernel, precision });
  const apply = (x: Float64Array): Float64Array => addScaled(normal.apply(x), x, settings.regularization);
  return conjugateGradient(apply, normal.adjoint(samples), settings);
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
  readonly kernel?: FourierKernel;
}

/** The same along a trajectory: least sum of weights |NUFFT(map image) - samples|^2. The image has the scale of the object: s_k = sum of image exp(-2 pi i k x). */
export function senseSampled(
  { samples, ...system }: SampledSense,
  settings: SenseSettings = DEFAULT_SENSE,
): GradientResult {
  return sampledSolver(system)(samples, settings);
}

/** For many sets of samples on one trajectory: what they share is made once. */
export function sampledSolver({
  trajectory,
  weights,
  maps,
  shape,
  accuracy,
  kernel = PLAIN_FOURIER,
}: Omit<SampledSense, 'samples'>): (samples: Float64Array, settings: SenseSettings) => GradientResult {
  const volume = shape.reduce((a, b) => a * b, 1);
  const nCoils = maps.length / (2 * volume);
  const plan = nufftPlan({ trajectory, shape, tolerance: accuracy, kernel });
  const normal = normalOperator({ trajectory, shape, tolerance: accuracy, kernel }, weights);
  const coils = new Float64Array(maps.length);
  return (samples, settings) => {
    if (samples.length !== 2 * nCoils * plan.nSamples || weights.length !== plan.nSamples) {
      throw new ScienceError('argument', `senseSampled: ${samples.length} numbers and ${weights.length} weights do not fit ${nCoils} coils of ${plan.nSamples} samples`); // prettier-ignore
    }
    const weighted = samples.map((x, i) => x * weights[(i >> 1) % plan.nSamples]!);
    const apply = (x: Float64Array): Float64Array => {
      spreadInto(coils, x, maps);
      return addScaled(combine(normal.apply(coils), maps, volume), x, settings.regularization);
    };
    return conjugateGradient(apply, combine(plan.adjoint(weighted), maps, volume), settings);
  };
}

/** sum over coils of conj(map) image. */
function combine(coils: ComplexData, maps: Float64Array, volume: number): Float64Array {
  const out = new Float64Array(2 * volume);
  combineInto(out, coils, maps);
  return out;
}

function addScaled(out: Float64Array, x: Float64Array, scale: number): Float64Array {
  if (scale !== 0) for (let i = 0; i < out.length; i++) out[i]! += scale * x[i]!;
  return out;
}
