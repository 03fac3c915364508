import { describe, expect, it } from 'vitest';
import { blend, capsule, ellipsoid, grown, intersection, remembered, union, without } from './fields.ts';
import { covered } from './layers.ts';
import { noise } from './noise.ts';

describe('fields', () => {
  it('are distances to spheres and capsules', () => {
    const ball = ellipsoid([1, 0, 0], [2, 2, 2]);
    expect(ball(4, 0, 0)).toBeCloseTo(1, 12);
    expect(ball(1, 0, 0)).toBe(-2);
    const rod = capsule([0, 0, 0], [0, 0, 4], 0.5, 1);
    expect(rod(2, 0, 0)).toBeCloseTo(1.5, 12);
    expect(rod(0, 3, 9)).toBeCloseTo(Math.hypot(3, 5) - 1, 12);
  });
  it('join, cut and grow', () => {
    const [a, b] = [ellipsoid([0, 0, 0], [1, 1, 1]), ellipsoid([3, 0, 0], [1, 1, 1])];
    expect(union(a, b)(3, 0, 0)).toBe(-1);
    expect(intersection(a, b)(1.5, 0, 0)).toBeCloseTo(0.5, 12);
    expect(without(a, b)(0, 0, 0)).toBe(-1);
    expect(grown(a, 0.5)(2, 0, 0)).toBeCloseTo(0.5, 12);
    expect(blend(a, b, 2)(1.5, 0, 0)).toBeLessThan(0.5);
    expect(remembered(a)(0.3, 0.2, 0.1)).toBe(a(0.3, 0.2, 0.1));
  });
  it('cover half of a cube whose centre is on the surface, all or nothing far from it', () => {
    expect(covered(0, 0.4)).toBe(0.5);
    expect(covered(-1, 0.4)).toBe(1);
    expect(covered(1, 0.4)).toBe(0);
  });
  it('noise is smooth, bounded and has no lean', () => {
    const wave = noise(4, 2);
    let total = 0;
    for (let i = 0; i < 4000; i++) {
      const value = wave(0.7 * i, 0.31 * i, -0.5 * i);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      total += value;
    }
    expect(Math.abs(total / 4000)).toBeLessThan(0.03);
    expect(Math.abs(wave(1.999999, 1, 1) - wave(2.000001, 1, 1))).toBeLessThan(1e-5);
  });
});
