import { expect, it } from 'vitest';
import { besselRatio, logBesselI0 } from './bessel.ts';

/** z, ln I0(z), I1(z) / I0(z): mpmath with 60 digits. */
const KNOWN = [
  [0, 0, 0],
  [1e-8, 2.5e-17, 5e-9],
  [0.1, 0.0024984392338762438, 0.04993760398793892],
  [1, 0.23591435850717865, 0.4463899658965345],
  [5, 3.3046817758225333, 0.8933831370440852],
  [10, 7.942972083118695, 0.9485998259548459],
  [19.999, 17.58863575837834, 0.974669223949034],
  [20, 17.589610428244274, 0.9746705078898071],
  [20.001, 17.59058509939408, 0.9746717917003512],
  [25, 22.476728004999245, 0.9797914534905159],
  [50, 47.1275755018718, 0.9899489673784978],
  [100, 96.77973268994258, 0.9949873730051688],
  [700, 695.8056999984434, 0.9992854588184261],
  [5000, 4994.822489873588, 0.9998999949989997],
] as const;

it.each(KNOWN)('ln I0 and I1 / I0 at %d are those of mpmath', (z, log, ratio) => {
  expect(Math.abs(logBesselI0(z) - log)).toBeLessThan(1e-15 * Math.max(1, log));
  expect(Math.abs(besselRatio(z) - ratio)).toBeLessThan(1e-15);
});
it('ln I0 is even and I1 / I0 odd', () => {
  for (const z of [0.3, 7, 40]) {
    expect(logBesselI0(-z)).toBe(logBesselI0(z));
    expect(besselRatio(-z)).toBe(-besselRatio(z));
  }
});
it('I1 / I0 is the slope of ln I0', () => {
  for (const z of [0.01, 0.7, 3, 12, 19.9, 20.1, 60]) {
    const h = 1e-4 * Math.max(1, z / 10);
    expect((logBesselI0(z + h) - logBesselI0(z - h)) / (2 * h)).toBeCloseTo(besselRatio(z), 8);
  }
});
it('does not overflow', () => expect(logBesselI0(1e6)).toBeCloseTo(1e6 - 0.5 * Math.log(2e6 * Math.PI), 5));
