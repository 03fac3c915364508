// A whole transfer from settings to result: state, profile, propagation, limits and bounds.
import { ScienceError } from '../base/index.ts';
import {
  groupPolarizations,
  makeSpinSpace,
  readSpins,
  singletState,
  type CollectiveState,
  type Spins,
  type SpinSpace,
  type SpinSystem,
} from '../physics/spins/index.ts';
import { adiabaticLimit } from './adiabatic-limit.ts';
import { constantAdiabaticity } from './adiabaticity.ts';
import { polarizationBounds, spaceForBounds, type Bounds } from './bounds.ts';
import { bySpin, carry, carryJoined, carryRelaxing, checkMemory, diluted, relaxationNotes } from './carry.ts';
import { joinedSystem } from './relaxing/joined/joined-system.ts';
import { fitsRelaxingSystem, relaxingSystem, type Relaxation } from './relaxing/relaxing-system.ts';
import { DEFAULT_EVOLVE, type Evolved } from './propagate/evolve.ts';
import { exponentialProfile, linearProfile, tableProfile, type Profile } from './profile.ts';
import { aged, endlessAges, givenAges, windowAges } from './start.ts';

export type AdditionSettings =
  | { readonly pure: true }
  | { readonly dephasedAt_T: number }
  | { readonly window_s: number; readonly field_T: number }
  /** What turns faster than `upTo_Hz`, which a coarse list of ages does not resolve, has averaged out. */
  | {
      readonly age_s: readonly number[];
      readonly weight: readonly number[];
      readonly field_T: number;
      readonly upTo_Hz?: number | undefined;
    };

export type ProfileSettings =
  | {
      readonly kind: 'linear' | 'constantAdiabaticity';
      readonly from_T: number;
      readonly to_T: number;
      readonly duration_s: number;
    }
  | {
      readonly kind: 'exponential';
      readonly from_T: number;
      readonly to_T: number;
      readonly duration_s: number;
      readonly timeConstant_s: number;
    }
  | { readonly kind: 'table'; readonly time_s: readonly number[]; readonly field_T: readonly number[] };

export interface TransferSettings {
  readonly paraFraction: number;
  readonly addition: AdditionSettings;
  readonly profile: ProfileSettings;
  readonly relaxation?: Relaxation;
  readonly tolerance?: number;
  /** Points of the polarization course, the first at 0 and the last at the end; 0 or not given: none. */
  readonly points?: number;
}

export interface TransferOutcome {
  /** By label, along the lab z axis at the end of the profile: 2<Iz> for spins 1/2. */
  readonly polarization: Readonly<Record<string, number>>;
  /** What an infinitely slow change between the same fields would give, without relaxation; equivalent spins show their mean. */
  readonly adiabaticLimit: Readonly<Record<string, number>>;
  /** For the start as it was added; undefined where the system is too large to say. */
  readonly bounds: Readonly<Record<string, { readonly any: Bounds | undefined; readonly alongZ: Bounds }>> | undefined;
  readonly reachedError: number;
  readonly end: Evolved['end'];
  readonly steps: number;
  readonly profile: Profile;
  /** Constant-adiabaticity parameter, where the profile has one. */
  readonly xi: number | undefined;
  readonly course:
    | {
        readonly time_s: Float64Array;
        readonly field_T: Float64Array;
        readonly polarization: Readonly<Record<string, Float64Array>>;
      }
    | undefined;
  /** The density at the end of the profile, in the space it was carried in: all that a pulse, a spectrum or a further field can ask of it. */
  readonly final: { readonly space: SpinSpace; readonly state: CollectiveState };
  readonly notes: readonly string[];
}

/** Blocks up to this size are worth keeping the para spins apart, so that each spin of a group has its own number. */
const LARGEST_APART = 80;

