// The best field profile under limits: exact gradients, several starts, no step that makes it worse.
// Gradient ascent through the propagation is GRAPE: Khaneja et al., J. Magn. Reson. 172 (2005) 296 (recalled).
import { readSpins, spinIndex } from '../../physics/spins/index.ts';
import type { Profile } from '../profile.ts';
import { commandProfile, timeConstant_s, type Program } from './command.ts';
import { commandLimits, designGrid, largestOf, type FieldLimits } from './limits.ts';
import { searchLimited, type LimitedMinimum, type LimitedSearch } from './limits/minimize.ts';
import { makeProjection } from './limits/project.ts';
import { transferObjective, type Objective } from './objective.ts';
import {
  builtInStarts,
  comparedPrograms,
  LARGE_DIMENSION,
  resampled,
  waysThrough,
  type Start,
  type Ways,
} from './paths.ts';
import type { Condition, Sample } from './sample.ts';

export interface DesignSettings {
  readonly duration_s: number;
  readonly limits: FieldLimits;
  /** Fields that are designed, equally spaced in time; with an update rate there is one for each update. */
  readonly points: number;
  readonly maxSteps: number;
  /** Done when five steps together gain less polarization than this. */
  readonly gain: number;
  /** Commands to begin from besides the built-in ones, of any number of points over the same duration. */
  readonly starts?: readonly Start[];
}
export const DEFAULT_DESIGN = { points: 200, maxSteps: 150, gain: 3e-5 } as const;

export interface Design extends Program {
  readonly time_s: Float64Array;
  /** The field in the coil: the command after the low-pass. */
  readonly profile: Profile;
  /** Of the target, mean over the conditions, at the end of the profile. */
  readonly polarization: number;
  /** In each condition. */
  readonly each: Float64Array;
  /** What halving the steps of the propagation changes. */
  readonly reachedError: number;
  /** Other profiles from the same first to the same last field in the same time, without slew limit and low-pass. */
  readonly compared: { readonly constantAdiabaticity: number; readonly linear: number };
  /** Every start: its polarization once it keeps the limits, and where its first steps led, in the condition of the largest weight. */
  readonly starts: readonly { readonly name: string; readonly polarization: number; readonly reached: number }[];
  /** The start that led here. */
  readonly from: string;
  /** Mean polarization after each step over all conditions, from where the search in one of them ended. */
  readonly history: readonly number[];
  readonly evaluations: number;
  readonly end: LimitedMinimum['end'];
}

/** Steps of a round; after each the better half of the starts goes on, until one is left. */
const ROUND_STEPS = 5;
const PATIENCE = 5;

/** Designs one profile. Throws where the limits allow none; see `commandLimits`. */
export function designProfile(sample: Sample, settings: DesignSettings): Design {
  const { limits, maxSteps, gain } = settings;
  const { points, duration_s } = designGrid(limits, settings.duration_s, settings.points);
  const unit_T = largestOf(limits) / 2;
  const project = makeProjection(commandLimits(limits, duration_s, points, unit_T));
  spinIndex(readSpins(sample.system), sample.target);
  const { bandwidth_Hz } = limits;
  const held = limits.between === 'held';
  const grating = { points, duration_s, bandwidth_Hz, held, largest_T: largestOf(limits) };
  const ways = waysThrough(sample, limits);
  const compared = comparedWith(sample, limits, ways, duration_s);
  const objective = transferObjective(sample, grating);
  const starts = [...builtInStarts(sample, limits, ways, points), ...(settings.starts ?? [])].map(
    ({ name, command_T }) => {
      const x = new Float64Array(points);
      project(x, resampled(command_T, points).map((field) => field / unit_T)); // prettier-ignore
      return { name, x, value: objective.evaluate(x.map((one) => unit_T * one)) };
    },
  );
  const strongest = starts.reduce((most, one) => (Math.abs(one.value) > Math.abs(most.value) ? one : most));
  const sign = strongest.value < 0 ? -1 : 1;
  const searchOf = (objective: Objective, from: Float64Array): LimitedSearch => {
    const command = new Float64Array(points);
    const evaluate = (x: Float64Array, slope: Float64Array): number => {
      for (let i = 0; i < points; i++) command[i] = unit_T * x[i]!;
      const value = objective.evaluate(command, slope);
      for (let i = 0; i < points; i++) slope[i]! *= -sign * unit_T;
      return -sign * value;
    };
    return searchLimited({ n: points, project, evaluate }, from, { gain, patience: PATIENCE });
  };
  const alone = mainCondition(sample);
  const first = alone ? transferObjective(alone, grating) : objective;
  const worthwhile = readSpins(sample.system).dimension > LARGE_DIMENSION ? promising(starts, sign) : starts;
  const { tried, best } = tournament(
    worthwhile.map(({ name, x }) => ({ name, search: searchOf(first, x) })),
    maxSteps,
  );
  // On with all conditions; the strongest start, where the average likes it better, keeps the design from being worse.
  const onward = alone
    ? better(
        { name: best.name, search: searchOf(objective, best.found.x) },
        { name: strongest.name, search: searchOf(objective, strongest.x) },
      )
    : best;
  const found = 'search' in onward ? onward.search.advance(maxSteps) : onward.found;
  const command_T = inRange(found.x.map((x) => unit_T * x), limits.field_T); // prettier-ignore
  const fine = transferObjective(sample, { ...grating, finer: 2 });
  const polarization = fine.evaluate(command_T);
  return {
    command_T,
    duration_s,
    bandwidth_Hz,
    held,
    time_s: Float64Array.from({ length: points }, (_, i) => (duration_s * i) / (points - 1)),
    profile: commandProfile(command_T, duration_s, timeConstant_s(bandwidth_Hz), 'design', held),
    polarization,
    each: fine.each(command_T),
    reachedError: Math.abs(polarization - objective.evaluate(command_T)),
    compared,
    starts: tried.map(({ name, found: { history, value } }) => ({
      name,
      polarization: -sign * history[0]!,
      reached: -sign * value,
    })),
    from: onward.name,
    history: found.history.map((value) => -sign * value),
    evaluations: tried.reduce((sum, one) => sum + one.found.evaluations, alone ? found.evaluations : 0),
    end: found.end,
  };
}

