// Shapes with closed forms: against quadrature over their volume, and voxels that come nearer as they shrink.
import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { gaussLegendre } from '../../math/index.ts';
import { staticSignal } from '../raw/static-signal.ts';
import { ballTransform, shapeSignal, voxelsOf, type Shape } from './shapes.ts';

const still = { frequency_Hz: 0, t2Star_s: Infinity, density: 2.5 } as const;
const sphere: Shape = { ...still, kind: 'ellipsoid', centre_m: [1e-3, -5e-4, 2e-3], size_m: [8e-3, 8e-3, 8e-3] };
const egg: Shape = { ...still, kind: 'ellipsoid', centre_m: [-2e-3, 1e-3, 3e-4], size_m: [9e-3, 4e-3, 6e-3] };
const cloud: Shape = { ...still, kind: 'gaussian', centre_m: [3e-4, -2e-4, 1e-4], size_m: [1e-3, 1.4e-3, 8e-4] };
const k = Float64Array.of(0, 0, 0, 1e-3, 0, 0, 40, 0, 0, 0, 60, 30, -90, 120, 45, 2, 3, -1);
const times = new Float64Array(k.length / 3);

/** Integral of density exp(-2 pi i k r) over the volume: Gauss and Legendre in radius and height, even angles round. */
function byQuadrature({ kind, centre_m, size_m, density }: Shape, [kx, ky, kz]: readonly number[]): readonly number[] {
  const reach = kind === 'gaussian' ? 9 : 1;
  const [u, wu] = gaussLegendre(80);
  const round = 120;
  let re = 0,
    im = 0;
  u.forEach((s, i) => {
    const r = (reach * (s + 1)) / 2;
    const height = kind === 'gaussian' ? Math.exp((-r * r) / 2) : 1;
    const shell = (((((wu[i]! * reach) / 2) * r * r * 2 * Math.PI) / round) * size_m[0] * size_m[1] * size_m[2]) * density * height; // prettier-ignore
    u.forEach((c, j) => {
      const across = Math.sqrt(1 - c * c);
      for (let p = 0; p < round; p++) {
        const angle = (2 * Math.PI * p) / round;
        const x = centre_m[0] + size_m[0] * r * across * Math.cos(angle),
          y = centre_m[1] + size_m[1] * r * across * Math.sin(angle),
          z = centre_m[2] + size_m[2] * r * c;
        const turn = 2 * Math.PI * (kx! * x + ky! * y + kz! * z);
        re += shell * wu[j]! * Math.cos(turn);
        im -= shell * wu[j]! * Math.sin(turn);
      }
    });
  });
  return [re, im];
}

