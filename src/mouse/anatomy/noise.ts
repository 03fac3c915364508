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
  // The corners of the cell that was looked up last: places come near each other.
  const cell = Int32Array.of(-0x80000000, 0, 0);
  const corners = new Float64Array(8);
  return (x, y, z) => {
    const [u, v, w] = [x / scale_mm, y / scale_mm, z / scale_mm];
    const i = Math.floor(u);
    const j = Math.floor(v);
    const k = Math.floor(w);
    if (i !== cell[0] || j !== cell[1] || k !== cell[2]) {
      cell[0] = i;
      cell[1] = j;
      cell[2] = k;
      for (let at = 0; at < 8; at++) corners[at] = latticeValue(seed, i + (at & 1), j + ((at >> 1) & 1), k + (at >> 2));
    }
    const a = ease(u - i);
    const b = ease(v - j);
    const c = ease(w - k);
    const r00 = corners[0]! + a * (corners[1]! - corners[0]!);
    const r10 = corners[2]! + a * (corners[3]! - corners[2]!);
    const r01 = corners[4]! + a * (corners[5]! - corners[4]!);
    const r11 = corners[6]! + a * (corners[7]! - corners[6]!);
    const near = r00 + b * (r10 - r00);
    const far = r01 + b * (r11 - r01);
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
