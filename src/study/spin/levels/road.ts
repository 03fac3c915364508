// Energy levels of a molecule against field, and where they come closest.
import { ScienceError } from '../../../base/index.ts';
import { makeSpinSpace, readSpins, type SpinSpace } from '../../../physics/spins/index.ts';
import { avoidedCrossings, levelsAt, levelWeights, type AvoidedCrossing, type Level } from '../../../transfer/index.ts';
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
  readonly field_T: Float64Array;
  readonly levels: readonly LevelCourse[];
  readonly crossings: readonly NamedCrossing[];
  readonly notes: readonly string[];
}

export interface NamedCrossing extends AvoidedCrossing {
  /** Names of the two levels, the lower first. */
  readonly levels: readonly [string, string];
  /** What the lower level is on either side. */
  readonly states: readonly [string, string];
}

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
  const crossings = namedCrossings(space, from_T, to_T);
  const notes = [...named.notes];
  if (space.groups.some((group) => group.length > 1)) {
    notes.push(
      'Equivalent spins are joined to composite spins; energies of couplings inside a group are left out, they do not depend on the field.',
    );
  }
  return { named, range, space, field_T, levels, crossings, notes };
}

/** Energies of all levels at `points` fields equally spaced; levels keep their order within a block. */
export function levelCourses(
  space: SpinSpace,
  { from_T, to_T, points }: LevelsRange,
): { readonly field_T: Float64Array; readonly levels: readonly LevelCourse[] } {
  const field_T = Float64Array.from({ length: points }, (_, i) => from_T + ((to_T - from_T) * i) / (points - 1));
  const rows = Array.from(field_T, (field) => levelsAt(space, field));
  const part = (level: Level): StatePart => levelWeights(space, level)[0]!;
  const levels = rows[0]!.map((level, i): LevelCourse => ({
    name: levelName(space, level.sector, level.m, level.index),
    sector: level.sector,
    block: level.block,
    index: level.index,
    m: level.m,
    copies: level.copies,
    energy_Hz: Float64Array.from(rows, (row) => row[i]!.energy_Hz),
    first: part(level),
    last: part(rows.at(-1)![i]!),
  }));
  return { field_T, levels };
}

/** The avoided crossings of a range with the names of their levels, by field. */
export function namedCrossings(space: SpinSpace, from_T: number, to_T: number): readonly NamedCrossing[] {
  return avoidedCrossings(space, from_T, to_T).map((one) => ({
    ...one,
    levels: [levelName(space, one.sector, one.m, one.lower), levelName(space, one.sector, one.m, one.lower + 1)],
    states: crossingSides(space, one, one.lower),
  }));
}

/** Fields to either side of a crossing where its gap is about four times the smallest, not across zero. */
export function crossingWindow(space: SpinSpace, crossing: AvoidedCrossing): readonly [number, number] {
  const step = 0.05 * Math.max(Math.abs(crossing.field_T), 1e-9);
  const gaps = [-step, step].map((by) => {
    const [lower, upper] = pairAt(space, crossing, crossing.field_T + by);
    return upper.energy_Hz - lower.energy_Hz;
  });
  const bend = Math.max(...gaps) ** 2 - crossing.gap_Hz ** 2;
  const reach = Math.min(
    0.9 * Math.abs(crossing.field_T),
    bend > 0 ? (4 * crossing.gap_Hz * step) / Math.sqrt(bend) : step,
  );
  return [crossing.field_T - reach, crossing.field_T + reach];
}

function pairAt(space: SpinSpace, { sector, block, lower }: AvoidedCrossing, field_T: number): readonly [Level, Level] {
  const both = levelsAt(space, field_T).filter((one) => one.sector === sector && one.block === block);
  return [both[lower]!, both[lower + 1]!];
}

/** What level `index` of the block of a crossing is on either side of it. */
export function crossingSides(space: SpinSpace, crossing: AvoidedCrossing, index: number): readonly [string, string] {
  const [left, right] = crossingWindow(space, crossing).map((field) => {
    const [lower, upper] = pairAt(space, crossing, field);
    return levelWeights(space, index === crossing.lower ? lower : upper)[0]!.name;
  });
  return [left!, right!];
}

function levelName(space: SpinSpace, sector: number, m: number, index: number): string {
  const size = Number.isInteger(m) ? String(m) : `${2 * m}/2`;
  return `${space.sectors.length > 1 ? `s${sector}:` : ''}M${m > 0 ? '+' : ''}${size}.${index + 1}`;
}
