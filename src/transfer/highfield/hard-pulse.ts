// Ideal pulses on the sectors of a sample: rotations of whole isotopes.
import { complexExponential } from '../../math/complex/index.ts';
import { singleOperator } from '../../physics/spins/index.ts';
import type { Component, Sector } from './sample.ts';

/** exp(-i angle F) about the axis in the transverse plane at `phase_deg` (0 = x, 90 = y). */
export interface HardPulse {
  readonly isotope: string;
  readonly angle_deg: number;
  readonly phase_deg: number;
}

/** What is left of Iz of one isotope along x + i y after the pulses. */
export function transverseAfter(pulses: readonly HardPulse[], isotope: string): readonly [number, number] {
  let x = 0,
    y = 0,
    z = 1;
  for (const pulse of pulses) {
    if (pulse.isotope !== isotope) continue;
    const angle = (pulse.angle_deg * Math.PI) / 180,
      phase = (pulse.phase_deg * Math.PI) / 180;
    const ax = Math.cos(phase),
      ay = Math.sin(phase),
      c = Math.cos(angle),
      s = Math.sin(angle);
    const along = (1 - c) * (ax * x + ay * y);
    const across = ax * y - ay * x;
    [x, y, z] = [c * x + s * ay * z + along * ax, c * y - s * ax * z + along * ay, c * z + s * across];
  }
  return [x, y];
}

/** The density [D, D] of a sector after the pulses; a new one where there are any. */
export function pulsedDensity(
  { spins, sites }: Component,
  { twiceK }: Sector,
  density: Float64Array,
  pulses: readonly HardPulse[],
): Float64Array {
  if (pulses.length === 0) return density;
  const out = density.slice();
  const size = twiceK.reduce((product, k) => product * (k + 1), 1);
  for (const pulse of pulses) {
    let stride = size;
    twiceK.forEach((k, g) => {
      stride /= k + 1;
      if (k > 0 && spins.isotopes[sites[g]!] === pulse.isotope) turnInto(out, size, stride, k + 1, rotation(k, pulse));
    });
  }
  return out;
}

/** The rotation of one spin K, complex [2K + 1, 2K + 1]. */
function rotation(twiceK: number, { angle_deg, phase_deg }: HardPulse): Float64Array {
  const x = singleOperator(twiceK, 'x'),
    y = singleOperator(twiceK, 'y');
  const angle = (angle_deg * Math.PI) / 180;
  const c = angle * Math.cos((phase_deg * Math.PI) / 180),
    s = angle * Math.sin((phase_deg * Math.PI) / 180);
  const generator = new Float64Array(x.length);
  for (let i = 0; i < x.length; i += 2) {
    generator[i] = c * x[i + 1]! + s * y[i + 1]!;
    generator[i + 1] = -(c * x[i]! + s * y[i]!);
  }
  return complexExponential(generator, twiceK + 1);
}

/** rho = u rho u^H, where u [levels, levels] acts on the digit of the state that counts `stride`. */
function turnInto(rho: Float64Array, size: number, stride: number, levels: number, u: Float64Array): void {
  const held = new Float64Array(2 * levels);
  // `at` is the place of level 0, `step` from level to level, both in doubles; `sign` -1 takes the conjugate of u.
  const turn = (at: number, step: number, sign: number): void => {
    for (let l = 0; l < levels; l++) {
      held[2 * l] = rho[at + l * step]!;
      held[2 * l + 1] = rho[at + l * step + 1]!;
    }
    for (let l = 0; l < levels; l++) {
      let re = 0,
        im = 0;
      for (let m = 0; m < levels; m++) {
        const c = u[2 * (l * levels + m)]!,
          s = sign * u[2 * (l * levels + m) + 1]!;
        re += c * held[2 * m]! - s * held[2 * m + 1]!;
        im += c * held[2 * m + 1]! + s * held[2 * m]!;
      }
      rho[at + l * step] = re;
      rho[at + l * step + 1] = im;
    }
  };
  for (let i = 0; i < size; i++) {
    if (Math.floor(i / stride) % levels !== 0) continue;
    for (let k = 0; k < size; k++) turn(2 * (i * size + k), 2 * stride * size, 1);
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      if (Math.floor(k / stride) % levels === 0) turn(2 * (i * size + k), 2 * stride, -1);
    }
  }
}
