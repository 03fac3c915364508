import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

const N = 100_000;
const draws = (random: Random, n: number): number[] => Array.from({ length: n }, () => random.next());

/** Correlation of two lists. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((x, y) => x + y, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  let ab = 0,
    aa = 0,
    bb = 0;
  a.forEach((x, i) => {
    ab += (x - ma) * (b[i]! - mb);
    aa += (x - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

// Tolerances are 4 standard errors of each estimate from N draws.
describe('Random', () => {
  it('is uniform: moments 1/(k+1) and no value outside [0, 1)', () => {
    const values = draws(new Random(1), N);
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    for (let k = 1; k <= 4; k++) {
      const mean = values.reduce((sum, x) => sum + x ** k, 0) / N;
      const variance = 1 / (2 * k + 1) - 1 / (k + 1) ** 2;
      expect(Math.abs(mean - 1 / (k + 1))).toBeLessThan(4 * Math.sqrt(variance / N));
    }
  });
  it('is normal: moments 0, 1, 0, 3', () => {
    const random = new Random(2);
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < N; i++) {
      const x = random.normal();
      for (let k = 0; k < 4; k++) sums[k] = sums[k]! + x ** (k + 1) / N;
    }
    const variances = [1, 2, 15, 96];
    [0, 1, 0, 3].forEach((moment, k) =>
      expect(Math.abs(sums[k]! - moment)).toBeLessThan(4 * Math.sqrt(variances[k]! / N)),
    );
  });
  it('gives normal values that do not depend on each other, within a pair and between pairs', () => {
    const random = new Random(3);
    const values = Array.from({ length: N }, () => random.normal());
    for (const lag of [1, 2])
      expect(Math.abs(correlation(values.slice(lag), values.slice(0, -lag)))).toBeLessThan(4 / Math.sqrt(N));
  });
  it('gives the same digits for the same seed, others for another', () => {
    expect(draws(new Random(7), 5)).toEqual(draws(new Random(7), 5));
    expect(draws(new Random(7), 5)).not.toEqual(draws(new Random(8), 5));
  });
  it('forks to the same stream for the same name and leaves its own alone', () => {
    const random = new Random(7);
    const first = draws(random.fork('noise'), 5);
    expect(draws(random.fork('noise'), 5)).toEqual(first);
    expect(draws(random, 5)).toEqual(draws(new Random(7), 5));
  });
  it('forks to streams that do not correlate with each other or with their parent', () => {
    const n = 20_000;
    const names = ['row 0', 'row 1', 'row 2', 'bolus'];
    const streams = [draws(new Random(7), n), ...names.map((name) => draws(new Random(7).fork(name), n))];
    for (let a = 0; a < streams.length; a++)
      for (let b = 0; b < a; b++)
        expect(Math.abs(correlation(streams[a]!, streams[b]!))).toBeLessThan(4.5 / Math.sqrt(n));
  });
});
