// Scans along a trajectory (spiral, radial): density compensation and the adjoint non-uniform transform (gridding; Jackson et al. 1991), one volume at a time.
import type { FourierKernel, NufftPlan } from '../../math/fourier/index.ts';
import type { RawScan } from '../../records/index.ts';
import type { CoilImages } from '../grid/cartesian.ts';
import { conjugateGradient } from '../sense/conjugate-gradient.ts';
import { ACCURACY, trajectoryScan } from './groups.ts';
import {
  conjugatePhase,
  frequencySegments,
  turnedBack,
  turnedInTime,
  type FrequencySegments,
} from './off-resonance.ts';

/** Few: what the samples do not tell is not blown up. */
export const FIELD_STEPS = 8;

export interface GriddingSettings {
  /** Of least squares with a field; 0: its phase is taken off (conjugate phase), which leaves the noise as it is. */
  readonly fieldSteps?: number | undefined;
  readonly kernel?: FourierKernel | undefined;
  /** [slice or z, y, x] of the images, in the sense of the gradients: a spin at r turns by exp(-2 pi i (k r + field t)). Its phase during the readout is taken off. */
  readonly field_Hz?: Float64Array | undefined;
}

/** Coil images on the image matrix over the image's field of view; the same scale as `coilImagesOf` (an object's mean signal is its value). */
export function gridded(
  scan: RawScan,
  encodingIndex = 0,
  { kernel, field_Hz, fieldSteps = FIELD_STEPS }: GriddingSettings = {},
): CoilImages {
  const {
    groups,
    nFrames,
    nContrasts,
    nSlices,
    shape,
    gather,
    planOf,
    notes: sorted,
  } = trajectoryScan(scan, encodingIndex, kernel);
  const volume = shape.reduce((a, b) => a * b, 1);
  const data = new Float64Array(2 * groups.length * scan.nChannels * volume);
  const noiseGain = new Float64Array(groups.length).fill(NaN);
  const notes = [...sorted, `Gridded along the trajectory with density compensation by iteration; error of the transform ${ACCURACY}.`]; // prettier-ignore
  let worst = 0;
  // frames and contrasts of a slice have the same times as a rule
  const known = new Map<string, FrequencySegments>();
  const segmentsOf = (map_Hz: Float64Array, slice: number, range_s: readonly [number, number]): FrequencySegments => {
    const key = [slice, ...range_s].join();
    const found = known.get(key) ?? frequencySegments(map_Hz.subarray(slice * volume, (slice + 1) * volume), range_s);
    known.set(key, found);
    return found;
  };
  groups.forEach((members, group) => {
    if (members.length === 0) return;
    const { samples, trajectory, times_s } = gather(members);
    const { plan, weights } = planOf(trajectory);
    const weighted = samples.map((x, i) => x * weights[(i >> 1) % plan.nSamples]!);
    const slice = group % nSlices;
    let images: Float64Array;
    if (field_Hz === undefined) images = Float64Array.from(plan.adjoint(weighted));
    else {
      const segments = segmentsOf(field_Hz, slice, rangeOf(times_s));
      worst = Math.max(worst, segments.error);
      images = fieldFreed(segments, times_s, weighted, weights, plan, fieldSteps);
    }
    data.set(images, 2 * group * scan.nChannels * volume);
    noiseGain[group] = weights.reduce((sum, w) => sum + w * w, 0);
  });
  if (field_Hz !== undefined) notes.push(fieldSteps === 0 ? `The phase of the field map during the readout was taken off (conjugate phase), to ${worst.toExponential(0)}.` : `The field map was taken into the signal equation of the readout, to ${worst.toExponential(0)}, and solved for the image in ${fieldSteps} steps.`); // prettier-ignore
  return {
    data,
    shape: shape.length === 3 ? (shape as [number, number, number]) : [1, shape[0]!, shape[1]!],
    nFrames,
    nContrasts,
    nSlices,
    nCoils: scan.nChannels,
    noiseGain,
    notes,
  };
}

/** Least sum of weights |s - E x|^2 (Sutton, Noll, Fessler 2003) from the conjugate phase on: uneven fields bend the trajectory, and so its density. */
function fieldFreed(
  segments: FrequencySegments,
  times_s: Float64Array,
  weighted: Float64Array,
  weights: Float64Array,
  plan: NufftPlan,
  maxSteps: number,
): Float64Array {
  const adjoint = (samples: Float64Array): Float64Array =>
    conjugatePhase(segments, (frequency_Hz) =>
      Float64Array.from(plan.adjoint(turnedInTime(samples, times_s, frequency_Hz))),
    );
  if (maxSteps === 0) return adjoint(weighted);
  const forward = (image: Float64Array): Float64Array => {
    const out = new Float64Array(2 * plan.nSamples);
    segments.frequencies_Hz.forEach((frequency_Hz, segment) => {
      const part = Float64Array.from(plan.forward(turnedBack(segments, segment, image)));
      turnedInTime(part, times_s, -frequency_Hz).forEach((x, i) => (out[i]! += x * weights[i >> 1]!));
    });
    return out;
  };
  const images = new Float64Array(
    ((weighted.length / 2 / plan.nSamples) * segments.weights.length) / segments.frequencies_Hz.length,
  );
  const size = segments.weights.length / segments.frequencies_Hz.length;
  for (let coil = 0; coil < images.length / size; coil++) {
    const mine = weighted.subarray(2 * coil * plan.nSamples, 2 * (coil + 1) * plan.nSamples);
    const right = adjoint(mine);
    const { x } = conjugateGradient((image) => adjoint(forward(image)), right, {
      tolerance: 1e-3,
      maxSteps,
    });
    images.set(x, coil * size);
  }
  return images;
}

export function rangeOf(values: Float64Array): [number, number] {
  let low = Infinity,
    high = -Infinity;
  for (const x of values) {
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  return [low, high];
}
