// The delays, counts and amplitudes of a family that give one molecule the most polarization.
import { ScienceError } from '../../base/index.ts';
import type { Spins } from '../../physics/spins/index.ts';
import { rolesOf } from './families/roles.ts';
import { sequenceFamily, sequenceOf, sequenceParameters, type SequenceWish } from './families/table.ts';
import { sequenceDuration_s, type PulseSequence } from './record.ts';
import { searchLargest, type SearchEnd } from './search.ts';
import { meanOver, sequenceMeter, type Spread } from './target.ts';

export interface OptimiseLimits {
  /** No sequence longer than this; one and a half times what the couplings give if not given. */
  readonly maxDuration_s?: number;
  /** Average over this spread instead of the perfect spectrometer. */
  readonly spread?: Spread;
  readonly maxEvaluations?: number;
}

export interface OptimisedSequence {
  readonly sequence: PulseSequence;
  readonly parameters: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  /** Polarization of the target along z for parahydrogen of 100%, with the values that the couplings give, and with these; averaged where a spread was given. */
  readonly before: number;
  readonly after: number;
  readonly end: SearchEnd['end'];
  readonly evaluations: number;
}

const LONGER = 1.5;

/** Sequences tried at most: fewer for large molecules, by their number of states alone. */
export function evaluationsFor(dimension: number): number {
  return Math.round(Math.min(5000, Math.max(60, 5000 * (16 / dimension) * (16 / dimension))));
}

/** Starts from what the couplings give; values that the wish fixes by name stay. `start` is a density [N, N] of pure parahydrogen. */
export function optimiseDelays(
  spins: Spins,
  start: Float64Array,
  familyName: string,
  wish: SequenceWish,
  limits: OptimiseLimits = {},
): OptimisedSequence {
  const { spread = {}, maxEvaluations = evaluationsFor(spins.dimension) } = limits;
  if (limits.maxDuration_s !== undefined && !(limits.maxDuration_s > 0))
    throw new ScienceError('argument', `maxDuration_s is ${limits.maxDuration_s}; expected seconds above 0`);
  const family = sequenceFamily(familyName);
  const roles = rolesOf(spins, wish.target);
  const parameters = sequenceParameters(family, spins, wish);
  const fixed = Object.keys(wish.options ?? {});
  const free = parameters.filter((one) => !fixed.includes(one.name));
  const values = (at: readonly number[]): number[] =>
    parameters.map((one) => (fixed.includes(one.name) ? one.start : at[free.indexOf(one)]!));
  const meter = sequenceMeter(spins, start, roles.target);
  const polarization = (at: readonly number[]): number =>
    meanOver(meter, sequenceOf(family, spins, wish, values(at)), roles.isotope, spread);
  const duration_s = (at: readonly number[]): number => sequenceDuration_s(family.events(spins, roles, values(at)));
  const given = free.map((one) => one.start);
  const maxDuration_s = limits.maxDuration_s ?? LONGER * duration_s(given);
  // Beyond the longest time there is no merit, but a slope that leads back.
  const merit = (at: readonly number[]): number => {
    const over = duration_s(at) / maxDuration_s - 1;
    return over > 1e-12 ? -over : Math.abs(polarization(at));
  };
  const found = free.length === 0 ? undefined : searchLargest(merit, free, maxEvaluations);
  const best = found?.values ?? given;
  const after = values(best);
  if (found !== undefined && found.largest < 0)
    throw new ScienceError('argument', `no ${family.title} within ${maxDuration_s} s was found`, {
      where: 'maxDuration_s',
    });
  return {
    sequence: sequenceOf(family, spins, wish, after),
    parameters: parameters.map((one, i) => ({ name: one.name, before: one.start, after: after[i]! })),
    before: polarization(given),
    after: polarization(best),
    end: found?.end ?? 'converged',
    evaluations: found?.evaluations ?? 0,
  };
}
