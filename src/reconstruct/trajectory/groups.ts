// Readouts along a trajectory, sorted into groups of one image each, with the transforms of their trajectories.
import { ScienceError } from '../../base/index.ts';
import {
  densityCompensation,
  nufftPlan,
  PLAIN_FOURIER,
  type FourierKernel,
  type NufftPlan,
} from '../../math/fourier/index.ts';
import type { RawScan, Readout } from '../../records/index.ts';
import { extentOf, imageReadouts } from '../sort/kspace.ts';
import { checkCounters, checkSize } from '../sort/size.ts';
import { withPartitions } from './partitions.ts';

/** Relative error of the transform. */
export const ACCURACY = 1e-4;
/** Trajectories that are kept ready: interleaves, contrasts. */
const MOST_PLANS = 8;
/** Cycles per field of view: closer ones are the same. */
const SAME = 1e-5;
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

/** Samples of one frame, contrast and slice; `axes` is 2 or 3. */
export function gatherSamples(
  readouts: readonly Readout[],
  nCoils: number,
  fov_m: readonly [number, number, number],
  axes: number,
): SampledGroup {
  const lengths = readouts.map(({ nSamples, discard }) => nSamples - discard[0] - discard[1]);
  const total = lengths.reduce((a, b) => a + b, 0);
  const samples = new Float64Array(2 * nCoils * total);
  const trajectory = new Float64Array(axes * total);
  const times_s = new Float64Array(total);
  let to = 0;
  readouts.forEach(({ nSamples, samples: from, discard, trajectory_perM, trajectoryDimensions, dwell_s }, n) => {
    const start = to;
    let nearest = start,
      least = Infinity;
    for (let s = discard[0]; s < discard[0] + lengths[n]!; s++, to++) {
      let radius = 0;
      for (let axis = 0; axis < axes; axis++) {
        const dimension = axes - 1 - axis;
        const k = dimension < trajectoryDimensions ? trajectory_perM![s * trajectoryDimensions + dimension]! : 0;
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
  /** What was taken from elsewhere, or left out. */
  readonly notes: readonly string[];
  /** Transform and density weights of a trajectory; those of the last ones are kept. */
  readonly planOf: (trajectory: Float64Array) => { readonly plan: NufftPlan; readonly weights: Float64Array };
}

/** Throws where a readout has no trajectory. */
export function trajectoryScan(
  scan: RawScan,
  encodingIndex: number,
  kernel: FourierKernel = PLAIN_FOURIER,
): TrajectoryScan {
  const encoding = scan.encodings[encodingIndex]!;
  const sampled = imageReadouts(scan, encodingIndex);
  const without = sampled.find(({ trajectory_perM }) => trajectory_perM === undefined);
  if (sampled.length === 0 || without !== undefined) {
    throw new ScienceError('format', `a ${encoding.kind} scan needs a trajectory in every readout`, {
      where: scan.name,
    });
  }
  const { readouts, notes } = withPartitions(sampled, encoding, scan.name);
  const { nFrames, nContrasts, nSlices, contrastOf } = extentOf(readouts);
  const [nx, ny, nz] = encoding.imageMatrix;
  const is3d = nSlices === 1 && nz > 1 && readouts.some(({ trajectoryDimensions }) => trajectoryDimensions === 3);
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
    notes,
    gather: (some) => gatherSamples(some, scan.nChannels, encoding.imageFov_m, shape.length),
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
