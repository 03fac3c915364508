import { expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { exponentialSum } from './exponential-sum.ts';

const gap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);

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
