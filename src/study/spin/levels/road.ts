// Energy levels of a molecule against field, and where they come closest.
import { ScienceError } from '../../../base/index.ts';
import { makeSpinSpace, readSpins, type Spins, type SpinSpace } from '../../../physics/spins/index.ts';
import {
  avoidedCrossings,
  levelEnergies_Hz,
  levelsAt,
  levelWeights,
  type AvoidedCrossing,
  type Level,
} from '../../../transfer/index.ts';
import type { NamedSystem } from '../read-system.ts';

export interface LevelsRange {
  readonly from_T: number;
  readonly to_T: number;
  readonly points: number;
}
export const DEFAULT_RANGE: LevelsRange = { from_T: 0, to_T: 2e-6, points: 201 };

export interface LevelCourse {
  /** `M+1/2.1`: total projection, then the place in its block from the lowest energy; `s0:` in front names the sector where there are several. */
  readonly name: string;
  readonly sector: number;
  readonly block: number;
  readonly index: number;
  readonly m: number;
  /** How many times the level occurs. */
  readonly copies: number;
  readonly energy_Hz: Float64Array;
  /** Heaviest part at the first and at the last field, with its weight. */
  readonly first: StatePart;
  readonly last: StatePart;
}

export interface StatePart {
  readonly name: string;
  readonly weight: number;
}

export interface LevelsOutcome {
  readonly named: NamedSystem;
  readonly range: LevelsRange;
  readonly space: SpinSpace;
  /** The spin whose polarization the crossings are judged by. */
  readonly target: string;
  readonly field_T: Float64Array;
  readonly levels: readonly LevelCourse[];
  readonly crossings: readonly NamedCrossing[];
  readonly notes: readonly string[];
}

export interface NamedCrossing extends AvoidedCrossing {
  /** Names of the two levels, the lower first. */
  readonly levels: readonly [string, string];
  /** The heaviest part of the lower level on either side. */
  readonly states: readonly [string, string];
  /** Its two heaviest parts on either side: what tells the sides apart where one state stays the heaviest. */
  readonly parts: CrossingSides;
  /** Half the change of the target's polarization along the lower level across the crossing, 0..1: what a slow sweep can turn over. */
  readonly turn: number;
}

/** The two heaviest parts of one level below and above the field of a crossing. */
export type CrossingSides = readonly [readonly StatePart[], readonly StatePart[]];

export function levelsRoad(named: NamedSystem, range: LevelsRange): LevelsOutcome {
  const { from_T, to_T, points } = range;
  for (const [name, value] of [
    ['from_T', from_T],
    ['to_T', to_T],
  ] as const) {
    if (Number.isFinite(value) && Math.abs(value) <= 100) continue;
    throw new ScienceError('argument', `${name} is ${value}; expected tesla, at most 100`);
  }
  if (!(to_T > from_T))
    throw new ScienceError('argument', `a field range from ${from_T} to ${to_T} T; expected the smaller first`);
  if (!(Number.isInteger(points) && points >= 2 && points <= 100_000)) {
    throw new ScienceError('argument', `points is ${points}; expected a whole number from 2 to 100000`);
  }
  const space = makeSpinSpace(readSpins(named.system), { heteronuclear: 'full' });
  const { field_T, levels } = levelCourses(space, range);
  const target = targetOf(space.spins);
  const crossings = namedCrossings(space, from_T, to_T, target);
  const notes = [...named.notes];
  if (space.groups.some((group) => group.length > 1)) {
    notes.push(
      'Equivalent spins are joined to composite spins; energies of couplings inside a group are left out, they do not depend on the field.',
    );
  }
  return { named, range, space, target, field_T, levels, crossings, notes };
}

/** Energies of all levels at `points` fields equally spaced; levels keep their order within a block. */
export function levelCourses(
  space: SpinSpace,
  { from_T, to_T, points }: LevelsRange,
): { readonly field_T: Float64Array; readonly levels: readonly LevelCourse[] } {
  const field_T = Float64Array.from({ length: points }, (_, i) => from_T + ((to_T - from_T) * i) / (points - 1));
  const rows = Array.from(field_T, (field) => levelEnergies_Hz(space, field));
  const last = levelsAt(space, to_T);
  const part = (level: Level): StatePart => levelWeights(space, level)[0]!;
  const levels = levelsAt(space, from_T).map((level, i): LevelCourse => ({
    name: levelName(space, level.sector, level.m, level.index),
    sector: level.sector,
    block: level.block,
    index: level.index,
    m: level.m,
    copies: level.copies,
    energy_Hz: Float64Array.from(rows, (row) => row[i]!),
    first: part(level),
    last: part(last[i]!),
  }));
  return { field_T, levels };
}

