// What a coil and its driver can do, and the first limit that makes a profile impossible.
import { ScienceError } from '../../base/index.ts';
import { reachable, type CommandLimits } from './limits/project.ts';

export interface FieldLimits {
  /** Lowest and highest field. */
  readonly field_T: readonly [number, number];
  readonly slew_TPerS?: number | undefined;
  /** First-order low-pass between what is asked for and the field in the coil. */
  readonly bandwidth_Hz?: number | undefined;
  /** Updates of the driver a second: the designed fields stand at these. Not given: at any number of points. */
  readonly updateRate_Hz?: number | undefined;
  /** What is asked of the coil between two designed fields: a straight line, or the first of them until the next; straight if not given. */
  readonly between?: 'straight' | 'held' | undefined;
  /** First field; free within the range if not given. The jump to it from the field of the addition is taken as sudden. */
  readonly start_T?: number | undefined;
  /** Last field; the end of the range that is further from zero if not given. */
  readonly end_T?: number | undefined;
}

export const endOf = ({ field_T: [low, high], end_T }: FieldLimits): number =>
  end_T ?? (Math.abs(low) > Math.abs(high) ? low : high);

export const largestOf = ({ field_T: [low, high] }: FieldLimits): number => Math.max(Math.abs(low), Math.abs(high));

/** Fields of a design at most. */
export const MOST_POINTS = 2000;

/** Fields of a design: equally spaced over a duration, which is moved to a whole number of updates where the driver has a rate. */
export function designGrid(
  { updateRate_Hz }: FieldLimits,
  duration_s: number,
  points: number,
): { readonly points: number; readonly duration_s: number } {
  if (updateRate_Hz === undefined) return { points, duration_s };
  const where = 'limits.updateRate_Hz';
  if (!(updateRate_Hz > 0) || !Number.isFinite(updateRate_Hz))
    fault(`is ${updateRate_Hz}; expected hertz above 0`, where);
  const pieces = Math.round(duration_s * updateRate_Hz);
  if (pieces < 2) fault(`is ${updateRate_Hz}: ${pieces} updates in ${duration_s} s; a design needs two or more`, where);
  if (pieces >= MOST_POINTS)
    fault(`is ${updateRate_Hz}: ${pieces} updates in ${duration_s} s; a design has at most ${MOST_POINTS} fields. Leave it out: straight lines between fewer fields are followed closely by a driver as fast`, where); // prettier-ignore
  return { points: pieces + 1, duration_s: pieces / updateRate_Hz };
}

/** The limits of each of `points` fields in units of `unit_T`. Throws what makes every profile impossible. */
export function commandLimits(limits: FieldLimits, duration_s: number, points: number, unit_T: number): CommandLimits {
  checkLimits(limits);
  if (!(duration_s > 0) || !Number.isFinite(duration_s))
    fault(`is ${duration_s}; expected seconds above 0`, 'limits.duration_s');
  if (!Number.isInteger(points) || points < 3) fault(`is ${points}; expected a whole number from 3`, 'points');
  const { field_T, slew_TPerS, start_T } = limits;
  const lowest = new Float64Array(points).fill(field_T[0] / unit_T),
    highest = new Float64Array(points).fill(field_T[1] / unit_T);
  if (start_T !== undefined) lowest[0] = highest[0] = start_T / unit_T;
  lowest[points - 1] = highest[points - 1] = endOf(limits) / unit_T;
  // A hair inside the limit, so that rounding never leads outside.
  const change = slew_TPerS === undefined ? Infinity : ((1 - 1e-12) * slew_TPerS * duration_s) / (points - 1) / unit_T;
  const found = reachable({ lowest, highest, change });
  if (found) return found;
  const way_T = Math.abs(endOf(limits) - start_T!);
  return fault(
    `is ${slew_TPerS!}: from ${start_T!} to ${endOf(limits)} T in ${duration_s} s needs ${(way_T / duration_s).toPrecision(3)} T/s; allow more, or more time`,
    'limits.slew_TPerS',
  );
}

function checkLimits({ field_T, slew_TPerS, bandwidth_Hz, start_T, end_T }: FieldLimits): void {
  const [low, high] = field_T;
  if (!(low < high) || !Number.isFinite(low) || !Number.isFinite(high))
    fault(`is from ${low} to ${high}; expected the lowest and the highest field in tesla`, 'limits.field_T');
  if (Math.max(Math.abs(low), Math.abs(high)) > 1e-3)
    fault(`reaches ${Math.max(Math.abs(low), Math.abs(high))} T; a field cycle works below 1 mT. Was it given in uT?`, 'limits.field_T'); // prettier-ignore
  if (slew_TPerS !== undefined && !(slew_TPerS > 0))
    fault(`is ${slew_TPerS}; expected tesla per second above 0`, 'limits.slew_TPerS');
  if (bandwidth_Hz !== undefined && !(bandwidth_Hz > 0))
    fault(`is ${bandwidth_Hz}; expected hertz above 0`, 'limits.bandwidth_Hz');
  for (const [name, value] of [
    ['start_T', start_T],
    ['end_T', end_T],
  ] as const) {
    if (value !== undefined && !(value >= low && value <= high))
      fault(`is ${value}; expected a field from ${low} to ${high} T, the range`, `limits.${name}`);
  }
}

function fault(message: string, where: string): never {
  throw new ScienceError('argument', message, { where });
}
