// A response surface of second order in place of a costly model, with the error it makes on points it did not see.
import { ScienceError } from '../../base/index.ts';
import { invertSymmetric } from '../symmetric.ts';

export interface QuadraticSurface {
  /** The surface at a point [d]. */
  at(x: Float64Array): number;
  /** Root mean square and largest leave-one-out error: each point against the surface fitted without it. */
  readonly crossError: { readonly rms: number; readonly largest: number };
}

/** Number of coefficients in `d` dimensions: 1, d, squares and products. */
export function quadraticSize(d: number): number {
  return ((d + 1) * (d + 2)) / 2;
}

/** Least squares of values [n] over points [n, d]; n must be above `quadraticSize(d)`. The leave-one-out errors come from the hat matrix (Allen 1974, PRESS). */
export function fitQuadratic(points: Float64Array, values: Float64Array, d: number): QuadraticSurface {
  const [size, n] = [quadraticSize(d), values.length];
  if (!(n > size) || points.length !== n * d)
    throw new ScienceError(
      'argument',
      `${n} values at ${points.length / d} points; expected more than ${size} of both`,
    );
  const rows = Array.from({ length: n }, (_, i) => termsAt(points.subarray(i * d, (i + 1) * d)));
  const normal = new Float64Array(size * size);
  const right = new Float64Array(size);
  rows.forEach((row, i) => {
    for (let p = 0; p < size; p++) {
      right[p]! += row[p]! * values[i]!;
      for (let q = 0; q < size; q++) normal[p * size + q]! += row[p]! * row[q]!;
    }
  });
  const inverse = invertSymmetric(normal, size);
  if (inverse === undefined) throw new ScienceError('argument', 'the points do not fix a surface of second order');
  const times = (vector: Float64Array): Float64Array =>
    Float64Array.from({ length: size }, (_, p) => dot(inverse.subarray(p * size, (p + 1) * size), vector));
  const coefficients = times(right);
  let [squares, largest] = [0, 0];
  rows.forEach((row, i) => {
    const error = Math.abs(values[i]! - dot(row, coefficients)) / Math.max(1e-12, 1 - dot(row, times(row)));
    squares += error * error;
    largest = Math.max(largest, error);
  });
  return {
    at: (x) => {
      let sum = coefficients[0]!;
      let c = 1;
      for (let p = 0; p < d; p++) {
        sum += coefficients[c++]! * x[p]!;
        for (let q = 0; q <= p; q++) sum += coefficients[c++]! * x[p]! * x[q]!;
      }
      return sum;
    },
    crossError: { rms: Math.sqrt(squares / n), largest },
  };
}

/** 1; then for each axis p: x_p, x_p x_0 ... x_p x_p. */
function termsAt(x: Float64Array): Float64Array {
  const terms = [1];
  for (let p = 0; p < x.length; p++) {
    terms.push(x[p]!);
    for (let q = 0; q <= p; q++) terms.push(x[p]! * x[q]!);
  }
  return Float64Array.from(terms);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
