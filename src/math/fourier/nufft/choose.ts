// From a tolerance to grid, width and weights: the narrowest kernel whose computed error is small enough.
import { ScienceError } from '../../../base/index.ts';
import { smoothSize } from '../fft/turns.ts';
import { aliasing, bestWindow, windowAt, windowTransform, type Window } from './kaiser-bessel.ts';

/** The widest kernel: at oversampling 2 it leaves 1e-14. */
const WIDEST = 16;

/** Beyond it rounding takes what the degree gives. */
const MOST_DEGREE = 20;

export interface Choice {
  readonly shape: readonly number[];
  readonly window: Window;
  readonly grid: readonly number[];
  /** Relative error that is expected at worst, before rounding. */
  readonly error: number;
}

/** Kernel and grid for images [...shape] with relative errors up to `tolerance`. Throws where `oversampling` is too small for it. */
export function chooseWindow(shape: readonly number[], tolerance: number, oversampling: number): Choice {
  // errors of the axes add as powers; samples all at the worst places have up to sqrt(2) of the mean
  const wanted = (0.7 * tolerance) / Math.sqrt(shape.length);
  for (let width = 2; width <= WIDEST; width++) {
    const grid = shape.map((n) => smoothSize(Math.max(Math.ceil(oversampling * n), width)));
    const least = Math.min(...grid.map((points, axis) => points / shape[axis]!));
    const window = bestWindow(width, least);
    const error = aliasing(window, least);
    if (error <= wanted) return { shape, window, grid, error: error * Math.sqrt(shape.length) };
  }
  throw new ScienceError(
    'argument',
    `nufft: a tolerance of ${tolerance} cannot be held with an oversampling of ${oversampling}: choose 2, or a larger tolerance`,
  );
}

/** For each axis, what pixel j of n is multiplied with: 1 / transform of the kernel at (j - floor(n / 2)) / grid. */
export function rollOff(shape: readonly number[], grid: readonly number[], window: Window): readonly Float64Array[] {
  return shape.map((n, axis) =>
    Float64Array.from({ length: n }, (_, j) => 1 / windowTransform((j - (n >> 1)) / grid[axis]!, window)),
  );
}

/**
 * [degree + 1, width]: the kernel between neighbouring grid points as polynomials in z = 2 x - 1, where point c stands c - (width / 2 - 1) - x from the sample
 * (Barnett 2019, 3.1, who takes the same way); of the least degree that adds less than a fifth of `tolerance`, also at the edge of the image.
 */
export function windowPolynomials({ shape, grid, window }: Choice, tolerance: number): Float64Array {
  const edge = Math.max(...grid.map((points, axis) => shape[axis]! / points)) / 2;
  const allowed = (tolerance * windowTransform(edge, window)) / (5 * Math.sqrt(grid.length * window.width));
  for (let degree = 3; ; degree++) {
    const coefficients = interpolated(window, degree);
    if (degree >= MOST_DEGREE || polynomialError(window, coefficients, degree) <= allowed) return coefficients;
  }
}

const distance = (width: number, c: number, z: number): number => c - (width / 2 - 1) - (z + 1) / 2;

/** Interpolation in Chebyshev points, turned into powers of z by Newton's divided differences. */
function interpolated(window: Window, degree: number): Float64Array {
  const { width } = window;
  const out = new Float64Array((degree + 1) * width);
  const z = Float64Array.from({ length: degree + 1 }, (_, i) => Math.cos((Math.PI * (i + 0.5)) / (degree + 1)));
  for (let c = 0; c < width; c++) {
    const difference = z.map((at) => windowAt(distance(width, c, at), window));
    for (let order = 1; order <= degree; order++)
      for (let i = degree; i >= order; i--)
        difference[i] = (difference[i]! - difference[i - 1]!) / (z[i]! - z[i - order]!);
    const powers = new Float64Array(degree + 1);
    for (let i = degree; i >= 0; i--) {
      for (let d = degree; d > 0; d--) powers[d] = powers[d - 1]! - z[i]! * powers[d]!;
      powers[0] = difference[i]! - z[i]! * powers[0]!;
    }
    powers.forEach((value, d) => (out[d * width + c] = value));
  }
  return out;
}

function polynomialError(window: Window, coefficients: Float64Array, degree: number): number {
  const { width } = window;
  let worst = 0;
  for (let c = 0; c < width; c++) {
    for (let z = -1; z <= 1; z += 1 / 16) {
      let value = 0;
      for (let d = degree; d >= 0; d--) value = value * z + coefficients[d * width + c]!;
      worst = Math.max(worst, Math.abs(value - windowAt(distance(width, c, z), window)));
    }
  }
  return worst;
}
