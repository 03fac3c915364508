import { describe, expect, it } from 'vitest';
import { minimizeDamped, sumOfSquares, type CostModel } from './minimize-damped.ts';

/** Rosenbrock 1960 as residuals: minimum 0 at (1, 1). */
const rosenbrock = sumOfSquares(
  (p, r, j) => {
    r[0] = 10 * (p[1]! - p[0]! ** 2);
    r[1] = 1 - p[0]!;
    j?.set([-20 * p[0]!, 10, -1, 0]);
  },
  2,
  2,
);
const open = { lower: Float64Array.of(-10, -10), upper: Float64Array.of(10, 10), tolerance: 1e-12, maxSteps: 200 };

describe('minimizeDamped', () => {
  it('finds the valley floor of Rosenbrock from the classic start', () => {
    const found = minimizeDamped(rosenbrock, Float64Array.of(-1.2, 1), open);
    expect(found.end).toBe('converged');
    expect(found.parameters[0]).toBeCloseTo(1, 10);
    expect(found.parameters[1]).toBeCloseTo(1, 10);
    expect(found.cost).toBeLessThan(1e-20);
  });
  it('stays on the bound and says so: with x <= 0.5 the best is (0.5, 0.25)', () => {
    const found = minimizeDamped(rosenbrock, Float64Array.of(-1.2, 1), { ...open, upper: Float64Array.of(0.5, 10) });
    expect(found.end).toBe('at-bound');
    expect(found.parameters[0]).toBe(0.5);
    expect(found.parameters[1]).toBeCloseTo(0.25, 10);
    expect(found.cost).toBeCloseTo(0.25, 12);
  });
  it('clips a start outside the bounds, and leaves a bound where the minimum lies inside', () => {
    const found = minimizeDamped(rosenbrock, Float64Array.of(-100, 100), open);
    expect(found.end).toBe('converged');
    expect(found.parameters[0]).toBeCloseTo(1, 9);
  });
  it('says when it ran out of steps', () => {
    const found = minimizeDamped(rosenbrock, Float64Array.of(-1.2, 1), { ...open, maxSteps: 3 });
    expect(found).toMatchObject({ end: 'step-limit', steps: 3 });
  });
  it('does not start where the cost is not finite', () => {
    const nothing: CostModel = {
      cost: () => NaN,
      derivatives: () => ({ gradient: new Float64Array(1), curvature: new Float64Array(1) }),
    };
    const bounds = { ...open, lower: Float64Array.of(-1), upper: Float64Array.of(1) };
    expect(minimizeDamped(nothing, Float64Array.of(0), bounds)).toMatchObject({ end: 'not-finite', steps: 0 });
  });
  it('stalls where the curvature cannot be inverted', () => {
    const broken: CostModel = {
      cost: (p) => p[0]!,
      derivatives: () => ({ gradient: Float64Array.of(1), curvature: Float64Array.of(-1) }),
    };
    const bounds = { ...open, lower: Float64Array.of(-1), upper: Float64Array.of(1) };
    expect(minimizeDamped(broken, Float64Array.of(0), bounds).end).toBe('stalled');
  });
  it('ends early where a step promises a negligible decrease', () => {
    const full = minimizeDamped(rosenbrock, Float64Array.of(-1.2, 1), open);
    const early = minimizeDamped(rosenbrock, Float64Array.of(-1.2, 1), { ...open, negligible: 1e-3 });
    expect(early.end).toBe('converged');
    expect(early.steps).toBeLessThan(full.steps);
    expect(early.cost).toBeLessThan(1e-2);
  });
  it('never leaves a cost above that of the start', () => {
    for (const maxSteps of [1, 2, 5, 9, 20]) {
      const found = minimizeDamped(rosenbrock, Float64Array.of(-1.2, 1), { ...open, maxSteps });
      expect(found.cost).toBeLessThanOrEqual(rosenbrock.cost(Float64Array.of(-1.2, 1)));
      expect(found.cost).toBe(rosenbrock.cost(found.parameters));
    }
  });
});

it('sumOfSquares gives J^T r and J^T J', () => {
  const { gradient, curvature } = rosenbrock.derivatives(Float64Array.of(2, 3));
  expect([...gradient]).toEqual([-40 * -10 + 1, 10 * -10]);
  expect([...curvature]).toEqual([1601, -400, -400, 100]);
});
