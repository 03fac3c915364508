import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factorLuInto, integrateStiff, solveLuInto, type JacobianInto, type RhsInto } from './index.ts';

/** Robertson 1966: slow, very fast and fast reactions of three species. */
const robertson: RhsInto = (out, y) => {
  out[0] = -0.04 * y[0]! + 1e4 * y[1]! * y[2]!;
  out[2] = 3e7 * y[1]! * y[1]!;
  out[1] = -out[0] - out[2];
};
const robertsonJacobian: JacobianInto = (out, y) => {
  out.set([-0.04, 1e4 * y[2]!, 1e4 * y[1]!]);
  out.set([0, 6e7 * y[1]!, 0], 6);
  for (let j = 0; j < 3; j++) out[3 + j] = -out[j]! - out[6 + j]!;
};

describe('integrateStiff', () => {
  test("gives Robertson's numbers", () => {
    const times = [0, 40, 1e11];
    const { states, end, reachedError } = integrateStiff(robertson, robertsonJacobian, [1, 0, 0], times, {
      relativeTolerance: 1e-10,
      absoluteTolerance: [1e-13, 1e-18, 1e-13],
      nonNegative: true,
    });
    // Hairer & Wanner 1996 IV.10 and the test set for IVP solvers (Mazzia & Magherini 2008) at 1e11; at 40: SUNDIALS cvRoberts_dns.
    const late = [0.2083340149701255e-7, 0.8333360770334713e-13, 0.999999979166505];
    late.forEach((value, i) => expect(Math.abs(states[6 + i]! / value - 1)).toBeLessThan(1e-6));
    [0.71583, 9.1855e-6, 0.28416].forEach((value, i) => expect(states[3 + i]! / value).toBeCloseTo(1, 4));
    expect(end).toBe('reached');
    expect(reachedError).toBeLessThan(1e-6);
    for (let row = 0; row < 3; row++) {
      expect(Math.abs(states[3 * row]! + states[3 * row + 1]! + states[3 * row + 2]! - 1)).toBeLessThan(1e-13);
    }
  });

  test('is of fourth order, in y and in t', () => {
    // y' = -y^2 + 1/t - ... chosen so that y = 1 / t + sin t.
    const exact = (t: number) => 1 / t + Math.sin(t);
    const forcing = (t: number) => -1 / (t * t) + Math.cos(t) + exact(t) ** 2;
    const forcingSlope = (t: number) => 2 / (t * t * t) - Math.sin(t) + 2 * exact(t) * (-1 / (t * t) + Math.cos(t));
    const errorOf = (n: number) => {
      const times = Float64Array.from({ length: n + 1 }, (_, i) => 1 + i / n);
      const { states, steps } = integrateStiff(
        (out, y, t) => (out[0] = forcing(t) - y[0]! * y[0]!),
        (out, y) => (out[0] = -2 * y[0]!),
        [exact(1)],
        times,
        {
          relativeTolerance: 1e3,
          absoluteTolerance: 1e3,
          firstStep: 1,
          timeSlopeInto: (out, _, t) => (out[0] = forcingSlope(t)),
        },
      );
      expect(steps).toBe(n);
      return Math.abs(states[n]! - exact(2));
    };
    const orders = [20, 40].map((n) => Math.log2(errorOf(n) / errorOf(2 * n)));
    for (const order of orders) expect(Math.abs(order - 4)).toBeLessThan(0.15);
  });

  test('errors follow the tolerance, and the estimate stands by them', () => {
    const rhs: RhsInto = (out, y) => {
      out[0] = y[1]!;
      out[1] = -y[0]!;
    };
    const jacobian: JacobianInto = (out) => out.set([0, 1, -1, 0]);
    for (const tolerance of [1e-5, 1e-8, 1e-11]) {
      const { states, reachedError } = integrateStiff(rhs, jacobian, [0, 1], [0, 10], {
        relativeTolerance: tolerance,
        absoluteTolerance: tolerance,
      });
      const error = Math.hypot(states[2]! - Math.sin(10), states[3]! - Math.cos(10));
      expect(error).toBeLessThan(100 * tolerance);
      expect(error).toBeLessThan(10 * reachedError);
    }
  });

  test('takes times that lie within rounding of each other, or are the same', () => {
    const times = [0, 0.1 + 0.2, 0.3, 0.3 + 6e-17, 1, 1 + 2e-16, 1 + 2e-16].sort((a, b) => a - b);
    const { states, end } = integrateStiff(
      (out, y) => (out[0] = -y[0]!),
      (out) => (out[0] = -1),
      [1],
      times,
    );
    expect(end).toBe('reached');
    times.forEach((t, i) => expect(states[i]).toBeCloseTo(Math.exp(-t), 7));
  });

  test('says how it ended', () => {
    const blowUp = () =>
      integrateStiff(
        (out, y) => (out[0] = y[0]! ** 2),
        (out, y) => (out[0] = 2 * y[0]!),
        [1],
        [0, 2],
      );
    expect(blowUp().end).not.toBe('reached');
    expect(blowUp().reached).toBeCloseTo(1, 6);
    expect(blowUp().states[1]).toBeNaN();
    const short = integrateStiff(robertson, robertsonJacobian, [1, 0, 0], [0, 40], { maxSteps: 5 });
    expect(short.end).toBe('step-limit');
    const broken = integrateStiff(
      (out, y) => (out[0] = Math.sqrt(-y[0]!)),
      (out) => (out[0] = 0),
      [1],
      [0, 1],
    );
    expect(broken.end).not.toBe('reached');
  });

  test('refuses times that go back and tolerances of zero', () => {
    const run =
      (times: number[], settings = {}) =>
      () =>
        integrateStiff(robertson, robertsonJacobian, [1, 0, 0], times, settings);
    expect(run([0, 2, 1])).toThrow(/times\[2\] is 1; expected finite numbers in ascending order/);
    expect(run([])).toThrow(/times is empty/);
    expect(run([0, 1], { relativeTolerance: 0 })).toThrow(/relativeTolerance is 0/);
    expect(run([0, 1], { absoluteTolerance: [1, 1] })).toThrow(/has 2 numbers and the state has 3/);
    expect(run([0, 1], { absoluteTolerance: -1 })).toThrow(/absoluteTolerance is -1/);
  });
});

test('LU solves what can be solved', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }), (numbers) => {
      const a = Float64Array.from(numbers.slice(0, 16));
      for (let i = 0; i < 4; i++) a[5 * i]! += 5;
      const x = Float64Array.from(numbers.slice(16));
      const b = new Float64Array(4);
      for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) b[i]! += a[4 * i + j]! * x[j]!;
      const pivots = new Int32Array(4);
      expect(factorLuInto(a, pivots, 4, new Float64Array(4).fill(1))).toBe(true);
      solveLuInto(b, a, pivots, 4);
      b.forEach((value, i) => expect(Math.abs(value - x[i]!)).toBeLessThan(1e-14));
    }),
  );
  expect(factorLuInto(new Float64Array(4), new Int32Array(2), 2, Float64Array.of(1, 1))).toBe(false);
  const swapped = Float64Array.from([0, 1, 1, 0]);
  const right = Float64Array.from([2, 3]);
  const pivots = new Int32Array(2);
  factorLuInto(swapped, pivots, 2, Float64Array.of(1, 1));
  solveLuInto(right, swapped, pivots, 2);
  expect([...right]).toEqual([3, 2]);
});
