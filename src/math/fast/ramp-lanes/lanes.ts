// Many vectors on many ramps through the same fields at different rates, two side by side.

/** What one ramp after the other needs; lanes differ in their vector and their rate. */
export interface Lanes {
  readonly size: number;
  readonly pairs: number;
  /** [pair, state, re im, lane of the pair]. */
  readonly x: Float64Array;
  /** [lane], T/s, of either sign; an empty last lane has the rate of the one before. */
  readonly rate_TPerS: Float64Array;
}

/** Equal steps in the field, each in the eigenbasis at its middle. */
export interface EigenPath {
  readonly steps: number;
  /** Length of a step, of either sign. */
  readonly step_T: number;
  /** Where the path begins; see `basis.ts`. */
  readonly basis: Float64Array;
  /** From the basis that the lanes are in to that one, [size, size]. */
  readonly entry: Float64Array;
  /** Eigenvectors in columns of the basis that the lanes are in at the end, [size, size]. */
  readonly endVectors: Float64Array;
}

/** At one field of the way, the small turns between frames, and the phases gathered since the way began; matrices [size, size], real. */
export interface Frame {
  /** <m|d/dB n>, 1 per T, antisymmetric. */
  readonly kappa_perT: Float64Array;
  readonly omega_radPerS: Float64Array;
  /** dE_m/dB, [size], rad/s per T. */
  readonly slope_radPerSPerT: Float64Array;
  /** S = kappa/w, symmetric, s per T; A, antisymmetric, s^2 per T^2. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** `phase / rate + shift rate` turns, [size]. */
  readonly phase_turnsTPerS: Float64Array;
  readonly shift_turnsSPerT: Float64Array;
}

export function makeLanes(size: number, rate_TPerS: ArrayLike<number>): Lanes {
  const pairs = (rate_TPerS.length + 1) >> 1;
  const rates = new Float64Array(2 * pairs);
  rates[2 * pairs - 1] = rate_TPerS[rate_TPerS.length - 1]!;
  rates.set(rate_TPerS);
  return { size, pairs, x: new Float64Array(4 * size * pairs), rate_TPerS: rates };
}

/** Where the real part of state i of lane `lane` lies; the imaginary part is 2 further on. */
export function laneOffset(size: number, lane: number, i: number): number {
  return 4 * (size * (lane >> 1) + i) + (lane & 1);
}

/** The moves; each changes every lane in place, up to a phase of its own. At a rate r: */
export interface LaneKernels {
  /** From the eigenbasis into the frame exp(i r S) exp(r^2 A) of the slow way, and back to its phases at the beginning. */
  enter(lanes: Lanes, frame: Frame): void;
  /** On to the phases here, and out of that frame. */
  leave(lanes: Lanes, frame: Frame): void;
  /** From one field to another in steps, each a rotation into its basis and a phase for every level, between turns exp(iG) at both ends. */
  cross(lanes: Lanes, from: Frame, path: EigenPath, to: Frame): void;
}

/** Terms after which the series of exp(x M) is below rounding. */
export function seriesTerms(x: number, matrix: Float64Array, size: number): number {
  const most = x * normOf(matrix, size);
  let term = 1,
    n = 0;
  while (n < 40 && term > 1e-15) term *= most / ++n;
  return Math.max(1, n);
}

/** Largest row sum of absolute values. */
function normOf(matrix: Float64Array, size: number): number {
  let most = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += Math.abs(matrix[i * size + k]!);
    most = Math.max(most, sum);
  }
  return most;
}

export function fastest(rate_TPerS: Float64Array): number {
  let most = 0;
  for (const rate of rate_TPerS) most = Math.max(most, Math.abs(rate));
  return most;
}

export function slowest(rate_TPerS: Float64Array): number {
  let least = Infinity;
  for (const rate of rate_TPerS) if (Math.abs(rate) < Math.abs(least)) least = rate;
  return least;
}
