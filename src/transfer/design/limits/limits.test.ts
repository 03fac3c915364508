import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import { searchLimited } from './minimize.ts';
import { makeProjection, reachable, type CommandLimits } from './project.ts';

const random = new Random(11);
const draw = (n: number, low: number, high: number): Float64Array =>
  Float64Array.from({ length: n }, () => low + (high - low) * random.next());

function randomLimits(n: number): CommandLimits {
  return reachable({ lowest: draw(n, -0.8, -0.5), highest: draw(n, 0.3, 0.8), change: 0.05 + 0.4 * random.next() })!;
}

describe('projection on range and slew', () => {
  test('keeps the limits, and no allowed point lies nearer: (wish - p).(q - p) <= 0', () => {
    for (let run = 0; run < 100; run++) {
      const n = 3 + (run % 20);
      const limits = randomLimits(n);
      const project = makeProjection(limits);
      const wish = draw(n, -1.5, 1.5),
        p = new Float64Array(n),
        q = new Float64Array(n);
      project(p, wish);
      for (let i = 0; i < n; i++) {
        expect(p[i]).toBeGreaterThanOrEqual(limits.lowest[i]! - 1e-15);
        expect(p[i]).toBeLessThanOrEqual(limits.highest[i]! + 1e-15);
        if (i > 0) expect(Math.abs(p[i]! - p[i - 1]!)).toBeLessThanOrEqual(limits.change + 1e-15);
      }
      for (let k = 0; k < 30; k++) {
        project(q, k < 15 ? p.map((value) => value + 0.1 * (random.next() - 0.5)) : draw(n, -1.5, 1.5));
        const turn = p.reduce((sum, at, i) => sum + (wish[i]! - at) * (q[i]! - at), 0);
        expect(turn).toBeLessThan(1e-12);
      }
      project(q, p);
      q.forEach((value, i) => expect(value).toBeCloseTo(p[i]!, 14));
    }
  });
  test('of a step with a slew limit is a ramp about the step', () => {
    const n = 11;
    const limits = reachable({
      lowest: new Float64Array(n).fill(-9),
      highest: new Float64Array(n).fill(9),
      change: 0.5,
    })!;
    const out = new Float64Array(n);
    makeProjection(limits)(
      out,
      Float64Array.from({ length: n }, (_, i) => Math.sign(i - 5)),
    );
    const ramp = [-1, -1, -1, -1, -0.5, 0, 0.5, 1, 1, 1, 1];
    out.forEach((value, i) => expect(value).toBeCloseTo(ramp[i]!, 12));
  });
  test('what cannot be reached is told', () => {
    const lowest = Float64Array.of(0, -1, 1),
      highest = Float64Array.of(0, 1, 1);
    expect(reachable({ lowest, highest, change: 0.49 })).toBeUndefined();
    expect(reachable({ lowest, highest, change: 0.51 })).toBeDefined();
  });
});

describe('projected quasi-Newton', () => {
  test('finds the projection again as the minimum of a distance, and never goes up', () => {
    const n = 25;
    const limits = randomLimits(n);
    const project = makeProjection(limits);
    const wish = draw(n, -1.2, 1.2),
      expected = new Float64Array(n);
    project(expected, wish);
    const found = searchLimited(
      {
        n,
        project,
        evaluate(x, slope) {
          let sum = 0;
          for (let i = 0; i < n; i++) {
            slope[i] = 2 * (x[i]! - wish[i]!);
            sum += (x[i]! - wish[i]!) ** 2;
          }
          return sum;
        },
      },
      new Float64Array(n),
      { gain: 1e-13, patience: 3 },
    ).advance(100);
    found.x.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    found.history.forEach((value, i) => i > 0 && expect(value).toBeLessThanOrEqual(found.history[i - 1]!));
  });
  test('minimises a bent, badly scaled valley with its minimum at a bound', () => {
    // Rosenbrock in the box y <= 0.25: the least value is where y = 0.25 and x is next to 0.5.
    const limits = { lowest: Float64Array.of(-2, -2), highest: Float64Array.of(2, 0.25), change: Infinity };
    const found = searchLimited(
      {
        n: 2,
        project: makeProjection(limits),
        evaluate([x, y], slope) {
          slope[0] = -2 * (1 - x!) - 400 * x! * (y! - x! * x!);
          slope[1] = 200 * (y! - x! * x!);
          return (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
        },
      },
      Float64Array.of(-1.2, -1),
      { gain: 1e-12, patience: 5 },
    ).advance(300);
    // Along y = 0.25: -2 (1 - x) - 400 x (0.25 - x^2) = 0.
    let x = 0.5;
    for (let i = 0; i < 50; i++) x -= (-2 * (1 - x) - 400 * x * (0.25 - x * x)) / (2 - 100 + 1200 * x * x);
    expect(found.x[1]).toBeCloseTo(0.25, 12);
    expect(found.x[0]).toBeCloseTo(x, 5);
  });
});
