import { describe, expect, it } from 'vitest';
import { partField_Hz } from './part.ts';
import { SUSCEPTIBILITY, susceptibilityField_Hz, type FieldSettings } from './susceptibility.ts';
import type { Triple } from '../played/shapes.ts';

const { air, tissue } = SUSCEPTIBILITY;
const N = 40;
const settings: FieldSettings = { shape: [N, N, N], spacing_m: [1e-3, 1e-3, 1e-3], direction: [1, 0, 0], around: air, b0_T: 3, gamma_HzPerT: 10.7e6 }; // prettier-ignore
/** What a susceptibility of tissue in air makes of a factor 1. */
const UNIT_Hz = (tissue - air) * settings.b0_T * settings.gamma_HzPerT;
const PARTS = 5;
/** Share of each voxel that is inside. */
function shareOf(isInside: (place: Triple) => boolean): Float64Array {
  return Float64Array.from({ length: N * N * N }, (_, v) => {
    const at = [Math.floor(v / N / N), Math.floor(v / N) % N, v % N].map((i) => i - N / 2);
    let inside = 0;
    for (let p = 0; p < PARTS * PARTS * PARTS; p++) {
      const [a, b, c] = [p % PARTS, Math.floor(p / PARTS) % PARTS, Math.floor(p / PARTS / PARTS)].map((i, axis) => at[axis]! + (i + 0.5) / PARTS - 0.5); // prettier-ignore
      if (isInside([a!, b!, c!])) inside++;
    }
    return inside / (PARTS * PARTS * PARTS);
  });
}
const mixed = (share: Float64Array): Float64Array => share.map((s) => s * tissue + (1 - s) * air);
const ofTissue = (share: Float64Array): Float64Array => share.map((s) => (s > 0 ? tissue : air));
/** Off `factor`, in units of UNIT_Hz: rms over voxels of both, without the ends of what is cut by the grid. */
function offAtSurface(share: Float64Array, field: Float64Array, factor: number): number {
  const gaps = [...field.keys()].filter((v) => share[v]! > 0.2 && share[v]! < 1 && Math.abs(Math.floor(v / N / N) - N / 2) < 8).map((v) => field[v]! / UNIT_Hz - factor); // prettier-ignore
  expect(gaps.length).toBeGreaterThan(100);
  return Math.sqrt(gaps.reduce((sum, gap) => sum + gap * gap, 0) / gaps.length);
}
const gapsOf = (share: Float64Array, direction: Triple, factor: number): readonly [number, number] => {
  const turned = { ...settings, direction };
  return [partField_Hz(mixed(share), ofTissue(share), turned), susceptibilityField_Hz(mixed(share), turned)].map((field) => offAtSurface(share, field, factor)) as [number, number]; // prettier-ignore
};

describe('the field of a part of a voxel', () => {
  const sphere = shareOf(([a, b, c]) => Math.hypot(a - 0.3, b + 0.2, c - 0.1) < 8.3);
  const cylinder = shareOf(([, b, c]) => Math.hypot(b + 0.2, c - 0.1) < 5.3);

  it('is that of the mixture, digit for digit, where a voxel holds one matter', () => {
    const whole = mixed(sphere);
    expect(partField_Hz(whole, whole, settings)).toEqual(susceptibilityField_Hz(whole, settings));
    const pure = partField_Hz(whole, ofTissue(sphere), settings);
    const mixture = susceptibilityField_Hz(whole, settings);
    sphere.forEach((s, v) => expect(s === 1 ? pure[v]! - mixture[v]! : 0).toBe(0));
  });

  it('is nothing in a sphere of tissue in air, up to its surface, where the mixture is off', () => {
    for (const direction of [
      [1, 0, 0],
      [0, 1, 1],
      [1, 2, -0.5],
    ] as const) {
      const [part, mixture] = gapsOf(sphere, direction, 0);
      expect(mixture).toBeGreaterThan(0.09);
      expect(part).toBeLessThan(0.03);
    }
  });

  // 1/3 along, 1/3 - 1/2 across; the ends of a cylinder of 40 mm take 2 (r / length)^2 = 0.035 off along, half of it across
  it.each([
    [[1, 0, 0], 1 / 3],
    [[0, 0, 1], -1 / 6],
    [[0, 1, 1], -1 / 6],
  ] as const)('is that of a long cylinder with the field along %j, up to its surface', (direction, factor) => {
    const [part, mixture] = gapsOf(cylinder, direction, factor);
    expect(mixture).toBeGreaterThan(0.14);
    expect(part).toBeLessThan(0.045);
  });

  /** Of the field strength that a face of 41 x 41 voxels makes so far below its middle, over its magnetization: solid angle over 4 pi. */
  const faceOf = (away: number): number => Math.atan2(20.5 * 20.5, away * Math.hypot(20.5, 20.5, away)) / Math.PI;
  // what the grid repeats is 0.5% of it
  it.each([
    [1, 0, 0],
    [0, 0, 1],
  ] as const)(
    'of half a voxel of tissue on a sheet, field along %j, %j, %j, is that of the whole voxels beneath: the closed form of a slab',
    (...direction) => {
      const shape = [32, 64, 64] as const;
      const layers = Float64Array.from({ length: 32 }, (_, i) => (i < 12 || i > 15 ? 0 : i === 15 ? 0.5 : 1));
      const share = Float64Array.from({ length: 32 * 64 * 64 }, (_, v) => (Math.max(Math.abs((v % 64) - 32), Math.abs((Math.floor(v / 64) % 64) - 32)) <= 20 ? layers[Math.floor(v / 64 / 64)]! : 0)); // prettier-ignore
      const field = partField_Hz(mixed(share), ofTissue(share), { ...settings, shape, direction });
      const [whole, half] = [14, 15].map((layer) => field[(layer * 64 + 32) * 64 + 32]! / UNIT_Hz);
      const across = faceOf(2.5) + faceOf(1);
      expect(Math.abs(whole! - (1 / 3 - (direction[0] === 1 ? across : (1 - across) / 2)))).toBeLessThan(0.01);
      expect(Math.abs(half! - whole!)).toBeLessThan(0.005);
    },
  );

  it('refuses a part of another size', () => {
    expect(() => partField_Hz(mixed(sphere), [1], settings)).toThrow(/1 values for 64000 voxels/);
  });
});