/** The first spin that is no proton, else the first that was not parahydrogen, else the first. */
export function targetOf({ isotopes, labels, para }: Spins): string {
  const hetero = isotopes.findIndex((isotope) => isotope !== '1H');
  const other = labels.findIndex((_, k) => !para?.includes(k));
  return labels[Math.max(0, hetero >= 0 ? hetero : other)]!;
}

/** The avoided crossings of a range with the names of their levels, by field. */
export function namedCrossings(
  space: SpinSpace,
  from_T: number,
  to_T: number,
  target: string,
): readonly NamedCrossing[] {
  const group = space.groups.findIndex((members) => members.includes(space.spins.labels.indexOf(target)));
  return avoidedCrossings(space, from_T, to_T).map((one): NamedCrossing => {
    const alone = blockAlone(space, one);
    const sides = crossingWindow(space, one).map((field) => pairAt(alone, one, field)[0]);
    const [left, right] = sides.map((level) => level.polarizations[group]!);
    const parts = crossingSides(space, one, one.lower);
    return {
      ...one,
      levels: [levelName(space, one.sector, one.m, one.lower), levelName(space, one.sector, one.m, one.lower + 1)],
      states: [parts[0][0]!.name, parts[1][0]!.name],
      parts,
      turn: Math.abs(right! - left!) / 2,
    };
  });
}

/** A crossing works for the target where it turns over half of its polarization. */
const WORKING_TURN = 0.5;

/** The crossings that turn over the polarization of the target, those with the widest gap, which fast sweeps follow too, first. */
export function workingCrossings(crossings: readonly NamedCrossing[]): readonly NamedCrossing[] {
  return crossings
    .filter(({ turn, exchange }) => turn >= WORKING_TURN && exchange >= 0.3)
    .sort((a, b) => b.turn * b.gap_Hz - a.turn * a.gap_Hz);
}

/** Fields to either side of a crossing where its gap is about four times the smallest, not across zero. */
export function crossingWindow(space: SpinSpace, crossing: AvoidedCrossing): readonly [number, number] {
  const alone = blockAlone(space, crossing);
  const step = 0.05 * Math.max(Math.abs(crossing.field_T), 1e-9);
  const gaps = [-step, step].map((by) => {
    const energies = levelEnergies_Hz(alone, crossing.field_T + by);
    return energies[crossing.lower + 1]! - energies[crossing.lower]!;
  });
  const bend = Math.max(...gaps) ** 2 - crossing.gap_Hz ** 2;
  const reach = Math.min(
    0.9 * Math.abs(crossing.field_T),
    bend > 0 ? (4 * crossing.gap_Hz * step) / Math.sqrt(bend) : step,
  );
  return [crossing.field_T - reach, crossing.field_T + reach];
}

/** The space of one block only: what happens at a crossing concerns no other. */
export function blockAlone(space: SpinSpace, { sector, block }: AvoidedCrossing): SpinSpace {
  const whole = space.sectors[sector]!;
  return { ...space, sectors: [{ ...whole, blocks: [whole.blocks[block]!] }] };
}

function pairAt(alone: SpinSpace, { lower }: AvoidedCrossing, field_T: number): readonly [Level, Level] {
  const levels = levelsAt(alone, field_T);
  return [levels[lower]!, levels[lower + 1]!];
}

/** What level `index` of the block of a crossing is on either side of it. */
export function crossingSides(space: SpinSpace, crossing: AvoidedCrossing, index: number): CrossingSides {
  const alone = blockAlone(space, crossing);
  const [left, right] = crossingWindow(space, crossing).map((field) => {
    const [lower, upper] = pairAt(alone, crossing, field);
    return levelWeights(alone, index === crossing.lower ? lower : upper).slice(0, 2);
  });
  return [left!, right!];
}

function levelName(space: SpinSpace, sector: number, m: number, index: number): string {
  const size = Number.isInteger(m) ? String(m) : `${2 * m}/2`;
  return `${space.sectors.length > 1 ? `s${sector}:` : ''}M${m > 0 ? '+' : ''}${size}.${index + 1}`;
}