/** The sample in its heaviest condition, for a search at a fraction of the price; `undefined` where there is no other. */
function mainCondition(sample: Sample): Sample | undefined {
  const { conditions = [] } = sample;
  if (conditions.length < 2) return undefined;
  return { ...sample, conditions: [conditions.reduce((most, one) => (one.weight > most.weight ? one : most))] };
}

/** Starts of a large molecule that are followed: the first, constant adiabaticity, and the best of the others as they stand. */
function promising<Begin extends { readonly value: number }>(
  [first, ...others]: readonly Begin[],
  sign: number,
): Begin[] {
  const best = others.toSorted((a, b) => sign * (b.value - a.value))[0];
  return [first!, ...(best === undefined ? [] : [best])];
}

interface Named {
  readonly name: string;
  readonly search: LimitedSearch;
}

const better = (one: Named, other: Named): Named =>
  other.search.advance(0).value < one.search.advance(0).value ? other : one;

interface Tried {
  readonly name: string;
  readonly found: LimitedMinimum;
}

/** Follows all searches in rounds, the better half of them after each; the last one to its end. */
function tournament(
  searches: readonly Named[],
  maxSteps: number,
): { readonly tried: readonly Tried[]; readonly best: Tried } {
  const found = new Map<string, LimitedMinimum>();
  let left = searches;
  for (let steps = 0; steps < maxSteps;) {
    const more = left.length === 1 ? maxSteps - steps : Math.min(ROUND_STEPS, maxSteps - steps);
    for (const { name, search } of left) found.set(name, search.advance(more));
    steps += more;
    left = left.toSorted((a, b) => found.get(a.name)!.value - found.get(b.name)!.value).slice(0, Math.ceil(left.length / 2)); // prettier-ignore
  }
  const tried = searches.map(({ name }) => ({ name, found: found.get(name)! }));
  return { tried, best: tried.reduce((best, one) => (one.found.value < best.found.value ? one : best)) };
}

/** The polarization of the target after a program in each of `conditions`. */
export function polarizationsIn(
  sample: Sample,
  { command_T, duration_s, bandwidth_Hz, held }: Program,
  conditions: readonly Condition[],
): Float64Array {
  const largest_T = command_T.reduce((most, field) => Math.max(most, Math.abs(field)), 0);
  const grating = { points: command_T.length, duration_s, bandwidth_Hz, held, largest_T };
  return transferObjective({ ...sample, conditions }, grating).each(command_T);
}

function comparedWith(sample: Sample, limits: FieldLimits, ways: Ways, duration_s: number): Design['compared'] {
  const programs = comparedPrograms(ways, duration_s);
  const mean = ({ command_T }: Program): number =>
    transferObjective(sample, { points: command_T.length, duration_s, largest_T: largestOf(limits) }).evaluate(
      command_T,
    );
  return { constantAdiabaticity: mean(programs.constantAdiabaticity), linear: mean(programs.linear) };
}

const inRange = (command_T: Float64Array, [low, high]: readonly [number, number]): Float64Array =>
  command_T.map((field) => Math.min(high, Math.max(low, field)));
