// The best field profile under limits: exact gradients, several starts, no step that makes it worse.
// Gradient ascent through the propagation is GRAPE: Khaneja et al., J. Magn. Reson. 172 (2005) 296 (recalled).
import { makeSpinSpace, readSpins, spinIndex } from '../../physics/spins/index.ts';
import { constantAdiabaticity } from '../adiabaticity.ts';
import { linearProfile, type Profile } from '../profile.ts';
import { commandProfile, timeConstant_s } from './command.ts';
import { commandLimits, endOf, largestOf, type FieldLimits } from './limits.ts';
import { minimizeLimited, type LimitedMinimum } from './limits/minimize.ts';
import { makeProjection } from './limits/project.ts';
import { transferObjective } from './objective.ts';
import type { Condition, Sample } from './sample.ts';

export interface DesignSettings {
  readonly duration_s: number;
  readonly limits: FieldLimits;
  /** Fields that are designed, equally spaced in time. */
  readonly points: number;
  readonly maxSteps: number;
  /** Done when ten steps together gain less polarization than this. */
  readonly gain: number;
  /** Commands to begin from besides the built-in ones, of any number of points over the same duration. */
  readonly starts?: readonly Start[];
}
export const DEFAULT_DESIGN = { points: 200, maxSteps: 150, gain: 2e-5 } as const;

export interface Start {
  readonly name: string;
  readonly command_T: ArrayLike<number>;
}

/** A command for a coil: fields at equally spaced times with straight lines between them. */
export interface Program {
  readonly command_T: Float64Array;
  readonly duration_s: number;
  readonly bandwidth_Hz?: number | undefined;
}

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
  /** Every start: its polarization once it keeps the limits, and where its first steps led. */
  readonly starts: readonly { readonly name: string; readonly polarization: number; readonly reached: number }[];
  /** The start that led here. */
  readonly from: string;
  /** Polarization at that start and after each step. */
  readonly history: readonly number[];
  readonly evaluations: number;
  readonly end: LimitedMinimum['end'];
}

/** Steps that each start is followed before the best goes on. */
const TRIAL_STEPS = 15;
const PATIENCE = 10;
/** Points of the profiles that are compared with. */
const COMPARED_POINTS = 801;

/** Designs one profile. Throws where the limits allow none; see `commandLimits`. */
export function designProfile(sample: Sample, settings: DesignSettings): Design {
  const { duration_s, limits, points, maxSteps, gain } = settings;
  const unit_T = largestOf(limits) / 2;
  const project = makeProjection(commandLimits(limits, duration_s, points, unit_T));
  spinIndex(readSpins(sample.system), sample.target);
  const { bandwidth_Hz } = limits;
  const grating = { points, duration_s, bandwidth_Hz, largest_T: largestOf(limits) };
  const objective = transferObjective(sample, grating);
  const compared = comparedWith(sample, limits, duration_s);
  const sign = compared.constantAdiabaticity < 0 ? -1 : 1;
  const command = new Float64Array(points);
  const problem = {
    n: points,
    project,
    evaluate(x: Float64Array, slope: Float64Array): number {
      for (let i = 0; i < points; i++) command[i] = unit_T * x[i]!;
      const value = objective.evaluate(command, slope);
      for (let i = 0; i < points; i++) slope[i]! *= -sign * unit_T;
      return -sign * value;
    },
  };
  let evaluations = 0;
  const follow = (from: Float64Array, steps: number): LimitedMinimum => {
    const found = minimizeLimited(problem, from, { maxSteps: steps, gain, patience: PATIENCE });
    evaluations += found.evaluations;
    return found;
  };
  const starts = [...builtInStarts(sample, limits, duration_s, points), ...(settings.starts ?? [])];
  const trials = starts.map(({ name, command_T }) => ({
    name,
    found: follow(resampled(command_T, points).map((field) => field / unit_T), Math.min(TRIAL_STEPS, maxSteps)), // prettier-ignore
  }));
  const { name, found: trial } = trials.reduce((best, one) => (one.found.value < best.found.value ? one : best));
  const found = maxSteps > TRIAL_STEPS ? follow(trial.x, maxSteps - TRIAL_STEPS) : trial;
  const command_T = inRange(found.x.map((x) => unit_T * x), limits.field_T); // prettier-ignore
  const fine = transferObjective(sample, { ...grating, finer: 2 });
  const polarization = fine.evaluate(command_T);
  return {
    command_T,
    duration_s,
    bandwidth_Hz,
    time_s: Float64Array.from({ length: points }, (_, i) => (duration_s * i) / (points - 1)),
    profile: commandProfile(command_T, duration_s, timeConstant_s(bandwidth_Hz), 'design'),
    polarization,
    each: fine.each(command_T),
    reachedError: Math.abs(polarization - objective.evaluate(command_T)),
    compared,
    starts: trials.map((one) => ({
      name: one.name,
      polarization: -sign * one.found.history[0]!,
      reached: -sign * one.found.value,
    })),
    from: name,
    history: [...trial.history, ...(found === trial ? [] : found.history.slice(1))].map((value) => -sign * value),
    evaluations,
    end: found.end,
  };
}

