// The discrete Fourier transform of one line of any length, in float64: the definition that the fast kernel is held against.
import { ScienceError } from '../../../base/index.ts';
import { passInto, type Line, type Pass } from './butterflies.ts';
import { radices, turn } from './turns.ts';

export interface FftPlan {
  readonly size: number;
  /** In place: X_m = sum over k of x_k exp(-2 pi i k m / size). Exchange `re` and `im` for the other sign. */
  readonly transform: (re: Float64Array, im: Float64Array) => void;
}

/**
 * Transform of lines of `size` values: passes of radix 4, 2, 3, 5, 7, 11, 13 (Stockham), and Bluestein's convolution (1970) for sizes with larger primes.
 * Throws where `size` is no whole number above 0. Holds scratch memory: one plan serves one thread.
 */
export function fftPlan(size: number): FftPlan {
  if (!(Number.isInteger(size) && size >= 1))
    throw new ScienceError('argument', `fftPlan: the size is ${size}; expected a whole number above 0`);
  const factors = radices(size);
  return factors === undefined ? convolved(size) : passed(size, factors);
}

function passed(size: number, factors: readonly number[]): FftPlan {
  const passes: Pass[] = [];
  let stride = 1;
  for (const radix of factors) {
    const length = size / stride;
    passes.push(passOf(radix, length, stride));
    stride *= radix;
  }
  const work: Line = { re: new Float64Array(size), im: new Float64Array(size) };
  return {
    size,
    transform: (re, im) => {
      let from: Line = { re, im },
        to = work;
      for (const pass of passes) {
        passInto(to, from, pass);
        [from, to] = [to, from];
      }
      if (from === work) {
        re.set(work.re);
        im.set(work.im);
      }
    },
  };
}

function passOf(radix: number, length: number, stride: number): Pass {
  const rest = length / radix;
  const turns = new Float64Array(2 * rest * (radix - 1)),
    roots = new Float64Array(2 * radix * radix);
  for (let p = 0; p < rest; p++)
    for (let j = 1; j < radix; j++) turns.set(turn(j * p, length), 2 * (p * (radix - 1) + j - 1));
  for (let j = 0; j < radix; j++) for (let k = 0; k < radix; k++) roots.set(turn(j * k, radix), 2 * (radix * j + k));
  return { radix, rest, stride, turns, roots };
}

/** exp(-i pi k^2 / n) for k = 0 .. n - 1, interleaved: what Bluestein multiplies with before and after. */
export function chirp(n: number): Float64Array {
  const out = new Float64Array(2 * n);
  // k^2 modulo 2 n, kept exact by differences
  for (let k = 0, square = 0; k < n; square = (square + 2 * k + 1) % (2 * n), k++) out.set(turn(square, 2 * n), 2 * k);
  return out;
}

/** A power of two that holds the convolution of Bluestein for `n` values. */
export function chirpSize(n: number): number {
  let size = 4;
  while (size < 2 * n - 1) size *= 2;
  return size;
}

/** The transform of conj(chirp), wrapped around, over its size: [2 size] interleaved. */
export function chirpSpectrum(n: number): Float64Array {
  const size = chirpSize(n),
    wave = chirp(n);
  const re = new Float64Array(size),
    im = new Float64Array(size);
  for (let k = 0; k < n; k++) {
    re[k] = wave[2 * k]! / size;
    im[k] = -wave[2 * k + 1]! / size;
    if (k > 0) {
      re[size - k] = re[k]!;
      im[size - k] = im[k]!;
    }
  }
  fftPlan(size).transform(re, im);
  const out = new Float64Array(2 * size);
  for (let k = 0; k < size; k++) {
    out[2 * k] = re[k]!;
    out[2 * k + 1] = im[k]!;
  }
  return out;
}

function convolved(n: number): FftPlan {
  const size = chirpSize(n),
    wave = chirp(n),
    spectrum = chirpSpectrum(n),
    inner = fftPlan(size);
  const wr = new Float64Array(size),
    wi = new Float64Array(size);
  return {
    size: n,
    transform: (re, im) => {
      wr.fill(0);
      wi.fill(0);
      for (let k = 0; k < n; k++) {
        const c = wave[2 * k]!,
          s = wave[2 * k + 1]!;
        wr[k] = re[k]! * c - im[k]! * s;
        wi[k] = re[k]! * s + im[k]! * c;
      }
      inner.transform(wr, wi);
      for (let k = 0; k < size; k++) {
        const c = spectrum[2 * k]!,
          s = spectrum[2 * k + 1]!;
        const r = wr[k]! * c - wi[k]! * s;
        wi[k] = wr[k]! * s + wi[k]! * c;
        wr[k] = r;
      }
      inner.transform(wi, wr); // the other sign
      for (let k = 0; k < n; k++) {
        const c = wave[2 * k]!,
          s = wave[2 * k + 1]!;
        re[k] = wr[k]! * c - wi[k]! * s;
        im[k] = wr[k]! * s + wi[k]! * c;
      }
    },
  };
}
