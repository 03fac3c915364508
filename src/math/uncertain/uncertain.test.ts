// Uncertain numbers against closed forms: quantiles, variance of a linear model, Sobol indices of Ishigami's function.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import {
  chebyshevCurve,
  checkDistribution,
  fitQuadratic,
  latinHypercube,
  meanAndVariance,
  quadraticSize,
  quantileOf,
  sobolIndices,
  supportOf,
  type Distribution,
} from './index.ts';

describe('a curve through few points', () => {
  test('takes as many as its waves need, and tells how well they foretold the last ones', () => {
    const f = (x: number): number => Math.cos(11 * x) * Math.exp(x);
    const curve = chebyshevCurve(f, 1e-3, 64);
    expect(curve.runs).toBe(65);
    expect(curve.error).toBeLessThan(1e-3);
    for (let x = -1; x <= 1; x += 0.037) expect(Math.abs(curve.at(x) - f(x))).toBeLessThan(1e-9);
    expect(chebyshevCurve((x) => 2 - x, 1e-12, 64).runs).toBe(9);
  });
  test('ends where it may take no more points, and says so', () => {
    const curve = chebyshevCurve((x) => Math.abs(x - 0.3), 1e-6, 16);
    expect(curve).toMatchObject({ runs: 17 });
    expect(curve.error).toBeGreaterThan(1e-3);
  });
});

describe('distributions', () => {
  test('have the quantiles of their closed forms', () => {
    expect(quantileOf({ kind: 'uniform', low: 2, high: 6 }, 0.25)).toBe(3);
    const triangle: Distribution = { kind: 'triangular', low: 0, mode: 1, high: 4 };
    expect(quantileOf(triangle, 0.25)).toBeCloseTo(1, 14); // the mode holds (1 - 0)/(4 - 0) below it
    expect(quantileOf(triangle, 1 - 0.75 / 4)).toBeCloseTo(4 - Math.sqrt((0.75 / 4) * 4 * 3), 14);
    expect(quantileOf({ kind: 'normal', mean: 5, sd: 2 }, 0.5)).toBeCloseTo(5, 12);
    const oneSd = (0.8413447460685429 - 3.167124183311992e-5) / (1 - 2 * 3.167124183311992e-5); // within the cut
    expect(quantileOf({ kind: 'logNormal', median: 5, factor: 2 }, oneSd)).toBeCloseTo(10, 7);
  });
  test('reach four standard deviations and no further', () => {
    const [low, high] = supportOf({ kind: 'normal', mean: 0, sd: 1 });
    expect(low).toBeCloseTo(-4, 6);
    expect(high).toBeCloseTo(4, 6);
  });
  test('rise with the probability', () => {
    const kinds: Distribution[] = [
      { kind: 'uniform', low: -1, high: 1 },
      { kind: 'triangular', low: -1, mode: -1, high: 1 },
      { kind: 'triangular', low: -1, mode: 1, high: 1 },
      { kind: 'normal', mean: 0, sd: 3 },
      { kind: 'logNormal', median: 2, factor: 1.5 },
    ];
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), unit, unit, (kind, u, v) => {
        expect(quantileOf(kind, Math.min(u, v))).toBeLessThanOrEqual(quantileOf(kind, Math.max(u, v)) + 1e-12);
      }),
    );
  });
  test('that cannot be are refused', () => {
    expect(() => checkDistribution({ kind: 'uniform', low: 2, high: 1 })).toThrow(/\[2, 1\] is reversed/);
    expect(() => checkDistribution({ kind: 'triangular', low: 0, mode: 3, high: 2 })).toThrow(
      /does not hold the value/,
    );
    expect(() => checkDistribution({ kind: 'normal', mean: 0, sd: 0 })).toThrow(/above 0/);
    expect(() => checkDistribution({ kind: 'logNormal', median: -1, factor: 2 })).toThrow(/above 0/);
    expect(() => checkDistribution({ kind: 'logNormal', median: 1, factor: 1 })).toThrow(/above 1/);
  });
});

test('a Latin hypercube has one point in each stratum of each axis, and the same ones for the same seed', () => {
  const points = latinHypercube(50, 3, new Random(7));
  for (let k = 0; k < 3; k++) {
    const strata = Array.from({ length: 50 }, (_, i) => Math.floor(points[i * 3 + k]! * 50)).sort((a, b) => a - b);
    expect(strata).toEqual(Array.from({ length: 50 }, (_, i) => i));
  }
  expect(latinHypercube(50, 3, new Random(7))).toEqual(points);
});

