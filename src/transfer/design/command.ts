// From the fields that are asked for, at equally spaced times with straight lines between or each held until the next, to the field in the coil, which follows as a
// first-order low-pass; and what a propagator needs of it. All of it is linear, so the way back is the transpose.
import type { Profile } from '../profile.ts';

/** A command for a coil: fields at equally spaced times with straight lines between them, or each held until the next. */
export interface Program {
  readonly command_T: Float64Array;
  readonly duration_s: number;
  readonly bandwidth_Hz?: number | undefined;
  readonly held?: boolean | undefined;
}

/** How a coil follows: time constant 1 / (2 pi bandwidth), 0 where it follows at once. The field begins where it is asked to be. */
export function timeConstant_s(bandwidth_Hz: number | undefined): number {
  return bandwidth_Hz === undefined ? 0 : 1 / (2 * Math.PI * bandwidth_Hz);
}

/** Over a piece from a to a + h of exp(-t/tau): mean, and mean of (t - centre) times it. */
function decayMoments(out: Float64Array, a: number, h: number, tau: number): void {
  const y = h / tau,
    first = Math.exp(-a / tau);
  const whole = -Math.expm1(-y) / y; // mean of exp(-t/tau) from 0 to h
  out[0] = first * whole;
  // (1/h) int_0^h (t - h/2) exp(-t/tau) dt = h [(1 - e^-y (1 + y)) / y^2 - whole / 2], a series where it cancels
  const inner =
    y < 0.02 ? -y / 12 + (y * y) / 24 - (y * y * y) / 80 : (1 - Math.exp(-y) * (1 + y)) / (y * y) - whole / 2;
  out[1] = first * h * inner;
}

/** Steps through a command: mean [n] and moment [n] of each, `perPiece` equal steps between two points. */
export interface CommandMap {
  readonly points: number;
  readonly steps: number;
  readonly step_s: number;
  momentsInto(mean_T: Float64Array, moment_Ts: Float64Array, command_T: ArrayLike<number>): void;
  /** out += what slopes by mean and moment say of slopes by the command. */
  transposeInto(out: Float64Array, byMean: Float64Array, byMoment: Float64Array): void;
}

export function commandMap(
  points: number,
  duration_s: number,
  perPiece: number,
  tau_s: number,
  held = false,
): CommandMap {
  const pieces = points - 1,
    piece_s = duration_s / pieces,
    h = piece_s / perPiece;
  const decay = new Float64Array(2 * perPiece);
  const two = new Float64Array(2);
  for (let j = 0; j < perPiece && tau_s > 0; j++) {
    decayMoments(two, j * h, h, tau_s);
    decay[2 * j] = two[0]!;
    decay[2 * j + 1] = two[1]!;
  }
  const fade = tau_s > 0 ? Math.exp(-piece_s / tau_s) : 0;
  return {
    points,
    steps: pieces * perPiece,
    step_s: h,
    momentsInto(mean_T, moment_Ts, command_T) {
      let lag = 0; // field minus command at the start of the piece
      for (let i = 0; i < pieces; i++) {
        const change = command_T[i + 1]! - command_T[i]!;
        const slope = held ? 0 : change / piece_s;
        const off = lag + slope * tau_s; // B = u - slope tau + off exp(-t/tau)
        for (let j = 0; j < perPiece; j++) {
          const at = i * perPiece + j;
          mean_T[at] = command_T[i]! + slope * ((j + 0.5) * h - tau_s) + off * decay[2 * j]!;
          moment_Ts[at] = (slope * h * h) / 12 + off * decay[2 * j + 1]!;
        }
        lag = off * fade - (held ? change : slope * tau_s);
      }
    },
    transposeInto(out, byMean, byMoment) {
      let byLag = 0;
      for (let i = pieces - 1; i >= 0; i--) {
        let byOff = byLag * fade,
          bySlope = -byLag * tau_s,
          byStart = 0;
        for (let j = 0; j < perPiece; j++) {
          const m = byMean[i * perPiece + j]!,
            k = byMoment[i * perPiece + j]!;
          byStart += m;
          bySlope += m * ((j + 0.5) * h - tau_s) + (k * h * h) / 12;
          byOff += m * decay[2 * j]! + k * decay[2 * j + 1]!;
        }
        bySlope += byOff * tau_s;
        const byChange = held ? -byLag : bySlope / piece_s;
        out[i]! += byStart - byChange;
        out[i + 1]! += byChange;
        byLag = byOff;
      }
    },
  };
}

/** Of a piece in which a held field stands, that part is left to the step to the next where a table has only straight lines. */
const STEP_PART = 1e-6;

/** The field in the coil as a table with straight lines between its rows: exact without a low-pass, else at `rows` times or more. */
export function fieldTable(
  profile: Profile,
  { command_T, duration_s, bandwidth_Hz, held }: Program,
  rows: number,
): { readonly time_s: Float64Array; readonly field_T: Float64Array } {
  const pieces = command_T.length - 1;
  const at = (place: number): number => (duration_s * place) / pieces;
  if (bandwidth_Hz !== undefined) {
    const perPiece = Math.ceil((rows - 1) / pieces);
    const time_s = Float64Array.from({ length: pieces * perPiece + 1 }, (_, i) => at(i / perPiece));
    return { time_s, field_T: time_s.map((time) => profile.field_T(time)) };
  }
  if (!held) return { time_s: command_T.map((_, i) => at(i)), field_T: command_T.slice() };
  const length = 2 * pieces + 1;
  return {
    time_s: Float64Array.from({ length }, (_, i) => at((i + 1) >> 1) - (i % 2) * at(STEP_PART)),
    field_T: Float64Array.from({ length }, (_, i) => command_T[i >> 1]!),
  };
}

/** The field in the coil as a profile, exact between the points. */
export function commandProfile(
  command_T: ArrayLike<number>,
  duration_s: number,
  tau_s: number,
  kind: string,
  held = false,
): Profile {
  const pieces = command_T.length - 1,
    piece_s = duration_s / pieces;
  const changes = Float64Array.from({ length: pieces }, (_, i) => command_T[i + 1]! - command_T[i]!);
  const slopes = changes.map((change) => (held ? 0 : change / piece_s));
  const offs = new Float64Array(pieces);
  let lag = 0;
  for (let i = 0; i < pieces; i++) {
    offs[i] = lag + slopes[i]! * tau_s;
    const fade = tau_s > 0 ? Math.exp(-piece_s / tau_s) : 0;
    lag = offs[i]! * fade - (held ? changes[i]! : slopes[i]! * tau_s);
  }
  const two = new Float64Array(2);
  const place = (time: number): number => Math.min(pieces - 1, Math.max(0, Math.floor(time / piece_s)));
  return {
    kind,
    duration_s,
    field_T(time) {
      const i = place(time),
        t = time - i * piece_s;
      const follow = tau_s > 0 ? offs[i]! * Math.exp(-t / tau_s) : 0;
      return command_T[i]! + slopes[i]! * (t - tau_s) + follow;
    },
    momentsInto(out, t0, t1) {
      const i = place(0.5 * (t0 + t1)),
        h = t1 - t0,
        a = t0 - i * piece_s;
      out[0] = command_T[i]! + slopes[i]! * (a + 0.5 * h - tau_s);
      out[1] = (slopes[i]! * h * h) / 12;
      if (tau_s === 0) return;
      decayMoments(two, a, h, tau_s);
      out[0] += offs[i]! * two[0]!;
      out[1] += offs[i]! * two[1]!;
    },
    corners_s: Array.from({ length: pieces - 1 }, (_, i) => (i + 1) * piece_s),
  };
}
