// A profile cut into steps for one block: fourth order in the step length with one exponential a step.
//
// Over a step the Magnus series (Blanes, Casas, Oteo, Ros, Phys. Rep. 470 (2009) 151) reads, to fourth order,
// exp(-i h (A + Bm D) + h m [A, D]) with Bm the mean field and m the mean of (t - centre) B. As [A + Bm D, D] = [A, D], the commutator
// is a change of frame: exp(-i m D) exp(-i h (A + Bm D)) exp(+i m D). Between steps the frames nearly cancel, and on a straight ramp
// they cancel exactly, which leaves the exponential midpoint rule with one diagonal kick at each end.
import { symmetricEigen } from '../../math/complex/index.ts';
import { spectrumWidth_Hz, type Schedule, type SweepMatrix } from '../../math/fast/index.ts';
import type { Profile } from '../profile.ts';

/** Kicks with an angle below this are left out. */
const SMALLEST_KICK_rad = 1e-13;

/** A profile as one block sees it: pieces between corners, each with the widest spectrum on it. */
export interface Plan {
  readonly profile: Profile;
  readonly ends_s: readonly number[];
  /** Widest spectrum in each piece: steps in it are equal, as a step length that follows the field gains nothing. */
  readonly width_Hz: readonly number[];
  readonly drive_HzPerT: number;
}

/** The plan of a profile for blocks that move together. */
export function planOf(matrices: readonly SweepMatrix[], profile: Profile): Plan {
  const ends = [0, ...profile.corners_s, profile.duration_s];
  const width_Hz: number[] = [];
  for (let piece = 0; piece + 1 < ends.length; piece++) {
    // The width is a convex function of the field: on a straight piece its ends decide, elsewhere samples do.
    const samples =
      profile.rate_TPerS !== undefined || /^linear( \+ linear)*$/.test(profile.kind) ? 1 : ends.length > 20 ? 2 : 8;
    let width = 0;
    for (let i = 0; i <= samples; i++) {
      const field = profile.field_T(
        ends[piece]! +
          ((ends[piece + 1]! - ends[piece]!) * (i === 0 ? 1e-9 : i === samples ? samples - 1e-9 * samples : i)) /
            samples,
      );
      for (const matrix of matrices)
        width = Math.max(width, ends.length > 20 ? spectrumWidth_Hz(matrix, field) : trueWidth_Hz(matrix, field));
    }
    width_Hz.push(width);
  }
  return {
    profile,
    ends_s: ends,
    width_Hz,
    drive_HzPerT: Math.max(...matrices.map((matrix) => spreadOf(matrix.d_HzPerT))),
  };
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

/** Steps of at most about `turns` of the fastest coherence each, none across a corner, equal within a piece; `least` in a piece if there are few. */
export function scheduleOf(plan: Plan, turns: number, least: number): Schedule {
  const { profile, ends_s: ends, width_Hz } = plan;
  const counts = width_Hz.map((width, piece) =>
    Math.ceil(Math.max(ends.length > 20 ? 1 : least, (width * (ends[piece + 1]! - ends[piece]!)) / turns)),
  );
  const n = counts.reduce((sum, count) => sum + count, 0);
  const mean_T = new Float64Array(n),
    step_s = new Float64Array(n),
    kick_Ts = new Float64Array(n + 1);
  const { rate_TPerS } = profile;
  if (rate_TPerS !== undefined) {
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

function spreadOf(values: Float64Array): number {
  let low = Infinity,
    high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}
