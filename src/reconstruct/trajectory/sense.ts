// Several coils along a trajectory, frame by frame: SENSE with the normal operator as a convolution (Pruessmann et al. 2001; Fessler et al. 2005).
import { QUIET, type Run, type Random } from '../../base/index.ts';
import type { RawScan } from '../../records/index.ts';
import { replicaSd } from '../noise/replica.ts';
import { sampledSolver, type SenseSettings } from '../sense/sense.ts';
import { ACCURACY, trajectoryScan } from './groups.ts';
import type { GriddingSettings } from './sampled.ts';

/** The weight on |image|^2 holds what the samples do not tell; it takes a thousandth of the signal. */
const SETTINGS: SenseSettings = { tolerance: 1e-4, maxSteps: 40, regularization: 1e-3 };
export const SENSE_REPLICAS = 16;

export interface CombinedImages {
  /** [frame, contrast, slice, z, y, x]: the scale of the object. */
  readonly data: Float64Array;
  /** [contrast][slice, z, y, x]: of the real part, in the first frame; NaN where the noise is not known. */
  readonly sd: readonly Float64Array[];
  readonly notes: readonly string[];
}

/** `maps` [slice, coil, z, y, x]. */
export function senseAlongTrajectory(
  scan: RawScan,
  encodingIndex: number,
  maps: Float64Array,
  noisePower: number,
  random: Random,
  { kernel }: GriddingSettings = {},
  run: Run = QUIET,
): CombinedImages {
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
  const perSlice = maps.length / nSlices;
  const data = new Float64Array(2 * groups.length * volume);
  const sd = Array.from({ length: nContrasts }, () => new Float64Array(nSlices * volume).fill(NaN));
  const notes = [...sorted];
  const solvers = new Map<string, ReturnType<typeof sampledSolver>>();
  groups.forEach((members, group) => {
    run.step(group, groups.length, 'SENSE');
    if (members.length === 0) return;
    const { samples, trajectory } = gather(members);
    const slice = group % nSlices,
      contrast = Math.floor(group / nSlices) % nContrasts,
      frame = Math.floor(group / nSlices / nContrasts);
    const key = `${slice} ${trajectory.join()}`;
    let solve = solvers.get(key);
    if (solve === undefined) {
      const { weights } = planOf(trajectory);
      const mine = maps.subarray(slice * perSlice, (slice + 1) * perSlice);
      solve = sampledSolver({ trajectory, weights, maps: mine, shape, accuracy: ACCURACY, ...(kernel && { kernel }) });
      if (solvers.size >= nSlices) solvers.clear();
      solvers.set(key, solve);
    }
    const { x, end, residual } = solve(samples, SETTINGS);
    if (end === 'not-finite') notes.push(`SENSE of image ${group + 1} ended with ${end}, residual ${residual.toExponential(1)}.`); // prettier-ignore
    data.set(x, 2 * group * volume);
    if (frame > 0 || !Number.isFinite(noisePower)) return;
    const again = (noise: Float64Array): Float64Array => solve(noise, SETTINGS).x;
    sd[contrast]!.set(replicaSd(again, new Float64Array(samples.length), noisePower, random, SENSE_REPLICAS), slice * volume); // prettier-ignore
  });
  notes.push(`SENSE along the trajectory; at most ${nFrames * nContrasts * nSlices} systems of ${SETTINGS.maxSteps} steps, weight ${SETTINGS.regularization} on the image.`); // prettier-ignore
  return { data, sd, notes };
}
