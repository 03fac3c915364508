// A field cycle with relaxation: the density of all single spins as one vector, carried by a linear generator.
import { ScienceError } from '../../base/index.ts';
import { generatorSweepInto, type Generator, sweepMatrix } from '../../math/fast/index.ts';
import {
  addCouplings,
  addRandomFields,
  addSuperoperator,
  addT1T2,
  Entries,
  makeSpinSpace,
  redfieldSuperoperator,
  stateDigits,
  zeemanDrive,
  zeroQuantum,
  type CollectiveState,
  type Spins,
  type SpinSpace,
  type SpinSystem,
  type ZeroQuantum,
} from '../../physics/spins/index.ts';
import type { EvolveSettings } from '../propagate/evolve.ts';
import { refine, type Refined } from '../propagate/refine.ts';
import type { Profile } from '../profile.ts';
import { planOf, scheduleOf } from '../propagate/schedule.ts';

/** How spins relax; times by label. `randomFields` also holds for spins above 1/2. */
export type Relaxation =
  | { readonly model: 'randomFields'; readonly T1_s: Readonly<Record<string, number>> }
  | {
      readonly model: 'T1T2';
      readonly T1_s: Readonly<Record<string, number>>;
      readonly T2_s: Readonly<Record<string, number>>;
    }
  /** R is made once, at `field_T`: right where all fields of the profile are in the same regime of w tau. */
  | { readonly model: 'redfield'; readonly tauC_s: number; readonly field_T: number };

/** Largest number of elements of the density that is handled. */
export const LARGEST_LIOUVILLE = 4000;

export interface RelaxingSystem {
  readonly spins: Spins;
  /** Single spins, for the spectrum and for states. */
  readonly space: SpinSpace;
  readonly elements: ZeroQuantum;
  readonly generator: Generator;
}

/** The generator of a system with relaxation. Throws where a time is missing or not above 0, or the density is too large. */
export function relaxingSystem(system: SpinSystem, spins: Spins, relaxation: Relaxation): RelaxingSystem {
  const space = makeSpinSpace(spins, { heteronuclear: 'full', composite: false });
  let size = 0;
  for (const block of space.sectors[0]!.blocks) size += block.size ** 2;
  if (size > LARGEST_LIOUVILLE) {
    throw new ScienceError(
      'unsupported',
      `${spins.name}: relaxation needs a density of ${size} elements; the limit is ${LARGEST_LIOUVILLE}`,
    );
  }
  const elements = zeroQuantum(spins);
  const entries = new Entries(elements.size);
  addCouplings(entries, spins, elements);
  if (relaxation.model === 'randomFields')
    addRandomFields(entries, spins, elements, timesOf(spins, relaxation.T1_s, 'T1_s'));
  else if (relaxation.model === 'T1T2') {
    if (spins.twiceSpin.some((twice) => twice !== 1))
      throw new ScienceError('unsupported', 'the T1T2 model is for spins 1/2; take randomFields');
    addT1T2(entries, spins, elements, timesOf(spins, relaxation.T1_s, 'T1_s'), timesOf(spins, relaxation.T2_s, 'T2_s'));
  } else addSuperoperator(entries, elements, redfieldSuperoperator(system, relaxation));
  return { spins, space, elements, generator: entries.generator(zeemanDrive(spins, elements)) };
}

export function timesOf(spins: Spins, times_s: Readonly<Record<string, number>>, what: string): Float64Array {
  for (const label of Object.keys(times_s)) {
    if (!spins.labels.includes(label))
      throw new ScienceError('format', `names "${label}"; the spins are ${spins.labels.join(', ')}`, {
        where: `relaxation.${what}`,
      });
  }
  return Float64Array.from(spins.labels, (label) => {
    const time = times_s[label];
    if (time === undefined) throw new ScienceError('format', `no time for ${label}`, { where: `relaxation.${what}` });
    if (!(time > 0))
      throw new ScienceError('format', `is ${time}; expected seconds above 0`, {
        where: `relaxation.${what}.${label}`,
      });
    return time;
  });
}

/** The density vector at the end of a profile, with the steps refined as in `evolve`. */
export function evolveRelaxing(
  system: RelaxingSystem,
  start: Float64Array,
  profile: Profile,
  settings: EvolveSettings,
): Refined & { readonly density: Float64Array } {
  const matrices = system.space.sectors[0]!.blocks.filter((block) => block.size > 1).map((block) =>
    sweepMatrix(block.a_Hz, block.d_HzPerT),
  );
  const plan = planOf(matrices, profile);
  const { elements, generator } = system;
  const diagonal = Array.from({ length: elements.size }, (_, e) => e).filter(
    (e) => elements.row[e] === elements.column[e],
  );
  let density = start;
  const refined = refine(settings.tolerance, settings.maxSteps, (turns, least) => {
    const schedule = scheduleOf(plan, turns, least);
    density = start.slice();
    generatorSweepInto(
      density,
      generator,
      schedule,
      Math.max(1e-15, Math.min(1e-10, (2e-2 * settings.tolerance) / Math.sqrt(schedule.n))),
    );
    return { n: schedule.n, values: Float64Array.from(diagonal, (e) => density[2 * e]!) };
  });
  return { ...refined, density };
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
