import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { shimmed } from './shim.ts';
import { SUSCEPTIBILITY, susceptibilityField_Hz, type FieldSettings } from './susceptibility.ts';

const B0_T = 3,
  GAMMA = 10.7e6;
const RADIUS_m = 8e-3;
const settingsOf = (n: number, direction: readonly [number, number, number]): FieldSettings => ({
  shape: [n, n, n],
  spacing_m: [0.048 / n, 0.048 / n, 0.048 / n],
  direction,
  around: SUSCEPTIBILITY.air,
  b0_T: B0_T,
  gamma_HzPerT: GAMMA,
});
/** Places of voxels from the middle of the sphere, which stands off the middle of the grid. */
const placeOf = (n: number, v: number): readonly [number, number, number] => {
  const at = [Math.floor(v / n / n), Math.floor(v / n) % n, v % n].map((i) => ((i - n / 2) * 0.048) / n);
  return [at[0]! - 1.3e-3, at[1]! + 0.7e-3, at[2]! - 0.4e-3];
};
/** A sphere of tissue in air; a voxel on its surface holds a share of both. */
function sphere(n: number): Float64Array {
  const step = 0.048 / n,
    parts = 4;
  return Float64Array.from({ length: n * n * n }, (_, v) => {
    const place = placeOf(n, v);
    const r = Math.hypot(...place);
    if (Math.abs(r - RADIUS_m) > step) return r < RADIUS_m ? SUSCEPTIBILITY.tissue : SUSCEPTIBILITY.air;
    let inside = 0;
    for (let p = 0; p < parts * parts * parts; p++) {
      const away = [p % parts, Math.floor(p / parts) % parts, Math.floor(p / parts / parts)].map((i) => ((i + 0.5) / parts - 0.5) * step); // prettier-ignore
      if (Math.hypot(place[0] + away[0]!, place[1] + away[1]!, place[2] + away[2]!) < RADIUS_m) inside++;
    }
    const share = inside / (parts * parts * parts);
    return share * SUSCEPTIBILITY.tissue + (1 - share) * SUSCEPTIBILITY.air;
  });
}
/** Of the largest field, rms over voxels at least 2 mm from the surface. */
function offClosedForm(n: number, direction: readonly [number, number, number]): number {
  const field = susceptibilityField_Hz(sphere(n), settingsOf(n, direction));
  const length = Math.hypot(...direction);
  const change = SUSCEPTIBILITY.tissue - SUSCEPTIBILITY.air;
  const most = (2 / 3) * Math.abs(change) * B0_T * GAMMA;
  let squares = 0,
    count = 0;
  field.forEach((f, v) => {
    const place = placeOf(n, v);
    const r = Math.hypot(...place);
    if (Math.abs(r - RADIUS_m) < 2e-3) return;
    const cos = place.reduce((sum, x, a) => sum + (x * direction[a]!) / length, 0) / r;
    const form = r < RADIUS_m ? 0 : (change / 3) * (RADIUS_m / r) ** 2 * (RADIUS_m / r) * (3 * cos * cos - 1) * B0_T * GAMMA; // prettier-ignore
    squares += (f - form) ** 2;
    count++;
  });
  return Math.sqrt(squares / count) / most;
}

describe('the field of susceptibility', () => {
  it.each([[[0, 0, 1]], [[1, 0, 0]], [[1, 2, -0.5]]] as const)(
    'of a sphere along %j is the closed form',
    (direction) => {
      expect(offClosedForm(32, direction)).toBeLessThan(0.01);
    },
  );

  it('comes nearer as voxels shrink', () => {
    const [coarse, fine] = [24, 48].map((n) => offClosedForm(n, [0, 0, 1]));
    expect(fine! / coarse!).toBeLessThan(0.5);
    expect(fine!).toBeLessThan(0.004);
  });

  it('is nothing where all is the same, and goes with field and gamma', () => {
    const even = new Float64Array(8 * 8 * 8).fill(SUSCEPTIBILITY.air);
    expect(Math.max(...susceptibilityField_Hz(even, settingsOf(8, [0, 0, 1])).map(Math.abs))).toBe(0);
    const ball = sphere(16),
      settings = settingsOf(16, [0, 0, 1]);
    const [one, two] = [susceptibilityField_Hz(ball, settings), susceptibilityField_Hz(ball, { ...settings, b0_T: 2 * B0_T, gamma_HzPerT: -GAMMA })]; // prettier-ignore
    one.forEach((f, v) => expect(two[v]).toBeCloseTo(-2 * f, 9));
  });

  it('refuses what is no susceptibility', () => {
    const settings = settingsOf(8, [0, 0, 1]);
    expect(() => susceptibilityField_Hz(new Float64Array(512).fill(-9.05), settings)).toThrow(/given in ppm\?/);
    expect(() => susceptibilityField_Hz(new Float64Array(9), settings)).toThrow(/9 values for 512 voxels/);
    expect(() => susceptibilityField_Hz(new Float64Array(512), { ...settings, direction: [0, 0, 0] })).toThrow(/expected a vector/); // prettier-ignore
  });
});

