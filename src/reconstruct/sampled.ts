// Scans along a trajectory (spiral, radial): density compensation and the adjoint non-uniform transform (gridding; Jackson et al. 1991), one volume at a time.
import { ScienceError } from '../base/index.ts';
import { densityCompensation, makeFourierKernel, nufftPlan, type NufftPlan } from '../math/fourier/index.ts';
import type { RawScan, Readout } from '../records/index.ts';
import type { CoilImages } from './cartesian.ts';
import { extentOf, imageReadouts } from './sort/kspace.ts';

/** Relative error of the transform. */
const ACCURACY = 1e-4;
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
  let to = 0;
  readouts.forEach(({ nSamples, samples: from, discard, trajectory_perM, trajectoryDimensions }, n) => {
    for (let s = discard[0]; s < discard[0] + lengths[n]!; s++, to++) {
      for (let axis = 0; axis < axes; axis++) {
        const dimension = axes - 1 - axis;
        const k = dimension < trajectoryDimensions ? trajectory_perM![s * trajectoryDimensions + dimension]! : 0;
        trajectory[to * axes + axis] = k * fov_m[dimension]!;
      }
      for (let coil = 0; coil < nCoils; coil++) {
        samples[2 * (coil * total + to)] = from[2 * (coil * nSamples + s)]!;
        samples[2 * (coil * total + to) + 1] = from[2 * (coil * nSamples + s) + 1]!;
      }
    }
  });
  return { samples, trajectory };
}

/** Coil images on the image matrix over the image's field of view; the same scale as `coilImagesOf` (an object's mean signal is its value). */
export function gridded(scan: RawScan, encodingIndex = 0): CoilImages {
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
  const is3d = nSlices === 1 && nz > 1 && readouts.some(({ trajectoryDimensions }) => trajectoryDimensions === 3);
  const shape = is3d ? [nz, ny, nx] : [ny, nx];
  const volume = shape.reduce((a, b) => a * b, 1);
  const groups = nFrames * nContrasts * nSlices;
  const data = new Float64Array(2 * groups * scan.nChannels * volume);
  const noiseGain = new Float64Array(groups).fill(NaN);
  const places = Array.from({ length: groups }, (): Readout[] => []);
  for (const one of readouts) {
    places[(one.counters.frame * nContrasts + contrastOf(one)) * nSlices + one.counters.slice]!.push(one);
  }
  const known: { readonly trajectory: Float64Array; readonly plan: NufftPlan; readonly weights: Float64Array }[] = [];
  const planned = (trajectory: Float64Array): (typeof known)[number] => {
    const found = known.find((one) => isSame(one.trajectory, trajectory));
    if (found !== undefined) return found;
    const plan = nufftPlan({ trajectory, shape, tolerance: ACCURACY, kernel: makeFourierKernel() });
    known.unshift({ trajectory, plan, weights: densityCompensation(plan) });
    known.length = Math.min(known.length, MOST_PLANS);
    return known[0]!;
  };
  places.forEach((members, group) => {
    if (members.length === 0) return;
    const { samples, trajectory } = gatherSamples(members, scan.nChannels, encoding.imageFov_m, shape.length);
    const { plan, weights } = planned(trajectory);
    const weighted = samples.map((x, i) => x * weights[(i >> 1) % plan.nSamples]!);
    data.set(plan.adjoint(weighted), 2 * group * scan.nChannels * volume);
    noiseGain[group] = weights.reduce((sum, w) => sum + w * w, 0);
  });
  return {
    data,
    shape: is3d ? [nz, ny, nx] : [1, ny, nx],
    nFrames,
    nContrasts,
    nSlices,
    nCoils: scan.nChannels,
    noiseGain,
    notes: [`Gridded along the trajectory with density compensation by iteration; error of the transform ${ACCURACY}.`],
  };
}
