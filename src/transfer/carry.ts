// From the starting state through the profile, with or without relaxation: what a transfer reports of it.
import { ScienceError } from '../base/index.ts';
import { groupPolarizations, type CollectiveState, type Spins, type SpinSpace } from '../physics/spins/index.ts';
import type { Profile } from './profile.ts';
import { evolve, type Evolved, type EvolveSettings } from './propagate/evolve.ts';
import { evolveJoined } from './relaxing/joined/evolve-joined.ts';
import type { JoinedSystem } from './relaxing/joined/joined-system.ts';
import { collectiveState, densityVector, evolveRelaxing, vectorPolarizations } from './relaxing/evolve-relaxing.ts';
import type { Relaxation, RelaxingSystem } from './relaxing/relaxing-system.ts';

/** Largest memory that a transfer may take, in bytes. */
const TRANSFER_LIMIT_bytes = 4e9;
/** For each element of each block: the couplings, and six complex densities or sets of vectors on the way from start to end. */
const ELEMENT_bytes = 8 + 6 * 16;

/** Throws `unsupported` with the memory a transfer in this space would need, where that is too much. */
export function checkMemory({ spins, sectors }: SpinSpace): void {
  let elements = 0;
  for (const sector of sectors) for (const { size } of sector.blocks) elements += size * size;
  const bytes = elements * ELEMENT_bytes;
  if (bytes <= TRANSFER_LIMIT_bytes) return;
  throw new ScienceError(
    'unsupported',
    `${spins.name}: a transfer of ${spins.n} spins needs ${(bytes / 1e9).toPrecision(3)} GB; the limit is ${TRANSFER_LIMIT_bytes / 1e9} GB. Leave out spins that hardly couple`,
  );
}

/** From the pure singlet through the profile: polarizations by spin at the start, at the marks and at the end, and the state there. */
export interface Carried {
  readonly space: SpinSpace;
  readonly state: CollectiveState;
  readonly first: Float64Array;
  readonly course: readonly Float64Array[];
  readonly last: Float64Array;
  readonly reachedError: number;
  readonly steps: number;
  readonly end: Evolved['end'];
}

export function carry(
  space: SpinSpace,
  start: CollectiveState,
  profile: Profile,
  settings: EvolveSettings,
  marks_s: readonly number[],
): Carried {
  const evolved = evolve(space, start, profile, settings, marks_s);
  return {
    ...evolved,
    space,
    first: bySpin(space, groupPolarizations(space, start)),
    course: evolved.course.map((groups) => bySpin(space, groups)),
    last: bySpin(space, groupPolarizations(space, evolved.state)),
  };
}

export function carryRelaxing(
  system: RelaxingSystem,
  startIn: (space: SpinSpace) => CollectiveState,
  profile: Profile,
  settings: EvolveSettings,
  marks_s: readonly number[],
): Carried {
  const { spins, space, elements } = system;
  const start = densityVector(system, startIn(space));
  const { density, ...relaxed } = evolveRelaxing(system, start, profile, settings, marks_s);
  return {
    ...relaxed,
    space,
    state: collectiveState(system, density),
    first: vectorPolarizations(spins, elements, start),
    last: vectorPolarizations(spins, elements, density),
  };
}

/** As `carryRelaxing`, with equivalent spins joined: each shows the mean of its group. */
export function carryJoined(
  system: JoinedSystem,
  startIn: (space: SpinSpace) => CollectiveState,
  profile: Profile,
  settings: EvolveSettings,
  marks_s: readonly number[],
): Carried {
  const { space } = system;
  const start = startIn(space);
  const evolved = evolveJoined(system, start, profile, settings, marks_s);
  return {
    ...evolved,
    space,
    first: bySpin(space, groupPolarizations(space, start)),
    course: evolved.course.map((groups) => bySpin(space, groups)),
    last: bySpin(space, groupPolarizations(space, evolved.state)),
  };
}

/** order * state + (1 - order) * complete disorder: what a part of the pure singlet becomes, as disorder stays disorder. */
export function diluted(space: SpinSpace, state: CollectiveState, order: number): CollectiveState {
  return {
    densities: space.sectors.map((sector, s) =>
      sector.blocks.map(({ size }, b) => {
        const out = state.densities[s]![b]!.map((x) => order * x);
        const share = ((1 - order) * sector.copies.length) / space.spins.dimension;
        for (let i = 0; i < size; i++) out[2 * (i * size + i)]! += share;
        return out;
      }),
    ),
  };
}

export function relaxationNotes(spins: Spins, relaxation: Relaxation | undefined): string[] {
  const notes: string[] = [];
  if (relaxation?.model === 'redfield') {
    notes.push(
      relaxation.field_T === undefined
        ? 'Redfield rates follow the field of the profile; the bath is infinitely hot, and there is no relaxation before the profile starts.'
        : `Redfield rates are those at ${relaxation.field_T} T during the whole profile.`,
    );
  }
  const quadrupolar = spins.labels.filter((_, k) => spins.twiceSpin[k]! > 1);
  if (quadrupolar.length > 0)
    notes.push(`Quadrupolar relaxation of ${quadrupolar.join(', ')} is not included; it can be the fastest there is.`);
  return notes;
}

/** The value of its group for each spin. */
export function bySpin(space: SpinSpace, groups: Float64Array): Float64Array {
  const out = new Float64Array(space.spins.n);
  space.groups.forEach((group, g) => group.forEach((k) => (out[k] = groups[g]!)));
  return out;
}
