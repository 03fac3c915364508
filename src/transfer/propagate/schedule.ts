// A profile cut into steps for one block: fourth order in the step length with one exponential a step.
//
// Over a step the Magnus series (Blanes, Casas, Oteo, Ros, Phys. Rep. 470 (2009) 151) reads, to fourth order,
// exp(-i h (A + Bm D) + h m [A, D]) with Bm the mean field and m the mean of (t - centre) B. As [A + Bm D, D] = [A, D], the commutator
// is a change of frame: exp(-i m D) exp(-i h (A + Bm D)) exp(+i m D). Between steps the frames nearly cancel, and on a straight ramp
// they cancel exactly, which leaves the exponential midpoint rule with one diagonal kick at each end.
import { ScienceError } from '../../base/index.ts';
import { symmetricEigen } from '../../math/complex/index.ts';
import { spectrumWidth_Hz, type Schedule, type SweepMatrix } from '../../math/fast/index.ts';
import type { Profile } from '../profile.ts';

/** Kicks with an angle below this are left out. */
const SMALLEST_KICK_rad = 1e-13;

/** First run: so many turns of the fastest coherence a step. At one turn and more the error jumps up (steps and coherence in resonance). */
const FIRST_TURNS = 0.8;
const LEAST_STEPS = 8;
/** Profiles with more pieces than this are sampled sparsely, and need no least number of steps in each. */
const MANY_PIECES = 20;
/** A mark closer than this part of the duration to a corner is at the corner. */
const SNAP = 1e-9;

/** A profile as one block sees it: pieces between corners and marks. */
export interface Plan {
  readonly profile: Profile;
  readonly ends_s: readonly number[];
  /** Steps of the first run in each piece: equal within a piece, as a step length that follows the field gains nothing. */
  readonly steps: readonly number[];
  /** Place among `ends_s` of each mark: where the state is read on the way. */
  readonly marks: readonly number[];
  readonly drive_HzPerT: number;
}

/** The plan of a profile for blocks that move together, to be read at `marks_s` (rising, inside the profile). */
export function planOf(matrices: readonly SweepMatrix[], profile: Profile, marks_s: readonly number[] = []): Plan {
  const corners = [0, ...profile.corners_s, profile.duration_s];
  marks_s.forEach((mark, i) => {
    if (!(mark > (marks_s[i - 1] ?? 0) && mark < profile.duration_s))
      throw new ScienceError('argument', `marks_s[${i}] is ${mark}; expected times that rise inside the profile`);
  });
  const many = corners.length > MANY_PIECES;
  const ends_s = cutAt(corners, marks_s, SNAP * profile.duration_s);
  const steps: number[] = [];
  let end = 1;
  for (let piece = 0; piece + 1 < corners.length; piece++) {
    const from = corners[piece]!,
      to = corners[piece + 1]!;
    const width_Hz = widestIn(matrices, profile, from, to, many);
    for (; end < ends_s.length && ends_s[end]! <= to; end++) {
      const length_s = ends_s[end]! - ends_s[end - 1]!;
      const least = many ? 1 : (LEAST_STEPS * length_s) / (to - from);
      steps.push(Math.ceil(Math.max(least, (width_Hz * length_s) / FIRST_TURNS)));
    }
  }
  return {
    profile,
    ends_s,
    steps,
    marks: marks_s.map((mark) => nearestIn(ends_s, mark)),
    drive_HzPerT: Math.max(...matrices.map((matrix) => spreadOf(matrix.d_HzPerT))),
  };
}

/** The plan itself, or `unsupported` where its first run needs more than `maxSteps`. */
export function checkSteps(plan: Plan, maxSteps: number): Plan {
  const steps = stepsOf(plan);
  if (steps <= maxSteps) return plan;
  throw new ScienceError(
    'unsupported',
    `the profile of ${plan.profile.duration_s} s needs ${steps.toExponential(1)} steps of ${FIRST_TURNS} turns of the fastest coherence; the limit is ${maxSteps.toExponential(1)}. Make it shorter, or leave out the high fields, where nothing crosses`,
  );
}

/** Multiplications of a first run, at most: with the runs that refine it some minutes. */
const MOST_OPERATIONS = 3e10;

/** `unsupported` where a first run takes more than minutes. */
export function checkOperations({ duration_s }: Profile, name: string, operations: number): void {
  if (operations <= MOST_OPERATIONS) return;
  throw new ScienceError(
    'unsupported',
    `${name}: the profile of ${duration_s} s takes some ${operations.toExponential(0)} multiplications, ${(operations / MOST_OPERATIONS).toPrecision(2)} times the limit of some minutes. Make it shorter, leave out the high fields, where nothing crosses, or spins that hardly couple`,
  );
}

export const stepsOf = ({ steps }: Plan): number => steps.reduce((sum, count) => sum + count, 0);

