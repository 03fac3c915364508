// The profile of constant adiabaticity for any path and any molecule.
// Rodin et al., PCCP 23 (2021) 7125 (recalled): dt/dB proportional to g(B) = sqrt(sum over blocks and pairs |<i|dH/dB|j>|^2 / w_ij^4).
import { ScienceError } from '../base/index.ts';
import { symmetricEigen } from '../math/complex/index.ts';
import type { SpinSpace } from '../physics/spins/index.ts';
import { tableProfile, type Profile } from './profile.ts';
import { blockHamiltonian_Hz } from './start.ts';

/** Levels closer than this count as this far apart: half a turn takes 5 s there, so no profile of a few seconds can follow them, and a hairline crossing would take all the time. */
const NARROWEST_HZ = 0.1;

/** g at a field, in seconds per tesla. */
export function adiabaticityDensity_sPerT(space: SpinSpace, field_T: number): number {
  let sum = 0;
  for (const sector of space.sectors) {
    for (const block of sector.blocks) {
      const { size } = block;
      if (size === 1) continue;
      const { values, vectors } = symmetricEigen(blockHamiltonian_Hz(block, field_T), size);
      for (let i = 0; i < size; i++) {
        for (let k = i + 1; k < size; k++) {
          let element = 0;
          for (let s = 0; s < size; s++)
            element += vectors[s * size + i]! * block.d_HzPerT[s]! * vectors[s * size + k]!;
          const gap = Math.max(values[k]! - values[i]!, NARROWEST_HZ);
          sum += (sector.copies.length * (element / (gap * gap)) ** 2) / (4 * Math.PI * Math.PI);
        }
      }
    }
  }
  return Math.sqrt(sum);
}

export interface ConstantAdiabaticity {
  readonly profile: Profile;
  /** The constant g |dB/dt|; small is adiabatic. */
  readonly xi: number;
}

/** From `from_T` to `to_T` in `duration_s` with constant g |dB/dt|, as a table of `points` fields equally spaced. */
export function constantAdiabaticity(
  space: SpinSpace,
  from_T: number,
  to_T: number,
  duration_s: number,
  points = 4001,
): ConstantAdiabaticity {
  if (from_T === to_T || !(duration_s > 0) || !(points >= 3)) {
    throw new ScienceError(
      'argument',
      `constant adiabaticity from ${from_T} to ${to_T} T in ${duration_s} s over ${points} points`,
    );
  }
  const fields = Float64Array.from({ length: points }, (_, i) => from_T + ((to_T - from_T) * i) / (points - 1));
  const density = densities(space, fields);
  const step = Math.abs(to_T - from_T) / (points - 1);
  const times = new Float64Array(points);
  for (let i = 1; i < points; i++) times[i] = times[i - 1]! + 0.5 * step * (density[i]! + density[i - 1]!);
  const total = times[points - 1]!;
  if (!(total > 0))
    throw new ScienceError(
      'argument',
      `${space.spins.name}: no two levels are mixed by the field; there is nothing to follow`,
    );
  for (let i = 1; i < points; i++) times[i] = (times[i]! * duration_s) / total;
  return { profile: tableProfile(times, fields, 'constant adiabaticity'), xi: total / duration_s };
}

/** Work, in cubed block sizes, that is spent on diagonalising; larger systems are sampled more coarsely and interpolated. */
const MOST_WORK = 2e8;
const LEAST_SAMPLES = 151;

/** The density at equally spaced fields: at each of them for small systems, else from fewer samples through cubics of its logarithm. */
function densities(space: SpinSpace, fields: Float64Array): Float64Array {
  const n = fields.length;
  let work = 0;
  for (const sector of space.sectors) for (const { size } of sector.blocks) work += size * size * size;
  const m = Math.min(n, Math.max(LEAST_SAMPLES, Math.floor(MOST_WORK / (100 * work))));
  if (m === n) return fields.map((field) => adiabaticityDensity_sPerT(space, field));
  const from = fields[0]!,
    range = fields[n - 1]! - from;
  const logs = Float64Array.from({ length: m }, (_, i) =>
    Math.log(Math.max(adiabaticityDensity_sPerT(space, from + (range * i) / (m - 1)), 1e-300)),
  );
  return fields.map((_, k) => {
    const place = (k * (m - 1)) / (n - 1),
      i = Math.min(m - 2, Math.floor(place)),
      t = place - i;
    const a = logs[i]!,
      b = logs[i + 1]!;
    const slopeA = 0.5 * (b - logs[Math.max(0, i - 1)]!),
      slopeB = 0.5 * (logs[Math.min(m - 1, i + 2)]! - a);
    // Cubic Hermite between the samples.
    return Math.exp(a + t * (slopeA + t * (3 * (b - a) - 2 * slopeA - slopeB + t * (2 * (a - b) + slopeA + slopeB))));
  });
}
