import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { afterPulse, blochMcConnell, pulseRotations, type PulseSteps } from './index.ts';

const steps = (b1: readonly (readonly [number, number])[], gradient_HzPerM = 0, dwell_s = 1e-5): PulseSteps => ({
  dwell_s,
  b1_Hz: Float64Array.from(b1.flat()),
  gradient_HzPerM: new Float64Array(b1.length).fill(gradient_HzPerM),
});
const hard = (flip_rad: number, n = 10): PulseSteps =>
  steps(Array.from({ length: n }, () => [flip_rad / (2 * Math.PI * n * 1e-5), 0] as const));
const random = new Random(5);
const shaped = steps(
  Array.from({ length: 60 }, () => [600 * random.normal(), 600 * random.normal()] as const),
  3e5,
);
const never = { t1_s: Infinity, t2_s: Infinity, equilibrium: 0 };

describe('rotations of a pulse', () => {
  it('turn Mz about x to y by the flip angle', () => {
    for (const flip of [0.1, 0.7, Math.PI / 2, 3]) {
      const [x, y, z] = afterPulse(pulseRotations(hard(flip), [0], [0]));
      expect(Math.abs(x!)).toBeLessThan(1e-14);
      expect(y).toBeCloseTo(Math.sin(flip), 13);
      expect(z).toBeCloseTo(Math.cos(flip), 13);
    }
  });

  it('keep lengths, and a scale is a stronger pulse', () => {
    const rotations = pulseRotations(shaped, [-2e-3, 0, 1e-3], [-300, 0, 500]);
    const m = afterPulse(rotations);
    for (let i = 0; i < m.length; i += 3) expect(Math.hypot(m[i]!, m[i + 1]!, m[i + 2]!)).toBeCloseTo(1, 12);
    const doubled = pulseRotations({ ...shaped, b1_Hz: shaped.b1_Hz.map((b) => 2 * b) }, [1e-3], [40]);
    pulseRotations(shaped, [1e-3], [40], 2).forEach((x, i) => expect(x).toBe(doubled[i]!));
  });

  it('agree with the Bloch equations to 1e-12, at every place and frequency', () => {
    const m = afterPulse(pulseRotations(shaped, [-2e-3, 1e-3], [0, 450]));
    [-2e-3, 1e-3].forEach((position, p) => {
      [0, 450].forEach((frequency_Hz, f) => {
        const bloch = blochMcConnell({ pools: [{ frequency_Hz, ...never }], rates_perS: [] }, shaped, [0, 0, 1], position); // prettier-ignore
        for (let axis = 0; axis < 3; axis++)
          expect(Math.abs(m[3 * (2 * p + f) + axis]! - bloch[axis]!)).toBeLessThan(1e-11);
      });
    });
  });

  it('of small angle are the Fourier transform of the pulse (Pauly 1989) to third order', () => {
    const weak = { ...shaped, b1_Hz: shaped.b1_Hz.map((b) => b * 1e-3) };
    const position = 7e-4;
    const [x, y] = afterPulse(pulseRotations(weak, [position], [120]));
    const z = 3e5 * position + 120,
      total = 60 * 1e-5;
    let re = 0,
      im = 0;
    for (let n = 0; n < 60; n++) {
      // i 2 pi integral b1 exp(-2 pi i z (T - t)), the middle of the step times the sinc of its width
      const angle = -2 * Math.PI * z * (total - (n + 0.5) * 1e-5);
      const width = Math.sin(Math.PI * z * 1e-5) / (Math.PI * z * 1e-5);
      const bx = weak.b1_Hz[2 * n]!,
        by = weak.b1_Hz[2 * n + 1]!;
      const weight = 2 * Math.PI * 1e-5 * width;
      re += weight * (-by * Math.cos(angle) - bx * Math.sin(angle));
      im += weight * (bx * Math.cos(angle) - by * Math.sin(angle));
    }
    expect(Math.hypot(x! - re, y! - im)).toBeLessThan(1e-8);
    expect(Math.hypot(re, im)).toBeGreaterThan(1e-4);
  });
});

describe('Bloch and McConnell', () => {
  const free = (n: number, dwell_s: number): PulseSteps =>
    steps(
      Array.from({ length: n }, () => [0, 0] as const),
      0,
      dwell_s,
    );

  it('relax and precess as closed forms say', () => {
    const pool = { frequency_Hz: 37, t1_s: 0.5, t2_s: 0.08, equilibrium: 0.3 };
    const [x, y, z] = blochMcConnell({ pools: [pool], rates_perS: [] }, free(10, 4e-3), [1, 0, -0.2]);
    const t = 0.04,
      decay = Math.exp(-t / 0.08),
      angle = -2 * Math.PI * 37 * t;
    expect(x).toBeCloseTo(decay * Math.cos(angle), 12);
    expect(y).toBeCloseTo(decay * Math.sin(angle), 12);
    expect(z).toBeCloseTo(0.3 + (-0.2 - 0.3) * Math.exp(-t / 0.5), 12);
  });

  it('exchange label as first-order kinetics, and lose none', () => {
    const pools = [
      { frequency_Hz: 0, ...never },
      { frequency_Hz: 80, ...never },
    ];
    const out = blochMcConnell({ pools, rates_perS: [[0, 3], [1, 0]] }, free(50, 0.01), [0, 0, 1, 0, 0, 0]); // prettier-ignore
    expect(out[2]).toBeCloseTo(0.25 + 0.75 * Math.exp(-4 * 0.5), 12);
    expect(out[2]! + out[5]!).toBeCloseTo(1, 12);
  });
});
