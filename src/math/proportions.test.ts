// Against scipy 1.17.1 (norm.cdf, beta.ppf).
import { expect, it } from 'vitest';
import { betaQuantile, clopperPearson, normalCdf } from './proportions.ts';
import { normalQuantile } from './distributions.ts';

it.each([
  [-37, 5.7255712225239266e-300],
  [-10, 7.61985302416047e-24],
  [-3.2, 0.0006871379379158471],
  [-3, 0.0013498980316300933],
  [-2.5, 0.006209665325776132],
  [-1, 0.15865525393145707],
  [-0.1, 0.460172162722971],
  [0, 0.5],
  [0.3, 0.6179114221889526],
  [1.96, 0.9750021048517795],
  [2.999, 0.9986456634662729],
  [3.001, 0.998654527174915],
  [8, 0.9999999999999993],
])('normal distribution function at %d', (x, expected) =>
  expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(2e-13),
);
it('is inverse to the quantile', () => {
  for (const p of [1e-6, 0.01, 0.3, 0.5, 0.99]) expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 7);
});
it.each([
  [0, 10, 0, 0.3084971078187607],
  [1, 10, 0.0025285785444617848, 0.4450161170281954],
  [7, 20, 0.15390920478454118, 0.5921885345328282],
  [20, 20, 0.8315665290169146, 1],
  [250, 1000, 0.2234304062646804, 0.27805000622375553],
  [3, 4000, 0.0001546947446580444, 0.0021902386628751907],
])('Clopper-Pearson interval of %d of %d', (hits, of, low, high) => {
  const interval = clopperPearson(hits, of);
  expect(interval[0]).toBeCloseTo(low, 11);
  expect(interval[1]).toBeCloseTo(high, 11);
});
it('has closed forms at the ends: 1 - (alpha / 2)^(1 / n)', () => {
  expect(clopperPearson(0, 30)[1]).toBeCloseTo(1 - Math.exp(Math.log(0.025) / 30), 13);
  expect(betaQuantile(0.3, 1, 1)).toBeCloseTo(0.3, 13);
});
it('has no interval where nothing was counted', () => expect(clopperPearson(0, 0)).toEqual([NaN, NaN]));
