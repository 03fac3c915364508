// What the transforms work on: interleaved complex numbers of either precision, row-major, and the checks at the doors.
import { ScienceError } from '../../base/index.ts';

/** Interleaved `re, im, re, im`: twice as many numbers as values. */
export type ComplexData = Float32Array | Float64Array;

export type Precision = 'float32' | 'float64';

/** Zeros for `n` complex values. */
export function complexZeros(precision: Precision, n: number): ComplexData {
  return precision === 'float32' ? new Float32Array(2 * n) : new Float64Array(2 * n);
}

export const precisionOf = (data: ComplexData): Precision => (data instanceof Float32Array ? 'float32' : 'float64');

/** The product of the sizes; throws where one of them is no whole number above 0. */
export function sizeOf(shape: readonly number[], what: string): number {
  for (const n of shape)
    if (!(Number.isInteger(n) && n >= 1))
      throw new ScienceError('argument', `${what}: the shape is [${shape.join(', ')}]; expected whole numbers above 0`);
  return shape.reduce((product, n) => product * n, 1);
}

/** How many arrays of `n` complex values stand in `data`, one after the other; throws where it is not a whole number above 0. */
export function countOf(data: ComplexData, n: number, what: string): number {
  const count = data.length / (2 * n);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new ScienceError(
    'argument',
    `${what}: ${data.length} numbers are not one or more arrays of ${n} complex values (re, im, re, im)`,
  );
}
