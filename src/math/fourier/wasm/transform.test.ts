import { expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import { fftN } from '../fft/fft.ts';
import { makeFourierKernel } from './kernel.ts';

const same = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((x, i) => x === b[i]);

test('an array too large to stay in the kernel has the transform of its axes one by one, digit by digit', () => {
  const kernel = makeFourierKernel(),
    shape = [96, 75, 77],
    random = new Random(4);
  const x = Float64Array.from({ length: 2 * 96 * 75 * 77 }, () => random.next() - 0.5);
  const how = { kernel, centred: true, inverse: true };
  const steps = [2, 1, 0].reduce((data, axis) => fftN(data, shape, [axis], how), x);
  expect(same(fftN(x, shape, [0, 1, 2], how), steps)).toBe(true);
  const two = [2, 0].reduce((data, axis) => fftN(data, shape, [axis], how), x);
  expect(same(fftN(x, shape, [0, 2], how), two)).toBe(true);
});
