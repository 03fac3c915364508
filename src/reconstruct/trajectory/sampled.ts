// Scans along a trajectory (spiral, radial): density compensation and the adjoint non-uniform transform (gridding; Jackson et al. 1991), one volume at a time.
import { ScienceError } from '../../base/index.ts';
import {
  densityCompensation,
  nufftPlan,
  PLAIN_FOURIER,
  type FourierKernel,
  type NufftPlan,
} from '../../math/fourier/index.ts';
import type { RawScan, Readout } from '../../records/index.ts';
import type { CoilImages } from '../grid/cartesian.ts';
import { extentOf, imageReadouts } from '../sort/kspace.ts';
import { checkCounters, checkSize } from '../sort/size.ts';
import { conjugateGradient } from '../sense/conjugate-gradient.ts';
import {
  conjugatePhase,
  frequencySegments,
  turnedBack,
  turnedInTime,
  type FrequencySegments,
} from './off-resonance.ts';

/** Relative error of the transform. */
export const ACCURACY = 1e-4;
/** Trajectories that are kept ready: interleaves, contrasts. */
const MOST_PLANS = 8;
/** Cycles per field of view: closer ones are the same. */
const SAME = 1e-5;
/** Few: what the samples do not tell is not blown up. */
export const FIELD_STEPS = 8;

const isSame = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((k, i) => Math.abs(k - b[i]!) < SAME);

export interface SampledGroup {
  /** [coil, sample], interleaved complex. */
  readonly samples: Float64Array;
  /** [sample, axis]: cycles per encoded field of view; axes in the order of the image, slowest first. */
  readonly trajectory: Float64Array;
  /** [sample]: since the sample of its readout that lies nearest to k = 0. */
  readonly times_s: Float64Array;
}

/** Samples of one frame, contrast and slice; `axes` is 2 or 3. `partitionK_perM`: third k where the trajectory has two. */
export function gatherSamples(
  readouts: readonly Readout[],
  nCoils: number,
  fov_m: readonly [number, number, number],
  axes: number,
  partitionK_perM: (readout: Readout) => number = () => 0,
): SampledGroup {
  const lengths = readouts.map(({ nSamples, discard }) => nSamples - discard[0] - discard[1]);
  const total = lengths.reduce((a, b) => a + b, 0);
  const samples = new Float64Array(2 * nCoils * total);
  const trajectory = new Float64Array(axes * total);
  const times_s = new Float64Array(total);
  let to = 0;
  readouts.forEach((readout, n) => {
    const { nSamples, samples: from, discard, trajectory_perM, trajectoryDimensions, dwell_s } = readout;
    const start = to,
      k3 = partitionK_perM(readout);
    let nearest = start,
      least = Infinity;
    for (let s = discard[0]; s < discard[0] + lengths[n]!; s++, to++) {
      let radius = 0;
      for (let axis = 0; axis < axes; axis++) {
        const dimension = axes - 1 - axis;
        const k = dimension < trajectoryDimensions ? trajectory_perM![s * trajectoryDimensions + dimension]! : k3;
        trajectory[to * axes + axis] = k * fov_m[dimension]!;
        radius += k * k;
      }
      if (radius < least) [least, nearest] = [radius, to];
      for (let coil = 0; coil < nCoils; coil++) {
        samples[2 * (coil * total + to)] = from[2 * (coil * nSamples + s)]!;
        samples[2 * (coil * total + to) + 1] = from[2 * (coil * nSamples + s) + 1]!;
      }
    }
    for (let s = start; s < to; s++) times_s[s] = (s - nearest) * dwell_s;
  });
  return { samples, trajectory, times_s };
}

