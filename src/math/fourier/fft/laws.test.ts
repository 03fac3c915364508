import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import { PLAIN_FOURIER } from '../plain.ts';
import { makeFourierKernel } from '../wasm/kernel.ts';
import { centredFft, fftN } from './fft.ts';

const KERNELS = [
  ['plain', PLAIN_FOURIER],
  ['WebAssembly', makeFourierKernel()],
] as const;
const draw = (n: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: 2 * n }, () => random.normal());
};
/** [re, im] of sum a conj(b). */
function dot(a: Float64Array, b: Float64Array): [number, number] {
  let re = 0,
    im = 0;
  for (let i = 0; i < a.length; i += 2) {
    re += a[i]! * b[i]! + a[i + 1]! * b[i + 1]!;
    im += a[i + 1]! * b[i]! - a[i]! * b[i + 1]!;
  }
  return [re, im];
}
/** exp(2 pi i a / n) with the whole turns taken out of a. */
const phase = (a: number, n: number): [number, number] => {
  const at = ((a % n) + n) % n,
    angle = (2 * Math.PI * (2 * at > n ? at - n : at)) / n;
  return [Math.cos(angle), Math.sin(angle)];
};

// odd, prime, even, and primes beyond the passes
const SHAPES = [[9], [13], [16], [37], [211], [7, 11], [6, 17], [15, 31, 4], [5, 3, 29]] as const;

describe.each(KERNELS)('%s kernel', (_, kernel) => {
  test('the inverse sum is the adjoint: <F x, y> = <x, F^H y> to 1e-13, centred or not', () => {
    for (const shape of SHAPES)
      for (const centred of [false, true]) {
        const n = shape.reduce<number>((all, size) => all * size, 1),
          axes = shape.map((_size, axis) => axis),
          x = draw(n, 1),
          y = draw(n, 2);
        const [lr, li] = dot(fftN(x, shape, axes, { centred, kernel }), y),
          [rr, ri] = dot(x, fftN(y, shape, axes, { centred, inverse: true, kernel }));
        expect(Math.hypot(lr - rr, li - ri)).toBeLessThan(1e-13 * Math.sqrt(n * dot(x, x)[0] * dot(y, y)[0]));
      }
  });

  test('an image moved by s pixels has k-space turned by -2 pi k s / n about floor(n / 2), and energy stays, for odd, prime and even n', () => {
    for (const n of [8, 9, 12, 13, 15, 31, 37, 64, 97]) {
      const x = draw(n, n),
        moved = new Float64Array(2 * n),
        s = 3;
      for (let j = 0; j < n; j++) moved.set(x.subarray(2 * j, 2 * j + 2), 2 * ((j + s) % n));
      const k = centredFft(x, [n], [0], { kernel }),
        turned = centredFft(moved, [n], [0], { kernel });
      for (let m = 0; m < n; m++) {
        const [c, q] = phase(-s * (m - (n >> 1)), n);
        expect(turned[2 * m]).toBeCloseTo(k[2 * m]! * c - k[2 * m + 1]! * q, 12);
        expect(turned[2 * m + 1]).toBeCloseTo(k[2 * m]! * q + k[2 * m + 1]! * c, 12);
      }
      expect(dot(k, k)[0] / dot(x, x)[0]).toBeCloseTo(1, 13);
    }
  });

  test('large primes are right to 1e-12: a tone stands at its frequency alone, and single values are their sums', () => {
    for (const n of [1009, 10007, 65537, 99991]) {
      const f = 12345 % n,
        tone = new Float64Array(2 * n);
      for (let k = 0; k < n; k++) tone.set(phase(f * k, n), 2 * k);
      const spectrum = fftN(tone, [n], [0], { scale: 'mean', kernel });
      spectrum[2 * f]! -= 1;
      expect(Math.sqrt(dot(spectrum, spectrum)[0])).toBeLessThan(1e-12);
      const x = draw(n, 7),
        y = fftN(x, [n], [0], { scale: 'unitary', kernel });
      for (let m = 1; m < n; m += Math.floor(n / 9)) {
        let re = 0,
          im = 0;
        for (let k = 0; k < n; k++) {
          const [c, s] = phase(-m * k, n);
          re += x[2 * k]! * c - x[2 * k + 1]! * s;
          im += x[2 * k]! * s + x[2 * k + 1]! * c;
        }
        // values are about sqrt(2)
        expect(Math.hypot(y[2 * m]! - re / Math.sqrt(n), y[2 * m + 1]! - im / Math.sqrt(n))).toBeLessThan(1e-12);
      }
    }
  });
});
