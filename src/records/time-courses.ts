// Signal of a substrate and its products against time, and how it was excited: what kinetics are fitted to.
import { makeGrid, ScienceError, type Grid } from '../base/index.ts';

export interface TimeCourses {
  /** The substrate first, then one to four products. */
  readonly metabolites: readonly string[];
  readonly repetition_s: number;
  /** [metabolite][time]; the same for all voxels. */
  readonly flipAngles_rad: readonly Float64Array[];
  /** Transverse signal in the units of the file, [metabolite, voxel, time]. */
  readonly signal: Grid<readonly ['metabolite', 'voxel', 'time']>;
}

/** Most products that one substrate may have. */
export const MAX_PRODUCTS = 4;

/** Checked time courses. Throws where names, shapes, flip angles or the repetition time cannot be. */
export function makeTimeCourses(
  fields: Omit<TimeCourses, 'signal'> & { readonly nVoxels: number; readonly data: Float64Array },
): TimeCourses {
  const { metabolites, repetition_s, flipAngles_rad, nVoxels, data } = fields;
  const fail = (message: string): never => {
    throw new ScienceError('argument', message);
  };
  if (metabolites.length < 2 || metabolites.length > MAX_PRODUCTS + 1) {
    fail(`kinetics need one substrate and one to ${MAX_PRODUCTS} products, got [${metabolites.join(', ')}]`);
  }
  if (new Set(metabolites).size !== metabolites.length)
    fail(`each metabolite needs a name of its own, got [${metabolites.join(', ')}]`);
  if (!(repetition_s > 0) || !Number.isFinite(repetition_s))
    fail(`repetition_s is ${repetition_s}; expected a positive number of seconds`);
  const nTimes = flipAngles_rad[0]?.length ?? 0;
  if (flipAngles_rad.length !== metabolites.length || flipAngles_rad.some((flips) => flips.length !== nTimes)) {
    fail(`flip angles must be given for each of ${metabolites.length} metabolites and ${nTimes} time points`);
  }
  const signal = makeGrid(['metabolite', 'voxel', 'time'], [metabolites.length, nVoxels, nTimes], data);
  return { metabolites, repetition_s, flipAngles_rad, signal };
}

/** The course of one metabolite in one voxel, [time]; a view, not a copy. */
export function courseOf(courses: TimeCourses, metabolite: number, voxel: number): Float64Array {
  const [, nVoxels, nTimes] = courses.signal.shape;
  const from = (metabolite * nVoxels + voxel) * nTimes;
  return (courses.signal.data as Float64Array).subarray(from, from + nTimes);
}