describe('closed forms', () => {
  it.each([
    ['a shifted sphere', sphere],
    ['a shifted ellipsoid', egg],
    ['a shifted Gaussian', cloud],
  ])('%s meets the integral over its volume to 1e-9', (_name, shape) => {
    const signal = shapeSignal([shape], k, times);
    const whole = signal[0]!;
    times.forEach((_, m) => {
      const [re, im] = byQuadrature(shape, [k[3 * m]!, k[3 * m + 1]!, k[3 * m + 2]!]);
      expect(Math.hypot(signal[2 * m]! - re!, signal[2 * m + 1]! - im!) / whole).toBeLessThan(1e-9);
    });
  });

  it('of a sphere is 3 (sin q - q cos q) / q^3 with the phase of its shift, to 1e-12', () => {
    const signal = shapeSignal([sphere], k, times);
    for (let m = 2; m < times.length; m++) {
      const at = [0, 1, 2].map((a) => k[3 * m + a]!);
      const q = 2 * Math.PI * 8e-3 * Math.hypot(...at);
      const form = (3 * (Math.sin(q) - q * Math.cos(q))) / (q * q * q);
      const turn = -2 * Math.PI * at.reduce((sum, one, a) => sum + one * sphere.centre_m[a]!, 0);
      expect(Math.abs(signal[2 * m]! / signal[0]! - form * Math.cos(turn))).toBeLessThan(1e-12);
      expect(Math.abs(signal[2 * m + 1]! / signal[0]! - form * Math.sin(turn))).toBeLessThan(1e-12);
    }
  });

  it('has no step where its series ends, and nothing is lost near 0', () => {
    expect(ballTransform(0)).toBe(1);
    expect(Math.abs(ballTransform(0.2 - 1e-12) - ballTransform(0.2 + 1e-12))).toBeLessThan(1e-13);
    expect(ballTransform(1e-5)).toBeCloseTo(1 - 1e-11, 15);
  });

  it('turns and decays', () => {
    const one = { ...cloud, frequency_Hz: 30, t2Star_s: 0.02 };
    const [a, b] = [shapeSignal([cloud], k, times), shapeSignal([one], k, times.map(() => 0.01))]; // prettier-ignore
    const c = Math.exp(-0.5) * Math.cos(0.6 * Math.PI),
      s = -Math.exp(-0.5) * Math.sin(0.6 * Math.PI);
    times.forEach((_, m) => {
      expect(b[2 * m]! / a[0]!).toBeCloseTo((a[2 * m]! * c - a[2 * m + 1]! * s) / a[0]!, 12);
      expect(b[2 * m + 1]! / a[0]!).toBeCloseTo((a[2 * m]! * s + a[2 * m + 1]! * c) / a[0]!, 12);
    });
  });

  it('refuses sizes that are none', () => {
    expect(() => shapeSignal([{ ...sphere, size_m: [1e-3, 0, 1e-3] }], k, times)).toThrow(/expected metres above 0/);
    expect(() => shapeSignal([sphere], k, new Float64Array(2))).toThrow(/numbers of k for 2 times/);
  });
});

describe('voxels', () => {
  const at = Float64Array.of(100, 50, -150, 200, 0, 100, 0, 120, 0);
  const off = (shape: Shape, step_m: number, shift_m: readonly [number, number, number] = [0, 0, 0]): number => {
    const exact = shapeSignal([shape], at, new Float64Array(3));
    const signal = staticSignal(voxelsOf(shape, step_m, shift_m), at, new Float64Array(3));
    const whole = shapeSignal([shape], new Float64Array(3), new Float64Array(1))[0]!;
    return Math.hypot(...signal.map((s, i) => s - exact[i]!)) / whole;
  };

  it('of a Gaussian err by (pi k h)^2 / 6: a quarter at half the step', () => {
    const steps = [6e-4, 3e-4, 1.5e-4];
    const errors = steps.map((step) => off({ ...cloud, size_m: [1e-3, 1e-3, 1e-3] }, step));
    expect(errors[0]! / errors[1]!).toBeCloseTo(4, 0);
    expect(errors[1]! / errors[2]!).toBeCloseTo(4, 1);
    const leading = Math.hypot(...[0, 1, 2].map((m) => {
      const kk = [0, 1, 2].reduce((sum, a) => sum + at[3 * m + a]! ** 2, 0);
      return ((Math.PI * steps[2]!) ** 2 * kk) / 6 * Math.exp(-2 * Math.PI * Math.PI * 1e-6 * kk);
    })); // prettier-ignore
    expect(errors[2]! / leading).toBeCloseTo(1, 2);
  });

  it('of a sphere err as the square of the step too, in the mean over places of the grid', () => {
    const random = new Random(4);
    const small: Shape = { ...sphere, size_m: [4e-3, 4e-3, 4e-3] };
    const rms = (step: number): number => {
      const squares = Array.from({ length: 12 }, () => off(small, step, [0, 1, 2].map(() => step * random.next()) as unknown as readonly [number, number, number]) ** 2); // prettier-ignore
      return Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);
    };
    const errors = [1e-3, 5e-4, 2.5e-4].map(rms);
    const order = Math.log2(errors[0]! / errors[2]!) / 2;
    expect(order).toBeGreaterThan(1.6);
    expect(order).toBeLessThan(2.4);
    expect(errors[2]!).toBeLessThan(5e-3);
  });
});