/** The polarization of the target after a program in each of `conditions`. */
export function polarizationsIn(
  sample: Sample,
  { command_T, duration_s, bandwidth_Hz }: Program,
  conditions: readonly Condition[],
): Float64Array {
  const largest_T = command_T.reduce((most, field) => Math.max(most, Math.abs(field)), 0);
  const grating = { points: command_T.length, duration_s, bandwidth_Hz, largest_T };
  return transferObjective({ ...sample, conditions }, grating).each(command_T);
}

/** Constant adiabaticity and a straight ramp over the same fields, as programs of a coil without limits. */
export function comparedPrograms(
  sample: Sample,
  limits: FieldLimits,
  duration_s: number,
  points = COMPARED_POINTS,
): { readonly constantAdiabaticity: Program; readonly linear: Program } {
  const [from_T, to_T] = wayOf(limits);
  const program = (profile: Profile): Program => ({ command_T: sampled(profile, points), duration_s });
  const space = makeSpinSpace(readSpins(sample.system), { heteronuclear: 'full' });
  return {
    constantAdiabaticity: program(constantAdiabaticity(space, from_T, to_T, duration_s).profile),
    linear: program(linearProfile(from_T, to_T, duration_s)),
  };
}

function comparedWith(sample: Sample, limits: FieldLimits, duration_s: number): Design['compared'] {
  const programs = comparedPrograms(sample, limits, duration_s);
  const mean = ({ command_T }: Program): number =>
    transferObjective(sample, { points: command_T.length, duration_s, largest_T: largestOf(limits) }).evaluate(
      command_T,
    );
  return { constantAdiabaticity: mean(programs.constantAdiabaticity), linear: mean(programs.linear) };
}

/** From the first field (zero, or the nearest to it in the range, if it is free) to the last. */
function wayOf(limits: FieldLimits): readonly [number, number] {
  const [low, high] = limits.field_T;
  const to_T = endOf(limits);
  const nearest = Math.min(high, Math.max(low, 0));
  const from_T = limits.start_T ?? nearest;
  // A path must lead somewhere: from the far end of the range where it would begin at its end.
  return [from_T === to_T ? (to_T === low ? high : low) : from_T, to_T];
}

/** Ways to begin: adiabatic, straight, adiabatic and then waiting, and staying where the levels meet. */
function builtInStarts(sample: Sample, limits: FieldLimits, duration_s: number, points: number): Start[] {
  const [from_T, to_T] = wayOf(limits);
  const space = makeSpinSpace(readSpins(sample.system), { heteronuclear: 'full' });
  const adiabatic = (from: number, part: number): Float64Array => {
    const { profile } = constantAdiabaticity(space, from, to_T, duration_s * part);
    return Float64Array.from({ length: points }, (_, i) => profile.field_T(Math.min(profile.duration_s, (duration_s * i) / (points - 1)))); // prettier-ignore
  };
  const whole = adiabatic(from_T, 1);
  // Constant adiabaticity is slowest where the levels are closest.
  let closest = 1;
  for (let i = 2; i < points; i++)
    if (Math.abs(whole[i]! - whole[i - 1]!) < Math.abs(whole[closest]! - whole[closest - 1]!)) closest = i;
  const stay = new Float64Array(points).fill(whole[closest]!);
  stay[points - 1] = to_T;
  const starts: Start[] = [
    { name: 'constant adiabaticity', command_T: whole },
    { name: 'linear', command_T: sampled(linearProfile(from_T, to_T, duration_s), points) },
    { name: 'constant adiabaticity in half the time, then waiting', command_T: adiabatic(from_T, 0.5) },
    { name: 'staying at the avoided crossing', command_T: stay },
  ];
  const far = to_T === limits.field_T[1] ? limits.field_T[0] : limits.field_T[1];
  if (limits.start_T === undefined && far !== from_T)
    starts.push({ name: 'constant adiabaticity through zero', command_T: adiabatic(far, 1) });
  return starts;
}

function sampled(profile: Profile, points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => profile.field_T((profile.duration_s * i) / (points - 1)));
}

/** A command on another number of points. */
export function resampled(command_T: ArrayLike<number>, points: number): Float64Array {
  const last = command_T.length - 1;
  return Float64Array.from({ length: points }, (_, i) => {
    const place = (i * last) / (points - 1),
      k = Math.min(last - 1, Math.floor(place));
    return command_T[k]! + (place - k) * (command_T[k + 1]! - command_T[k]!);
  });
}

const inRange = (command_T: Float64Array, [low, high]: readonly [number, number]): Float64Array =>
  command_T.map((field) => Math.min(high, Math.max(low, field)));
