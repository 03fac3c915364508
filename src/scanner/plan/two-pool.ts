// Substrate and product under excitations, with the exact derivative by the rate that Fisher information needs. Before a scan: what would it show?
import { ScienceError } from '../../base/index.ts';
import { emptyNodes, type Bolus, type InputNodes } from '../../physics/index.ts';

export interface TwoPool {
  readonly rate_perS: number;
  /** Product back to substrate; 0 where it does not. */
  readonly backRate_perS: number;
  /** Relaxation of substrate and product. */
  readonly r1_perS: readonly [number, number];
  /** First-order wash-out of both. */
  readonly washOut_perS: readonly [number, number];
  /** Arrival of the substrate: input rate = amplitude x shape of the bolus, magnetization per second. */
  readonly input: { readonly bolus: Bolus; readonly shape: readonly number[]; readonly amplitude: number };
}

/** Times from the begin of the injection. */
export interface Frames {
  readonly start_s: number;
  readonly repetition_s: number;
  readonly nFrames: number;
}

/** What does not depend on the flip angles; every entry holds a value and its derivative by the rate. */
export interface Prepared {
  readonly frames: Frames;
  /** Propagator of one repetition time, 2 x 2 row-major. */
  readonly kept: readonly [Float64Array, Float64Array];
  /** What the bolus brought since the frame before, as it stands at frame n: [2 n + pool]. */
  readonly gains: readonly [Float64Array, Float64Array];
}

/** Of substrate and product, [frame]. */
export type Pair = readonly [Float64Array, Float64Array];
export type FlipPair = readonly [ArrayLike<number>, ArrayLike<number>];

export interface PairCourse {
  /** [pool][frame] before each excitation. */
  readonly mz: Pair;
  readonly signal: Pair;
  /** d signal / d rate_perS. */
  readonly slope: Pair;
}

/** Longest piece of the bolus that one quadrature takes. */
const PIECE_S = 2;

export function prepare(model: TwoPool, frames: Frames): Prepared {
  checkModel(model, frames);
  const generator = generatorOf(model);
  const nodes = emptyNodes(model.input.bolus);
  const gains = [new Float64Array(2 * frames.nFrames), new Float64Array(2 * frames.nFrames)] as const;
  let from = 0;
  for (let n = 0; n < frames.nFrames; n++) {
    const to = frames.start_s + n * frames.repetition_s;
    const gain = response(model, nodes, generator, from, to);
    gains[0].set(gain.subarray(0, 2), 2 * n);
    gains[1].set(gain.subarray(2), 2 * n);
    from = to;
  }
  return { frames, kept: propagator(generator, frames.repetition_s), gains };
}

/** Room for a course. */
export function emptyCourse(nFrames: number): PairCourse {
  const pair = (): Pair => [new Float64Array(nFrames), new Float64Array(nFrames)];
  return { mz: pair(), signal: pair(), slope: pair() };
}

/** Signals mz sin(flip) and their derivatives; what is left is mz cos(flip). `flips_rad[pool][frame]`. */
export function pairCourse(prepared: Prepared, flips_rad: FlipPair): PairCourse {
  const out = emptyCourse(prepared.frames.nFrames);
  pairCourseInto(out, prepared, flips_rad);
  return out;
}

export function pairCourseInto({ mz, signal, slope }: PairCourse, prepared: Prepared, flips_rad: FlipPair): void {
  const {
    frames: { nFrames },
    kept,
    gains,
  } = prepared;
  for (const flips of flips_rad)
    if (flips.length !== nFrames)
      throw new ScienceError('argument', `${flips.length} flip angles for ${nFrames} frames; expected one per frame`);
  const [e, d] = kept;
  let [a, b, da, db] = [0, 0, 0, 0];
  for (let n = 0; n < nFrames; n++) {
    const [flipA, flipB] = [flips_rad[0][n]!, flips_rad[1][n]!];
    const nextDa = d[0]! * a + d[1]! * b + e[0]! * da + e[1]! * db + gains[1][2 * n]!;
    const nextDb = d[2]! * a + d[3]! * b + e[2]! * da + e[3]! * db + gains[1][2 * n + 1]!;
    const nextA = e[0]! * a + e[1]! * b + gains[0][2 * n]!;
    const nextB = e[2]! * a + e[3]! * b + gains[0][2 * n + 1]!;
    mz[0][n] = nextA;
    mz[1][n] = nextB;
    signal[0][n] = nextA * Math.sin(flipA);
    signal[1][n] = nextB * Math.sin(flipB);
    slope[0][n] = nextDa * Math.sin(flipA);
    slope[1][n] = nextDb * Math.sin(flipB);
    const [cosA, cosB] = [Math.cos(flipA), Math.cos(flipB)];
    [a, b, da, db] = [nextA * cosA, nextB * cosB, nextDa * cosA, nextDb * cosB];
  }
}

