// Many profiles on one system: the unit of work of designs, maps and sweeps.
import { ScienceError, type Run, QUIET } from '../../base/index.ts';
import { groupPolarizations, type CollectiveState, type SpinSpace } from '../../physics/spins/index.ts';
import { DEFAULT_EVOLVE, evolve, type EvolveSettings } from './evolve.ts';
import { linearProfile, type Profile } from '../profile.ts';

export interface BatchOutcome {
  /** [set, group]: polarization of each group at the end of each profile. */
  readonly polarization: Float64Array;
  /** [set] reached error of each. */
  readonly reachedError: Float64Array;
  /** Sets whose steps ran out before the tolerance. */
  readonly nUnfinished: number;
  readonly steps: number;
}

/** Carries one start through each profile. Para fractions need no runs of their own: everything is linear in (4x - 1)/3. */
export function evolveBatch(
  space: SpinSpace,
  start: CollectiveState,
  profiles: readonly Profile[],
  settings: EvolveSettings = DEFAULT_EVOLVE,
  run: Run = QUIET,
): BatchOutcome {
  const nGroups = space.groups.length;
  const polarization = new Float64Array(profiles.length * nGroups),
    reachedError = new Float64Array(profiles.length);
  let nUnfinished = 0,
    steps = 0;
  profiles.forEach((profile, i) => {
    if (i % 64 === 0) run.step(i, profiles.length, 'field sweeps');
    const result = evolve(space, start, profile, settings);
    polarization.set(groupPolarizations(space, result.state), i * nGroups);
    reachedError[i] = result.reachedError;
    steps += result.steps;
    if (result.end !== 'converged') nUnfinished++;
  });
  return { polarization, reachedError, nUnfinished, steps };
}

/** Linear ramps from one field: [duration, end field], the end fields fastest. */
export function linearBatch(
  from_T: number,
  to_T: readonly number[],
  duration_s: readonly number[],
): readonly Profile[] {
  if (to_T.length === 0 || duration_s.length === 0)
    throw new ScienceError('argument', 'a batch needs at least one end field and one duration');
  return duration_s.flatMap((duration) => to_T.map((to) => linearProfile(from_T, to, duration)));
}
