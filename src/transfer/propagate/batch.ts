// Many profiles on one system: the unit of work of designs, maps and sweeps.
import { ScienceError, type Run, QUIET } from '../../base/index.ts';
import { groupPolarizations, type CollectiveState, type SpinSpace } from '../../physics/spins/index.ts';
import { DEFAULT_EVOLVE, evolve, type EvolveSettings } from './evolve.ts';
import { evolveRamps } from './ramps/evolve-ramps.ts';
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

/** From so many straight ramps on that begin in one field, what they share is worth its price. */
const LEAST_TOGETHER = 8;

/**
 * Carries one start through each profile; straight ramps from one field go together. Para fractions need no runs of their own: everything is
 * linear in (4x - 1)/3. How ramps share their steps depends on the whole batch: a ramp gives the same to within the tolerance in another one.
 */
export function evolveBatch(
  space: SpinSpace,
  start: CollectiveState,
  profiles: readonly Profile[],
  settings: EvolveSettings = DEFAULT_EVOLVE,
  run: Run = QUIET,
): BatchOutcome {
  const nGroups = space.groups.length;
  const polarization = new Float64Array(profiles.length * nGroups),
    reachedError = new Float64Array(profiles.length).fill(Infinity);
  let nUnfinished = 0,
    steps = 0;
  for (const [from_T, sets] of rampsByStart(profiles)) {
    const ramps = sets.map((set) => {
      const profile = profiles[set]!;
      return { to_T: profile.field_T(profile.duration_s), rate_TPerS: profile.rate_TPerS! };
    });
    const together = evolveRamps(space, start, from_T, ramps, settings);
    if (!together) continue;
    steps += together.steps;
    sets.forEach((set, r) => {
      reachedError[set] = together.reachedError[r]!;
      polarization.set(together.polarization.subarray(r * nGroups, (r + 1) * nGroups), set * nGroups);
    });
  }
  profiles.forEach((profile, set) => {
    if (set % 64 === 0) run.step(set, profiles.length, 'field sweeps');
    if (reachedError[set]! < Infinity) return;
    const result = evolve(space, start, profile, settings);
    polarization.set(groupPolarizations(space, result.state), set * nGroups);
    reachedError[set] = result.reachedError;
    steps += result.steps;
    if (result.end !== 'converged') nUnfinished++;
  });
  return { polarization, reachedError, nUnfinished, steps };
}

/** Straight ramps by their first field and direction, where there are enough of them. */
function rampsByStart(profiles: readonly Profile[]): readonly (readonly [from_T: number, sets: readonly number[]])[] {
  const groups = new Map<string, number[]>();
  profiles.forEach((profile, set) => {
    const { rate_TPerS } = profile;
    if (rate_TPerS === undefined || rate_TPerS === 0) return;
    const key = `${profile.field_T(0)} ${rate_TPerS > 0}`;
    const group = groups.get(key);
    if (group) group.push(set);
    else groups.set(key, [set]);
  });
  return [...groups.values()]
    .filter((sets) => sets.length >= LEAST_TOGETHER)
    .map((sets) => [profiles[sets[0]!]!.field_T(0), sets] as const);
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
