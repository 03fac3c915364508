// Polarization against duration, each design begun from the one before; and the best duration.
import { QUIET, type Run } from '../../base/index.ts';
import { designProfile, polarizationsIn, type Design, type DesignSettings } from './design.ts';
import type { FieldLimits } from './limits.ts';
import { comparedPrograms, waysThrough } from './paths.ts';
import type { Sample } from './sample.ts';

/** Fields of a scan: so many a second, at least `FEWEST`; ultralow-field coherences follow no faster ones. */
const FIELDS_PER_S = 200;
const FEWEST = 40;

/**
 * Designs for rising durations, short ones with fewer than `settings.points` fields. Each may begin as the one before, stretched, or followed by
 * waiting at the last field.
 */
export function designDurations(
  sample: Sample,
  durations_s: readonly number[],
  settings: Omit<DesignSettings, 'duration_s' | 'starts'>,
  run: Run = QUIET,
): Design[] {
  const rising = [...durations_s].sort((a, b) => a - b);
  const designs: Design[] = [];
  rising.forEach((duration_s, i) => {
    run.step(i, rising.length, `design for ${duration_s} s`);
    const points = Math.min(settings.points, Math.max(FEWEST, Math.ceil(FIELDS_PER_S * duration_s)));
    designs.push(
      designProfile(sample, { ...settings, points, duration_s, starts: startsFrom(designs.at(-1), duration_s) }),
    );
  });
  return designs;
}

/** A known design as starts for another duration. */
export function startsFrom(known: Design | undefined, duration_s: number): NonNullable<DesignSettings['starts']> {
  if (!known) return [];
  const { command_T, profile } = known;
  const name = `the design for ${known.duration_s} s`;
  const points = command_T.length;
  const waited = Float64Array.from({ length: points }, (_, i) => {
    const place = ((duration_s * i) / (points - 1) / known.duration_s) * (points - 1);
    const k = Math.min(points - 2, Math.floor(place));
    return place >= points - 1
      ? command_T[points - 1]!
      : command_T[k]! + (place - k) * (command_T[k + 1]! - command_T[k]!);
  });
  return [
    { name: `${name}, stretched`, command_T },
    ...(duration_s > profile.duration_s ? [{ name: `${name}, then waiting`, command_T: waited }] : []),
  ];
}

/** Mean polarization after constant adiabaticity and after straight ramps of given durations, without slew limit and low-pass. */
export function comparedDurations(
  sample: Sample,
  limits: FieldLimits,
  durations_s: readonly number[],
): { readonly constantAdiabaticity: Float64Array; readonly linear: Float64Array } {
  const conditions = sample.conditions ?? [{ weight: 1 }];
  const total = conditions.reduce((sum, { weight }) => sum + weight, 0);
  const constant = new Float64Array(durations_s.length),
    linear = new Float64Array(durations_s.length);
  const ways = waysThrough(sample, limits);
  durations_s.forEach((duration_s, i) => {
    const programs = comparedPrograms(ways, duration_s);
    const mean = (program: (typeof programs)['linear']): number =>
      polarizationsIn(sample, program, conditions).reduce((sum, p, m) => sum + (conditions[m]!.weight * p) / total, 0);
    constant[i] = mean(programs.constantAdiabaticity);
    linear[i] = mean(programs.linear);
  });
  return { constantAdiabaticity: constant, linear };
}

/** The design with the largest polarization, of either sign. */
export function bestDesign(designs: readonly Design[]): Design {
  return designs.reduce((best, one) => (Math.abs(one.polarization) > Math.abs(best.polarization) ? one : best));
}