/** `corners` and the marks that are not at one of them. */
function cutAt(corners: readonly number[], marks_s: readonly number[], snap_s: number): readonly number[] {
  if (marks_s.length === 0) return corners;
  const ends = [...corners];
  for (const mark of marks_s) if (Math.abs(mark - corners[nearestIn(corners, mark)]!) > snap_s) ends.push(mark);
  return ends.sort((a, b) => a - b);
}

/** Place of the value nearest to `time_s` in a rising list. */
function nearestIn(list: readonly number[], time_s: number): number {
  let low = 0,
    high = list.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (list[middle]! <= time_s) low = middle;
    else high = middle;
  }
  return time_s - list[low]! <= list[high]! - time_s ? low : high;
}

/** Widest spectrum between two times. The width is a convex function of the field: on a straight piece its ends decide, elsewhere samples do. */
function widestIn(
  matrices: readonly SweepMatrix[],
  profile: Profile,
  from_s: number,
  to_s: number,
  many: boolean,
): number {
  const straight = profile.rate_TPerS !== undefined || /^linear( \+ linear)*$/.test(profile.kind);
  const samples = straight ? 1 : many ? 2 : 8;
  let width = 0;
  for (let i = 0; i <= samples; i++) {
    const part = (i === 0 ? 1e-9 : i === samples ? samples - 1e-9 * samples : i) / samples;
    const field = profile.field_T(from_s + (to_s - from_s) * part);
    for (const matrix of matrices)
      width = Math.max(width, many ? spectrumWidth_Hz(matrix, field) : trueWidth_Hz(matrix, field));
  }
  return width;
}

/** The width by diagonalisation where that is cheap beside the sweep; circles overestimate it by about a third. */
function trueWidth_Hz(matrix: SweepMatrix, field_T: number): number {
  const { size } = matrix;
  if (size < 4 || size > 40) return spectrumWidth_Hz(matrix, field_T) * (size < 4 ? 1 : 0.8);
  const h = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    h[i * size + i] = matrix.a_Hz[i]! + field_T * matrix.d_HzPerT[i]!;
    for (let e = matrix.rowStart[i]!; e < matrix.rowStart[i + 1]!; e++)
      h[i * size + matrix.column[e]!] = matrix.value_Hz[e]!;
  }
  const { values } = symmetricEigen(h, size);
  return values[size - 1]! - values[0]!;
}

/** Steps, `scale` times those of the first run, none across a corner or mark. */
export function scheduleOf(plan: Plan, scale: number): Schedule {
  const { profile, ends_s: ends } = plan;
  const counts = plan.steps.map((count) => Math.ceil(count * scale));
  const n = counts.reduce((sum, count) => sum + count, 0);
  const mean_T = new Float64Array(n),
    step_s = new Float64Array(n),
    kick_Ts = new Float64Array(n + 1);
  const { rate_TPerS } = profile;
  if (rate_TPerS !== undefined && counts.length === 1) {
    const h = profile.duration_s / n,
      from = profile.field_T(0) + 0.5 * rate_TPerS * h,
      step = rate_TPerS * h;
    for (let k = 0; k < n; k++) mean_T[k] = from + step * k;
    step_s.fill(h);
    kick_Ts[0] = (rate_TPerS * h * h) / 12;
    kick_Ts[n] = -kick_Ts[0];
    return { n, mean_T, step_s, kick_Ts };
  }
  const moments = new Float64Array(2);
  const smallest = SMALLEST_KICK_rad / (2 * Math.PI * plan.drive_HzPerT);
  let at = 0,
    last = 0;
  counts.forEach((count, piece) => {
    const t0 = ends[piece]!,
      h = (ends[piece + 1]! - t0) / count;
    for (let k = 0; k < count; k++) {
      profile.momentsInto(moments, t0 + k * h, t0 + (k + 1) * h);
      mean_T[at] = moments[0]!;
      step_s[at] = h;
      const kick = moments[1]! - last;
      if (Math.abs(kick) > smallest) {
        kick_Ts[at] = kick;
        last = moments[1]!;
      }
      at++;
    }
  });
  kick_Ts[n] = -last;
  return { n, mean_T, step_s, kick_Ts };
}

/** The schedule cut at the marks of its plan: one part up to each mark, and one to the end. Between the parts populations may be read, phases not. */
export function partsOf(plan: Plan, schedule: Schedule, scale: number): readonly Schedule[] {
  if (plan.marks.length === 0) return [schedule];
  const after = [0];
  for (const count of plan.steps) after.push(after.at(-1)! + Math.ceil(count * scale));
  let from = 0;
  return [...plan.marks.map((mark) => after[mark]!), schedule.n].map((to, i): Schedule => {
    const kick_Ts = schedule.kick_Ts.slice(from, to + 1);
    if (i > 0) kick_Ts[0] = 0; // the part before has given it
    const part = {
      n: to - from,
      mean_T: schedule.mean_T.subarray(from, to),
      step_s: schedule.step_s.subarray(from, to),
      kick_Ts,
    };
    from = to;
    return part;
  });
}

function spreadOf(values: Float64Array): number {
  let low = Infinity,
    high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}
