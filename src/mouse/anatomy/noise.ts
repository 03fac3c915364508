// Smooth seeded noise in space: random values on a lattice, blended between.
import { remembered, type Field } from './fields.ts';

/** Uniform in [0, 1) for a lattice point; the same seed gives the same value in every engine. */
export function latticeValue(seed: number, i: number, j: number, k: number): number {
  let h = Math.imul(i, 0x8da6b343) ^ Math.imul(j, 0xd8163841) ^ Math.imul(k, 0xcb1ab31f) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

/** Between -amplitude and amplitude, changing over `scale_mm`. */
export function noise(seed: number, scale_mm: number, amplitude = 1): Field {
  return (x, y, z) => {
    const i = Math.floor(x / scale_mm);
    const j = Math.floor(y / scale_mm);
    const k = Math.floor(z / scale_mm);
    const a = ease(x / scale_mm - i);
    const b = ease(y / scale_mm - j);
    const c = ease(z / scale_mm - k);
    const row = (dj: number, dk: number): number => {
      const p = latticeValue(seed, i, j + dj, k + dk);
      return p + a * (latticeValue(seed, i + 1, j + dj, k + dk) - p);
    };
    const r00 = row(0, 0);
    const r01 = row(0, 1);
    const near = r00 + b * (row(1, 0) - r00);
    const far = r01 + b * (row(1, 1) - r01);
    return amplitude * (2 * (near + c * (far - near)) - 1);
  };
}
const ease = (t: number): number => t * t * t * (t * (6 * t - 15) + 10);

/** Three independent noises: a displacement. */
export const displacement = (seed: number, scale_mm: number, amplitude: number): readonly [Field, Field, Field] => [
  remembered(noise(seed, scale_mm, amplitude)),
  remembered(noise(seed + 1, scale_mm, amplitude)),
  remembered(noise(seed + 2, scale_mm, amplitude)),
];
