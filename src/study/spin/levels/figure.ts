// Levels against field with the crossings marked and the states named; beside it the crossing that does the work, enlarged.
import type { SpinSpace } from '../../../physics/spins/index.ts';
import { lineFigure, type Line, type LinePanel, type Mark } from '../../../plot/index.ts';
import {
  BLOCK_COLOURS,
  fieldScale,
  fieldText,
  percentText,
  projectionText,
  QUIET_LINE,
  sideTexts,
  stateText,
} from '../words.ts';
import {
  blockAlone,
  crossingSides,
  crossingWindow,
  levelCourses,
  workingCrossings,
  type LevelCourse,
  type NamedCrossing,
  type StatePart,
} from './road.ts';

export interface LevelsPicture {
  readonly title: string;
  readonly space: SpinSpace;
  readonly target: string;
  readonly field_T: Float64Array;
  readonly levels: readonly LevelCourse[];
  readonly crossings: readonly NamedCrossing[];
}

const MOST_NAMES = 16;
const MOST_MARKS = 8;
/** Longer names stand in the note, not at the lines. */
const LONGEST_NAME = 12;
const isShort = (name: string): boolean => name.length <= LONGEST_NAME;

export function levelsFigure({ title, space, target, field_T, levels, crossings }: LevelsPicture): string {
  const working = workingCrossings(crossings);
  const blocks = [...new Set(working.map(blockKey))].slice(0, BLOCK_COLOURS.length);
  const marked = working.filter((one) => blocks.includes(blockKey(one))).slice(0, MOST_MARKS);
  const { unit, factor } = fieldScale(Math.max(Math.abs(field_T[0]!), Math.abs(field_T.at(-1)!)));
  const colours = new Map(blocks.map((key, i) => [key, BLOCK_COLOURS[i]!]));
  const x = field_T.map((field) => field * factor);
  const nameAll = levels.length <= MOST_NAMES;
  const lines = levels.map((level): Line => {
    const colour = colours.get(blockKey(level));
    return {
      x,
      y: level.energy_Hz,
      colour: colour ?? QUIET_LINE,
      width: colour === undefined ? 1 : 1.7,
      name: colour === undefined ? 'other levels' : blockName(space, level),
      endLabel: nameAll ? endText(level.last, levels) : undefined,
    };
  });
  const marks = marked.map((one): Mark => ({ x: one.field_T * factor, y: middleOf(levels, field_T, one) }));
  const main = marked[0];
  const whole: LinePanel = {
    title: 'all levels',
    x: { quantity: 'field', unit },
    y: { quantity: 'energy', unit: 'Hz' },
    lines: [
      ...lines.filter((line) => line.colour === QUIET_LINE),
      ...lines.filter((line) => line.colour !== QUIET_LINE),
    ],
    marks,
  };
  const others = crossings.filter((one) => !marked.includes(one));
  const longNames =
    main === undefined || sideTexts(main.parts).every(isShort)
      ? ''
      : ` Enlarged: from the left, the lower level goes from ${sideTexts(main.parts).join(' to ')}.`;
  const composite = levels.some((level) => level.last.name.includes('('))
    ? ' (K m): spins that act as one, with total spin K.'
    : '';
  const most = percentText(Math.max(...others.map(({ turn }) => turn)), 0);
  const rest =
    others.length === 0
      ? ''
      : others.length === 1
        ? ` Without a ring: another approach of levels, which turns over ${most} of it.`
        : ` Without a ring: ${others.length} other approaches of levels, which turn over ${most} of it or less.`;
  return lineFigure({
    title,
    panels: main === undefined ? [whole] : [whole, zoomPanel(space, main, colours.get(blockKey(main))!, unit, factor)],
    columns: main === undefined ? 1 : 2,
    panelHeight: 330,
    note: `${nameAll ? `States are named by their heaviest part at the right edge${sharing(levels) ? ', with its weight where two share it' : ''}. ` : ''}${
      main === undefined
        ? `No crossing in this range turns over the polarization of ${target}.`
        : `Rings: avoided crossings that turn over the polarization of ${target}.`
    }${longNames}${composite}${rest}`,
  });
}

const shared = ({ name }: StatePart, levels: readonly LevelCourse[]): boolean =>
  levels.filter(({ last }) => last.name === name).length > 1;
const sharing = (levels: readonly LevelCourse[]): boolean => levels.some(({ last }) => shared(last, levels));

/** `βαβα`; `54% βαβα` where another level has the same heaviest part. */
const endText = (last: StatePart, levels: readonly LevelCourse[]): string =>
  `${shared(last, levels) ? `${percentText(last.weight, 0)} ` : ''}${stateText(last.name)}`;

/** The two levels of a crossing about their mean. */
function zoomPanel(space: SpinSpace, crossing: NamedCrossing, colour: string, unit: string, factor: number): LinePanel {
  const [from_T, to_T] = crossingWindow(space, crossing);
  const { field_T, levels } = levelCourses(blockAlone(space, crossing), { from_T, to_T, points: 121 });
  const pair = levels.slice(crossing.lower, crossing.lower + 2);
  const mean = pair[0]!.energy_Hz.map((energy, i) => 0.5 * (energy + pair[1]!.energy_Hz[i]!));
  const names = [crossing.lower, crossing.lower + 1].map((index) => sideTexts(crossingSides(space, crossing, index)));
  const short = names.flat().every(isShort);
  return {
    title: `${fieldText(crossing.field_T)}, M = ${projectionText(crossing.m)}`,
    x: { quantity: 'field', unit, range: [from_T * factor, to_T * factor] },
    y: { quantity: 'energy about the mean of the two', unit: 'Hz' },
    lines: pair.map((level, i) => ({
      x: field_T.map((field) => field * factor),
      y: level.energy_Hz.map((energy, k) => energy - mean[k]!),
      colour,
      width: 2,
      ...(short ? { startLabel: names[i]![0], endLabel: names[i]![1] } : {}),
    })),
    marks: [
      {
        x: crossing.field_T * factor,
        y: -crossing.gap_Hz / 2,
        y2: crossing.gap_Hz / 2,
        label: `${crossing.gap_Hz.toPrecision(3)} Hz`,
      },
    ],
  };
}

const blockKey = ({ sector, block }: { readonly sector: number; readonly block: number }): string =>
  `${sector}:${block}`;

function blockName(space: SpinSpace, level: LevelCourse): string {
  const sector = space.sectors.length > 1 ? `, sector ${level.sector}` : '';
  return `M = ${projectionText(level.m)}${sector}`;
}

function middleOf(levels: readonly LevelCourse[], field_T: Float64Array, crossing: NamedCrossing): number {
  const at = Math.max(0, field_T.findIndex((field) => field >= crossing.field_T) - 1);
  const share = (crossing.field_T - field_T[at]!) / (field_T[at + 1]! - field_T[at]!);
  const pair = crossing.levels.map((name) => levels.find((level) => level.name === name)!.energy_Hz);
  return pair.reduce((sum, energy) => sum + 0.5 * ((1 - share) * energy[at]! + share * energy[at + 1]!), 0);
}
