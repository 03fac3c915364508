// A field cycle with relaxation: the density of all single spins as one vector, carried by a linear generator.
import { generatorSweepInto, sweepMatrix } from '../../math/fast/index.ts';
import {
  stateDigits,
  type CollectiveState,
  type Spins,
  type SpinSpace,
  type ZeroQuantum,
} from '../../physics/spins/index.ts';
import type { Profile } from '../profile.ts';
import type { EvolveSettings } from '../propagate/evolve.ts';
import { refine, type Refined } from '../propagate/refine.ts';
import { checkSteps, partsOf, planOf, scheduleOf } from '../propagate/schedule.ts';
import type { RelaxingSystem } from './relaxing-system.ts';

export interface Relaxed extends Refined {
  readonly density: Float64Array;
  /** Polarization of each spin at each mark. */
  readonly course: readonly Float64Array[];
}

/**
 * Error of all populations over (variation of R times length of a first step): the commutator of a step, h^2/12 [H, dR] with steps of 0.8 turns,
 * summed over all steps, on densities of at most 4/N, and as much again for the curvature of R.
 */
const COMMUTATOR = 4;

/**
 * The density vector at the end of a profile, and polarizations at `marks_s` on the way, with the steps refined as in `evolve`.
 * Rates that follow the field are those of the mean field of a step: what that leaves out is of second order in the step, and is counted.
 */
export function evolveRelaxing(
  system: RelaxingSystem,
  start: Float64Array,
  profile: Profile,
  settings: EvolveSettings,
  marks_s: readonly number[] = [],
): Relaxed {
  const matrices = system.space.sectors[0]!.blocks.filter((block) => block.size > 1).map((block) =>
    sweepMatrix(block.a_Hz, block.d_HzPerT),
  );
  const plan = checkSteps(planOf(matrices, profile, marks_s), settings.maxSteps);
  const { spins, elements } = system;
  const { at, variation_perS } = system.generatorAlong(profile);
  const firstStep_s = Math.max(...plan.steps.map((count, i) => (plan.ends_s[i + 1]! - plan.ends_s[i]!) / count));
  const diagonal = Array.from({ length: elements.size }, (_, e) => e).filter(
    (e) => elements.row[e] === elements.column[e],
  );
  let density = start,
    course: Float64Array[] = [];
  const refined = refine(settings.tolerance, settings.maxSteps, {
    moments: marks_s.length + 1,
    secondOrderPart: (scale) => (COMMUTATOR * variation_perS * firstStep_s) / (scale * scale),
    run(scale) {
      const schedule = scheduleOf(plan, scale);
      const series = Math.max(1e-15, Math.min(1e-10, (2e-2 * settings.tolerance) / Math.sqrt(schedule.n)));
      const values = new Float64Array(diagonal.length * (marks_s.length + 1));
      density = start.slice();
      course = [];
      partsOf(plan, schedule, scale).forEach((part, mark) => {
        generatorSweepInto(density, at, part, series);
        diagonal.forEach((e, i) => (values[mark * diagonal.length + i] = density[2 * e]!));
        if (mark < marks_s.length) course.push(vectorPolarizations(spins, elements, density));
      });
      return { n: schedule.n, values };
    },
  });
  return { ...refined, density, course };
}

/** A collective state of a space of single spins as a density vector. The blocks of such a space list product states in their order. */
export function densityVector(system: RelaxingSystem, state: CollectiveState): Float64Array {
  const out = new Float64Array(2 * system.elements.size);
  const index = productStates(system.space);
  system.space.sectors[0]!.blocks.forEach((block, b) => {
    const rho = state.densities[0]![b]!;
    for (let i = 0; i < block.size; i++) {
      for (let k = 0; k < block.size; k++) {
        const e = system.elements.at[index[b]![i]! * system.elements.dimension + index[b]![k]!]!;
        out[2 * e] = rho[2 * (i * block.size + k)]!;
        out[2 * e + 1] = rho[2 * (i * block.size + k) + 1]!;
      }
    }
  });
  return out;
}

/** The inverse of `densityVector`. */
export function collectiveState(system: RelaxingSystem, density: Float64Array): CollectiveState {
  const { elements, space } = system;
  const index = productStates(space);
  return {
    densities: [
      space.sectors[0]!.blocks.map(({ size }, b) => {
        const out = new Float64Array(2 * size * size);
        for (let i = 0; i < size; i++) {
          for (let k = 0; k < size; k++) {
            const e = elements.at[index[b]![i]! * elements.dimension + index[b]![k]!]!;
            out.set(density.subarray(2 * e, 2 * e + 2), 2 * (i * size + k));
          }
        }
        return out;
      }),
    ],
  };
}

/** For each block of a space of single spins: the product state behind each of its states. */
export function productStates(space: SpinSpace): readonly Int32Array[] {
  const { twiceSpin, n } = space.spins;
  return space.sectors[0]!.blocks.map((block) =>
    Int32Array.from({ length: block.size }, (_, i) => {
      let state = 0;
      for (let k = 0; k < n; k++)
        state = state * (twiceSpin[k]! + 1) + (twiceSpin[k]! - block.twiceProjection[i * n + k]!) / 2;
      return state;
    }),
  );
}

/** <Iz>/I of each spin of a density vector that starts at element `offset`. */
export function vectorPolarizations(spins: Spins, elements: ZeroQuantum, x: Float64Array, offset = 0): Float64Array {
  const digits = stateDigits(spins);
  const out = new Float64Array(spins.n);
  for (let e = 0; e < elements.size; e++) {
    const s = elements.row[e]!;
    if (s !== elements.column[e]) continue;
    for (let k = 0; k < spins.n; k++)
      out[k]! += x[2 * (offset + e)]! * (1 - (2 * digits[s * spins.n + k]!) / spins.twiceSpin[k]!);
  }
  return out;
}
