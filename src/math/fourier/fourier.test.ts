import { expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { exponentialSum } from './exponential-sum.ts';
import { fourierInto } from './fft.ts';

const gap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);

test('the Fourier transform is its definition, and back again', () => {
  const random = new Random(4),
    n = 16;
  const x = Float64Array.from({ length: 2 * n }, () => random.normal());
  const out = x.slice();
  fourierInto(out, -1);
  for (let m = 0; m < n; m++) {
    let re = 0,
      im = 0;
    for (let k = 0; k < n; k++) {
      const c = Math.cos((2 * Math.PI * k * m) / n),
        s = -Math.sin((2 * Math.PI * k * m) / n);
      re += c * x[2 * k]! - s * x[2 * k + 1]!;
      im += c * x[2 * k + 1]! + s * x[2 * k]!;
    }
    expect(Math.hypot(out[2 * m]! - re, out[2 * m + 1]! - im)).toBeLessThan(1e-13);
  }
  fourierInto(out, 1);
  expect(
    gap(
      out,
      x.map((value) => n * value),
    ),
  ).toBeLessThan(1e-13);
  expect(() => fourierInto(new Float64Array(6), 1)).toThrow('power of two');
});

test('a sum of exponentials is right to 1e-10 of the sum of sizes, at any frequency', () => {
  const random = new Random(8),
    n = 300;
  const sum = exponentialSum(n);
  const expected = new Float64Array(2 * n);
  let size = 0;
  for (let line = 0; line < 200; line++) {
    const turns = 3 * random.normal(),
      re = random.normal(),
      im = random.normal();
    size += Math.hypot(re, im);
    sum.add(turns, re, im, 0);
    for (let k = 0; k < n; k++) {
      const c = Math.cos(2 * Math.PI * turns * k),
        s = Math.sin(2 * Math.PI * turns * k);
      expected[2 * k]! += re * c - im * s;
      expected[2 * k + 1]! += re * s + im * c;
    }
  }
  expect(gap(sum.values(), expected)).toBeLessThan(1e-10 * size);
});