describe('sensitivity', () => {
  test('of a linear model: variance and indices are those of the sum of independent parts', () => {
    const inputs: Distribution[] = [
      { kind: 'uniform', low: 0, high: 6 }, // variance 36/12 = 3
      { kind: 'triangular', low: 0, mode: 1, high: 4 }, // (0 + 1 + 16 - 0 - 0 - 4)/18 = 13/18
      { kind: 'normal', mean: 1, sd: 2 }, // 4 (1 - 8 phi(4)/(2 Phi(4) - 1)) = 4 * 0.998929
    ];
    const variances = [3, 13 / 18, 4 * 0.998929];
    const weights = [1, 2, -0.5];
    const exact = weights.map((w, k) => w * w * variances[k]!);
    const sum = exact.reduce((a, b) => a + b, 0);
    const { indices, draws, evaluations } = sobolIndices(
      (out, u) => (out[0] = inputs.reduce((y, one, k) => y + weights[k]! * quantileOf(one, u[k]!), 0)),
      3,
      1,
      4096,
      new Random(1),
    );
    expect(evaluations).toBe(4096 * 5);
    // The sampling error of a variance of 8192 draws is at most sqrt(2/8192) = 1.6% of it; stratified draws do better.
    expect(Math.abs(meanAndVariance(draws[0]!).variance / sum - 1)).toBeLessThan(0.02);
    indices[0]!.forEach(({ first, total, firstError, totalError }, k) => {
      expect(Math.abs(first - exact[k]! / sum)).toBeLessThan(4 * firstError);
      expect(Math.abs(total - exact[k]! / sum)).toBeLessThan(4 * totalError);
      expect(totalError).toBeLessThan(0.02);
    });
  });
  test('of the function of Ishigami and Homma 1990 is its closed form', () => {
    const [a, b] = [7, 0.1];
    const pi4 = Math.PI * Math.PI * Math.PI * Math.PI;
    const [v1, v2, v13] = [0.5 * (1 + (b * pi4) / 5) ** 2, (a * a) / 8, b * b * pi4 * pi4 * (1 / 18 - 1 / 50)];
    const sum = v1 + v2 + v13;
    const { indices } = sobolIndices(
      (out, u) => {
        const [x, y, z] = Array.from(u, (one) => Math.PI * (2 * one - 1)) as [number, number, number];
        out[0] = Math.sin(x) + a * Math.sin(y) ** 2 + b * z * z * z * z * Math.sin(x);
      },
      3,
      1,
      16384,
      new Random(2),
    );
    const exact = [
      [v1 / sum, (v1 + v13) / sum],
      [v2 / sum, v2 / sum],
      [0, v13 / sum],
    ];
    indices[0]!.forEach(({ first, total, firstError, totalError }, k) => {
      expect(Math.abs(first - exact[k]![0]!)).toBeLessThan(4 * firstError);
      expect(Math.abs(total - exact[k]![1]!)).toBeLessThan(4 * totalError);
    });
  });
  test('leaves out draws that are no numbers, and gives 0 where nothing varies', () => {
    const { indices, draws } = sobolIndices(
      (out, u) => {
        out[0] = u[0]! < 0.1 ? NaN : 1;
        out[1] = u[1]!;
      },
      2,
      2,
      500,
      new Random(3),
    );
    expect(indices[0]![0]).toMatchObject({ first: 0, total: 0 });
    expect(indices[1]![1]!.total).toBeCloseTo(1, 1);
    expect(draws[1]!.filter((value) => !Number.isFinite(value)).length).toBeGreaterThan(50);
  });
});

describe('the surface of second order', () => {
  const model = (x: ArrayLike<number>): number => 1 + 2 * x[0]! - x[1]! + 0.5 * x[0]! * x[1]! - 3 * x[1]! ** 2;
  test('is exact for a polynomial of second order', () => {
    const points = latinHypercube(20, 2, new Random(4));
    const values = Float64Array.from({ length: 20 }, (_, i) => model(points.subarray(2 * i, 2 * i + 2)));
    const surface = fitQuadratic(points, values, 2);
    expect(surface.at(Float64Array.of(0.3, 0.9))).toBeCloseTo(model([0.3, 0.9]), 11);
    expect(surface.crossError.largest).toBeLessThan(1e-10);
  });
  test('says by leaving one out what it misses, as refitting without that point does', () => {
    const points = latinHypercube(12, 1, new Random(5));
    const values = points.map((x) => Math.sin(5 * x));
    const errors = Array.from(points, (x, i) => {
      const others = points.filter((_, k) => k !== i);
      return (
        values[i]! -
        fitQuadratic(
          others,
          others.map((one) => Math.sin(5 * one)),
          1,
        ).at(Float64Array.of(x))
      );
    });
    const { rms, largest } = fitQuadratic(points, values, 1).crossError;
    expect(rms).toBeCloseTo(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / 12), 10);
    expect(largest).toBeCloseTo(Math.max(...errors.map(Math.abs)), 10);
  });
  test('wants more points than coefficients', () => {
    expect(quadraticSize(3)).toBe(10);
    expect(() => fitQuadratic(new Float64Array(9), new Float64Array(3), 3)).toThrow(/more than 10/);
  });
});
