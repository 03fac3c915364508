// Field against time along z: what a propagator needs of it is the mean and the first moment over a step.
import { ScienceError } from '../base/index.ts';

export interface Profile {
  readonly kind: string;
  readonly duration_s: number;
  field_T(time_s: number): number;
  /** Mean of B over [t0, t1] in out[0], and mean of (t - centre) B in out[1], T and T s. */
  momentsInto(out: Float64Array, t0: number, t1: number): void;
  /** Times inside at which the slope jumps: no step goes across one. */
  readonly corners_s: readonly number[];
  /** Where the whole profile is one straight line: its slope. */
  readonly rate_TPerS?: number;
}

/** B from `from_T` to `to_T` at a constant rate. */
export function linearProfile(from_T: number, to_T: number, duration_s: number): Profile {
  checkField(from_T, 'from_T');
  checkField(to_T, 'to_T');
  checkDuration(duration_s);
  const rate = (to_T - from_T) / duration_s;
  return {
    kind: 'linear',
    duration_s,
    field_T: (t) => from_T + rate * t,
    momentsInto(out, t0, t1) {
      out[0] = from_T + rate * 0.5 * (t0 + t1);
      out[1] = (rate * (t1 - t0) * (t1 - t0)) / 12;
    },
    corners_s: [],
    rate_TPerS: rate,
  };
}

/** B from `from_T` to `to_T` as exp(-t/timeConstant_s), shifted and scaled to arrive exactly; a negative time constant starts slowly. */
export function exponentialProfile(from_T: number, to_T: number, duration_s: number, timeConstant_s: number): Profile {
  checkField(from_T, 'from_T');
  checkField(to_T, 'to_T');
  checkDuration(duration_s);
  if (!Number.isFinite(timeConstant_s) || timeConstant_s === 0) {
    throw new ScienceError('argument', `timeConstant_s is ${timeConstant_s}; expected seconds, not zero`);
  }
  // What grows is a decay run backwards: exp(t / tau) itself overflows where the time constant is short.
  const tau = Math.abs(timeConstant_s);
  const whole = Math.expm1(-duration_s / tau);
  const decayed = (t: number): number => Math.expm1(-t / tau) / whole;
  return smoothProfile('exponential', duration_s, (t) => {
    const part = timeConstant_s > 0 ? decayed(t) : 1 - decayed(duration_s - t);
    return from_T + (to_T - from_T) * part;
  });
}

/** Any smooth function of time; its moments by Gauss quadrature of four points. */
export function smoothProfile(kind: string, duration_s: number, field_T: (time_s: number) => number): Profile {
  checkDuration(duration_s);
  const node = [0.8611363115940526, 0.3399810435848563],
    weight = [0.3478548451374538, 0.6521451548625461];
  return {
    kind,
    duration_s,
    field_T,
    momentsInto(out, t0, t1) {
      const centre = 0.5 * (t0 + t1),
        half = 0.5 * (t1 - t0);
      let mean = 0,
        moment = 0;
      for (let i = 0; i < 2; i++) {
        const offset = half * node[i]!;
        const above = field_T(centre + offset),
          below = field_T(centre - offset);
        mean += 0.5 * weight[i]! * (above + below);
        moment += 0.5 * weight[i]! * offset * (above - below);
      }
      out[0] = mean;
      out[1] = moment;
    },
    corners_s: [],
  };
}

/** Tables up to this many points have a corner at each; longer ones are taken as sampled smooth curves. */
const MOST_CORNERS = 400;