export function simulateTransfer(system: SpinSystem, settings: TransferSettings): TransferOutcome {
  const { paraFraction } = settings;
  if (!(paraFraction >= 0 && paraFraction <= 1)) {
    throw new ScienceError('format', `is ${paraFraction}; expected a number from 0 to 1`, { where: 'paraFraction' });
  }
  const order = (4 * paraFraction - 1) / 3;
  const spins = readSpins(system);
  const notes: string[] = [];
  const space = spaceFor(spins, notes);
  checkMemory(space);
  // Joined, so that levels which cross without meeting do not count as coupled: for the profile and for the adiabatic limit.
  const joined = makeSpinSpace(spins, { heteronuclear: 'full' });
  const { profile, xi } = profileFrom(settings.profile, joined);
  const from_T = profile.field_T(0),
    to_T = profile.field_T(profile.duration_s);
  const evolveSettings = {
    ...DEFAULT_EVOLVE,
    ...(settings.tolerance === undefined ? {} : { tolerance: settings.tolerance }),
  };
  const points = settings.points ?? 0;
  const times = Float64Array.from({ length: points }, (_, i) => (profile.duration_s * i) / (points - 1));
  const marks = Array.from(times.subarray(1, -1));
  const { relaxation } = settings;
  const start = (into: SpinSpace): CollectiveState => startFrom(into, settings.addition);
  const joins = relaxation !== undefined && relaxation.model !== 'redfield' && !fitsRelaxingSystem(spins);
  const carried = joins
    ? carryJoined(joinedSystem(spins, relaxation), start, profile, evolveSettings, marks)
    : relaxation
      ? carryRelaxing(relaxingSystem(system, spins, relaxation), start, profile, evolveSettings, marks)
      : carry(space, start(space), profile, evolveSettings, marks);
  if (joins) notes.push('Equivalent spins are joined, and show their mean polarization: with relaxation, keeping them apart would be too large.'); // prettier-ignore
  if (carried.end !== 'converged')
    notes.push(`The steps ran out before the tolerance ${evolveSettings.tolerance} was reached.`);
  notes.push(...relaxationNotes(spins, settings.relaxation));
  const rows = [carried.first, ...carried.course, carried.last];
  const slow = adiabaticLimit(joined, startFrom(joined, settings.addition), from_T, to_T);
  const limit = bySpin(joined, groupPolarizations(joined, slow));
  return {
    polarization: named(spins, (k) => order * carried.last[k]!),
    adiabaticLimit: named(spins, (k) => order * limit[k]!),
    bounds: boundsFor(spins, settings.addition, order, notes),
    reachedError: Math.abs(order) * carried.reachedError,
    end: carried.end,
    steps: carried.steps,
    profile,
    xi,
    course:
      points < 2
        ? undefined
        : {
            time_s: times,
            field_T: times.map((t) => profile.field_T(t)),
            polarization: Object.fromEntries(
              spins.labels.map((label, k) => [label, Float64Array.from(rows, (row) => order * row[k]!)]),
            ),
          },
    final: { space: carried.space, state: diluted(carried.space, carried.state, order) },
    notes,
  };
}

/** The space in which every spin has its own polarization, or the fully joined one where that is too large. */
export function spaceFor(spins: Spins, notes: string[]): SpinSpace {
  const joined = makeSpinSpace(spins, { heteronuclear: 'full' });
  const para: readonly number[] = spins.para ?? [];
  if (joined.groups.every((group) => group.length === 1 || !group.some((k) => para.includes(k)))) return joined;
  const apart = makeSpinSpace(spins, { heteronuclear: 'full', apart: para });
  const largest = Math.max(...apart.sectors.flatMap((sector) => sector.blocks.map((block) => block.size)));
  if (largest <= LARGEST_APART) return apart;
  notes.push('Equivalent spins show their mean polarization: keeping the para spins apart would be too large.');
  return joined;
}

export function startFrom(space: SpinSpace, addition: AdditionSettings): CollectiveState {
  const pure = singletState(space);
  if ('pure' in addition) return pure;
  if ('dephasedAt_T' in addition) return aged(space, pure, addition.dephasedAt_T, endlessAges());
  if ('window_s' in addition) return aged(space, pure, addition.field_T, windowAges(addition.window_s));
  return aged(space, pure, addition.field_T, givenAges(addition.age_s, addition.weight, addition.upTo_Hz));
}

export function profileFrom(
  settings: ProfileSettings,
  space: SpinSpace,
): { readonly profile: Profile; readonly xi: number | undefined } {
  if (settings.kind === 'linear')
    return { profile: linearProfile(settings.from_T, settings.to_T, settings.duration_s), xi: undefined };
  if (settings.kind === 'exponential') {
    return {
      profile: exponentialProfile(settings.from_T, settings.to_T, settings.duration_s, settings.timeConstant_s),
      xi: undefined,
    };
  }
  if (settings.kind === 'table') return { profile: tableProfile(settings.time_s, settings.field_T), xi: undefined };
  return constantAdiabaticity(space, settings.from_T, settings.to_T, settings.duration_s);
}

function boundsFor(
  spins: Spins,
  addition: AdditionSettings,
  order: number,
  notes: string[],
): TransferOutcome['bounds'] {
  if (spins.dimension > 256) {
    notes.push('Bounds are not given: the system is too large to handle all its states one by one.');
    return undefined;
  }
  const single = spaceForBounds(spins);
  const start = startFrom(single, addition);
  const scaled = ({ highest, lowest }: Bounds): Bounds => ({
    highest: Math.max(order * highest, order * lowest),
    lowest: Math.min(order * highest, order * lowest),
  });
  return Object.fromEntries(
    spins.labels.map((label, k) => {
      const { any, alongZ } = polarizationBounds(single, start, k);
      return [label, { any: any && scaled(any), alongZ: scaled(alongZ) }];
    }),
  );
}

function named(spins: Spins, value: (k: number) => number): Record<string, number> {
  return Object.fromEntries(spins.labels.map((label, k) => [label, value(k)]));
}
