// A profile cut into steps for one block: fourth order in the step length with one exponential a step.
//
// Over a step the Magnus series (Blanes, Casas, Oteo, Ros, Phys. Rep. 470 (2009) 151) reads, to fourth order,
// exp(-i h (A + Bm D) + h m [A, D]) with Bm the mean field and m the mean of (t - centre) B. As [A + Bm D, D] = [A, D], the commutator
// is a change of frame: exp(-i m D) exp(-i h (A + Bm D)) exp(+i m D). Between steps the frames nearly cancel, and on a straight ramp
// they cancel exactly, which leaves the exponential midpoint rule with one diagonal kick at each end.
import { spectrumWidth_Hz, type Schedule, type SweepMatrix } from '../math/fast/sweep.ts';
import type { Profile } from './profile.ts';

/** Kicks with an angle below this are left out. */
const SMALLEST_KICK_rad = 1e-13;

/** What a schedule must know of the system: the width of its spectrum at a field, and the range of D. */
export interface Spectrum {
  width_Hz(field_T: number): number;
  readonly drive_HzPerT: number;
}

export function spectrumOf(matrices: readonly SweepMatrix[]): Spectrum {
  return {
    width_Hz: (field) => {
      let width = 0;
      for (const matrix of matrices) width = Math.max(width, spectrumWidth_Hz(matrix, field));
      return width;
    },
    drive_HzPerT: Math.max(...matrices.map((matrix) => spreadOf(matrix.d_HzPerT))),
  };
}

function cumulativeTurns(spectrum: Spectrum, profile: Profile, t0: number, t1: number, n: number): Float64Array {
  const out = new Float64Array(n + 1), moments = new Float64Array(2);
  for (let i = 0; i < n; i++) {
    const a = t0 + ((t1 - t0) * i) / n, b = t0 + ((t1 - t0) * (i + 1)) / n;
    profile.momentsInto(moments, a, b);
    out[i + 1] = out[i]! + spectrum.width_Hz(moments[0]!) * (b - a);
  }
  return out;
}

/** Steps of at most about `turns` of the fastest coherence each, none across a corner, equal within a piece between corners. */
export function scheduleOf(spectrum: Spectrum, profile: Profile, turns: number, least: number): Schedule {
  const ends = [0, ...profile.corners_s, profile.duration_s];
  const counts: number[] = [];
  let n = 0;
  for (let piece = 0; piece + 1 < ends.length; piece++) {
    const samples = ends.length > 20 ? 2 : 16;
    const t0 = ends[piece]!, t1 = ends[piece + 1]!;
    const path = cumulativeTurns(spectrum, profile, t0, t1, samples);
    let steepest = 0;
    for (let i = 0; i < samples; i++) steepest = Math.max(steepest, path[i + 1]! - path[i]!);
    const count = Math.ceil(Math.max(ends.length > 20 ? 1 : least, (steepest * samples) / turns));
    counts.push(count);
    n += count;
  }
  const mean_T = new Float64Array(n), step_s = new Float64Array(n), kick_Ts = new Float64Array(n + 1);
  const moments = new Float64Array(2);
  let at = 0, last = 0;
  counts.forEach((count, piece) => {
    const t0 = ends[piece]!, h = (ends[piece + 1]! - t0) / count;
    for (let k = 0; k < count; k++) {
      profile.momentsInto(moments, t0 + k * h, t0 + (k + 1) * h);
      mean_T[at] = moments[0]!;
      step_s[at] = h;
      const kick = moments[1]! - last;
      if (Math.abs(kick) * spectrum.drive_HzPerT * 2 * Math.PI > SMALLEST_KICK_rad) {
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
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}
