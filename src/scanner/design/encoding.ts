// What is asked of a sequence, held against what can be asked: one line says which number is wrong.
import { ScienceError } from '../../base/index.ts';

const isCount = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= 65_536;
const isPositive = (x: number): boolean => x > 0 && Number.isFinite(x);

/** Throws where a matrix is not of whole numbers, or a field of view or bandwidth not above 0. */
export function checkEncoding(
  matrix: readonly number[],
  fov_m: readonly number[],
  bandwidth_Hz: number,
  what: string,
): void {
  // prettier-ignore
  if (!matrix.every(isCount)) refuse(what, `a matrix of [${matrix.join(', ')}]`, 'whole numbers from 1');
  if (!fov_m.every(isPositive)) refuse(what, `a field of view of [${fov_m.join(', ')}] m`, 'metres above 0');
  if (!isPositive(bandwidth_Hz)) refuse(what, `a bandwidth of ${bandwidth_Hz} Hz`, 'samples per second, above 0');
}

export function checkCount(n: number, name: string, what: string): void {
  if (!isCount(n)) refuse(what, `${name} ${n}`, 'a whole number from 1');
}

/** Throws where a time or length is not a number above 0. */
export function checkPositive(value: number, name: string, what: string): void {
  if (!isPositive(value)) refuse(what, `${name} ${value}`, 'a number above 0');
}

/** Throws where an angle is not above 0 and at most a half turn. */
export function checkFlip(flip_rad: number, what: string): void {
  if (!(flip_rad > 0 && flip_rad <= Math.PI)) refuse(what, `a flip angle of ${flip_rad} rad`, 'above 0, at most pi. Was it given in degrees?'); // prettier-ignore
}

function refuse(what: string, came: string, expected: string): never {
  throw new ScienceError('argument', `${what} with ${came}; expected ${expected}`);
}
