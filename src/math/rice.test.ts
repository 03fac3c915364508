import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { riceCost, riceCurvature, riceInformation, riceMean, riceSd, riceSlope } from './rice.ts';

/** amplitude, mean, standard deviation, Fisher information for sd 1: mpmath quadrature of the density. */
const KNOWN = [
  [0, 1.2533141373155003, 0.6551363775620336, 0],
  [0.5, 1.3304473406107031, 0.6927552770364925, 0.20169578730501486],
  [1, 1.5485724605511455, 0.7758371829337463, 0.5214469207343811],
  [2.02, 2.289301892043072, 0.9162406054568915, 0.8557811680491632],
  [3, 3.172577287900718, 0.9668264333873613, 0.9401512373905122],
  [6, 6.08393860010801, 0.9928197772585864, 0.9859062092014771],
  [11.97, 12.011844757874053, 0.998241209695151, 0.9964979992441171],
  [12.5, 12.540064627090986, 0.9983882753625335, 0.9967896257776887],
  [20, 20.02501568405722, 0.9993732302110304, 0.9987484296157327],
] as const;

const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('Rice moments', () => {
  // Linear interpolation in a table of step 0.05: error below 1e-3 of the information, 2e-4 of the mean.
  it.each(KNOWN)('at amplitude %d meet the integrals', (amplitude, mean, sd, information) => {
    expect(Math.abs(riceMean(amplitude, 1) - mean)).toBeLessThan(2e-4);
    expect(Math.abs(riceSd(amplitude, 1) - sd)).toBeLessThan(1e-3);
    expect(Math.abs(riceInformation(amplitude, 1) - information)).toBeLessThan(1e-3);
  });
  it('scale with the noise', () => {
    for (const sd of [1e-6, 3, 1e9]) {
      expect(riceMean(1.3 * sd, sd) / sd).toBeCloseTo(riceMean(1.3, 1), 12);
      expect(riceSd(1.3 * sd, sd) / sd).toBeCloseTo(riceSd(1.3, 1), 12);
      expect(riceInformation(1.3 * sd, sd)).toBeCloseTo(riceInformation(1.3, 1), 12);
    }
  });
  it('do not know the sign of the amplitude', () => {
    expect(riceMean(-2, 1)).toBe(riceMean(2, 1));
    expect(riceInformation(-2, 1)).toBe(riceInformation(2, 1));
  });
  it('meet drawn magnitudes within 4 standard errors', () => {
    const random = new Random(5);
    const n = 50_000;
    for (const amplitude of [0, 1, 4]) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += Math.hypot(amplitude + random.normal(), random.normal());
      expect(Math.abs(sum / n - riceMean(amplitude, 1))).toBeLessThan(4 / Math.sqrt(n));
    }
  });
});

describe('Rice likelihood', () => {
  it('has the slope of its differences', () => {
    fc.assert(
      fc.property(positive(0, 12), positive(-8, 8), positive(0.5, 2), (m, a, sd) => {
        const h = 1e-4;
        const difference = (riceCost(m, a + h, sd) - riceCost(m, a - h, sd)) / (2 * h);
        expect(Math.abs(riceSlope(m, a, sd) - difference)).toBeLessThan(1e-5);
      }),
    );
  });
  it('has the curvature of the differences of its slope', () => {
    fc.assert(
      fc.property(positive(0, 12), positive(-8, 8), positive(0.5, 2), (m, a, sd) => {
        const h = 1e-4;
        const difference = (riceSlope(m, a + h, sd) - riceSlope(m, a - h, sd)) / (2 * h);
        expect(Math.abs(riceCurvature(m, a, sd) - difference)).toBeLessThan((1e-8 * (1 + (m / sd) ** 4)) / sd ** 4);
      }),
    );
  });
  it('at no amplitude curves by 1 - m^2 / 2 in units of the noise', () =>
    expect(riceCurvature(3, 0, 1)).toBeCloseTo(1 - 4.5, 12));
  it('never curves more than a Gaussian', () => {
    fc.assert(
      fc.property(positive(0, 50), positive(-50, 50), (m, a) => {
        expect(riceCurvature(m, a, 1)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
  it('is flat at no signal and at the maximum of high signal, m - 1 / (2 m)', () => {
    expect(riceSlope(5, 0, 1)).toBe(0);
    expect(Math.abs(riceSlope(50, 50 - 1 / 100, 1))).toBeLessThan(1e-5);
  });
});
