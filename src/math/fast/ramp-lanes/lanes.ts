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

/** A path of eigenbases through equal steps in the field. */
export interface EigenPath {
  readonly steps: number;
  /** Length of a step, of either sign. */
  readonly step_T: number;
  /**
   * For each step the rotation into its eigenbasis [size, size], from the basis before, and its levels above the first [size - 1], in Hz;
   * after the last step the rotation into the basis where the path ends. Length steps (size^2 + size - 1) + size^2.
   */
  readonly table: Float64Array;
}

/** At one field, the small turns between frames; all [size, size], real. */
export interface Frame {
  /** <m|d/dB n>, 1 per T, antisymmetric. */
  readonly kappa_perT: Float64Array;
  readonly omega_radPerS: Float64Array;
  /** dE_m/dB, [size], rad/s per T. */
  readonly slope_radPerSPerT: Float64Array;
  /** S = kappa/w, symmetric, s per T; A, antisymmetric, s^2 per T^2. */
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Doubles of the table for one step. */
export function stepLength(size: number): number {
  return size * size + size - 1;
}

export function makeLanes(size: number, rate_TPerS: readonly number[]): Lanes {
  const pairs = (rate_TPerS.length + 1) >> 1;
  const rates = new Float64Array(2 * pairs).fill(rate_TPerS.at(-1)!);
  rates.set(rate_TPerS);
  return { size, pairs, x: new Float64Array(4 * size * pairs), rate_TPerS: rates };
}

/** Where the real part of state i of lane `lane` lies; the imaginary part is 2 further on. */
export function laneOffset(size: number, lane: number, i: number): number {
  return 4 * (size * (lane >> 1) + i) + (lane & 1);
}

/** The moves; each changes every lane in place, up to a phase of its own. */
export interface LaneKernels {
  /** x = exp(f M) x, f = sign rate^power, times i where `imaginary`; M [size, size], small. */
  turn(lanes: Lanes, matrix: Float64Array, sign: 1 | -1, power: 1 | 2, imaginary: boolean): void;
  /** x = exp(+-i G) x: + into the frame of equal steps of `step_T`, - out of it. */
  turnSteps(lanes: Lanes, frame: Frame, step_T: number, sign: 1 | -1): void;
  /** Phases of `phase_turnsTPerS / rate + shift_turnsSPerT rate` turns, [size] each. */
  glide(lanes: Lanes, phase_turnsTPerS: Float64Array, shift_turnsSPerT: Float64Array): void;
  phases(lanes: Lanes, path: EigenPath): void;
  /** Fills all of a path's table but the last rotation and moves `basis` on to the middle of the last step. */
  bases(table: Float64Array, basis: Float64Array, size: number, steps: number, step_T: number): void;
}

/** Terms after which the series of exp(x) is below rounding, for |x| <= size. */
export function seriesTerms(size: number): number {
  let term = 1,
    n = 0;
  while (n < 40 && term > 1e-15) term *= size / ++n;
  return Math.max(1, n);
}

/** Largest row sum of absolute values. */
export function normOf(matrix: Float64Array, size: number): number {
  let most = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += Math.abs(matrix[i * size + k]!);
    most = Math.max(most, sum);
  }
  return most;
}

export function fastest(rate_TPerS: Float64Array): number {
  return rate_TPerS.reduce((most, rate) => Math.max(most, Math.abs(rate)), 0);
}
