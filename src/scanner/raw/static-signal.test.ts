import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { gridSignal, staticSignal } from './static-signal.ts';

const shape = [12, 10, 8] as const;
const spacing_m = [1e-3, 1.2e-3, 1.5e-3] as const;
const n = 12 * 10 * 8;
const position_m = Float64Array.from({ length: 3 * n }, (_, i) => {
  const v = Math.floor(i / 3);
  const at = [Math.floor(v / 80), Math.floor(v / 8) % 10, v % 8];
  return (at[i % 3]! - (shape[i % 3]! >> 1)) * spacing_m[i % 3]!;
});
const random = new Random(3);
const k_perM = Float64Array.from({ length: 3 * 200 }, (_, i) => (random.next() - 0.5) / spacing_m[i % 3]!);

describe('signal of spins that stand still', () => {
  it.each([1e-3, 1e-6, 1e-9])('on a grid meets the sum over voxels to %d', (tolerance) => {
    const magnetization = Float64Array.from({ length: 2 * n }, () => random.normal());
    const frequency_Hz = Float64Array.from({ length: n }, () => 60 + 80 * (random.next() - 0.5));
    const t2Star_s = Float64Array.from({ length: n }, () => 0.02 + 0.1 * random.next());
    const time_s = Float64Array.from({ length: 200 }, (_, m) => 2e-3 + 2e-4 * m);
    const { signal, error } = gridSignal({ shape, spacing_m, magnetization, frequency_Hz, t2Star_s, boxes: true }, k_perM, time_s, tolerance); // prettier-ignore
    const exact = staticSignal({ position_m, magnetization, frequency_Hz, t2Star_s, box_m: spacing_m }, k_perM, time_s);
    const off = Math.hypot(...signal.map((s, i) => s - exact[i]!)) / Math.hypot(...exact);
    expect(off).toBeLessThan(tolerance);
    expect(error).toBeLessThan(tolerance);
  });

  it('of a shifted Gaussian is its closed form', () => {
    const width_m = 1e-3,
      step_m = 5e-4,
      side = 25;
    const at = (v: number): readonly number[] =>
      [Math.floor(v / 625), Math.floor(v / 25) % 25, v % 25].map((j) => (j - 12) * step_m);
    const shift_m = [3e-4, -2e-4, 1e-4];
    const count = side * side * side;
    const place = Float64Array.from({ length: 3 * count }, (_, i) => at(Math.floor(i / 3))[i % 3]! + shift_m[i % 3]!);
    const magnetization = new Float64Array(2 * count);
    for (let v = 0; v < count; v++) magnetization[2 * v] = Math.exp(-at(v).reduce((sum, x) => sum + x * x, 0) / (2 * width_m * width_m)); // prettier-ignore
    const k = Float64Array.of(0, 0, 0, 100, 50, -150, 200, 0, 100);
    const still = { frequency_Hz: new Float64Array(count), t2Star_s: new Float64Array(count).fill(Infinity) };
    const signal = staticSignal({ position_m: place, magnetization, ...still }, k, new Float64Array(3));
    const height = (width_m / step_m) ** 2 * (width_m / step_m) * Math.sqrt(8 * Math.PI * Math.PI * Math.PI);
    for (let m = 0; m < 3; m++) {
      const kk = [0, 1, 2].reduce((sum, a) => sum + k[3 * m + a]! * k[3 * m + a]!, 0);
      const turn = -2 * Math.PI * [0, 1, 2].reduce((sum, a) => sum + k[3 * m + a]! * shift_m[a]!, 0);
      const form = height * Math.exp(-2 * Math.PI * Math.PI * width_m * width_m * kk);
      expect(Math.abs(signal[2 * m]! - form * Math.cos(turn)) / height).toBeLessThan(1e-7);
      expect(Math.abs(signal[2 * m + 1]! - form * Math.sin(turn)) / height).toBeLessThan(1e-7);
    }
  });

  it('of a shifted sphere of boxes nears its closed form', () => {
    const radius_m = 8e-3,
      step_m = 4e-4,
      shift_m = [1e-3, -5e-4, 2e-3];
    const places: number[] = [];
    for (let x = -20.5; x < 21; x++)
      for (let y = -20.5; y < 21; y++)
        for (let z = -20.5; z < 21; z++)
          if (Math.hypot(x, y, z) * step_m < radius_m)
            places.push(...[x, y, z].map((j, a) => j * step_m + shift_m[a]!));
    const count = places.length / 3;
    const k = Float64Array.of(0, 0, 0, 40, 0, 0, 0, 60, 30);
    const signal = staticSignal(
      {
        position_m: Float64Array.from(places),
        magnetization: Float64Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? step_m * step_m * step_m : 0)),
        frequency_Hz: new Float64Array(count),
        t2Star_s: new Float64Array(count).fill(Infinity),
        box_m: [step_m, step_m, step_m],
      },
      k,
      new Float64Array(3),
    );
    const volume = (4 / 3) * Math.PI * radius_m * radius_m * radius_m;
    for (let m = 0; m < 3; m++) {
      const q = 2 * Math.PI * radius_m * Math.hypot(k[3 * m]!, k[3 * m + 1]!, k[3 * m + 2]!);
      const form = q === 0 ? 1 : (3 * (Math.sin(q) - q * Math.cos(q))) / (q * q * q);
      const turn = -2 * Math.PI * [0, 1, 2].reduce((sum, a) => sum + k[3 * m + a]! * shift_m[a]!, 0);
      expect(Math.abs(signal[2 * m]! / volume - form * Math.cos(turn))).toBeLessThan(0.01);
      expect(Math.abs(signal[2 * m + 1]! / volume - form * Math.sin(turn))).toBeLessThan(0.01);
    }
  });
});
