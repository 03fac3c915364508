import { describe, expect, it } from 'vitest';
import { DEFAULT_VALUES } from '../values.ts';
import { lobulesOf } from './lobules.ts';
import { necroticShare } from './severity.ts';

const after = (dose: number, hours: number): number => necroticShare(DEFAULT_VALUES, dose, hours);

describe('acetaminophen', () => {
  it('kills nothing without a dose or at once, and more with more', () => {
    expect(after(0, 24)).toBe(0);
    expect(after(300, 0)).toBe(0);
    expect(after(200, 24)).toBeLessThan(after(300, 24));
    expect(after(300, 3)).toBeLessThan(after(300, 12));
    expect(after(300, 72)).toBeLessThan(after(300, 24));
  });
  it('leaves 40 to 60% of the liver dead 24 h after 300 mg/kg, a half of it within 5 h', () => {
    expect(after(300, 24)).toBeGreaterThan(0.4);
    expect(after(300, 24)).toBeLessThan(0.6);
    expect(after(300, 5) / after(300, 24)).toBeCloseTo(0.5, 2);
  });
});

describe('lobules', () => {
  it('are dead to the share of their severity', () => {
    const lobules = lobulesOf(3, 0.5);
    for (const [severity, width] of [
      [0, 0.2],
      [0.1, 0.2],
      [0.1, 1],
      [0.4, 0.2],
      [0.8, 0.6],
      [1, 0.2],
    ] as const) {
      let sum = 0;
      const n = 16;
      for (let at = 0; at < n * n * n; at++) {
        const along = (i: number): number => 0.31 * i;
        sum += lobules.dead(
          along(at % n),
          along(Math.floor(at / n) % n),
          along(Math.floor(at / (n * n))),
          width,
          severity,
        );
      }
      // 1000 lobules and 4000 samples of their distances: 2% at most.
      expect(Math.abs(sum / (n * n * n) - severity)).toBeLessThan(0.03);
    }
  });
  it('die from the central vein outwards', () => {
    const lobules = lobulesOf(3, 0.5);
    for (let i = 0; i < 50; i++) {
      const [x, y, z] = [0.37 * i, 0.11 * i, 0.23 * i];
      expect(lobules.dead(x, y, z, 0.1, 0.2)).toBeLessThanOrEqual(lobules.dead(x, y, z, 0.1, 0.5));
    }
  });
});
