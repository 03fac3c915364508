import { describe, expect, it } from 'vitest';
import { logGamma } from '../../math/index.ts';
import { BOX_BOLUS, emptyNodes, GAMMA_BOLUS, type Bolus } from './bolus.ts';

/** Integral of input * e^(-rate * time left) from 0 to nFrames * 2 s, and its slopes. */
function integral(bolus: Bolus, shape: readonly number[], nFrames: number, rate = 0) {
  const nodes = emptyNodes(bolus);
  const sums = [0, ...shape.map(() => 0)];
  for (let i = 0; i < nFrames; i++) {
    bolus.nodesInto(nodes, 2 * i, 2, shape);
    const later = 2 * (nFrames - i - 1);
    for (let q = 0; q < nodes.count; q++) {
      const kept = Math.exp(-rate * (nodes.left_s[q]! + later));
      sums[0] = sums[0]! + nodes.input[q]! * kept;
      nodes.slopes.forEach((slope, p) => (sums[p + 1] = sums[p + 1]! + slope[q]! * kept));
    }
  }
  return sums;
}

describe('boluses', () => {
  it('a box delivers its duration, wherever it begins and ends', () => {
    for (const shape of [
      [0, 2],
      [0.7, 0.2],
      [1.9, 6.3],
      [2, 4],
      [-3, 7],
    ] as const)
      expect(integral(BOX_BOLUS, shape, 10)[0]).toBeCloseTo(shape[1] + Math.min(shape[0], 0), 13);
  });
  it('a gamma-variate delivers beta (e / alpha)^alpha Gamma(alpha + 1)', () => {
    for (const [alpha, beta] of [
      [1, 0.7],
      [2.7, 2.2],
      [6, 0.5],
      [12, 1],
    ] as const) {
      const expected = beta * Math.exp(alpha - alpha * Math.log(alpha) + logGamma(alpha + 1));
      expect(integral(GAMMA_BOLUS, [1.3, alpha, beta], 60)[0]! / expected - 1).toBeCloseTo(0, 9);
    }
  });
  it('a gamma-variate shorter than an interval is still right to 1e-6', () => {
    for (const alpha of [1, 3, 12]) {
      const expected = 0.1 * Math.exp(alpha - alpha * Math.log(alpha) + logGamma(alpha + 1));
      expect(integral(GAMMA_BOLUS, [1.3, alpha, 0.1], 60)[0]! / expected - 1).toBeCloseTo(0, 6);
    }
  });
  it.each([
    ['box', BOX_BOLUS, [1.3, 5.2]],
    ['gamma', GAMMA_BOLUS, [1.3, 2.7, 1.9]],
  ] as const)('the slopes of a %s are its derivatives', (_, bolus, shape) => {
    const slopes = integral(bolus, shape, 10, 0.1);
    shape.forEach((value, p) => {
      const at = (x: number) =>
        integral(
          bolus,
          shape.map((y, i) => (i === p ? x : y)),
          10,
          0.1,
        )[0]!;
      expect(slopes[p + 1]).toBeCloseTo((at(value + 1e-5) - at(value - 1e-5)) / 2e-5, 7);
    });
  });
  it('nothing arrives before arrival', () => {
    expect(integral(GAMMA_BOLUS, [40, 2, 1], 10)).toEqual([0, 0, 0, 0]);
    expect(integral(BOX_BOLUS, [40, 2], 10)).toEqual([0, 0, 0]);
  });
});
