import { expect, it } from 'vitest';
import { besselRatio, logBesselI0 } from './bessel.ts';

/** z, ln I0(z), I1(z) / I0(z): mpmath with 60 digits. */
const KNOWN = [
  [0, 0, 0],
  [1e-8, 2.5e-17, 5e-9],
  [0.1, 0.0024984392338762437, 0.049937603987938922],
  [1, 0.23591435850717865, 0.44638996589653451],
  [5, 3.3046817758225334, 0.89338313704408522],
  [10, 7.9429720831186956, 0.94859982595484596],
  [19.999, 17.588635758378343, 0.97466922394903399],
  [20, 17.589610428244274, 0.97467050788980713],
  [20.001, 17.590585099394081, 0.97467179170035127],
  [25, 22.476728004999244, 0.97979145349051593],
  [50, 47.127575501871805, 0.98994896737849775],
  [100, 96.779732689942584, 0.99498737300516877],
  [700, 695.80569999844345, 0.99928545881842609],
  [5000, 4994.8224898735877, 0.99989999499899969],
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