describe('a shim', () => {
  const shape = [12, 14, 10] as const;
  const grid = { shape, spacing_m: [1e-3, 1.2e-3, 2e-3] } as const;
  const n = 12 * 14 * 10;
  const at = (v: number): readonly number[] => [Math.floor(v / 140) - 5.5, (Math.floor(v / 10) % 14) - 6.5, (v % 10) - 4.5]; // prettier-ignore
  const mask = Float64Array.from({ length: n }, (_, v) => (Math.hypot(at(v)[0]! / 4, at(v)[1]! / 5, at(v)[2]! / 3) < 1 ? 1 : 0)); // prettier-ignore
  const metres = (v: number): readonly number[] => at(v).map((i, axis) => i * grid.spacing_m[axis]!);

  it('of second order takes a field of second order away, everywhere', () => {
    const field = Float64Array.from({ length: n }, (_, v) => {
      const [x, y, z] = metres(v) as [number, number, number];
      return 20 + 3e3 * x - 1e3 * y + 2e3 * z + 4e5 * (x * y - 2 * y * z + x * z) + 3e5 * (x * x - y * y) - 2e5 * (2 * z * z - x * x - y * y); // prettier-ignore
    });
    const { field_Hz, after_Hz, before_Hz } = shimmed(field, mask, { ...grid, order: 2 });
    expect(before_Hz).toBeGreaterThan(5);
    expect(after_Hz).toBeLessThan(1e-9);
    field_Hz.forEach((f) => expect(Math.abs(f)).toBeLessThan(1e-8));
  });

  it('makes the field of a lung in tissue more even, the more the higher its order; no harmonic is left in the organ', () => {
    const chi = Float64Array.from({ length: n }, (_, v) => at(v)[2]! > 2 && at(v)[1]! > 0 ? SUSCEPTIBILITY.lung : SUSCEPTIBILITY.tissue); // prettier-ignore
    const field = susceptibilityField_Hz(chi, { ...grid, direction: [1, 0, 0], around: SUSCEPTIBILITY.air, b0_T: 3, gamma_HzPerT: GAMMA }); // prettier-ignore
    const made = ([0, 1, 2] as const).map((order) => shimmed(field, mask, { ...grid, order }));
    expect(made[0]!.after_Hz).toBeCloseTo(made[0]!.before_Hz, 9);
    expect(made[1]!.after_Hz).toBeLessThan(made[0]!.after_Hz);
    expect(made[2]!.after_Hz).toBeLessThan(made[1]!.after_Hz);
    const left = made[2]!.field_Hz;
    const sums = [() => 1, (x: number) => x, (_x: number, y: number, z: number) => y * z].map(
      (harmonic) =>
      left.reduce((sum, f, v) => (mask[v]! > 0 ? sum + f * harmonic(...(metres(v) as [number, number, number])) : sum), 0), // prettier-ignore
    );
    for (const sum of sums) expect(Math.abs(sum)).toBeLessThan(1e-6);
  });

  it('refuses an organ that does not tell the harmonics apart', () => {
    const flat = mask.map((m, v) => (at(v)[2] === 0.5 ? m : 0));
    const random = new Random(1);
    const field = Float64Array.from({ length: n }, () => random.normal());
    expect(() => shimmed(field, flat, { ...grid, order: 1 })).toThrow(/do not tell 4 harmonics apart/);
    expect(() => shimmed(field, new Float64Array(n), { ...grid, order: 0 })).toThrow(/0 voxels/);
  });
});