/** Straight lines between given points (a CSV of a coil driver); times must rise strictly from any start. Errors name the row, counted from 1. */
export function tableProfile(time_s: ArrayLike<number>, field_T: ArrayLike<number>, kind = 'table'): Profile {
  const n = time_s.length;
  if (n < 2 || field_T.length !== n) {
    throw new ScienceError(
      'format',
      `a profile needs two or more rows of time_s and field_T, got ${n} and ${field_T.length}`,
    );
  }
  const t = new Float64Array(n),
    b = new Float64Array(n),
    area = new Float64Array(n),
    moment = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    t[i] = time_s[i]! - time_s[0]!;
    b[i] = field_T[i]!;
    if (!Number.isFinite(t[i]!) || !Number.isFinite(b[i]!)) {
      throw new ScienceError('format', `time_s ${time_s[i]} and field_T ${field_T[i]}: expected finite numbers`, {
        where: `row ${i + 1}`,
      });
    }
    if (i === 0) continue;
    const h = t[i]! - t[i - 1]!;
    if (!(h > 0)) {
      throw new ScienceError('format', `time runs from ${time_s[i - 1]} to ${time_s[i]} s; times must rise`, {
        where: `row ${i + 1}`,
      });
    }
    area[i] = area[i - 1]! + 0.5 * h * (b[i]! + b[i - 1]!);
    moment[i] = moment[i - 1]! + momentOf(t[i - 1]!, b[i - 1]!, t[i]!, b[i]!);
  }
  const place = (time: number): number => {
    let low = 0,
      high = n - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (t[middle]! <= time) low = middle;
      else high = middle;
    }
    return low;
  };
  const at = (time: number, i: number): number => b[i]! + ((b[i + 1]! - b[i]!) * (time - t[i]!)) / (t[i + 1]! - t[i]!);
  return {
    kind,
    duration_s: t[n - 1]!,
    field_T: (time) => at(time, place(time)),
    momentsInto(out, t0, t1) {
      const i = place(t0),
        k = place(t1);
      const b0 = at(t0, i),
        b1 = at(t1, k);
      const whole = area[k]! - area[i]! + 0.5 * (t1 - t[k]!) * (b1 + b[k]!) - 0.5 * (t0 - t[i]!) * (b0 + b[i]!);
      const first = moment[k]! - moment[i]! + momentOf(t[k]!, b[k]!, t1, b1) - momentOf(t[i]!, b[i]!, t0, b0);
      const h = t1 - t0;
      out[0] = whole / h;
      out[1] = (first - 0.5 * (t0 + t1) * whole) / h;
    },
    corners_s: n <= MOST_CORNERS ? Array.from(t.subarray(1, n - 1)) : [],
  };
}

/** Integral of t B over a straight piece. */
function momentOf(t0: number, b0: number, t1: number, b1: number): number {
  return ((t1 - t0) * (t0 * (2 * b0 + b1) + t1 * (b0 + 2 * b1))) / 6;
}

/** One profile after another; a jump of the field between them is sudden. */
export function joinedProfile(parts: readonly Profile[]): Profile {
  if (parts.length === 0) throw new ScienceError('argument', 'a joined profile needs at least one part');
  const ends: number[] = [];
  let total = 0;
  for (const part of parts) ends.push((total += part.duration_s));
  const startOf = (i: number): number => (i === 0 ? 0 : ends[i - 1]!);
  const which = (time: number): number => {
    const found = ends.findIndex((end) => time < end);
    return found < 0 ? parts.length - 1 : found;
  };
  return {
    kind: parts.map((part) => part.kind).join(' + '),
    duration_s: total,
    field_T: (time) => parts[which(time)]!.field_T(time - startOf(which(time))),
    momentsInto(out, t0, t1) {
      const i = which(0.5 * (t0 + t1));
      parts[i]!.momentsInto(out, Math.max(0, t0 - startOf(i)), Math.min(parts[i]!.duration_s, t1 - startOf(i)));
    },
    corners_s: parts.flatMap((part, i) => [
      ...(i === 0 ? [] : [startOf(i)]),
      ...part.corners_s.map((time) => time + startOf(i)),
    ]),
  };
}

/** A constant field. */
export function constantProfile(field_T: number, duration_s: number): Profile {
  return { ...linearProfile(field_T, field_T, duration_s), kind: 'constant' };
}

function checkField(value: number, name: string): void {
  if (!Number.isFinite(value)) throw new ScienceError('argument', `${name} is ${value}; expected tesla`);
  if (Math.abs(value) > 100) throw new ScienceError('argument', `${name} is ${value} T; was it given in uT?`);
}

function checkDuration(duration_s: number): void {
  if (duration_s > 0 && Number.isFinite(duration_s)) return;
  throw new ScienceError('argument', `duration_s is ${duration_s}; expected seconds above 0`);
}

/** The part of a profile between two times, as a profile of its own. */
export function windowOf(profile: Profile, t0: number, t1: number): Profile {
  if (t0 === 0 && t1 === profile.duration_s) return profile;
  const { rate_TPerS } = profile;
  return {
    kind: profile.kind,
    duration_s: t1 - t0,
    field_T: (time) => profile.field_T(t0 + time),
    momentsInto: (out, a, b) => profile.momentsInto(out, t0 + a, t0 + b),
    corners_s: profile.corners_s.filter((time) => time > t0 && time < t1).map((time) => time - t0),
    ...(rate_TPerS === undefined ? {} : { rate_TPerS }),
  };
}
