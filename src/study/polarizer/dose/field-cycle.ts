// 13C polarization per unit of order in the field cycle, exactly, for a molecule and times that differ a little from those the profile was made for.
import { groupPolarizations, makeSpinSpace, readSpins, type SpinSystem } from '../../../physics/spins/index.ts';
import {
  coreOf,
  DEFAULT_EVOLVE,
  evolveJoined,
  joinedElements,
  joinedSystem,
  profileFrom,
  startFrom,
  tableProfile,
  type AdditionSettings,
  type Profile,
} from '../../../transfer/index.ts';
import { ScienceError, nearestName } from '../../../base/index.ts';
import type { StudyFiles } from '../../files.ts';
import { readProfile } from '../../spin/profile-file.ts';
import { targetOf } from '../../spin/levels/road.ts';
import type { Batch } from '../../../records/index.ts';
import { STRONGEST_CYCLE_T, type DoseSettings } from './settings/settings.ts';

export interface FieldCycle {
  readonly profile: Profile;
  readonly target: string;
  /** Per unit of order in the product as it comes, with its ages. Signed: below 0 against the field. */
  exactly(settings: DoseSettings): { readonly efficiency: number; readonly error: number };
  /** To some 1e-3, all coherences of the pairs averaged out, without the spins `leftOut`: for ratios. */
  roughly(settings: DoseSettings): number;
  readonly leftOut: readonly string[];
}

/** Elements of a density up to which many runs take about a second; what hardly couples is left out of them beyond it. */
const FEW_ELEMENTS = 2000;
/** Errors of the one exact run: with few spins, and with many. */
const ERROR = { few: 1e-6, many: 1e-4 };

/** The profile is made once, for the molecule and the duration of the settings: a coil plays the same curve whatever the couplings really are. */
export function makeFieldCycle(
  settings: DoseSettings,
  system: SpinSystem,
  { batch, fastest_Hz }: { readonly batch: Batch; readonly fastest_Hz: number | undefined },
  files: StudyFiles,
): FieldCycle {
  const planned = coupled(system, settings);
  const spins = readSpins(planned);
  if (spins.para === undefined)
    throw new ScienceError('format', `${system.name} does not say which two spins were parahydrogen; add para: [A, B]`);
  const asked = settings.transfer.profile;
  const profile =
    asked.kind === 'csv'
      ? tableFrom(asked.file, files)
      : profileFrom(asked, makeSpinSpace(spins, { heteronuclear: 'full' })).profile;
  const target = targetOf(spins);
  const run = (
    { transfer }: DoseSettings,
    molecule: SpinSystem,
    addition: AdditionSettings,
    tolerance: number,
  ): { readonly efficiency: number; readonly error: number } => {
    const own = readSpins(molecule);
    const relaxing = joinedSystem(own, { model: 'randomFields', T1_s: timesOf(molecule, transfer.T1_s) });
    const { space } = relaxing;
    const played = stretched(profile, transfer.profile.duration_s / profile.duration_s);
    const end = evolveJoined(relaxing, startFrom(space, addition), played, { ...DEFAULT_EVOLVE, tolerance });
    const group = space.groups.findIndex((members) => members.includes(own.labels.indexOf(target)));
    return { efficiency: groupPolarizations(space, end.state)[group]!, error: end.reachedError };
  };
  const tolerance =
    joinedElements(makeSpinSpace(spins, { heteronuclear: 'full' })) <= FEW_ELEMENTS ? ERROR.few : ERROR.many;
  const { leftOut } = coreOf(planned, target, FEW_ELEMENTS);
  const { age_s, weight } = batch.ages;
  return {
    profile,
    target,
    leftOut,
    exactly: (one) =>
      run(one, coupled(system, one), { age_s, weight, field_T: batch.field_T, upTo_Hz: fastest_Hz }, tolerance),
    roughly: (one) =>
      run(one, coreOf(coupled(system, one), target, FEW_ELEMENTS).system, { dephasedAt_T: batch.field_T }, 1e-3)
        .efficiency,
  };
}

/** The curve in a file of times and fields. */
export function tableFrom(file: string, files: StudyFiles): Profile {
  const { time_s, field_T } = readProfile(file, files);
  const largest_T = field_T.reduce((most, field) => Math.max(most, Math.abs(field)), 0);
  if (largest_T > STRONGEST_CYCLE_T)
    throw new ScienceError('format', `field_T reaches ${largest_T}; a field cycle is at most ${STRONGEST_CYCLE_T} T. Was it given in uT?`, { where: file }); // prettier-ignore
  return tableProfile(time_s, field_T);
}

/** The molecule with the couplings of the settings. */
export function coupled(system: SpinSystem, { transfer }: DoseSettings): SpinSystem {
  const known = Object.keys(system.couplings_Hz);
  const unknown = Object.keys(transfer.couplings_Hz).find((pair) => !known.includes(pair));
  if (unknown !== undefined)
    throw new ScienceError(
      'format',
      `${system.name} has no coupling '${unknown}'; did you mean '${nearestName(unknown, known) ?? ''}'?`,
      {
        where: 'transfer.couplings_Hz',
      },
    );
  return { ...system, couplings_Hz: { ...system.couplings_Hz, ...transfer.couplings_Hz } };
}

function timesOf(system: SpinSystem, byIsotope: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    system.spins.map(({ label, isotope }) => {
      const time = byIsotope[isotope];
      if (time === undefined)
        throw new ScienceError('format', `the T1 of ${isotope} is missing; ${label} of ${system.name} has it`, {
          where: 'transfer.T1_s',
        });
      return [label, time];
    }),
  );
}

/** The same curve, played slower (factor above 1) or faster. */
function stretched(profile: Profile, factor: number): Profile {
  if (factor === 1) return profile;
  const { rate_TPerS } = profile;
  return {
    kind: profile.kind,
    duration_s: profile.duration_s * factor,
    field_T: (time_s) => profile.field_T(time_s / factor),
    momentsInto(out, t0, t1) {
      profile.momentsInto(out, t0 / factor, t1 / factor);
      out[1]! *= factor;
    },
    corners_s: profile.corners_s.map((time) => time * factor),
    ...(rate_TPerS === undefined ? {} : { rate_TPerS: rate_TPerS / factor }),
  };
}