/** A = m + (A - m) of the two pools, as its exponential needs it; A is that of dM/dt = A M. */
interface Generator {
  /** A without its mean, row-major. */
  readonly rest: readonly [number, number, number, number];
  readonly mean: number;
  /** Square of half the distance of the eigenvalues; never negative, as both rates of exchange are not. */
  readonly q2: number;
  /** d q2 / d rate. */
  readonly q2ByRate: number;
}

function generatorOf({ rate_perS: k, backRate_perS: back, r1_perS: r1, washOut_perS: out }: TwoPool): Generator {
  const [a, d] = [-(r1[0] + out[0] + k), -(r1[1] + out[1] + back)];
  const half = (a - d) / 2;
  return { rest: [half, back, k, -half], mean: (a + d) / 2, q2: half * half + back * k, q2ByRate: back - half };
}

/**
 * exp(A t) = e^(m t) (C + S (A - m)), C = cosh(q t), S = sinh(q t) / q, row-major, and its derivative by the rate. S and dS / d(q^2) by their series where q t is small.
 */
function propagator({ rest, mean, q2, q2ByRate }: Generator, t: number): readonly [Float64Array, Float64Array] {
  const x = q2 * t * t;
  // C, S and dS / d(q^2), each times e^(m t).
  let [c, s, slopeS] = [0, 0, 0];
  if (x < 0.25) {
    let term = Math.exp(mean * t); // times x^n / (2 n + 1)!
    for (let n = 0; n < 9; n++) {
      c += term * (2 * n + 1);
      s += term * t;
      const next = term / ((2 * n + 2) * (2 * n + 3));
      slopeS += next * (n + 1) * t * t * t;
      term = next * x;
    }
  } else {
    const q = Math.sqrt(q2);
    const [slow, fast] = [Math.exp((mean + q) * t), Math.exp((mean - q) * t)];
    c = (slow + fast) / 2;
    s = (slow - fast) / (2 * q);
    slopeS = (t * c - s) / (2 * q2);
  }
  const byC = (t * s * q2ByRate) / 2;
  const byS = slopeS * q2ByRate;
  const e = new Float64Array(4);
  const d = new Float64Array(4);
  // d(A - m) / d rate = [[-1/2, 0], [1, 1/2]], d m / d rate = -1/2.
  const restByRate = [-0.5, 0, 1, 0.5];
  for (let at = 0; at < 4; at++) {
    const one = at === 0 || at === 3 ? 1 : 0;
    e[at] = c * one + s * rest[at]!;
    d[at] = -0.5 * t * e[at]! + byC * one + byS * rest[at]! + s * restByRate[at]!;
  }
  return [e, d];
}

/** What the bolus brings between two times, as it stands at the later one: both pools, then their derivatives. */
function response(
  { input }: TwoPool,
  nodes: InputNodes,
  generator: Generator,
  from_s: number,
  to_s: number,
): Float64Array {
  const out = new Float64Array(4);
  const pieces = Math.ceil((to_s - from_s) / PIECE_S);
  const piece = (to_s - from_s) / pieces;
  for (let i = 0; i < pieces; i++) {
    const begin = from_s + i * piece;
    input.bolus.nodesInto(nodes, begin, piece, input.shape);
    for (let q = 0; q < nodes.count; q++) {
      const brought = input.amplitude * nodes.input[q]!;
      if (brought === 0) continue;
      const [e, d] = propagator(generator, to_s - begin - piece + nodes.left_s[q]!);
      [e[0]!, e[2]!, d[0]!, d[2]!].forEach((share, at) => (out[at] = out[at]! + brought * share));
    }
  }
  return out;
}

function checkModel(model: TwoPool, { start_s, repetition_s, nFrames }: Frames): void {
  const fail = (name: string, value: number, expected: string): never => {
    throw new ScienceError('argument', `${name} is ${value}; expected ${expected}`);
  };
  for (const key of ['rate_perS', 'backRate_perS'] as const)
    if (!(model[key] >= 0) || !Number.isFinite(model[key])) fail(key, model[key], '0 or more, 1/s');
  for (const key of ['r1_perS', 'washOut_perS'] as const)
    for (const value of model[key]) if (!(value >= 0) || !Number.isFinite(value)) fail(key, value, '0 or more, 1/s');
  if (!(model.input.amplitude > 0)) fail('input.amplitude', model.input.amplitude, 'more than 0');
  if (!(start_s >= 0) || !Number.isFinite(start_s)) fail('start_s', start_s, '0 or more seconds');
  if (!(repetition_s > 0) || !Number.isFinite(repetition_s)) fail('repetition_s', repetition_s, 'seconds, more than 0');
  if (!Number.isInteger(nFrames) || nFrames < 1) fail('nFrames', nFrames, 'a whole number, at least 1');
}
