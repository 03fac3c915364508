import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import type { ComplexData } from '../complex-data.ts';
import { PLAIN_FOURIER } from '../plain.ts';
import { makeFourierKernel } from '../wasm/kernel.ts';
import { centredFft, fftInto, fftN } from './fft.ts';

const KERNELS = [
  ['plain', PLAIN_FOURIER],
  ['WebAssembly', makeFourierKernel()],
] as const;

const draw = (n: number, seed = 1): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: 2 * n }, () => random.normal());
};

/** Root mean square of a - b over that of b. */
function gap(a: ComplexData, b: ComplexData): number {
  let above = 0,
    below = 0;
  a.forEach((x, i) => {
    above += (x - b[i]!) * (x - b[i]!);
    below += b[i]! * b[i]!;
  });
  return Math.sqrt(above / below);
}

/** The definition, term by term, with origins at `origin`. */
function sum(x: ComplexData, sign: number, origin = 0): Float64Array {
  const n = x.length / 2;
  const out = new Float64Array(2 * n);
  for (let m = 0; m < n; m++)
    for (let k = 0; k < n; k++) {
      // whole turns are taken out before they are rounded
      const at = ((((m - origin) * (k - origin)) % n) + n) % n;
      const angle = (2 * Math.PI * (2 * at > n ? at - n : at)) / n;
      const c = Math.cos(angle),
        s = sign * Math.sin(angle);
      out[2 * m]! += c * x[2 * k]! - s * x[2 * k + 1]!;
      out[2 * m + 1]! += s * x[2 * k]! + c * x[2 * k + 1]!;
    }
  return out;
}

const SIZES = [...Array.from({ length: 40 }, (_, i) => i + 1), 49, 64, 77, 96, 97, 100, 121, 128, 169, 211, 256, 360, 480]; // prettier-ignore

describe.each(KERNELS)('%s kernel', (_, kernel) => {
  test('a line of any size is its definition, both signs, centred or not', () => {
    for (const n of SIZES) {
      const x = draw(n, n);
      expect(gap(fftN(x, [n], [0], { kernel }), sum(x, -1))).toBeLessThan(3e-15 * Math.sqrt(n) + 1e-15);
      expect(gap(fftN(x, [n], [0], { inverse: true, kernel }), sum(x, 1))).toBeLessThan(3e-15 * Math.sqrt(n) + 1e-15);
      expect(gap(fftN(x, [n], [0], { centred: true, kernel }), sum(x, -1, n >> 1))).toBeLessThan(
        3e-15 * Math.sqrt(n) + 1e-15,
      );
    }
  });

  test('there and back is the same array, to 1e-14 in float64 and 3e-7 in float32, for any axes and sizes', () => {
    for (const [shape, axes] of [
      [
        [5, 6, 7],
        [0, 2],
      ],
      [
        [16, 17, 12],
        [0, 1, 2],
      ],
      [
        [3, 64, 64],
        [-1, -2],
      ],
      [[2, 3, 1000], [2]],
      [[1009], [0]],
      [[4099], [0]],
      [[30030], [0]],
      [[65536], [0]],
      [
        [1, 1, 8],
        [0, 1],
      ],
    ] as const) {
      const x = draw(shape.reduce<number>((product, n) => product * n, 1));
      const there = fftN(x, shape, axes, { scale: 'unitary', kernel });
      expect(gap(fftN(there, shape, axes, { inverse: true, scale: 'unitary', kernel }), x)).toBeLessThan(1e-14);
      const single = fftN(Float32Array.from(x), shape, axes, { scale: 'unitary', kernel });
      expect(gap(single, there)).toBeLessThan(3e-7);
      const mean = fftN(fftN(x, shape, axes, { centred: true, kernel }), shape, axes, { centred: true, inverse: true, scale: 'mean', kernel }); // prettier-ignore
      expect(gap(mean, x)).toBeLessThan(1e-14);
    }
  });

  test('axes are transformed one by one, and arrays one after the other are transformed each', () => {
    const shape = [4, 6, 5],
      x = draw(3 * 120);
    const all = fftN(x, shape, [0, 1, 2], { kernel });
    let one = x;
    for (const axis of [2, 0, 1]) one = fftN(one, shape, [axis], { kernel });
    expect(gap(all, one)).toBeLessThan(1e-14);
    expect(gap(all.slice(240, 480), fftN(x.slice(240, 480), shape, [0, 1, 2], { kernel }))).toBeLessThan(1e-14);
    const middle = fftN(x.slice(0, 240), shape, [1], { kernel });
    const column = Float64Array.from({ length: 12 }, (_, i) => x[2 * (30 * 2 + 5 * (i >> 1) + 3) + (i & 1)]!);
    const found = Float64Array.from({ length: 12 }, (_, i) => middle[2 * (30 * 2 + 5 * (i >> 1) + 3) + (i & 1)]!);
    expect(gap(found, sum(column, -1))).toBeLessThan(1e-14);
  });

  test('a centred image of one point in the middle has constant k-space, and a shift turns phases', () => {
    for (const n of [7, 8]) {
      const x = new Float64Array(2 * n * n);
      x[2 * ((n >> 1) * n + (n >> 1) + 1)] = 1; // one pixel to the right along the last axis
      const k = centredFft(x, [n, n], [0, 1], { kernel });
      for (let m = 0; m < n * n; m++) {
        const angle = (-2 * Math.PI * ((m % n) - (n >> 1))) / n;
        expect(k[2 * m]).toBeCloseTo(Math.cos(angle) / n, 14);
        expect(k[2 * m + 1]).toBeCloseTo(Math.sin(angle) / n, 14);
      }
    }
  });
});

test('what does not fit is refused', () => {
  const x = new Float64Array(24);
  expect(() => fftN(x, [5], [0])).toThrow('not one or more arrays of 5');
  expect(() => fftN(x, [3, 4], [2])).toThrow('axes [2]');
  expect(() => fftN(x, [3, 4], [1, -1])).toThrow('different axes');
  expect(() => fftN(x, [0, 4], [1])).toThrow('whole numbers above 0');
  expect(() => fftInto(new Float32Array(24), x, [12], [0])).toThrow('precision');
});