export interface TrajectoryScan {
  /** [frame, contrast, slice]: its readouts; empty where there are none. */
  readonly groups: readonly (readonly Readout[])[];
  readonly nFrames: number;
  readonly nContrasts: number;
  readonly nSlices: number;
  /** Of the transform: two axes for slices, three for a volume; slowest first. */
  readonly shape: readonly number[];
  /** Samples of some readouts. */
  readonly gather: (readouts: readonly Readout[]) => SampledGroup;
  /** Transform and density weights of a trajectory; those of the last one are kept. */
  readonly planOf: (trajectory: Float64Array) => { readonly plan: NufftPlan; readonly weights: Float64Array };
}

/** Throws where a readout has no trajectory. */
export function trajectoryScan(
  scan: RawScan,
  encodingIndex: number,
  kernel: FourierKernel = PLAIN_FOURIER,
): TrajectoryScan {
  const encoding = scan.encodings[encodingIndex]!;
  const readouts = imageReadouts(scan, encodingIndex);
  const without = readouts.find(({ trajectory_perM }) => trajectory_perM === undefined);
  if (readouts.length === 0 || without !== undefined) {
    throw new ScienceError('format', `a ${encoding.kind} scan needs a trajectory in every readout`, {
      where: scan.name,
    });
  }
  const { nFrames, nContrasts, nSlices, contrastOf } = extentOf(readouts);
  const [nx, ny, nz] = encoding.imageMatrix;
  const isStack = readouts.every(({ trajectoryDimensions }) => trajectoryDimensions < 3);
  const partitions = new Set(readouts.map(({ counters }) => counters.partition));
  const is3d = nSlices === 1 && nz > 1;
  if (is3d && isStack && partitions.size === 1) {
    throw new ScienceError('format', `${nz} partitions in the header, but neither a third dimension of the trajectory nor counters of partitions`, { where: scan.name }); // prettier-ignore
  }
  const partitionK_perM = ({ counters }: Readout): number => (counters.partition - encoding.partitions.center) / encoding.encodedFov_m[2]; // prettier-ignore
  const shape = is3d ? [nz, ny, nx] : [ny, nx];
  const values = 2 * nFrames * nContrasts * nSlices * scan.nChannels * shape.reduce((a, b) => a * b, 1);
  checkCounters(nFrames * nContrasts * nSlices, readouts, scan.name);
  checkSize(values, readouts, `${nFrames} frames, ${nContrasts} contrasts and ${nSlices} slices of ${nx} x ${ny} x ${nz} voxels`, scan.name); // prettier-ignore
  const groups = Array.from({ length: nFrames * nContrasts * nSlices }, (): Readout[] => []);
  for (const one of readouts) {
    groups[(one.counters.frame * nContrasts + contrastOf(one)) * nSlices + one.counters.slice]!.push(one);
  }
  const known: { readonly trajectory: Float64Array; readonly plan: NufftPlan; readonly weights: Float64Array }[] = [];
  return {
    groups,
    nFrames,
    nContrasts,
    nSlices,
    shape,
    gather: (some) =>
      gatherSamples(
        some,
        scan.nChannels,
        encoding.imageFov_m,
        shape.length,
        is3d && isStack ? partitionK_perM : undefined,
      ),
    planOf: (trajectory) => {
      const found = known.find((one) => isSame(one.trajectory, trajectory));
      if (found !== undefined) return found;
      const plan = nufftPlan({ trajectory, shape, tolerance: ACCURACY, kernel });
      known.unshift({ trajectory, plan, weights: densityCompensation(plan) });
      known.length = Math.min(known.length, MOST_PLANS);
      return known[0]!;
    },
  };
}

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
  const { groups, nFrames, nContrasts, nSlices, shape, gather, planOf } = trajectoryScan(scan, encodingIndex, kernel);
  const volume = shape.reduce((a, b) => a * b, 1);
  const data = new Float64Array(2 * groups.length * scan.nChannels * volume);
  const noiseGain = new Float64Array(groups.length).fill(NaN);
  const notes = [`Gridded along the trajectory with density compensation by iteration; error of the transform ${ACCURACY}.`]; // prettier-ignore
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
