// The pictures of a plan: angles and what they show, limits, visibility, robustness.
import { lineFigure, PRODUCT_COLOURS, SUBSTRATE_COLOUR, type Line } from '../../plot/index.ts';
import type { PlanStudy } from './road.ts';
import { CLAIM_S } from './visibility.ts';

export interface Figure {
  /** File stem under figures/. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}

const INKS = ['#333333', '#56b4e9', SUBSTRATE_COLOUR, PRODUCT_COLOURS[1], PRODUCT_COLOURS[0]] as const;
const QUIET = '#9a9a9a';

export function planFigures(study: PlanStudy): Figure[] {
  return [scheduleFigure(study), limitFigure(study), visibilityFigure(study), robustnessFigure(study)];
}

function scheduleFigure({ settings, ranked, courses, times_s, noise_mM, voxel_mm }: PlanStudy): Figure {
  const names = [settings.dose.substrate, settings.tissue.product];
  const colours = [SUBSTRATE_COLOUR, PRODUCT_COLOURS[0]];
  const range = [0, times_s.at(-1)! * 1.02] as const;
  const x = { quantity: 'time after the begin of the injection', unit: 's', range };
  const angles = ([0, 1] as const).map((pool): Line => ({
    x: times_s,
    y: ranked[0].flips_rad[pool].map((flip) => (flip * 180) / Math.PI),
    colour: colours[pool]!,
    width: 1.8,
  }));
  const highest = 1.15 * Math.max(...angles.flatMap(({ y }) => Array.from(y)));
  const dead = Math.round(100 * settings.target.fraction);
  const shown = ([0, 1] as const).flatMap((pool): Line[] => [
    {
      x: times_s,
      y: courses.healthy.signal[pool].map((value) => value / noise_mM),
      colour: colours[pool]!,
      width: 1.4,
      dash: '5 4',
      name: `${names[pool]!}, healthy`,
    },
    {
      x: times_s,
      y: courses.injured.signal[pool].map((value) => value / noise_mM),
      colour: colours[pool]!,
      width: 2,
      name: `${names[pool]!}, ${dead}% of cells dead`,
    },
  ]);
  return {
    name: 'schedule',
    svg: lineFigure({
      title: 'Planned flip angles, and what a voxel shows',
      panels: [
        { title: 'Flip angles', x, y: { quantity: 'flip angle', unit: '°', range: [0, highest] }, lines: angles },
        {
          title: `Signal / noise of one frame, ${voxel_mm} mm voxel filled with the tissue`,
          x,
          y: { quantity: 'signal / noise' },
          lines: shown,
        },
      ],
      panelHeight: 215,
    }),
    caption: `The angles of the best acquisition and the signal they show without noise, in units of the noise of one frame. Single frames may stand below the noise: the limit counts all of them. The numbers are in schedule.csv.`,
  };
}

function limitFigure({ settings, limitByVoxel, limitByDose, voxel_mm }: PlanStudy): Figure {
  const percent = (values: readonly number[]): number[] => values.map((value) => 100 * value);
  const y = { quantity: 'least detectable dead cells', unit: '%', range: [0, 100] as const };
  const { target } = settings;
  return {
    name: 'limit',
    svg: lineFigure({
      title: 'What the scan can see',
      panels: [
        {
          title: 'Against voxel size',
          x: { quantity: 'edge of a voxel', unit: 'mm' },
          y,
          lines: limitByVoxel.map(({ diameter_mm, voxel_mm: edges, limit }, i): Line => ({
            x: edges,
            y: percent(limit),
            colour: [PRODUCT_COLOURS[1], SUBSTRATE_COLOUR, PRODUCT_COLOURS[0]][i]!,
            width: diameter_mm === target.diameter_mm ? 2.2 : 1.5,
            name: `injured place of ${diameter_mm} mm`,
          })),
          marks: [
            {
              x: voxel_mm,
              y: 100 * limitByDose.at(-1)!.limit[limitByDose.at(-1)!.dose.indexOf(1)]!,
              label: 'planned',
              side: 'aboveRight',
            },
          ],
        },
        {
          title: `Against the dose, place of ${target.diameter_mm} mm`,
          x: { quantity: 'polarized dose / that of the plan', range: [0, 3] },
          y,
          lines: limitByDose.map(({ voxel_mm: edge, dose, limit }, i): Line => ({
            x: dose,
            y: percent(limit),
            colour: [PRODUCT_COLOURS[2], SUBSTRATE_COLOUR][i]!,
            width: edge === voxel_mm ? 2.2 : 1.5,
            name: `voxel of ${edge} mm`,
          })),
        },
      ],
      columns: 2,
      panelHeight: 270,
    }),
    caption: `Least share of dead cells that a voxel shows with ${Math.round(100 * target.power)}% power where ${100 * target.falsePositiveRate}% of healthy voxels are called injured; the voxel is the one that holds most of the injured place, averaged over where the grid happens to lie. Lines that leave the top: even complete necrosis is not seen.`,
  };
}

/** Until when the best series of images sees a metabolite, where it does at all. */
function longestSeries(
  lines: readonly { readonly angle_deg?: number | undefined }[],
  now_s: readonly number[],
): number[] {
  const longest = Math.max(...now_s.filter((_, i) => lines[i]!.angle_deg !== undefined));
  return longest > 0 ? [longest] : [];
}

function visibilityFigure({ settings, visibility: { metabolites, T1_s, repetition_s } }: PlanStudy): Figure {
  const claim: Line = {
    x: [T1_s[0]!, T1_s.at(-1)!],
    y: [CLAIM_S, CLAIM_S],
    colour: QUIET,
    width: 1.2,
    dash: '5 4',
    name: 'five minutes',
  };
  const top = Math.max(
    CLAIM_S * 1.1,
    ...metabolites.flatMap(({ lines }) => lines.flatMap(({ until_s }) => [...until_s])),
  );
  return {
    name: 'visibility',
    svg: lineFigure({
      title: 'How long each metabolite stays above the noise',
      panels: metabolites.map(({ name, seenIn, lines, now_s }) => ({
        title: `${name[0]!.toUpperCase()}${name.slice(1)}, ${seenIn === 'voxel' ? 'one voxel' : 'spectrum of the whole liver'}`,
        x: { quantity: `T1 of ${name}`, unit: 's' },
        y: { quantity: 'visible until', unit: 's', range: [0, top] as const },
        lines: [
          claim,
          ...lines.map(({ angle_deg, until_s }, i): Line => ({
            x: T1_s,
            y: until_s.map((time) => (time > 0 ? time : NaN)),
            colour: INKS[i]!,
            width: angle_deg === undefined ? 2 : 1.5,
            name:
              angle_deg === undefined
                ? 'one 90° pulse at that time, none before'
                : `${angle_deg}° every ${repetition_s} s`,
          })),
        ],
        marks: longestSeries(lines, now_s).map((y) => ({
          x: settings.tissue.T1_s[name]!,
          y,
          label: 'T1 as set',
          side: 'belowRight' as const,
        })),
      })),
      columns: 2,
      panelHeight: 225,
    }),
    caption: `Last time, after the begin of the injection, at which a frame stands ${settings.leastSnr} times above its noise: ${settings.dose.substrate} in healthy tissue, ${settings.tissue.product} where all cells are dead, wash-out as in the settings. Ring: the longest series at the T1 of the settings. Where a line is missing it never does. No series of images passes the line of the single 90° pulse.`,
  };
}

function robustnessFigure({ settings, robustness: { courses } }: PlanStudy): Figure {
  const colours = [SUBSTRATE_COLOUR, PRODUCT_COLOURS[0], PRODUCT_COLOURS[1]];
  const x = { quantity: 'actual / taken' };
  const lines = (key: 'bias' | 'limit'): Line[] =>
    courses.map(({ of, factor, [key]: values }, i) => ({
      x: factor,
      y: values.map((value) => 100 * value),
      colour: colours[i]!,
      width: 1.8,
      name: of,
    }));
  const top = 1.2 * Math.max(...lines('limit').flatMap(({ y }) => Array.from(y)));
  return {
    name: 'robustness',
    svg: lineFigure({
      title: 'When T1 or B1 are not what they were taken for',
      panels: [
        { title: 'The fit does not know', x, y: { quantity: 'bias of the rate', unit: '%' }, lines: lines('bias') },
        {
          title: 'The fit knows',
          x,
          y: { quantity: 'least detectable dead cells', unit: '%', range: [0, top] },
          lines: lines('limit'),
        },
      ],
      columns: 2,
      panelHeight: 230,
    }),
    caption: `The planned angles with other T1 or B1, up to ${Math.round(100 * settings.error)}% off. Left: the rate that a fit with the numbers of the plan gives, noise apart. Right: the detection limit of a fit that has the actual numbers.`,
  };
}
