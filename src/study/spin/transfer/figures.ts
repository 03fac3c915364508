// The pictures of a transfer: field profile, polarization against time, levels passed, spectra after it.
import { lineFigure, type Line, type Mark } from '../../../plot/index.ts';
import type { Profile } from '../../../transfer/index.ts';
import { levelsFigure } from '../levels/figure.ts';
import { levelCourses, workingCrossings } from '../levels/road.ts';
import { fieldScale, fieldText, percentText, SPIN_COLOURS } from '../words.ts';
import type { TransferStudy } from './road.ts';

export interface Figure {
  /** File stem under figures/. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}

/** Colour of each spin: the same in all figures. */
function coloursOf({ spins, target }: TransferStudy): ReadonlyMap<string, string> {
  const rest = spins.labels.filter((label) => label !== target);
  return new Map([target, ...rest].map((label, i) => [label, SPIN_COLOURS[Math.min(i, SPIN_COLOURS.length - 1)]!]));
}

export function transferFigures(study: TransferStudy): Figure[] {
  return [profileFigure(study), polarizationFigure(study), levelsPassed(study), spectrumFigure(study)].filter(
    (one) => one !== undefined,
  );
}

function profileFigure({ outcome, target, crossings, range_T }: TransferStudy): Figure {
  const { profile } = outcome;
  const { time_s, field, factor } = sampled(profile, range_T);
  const passed = workingCrossings(crossings)
    .slice(0, 3)
    .flatMap((one) => {
      const at = field.findIndex(
        (value, i) => i > 0 && (value - one.field_T * factor) * (field[i - 1]! - one.field_T * factor) <= 0,
      );
      return at < 0 ? [] : [{ one, at }];
    })
    .sort((a, b) => a.at - b.at);
  // Words on alternate sides of the line, so that those of neighbours stay apart.
  const marks = passed.map(({ one, at }, i): Mark => {
    const side =
      field[at]! > field[at - 1]! ? (['aboveLeft', 'belowRight'] as const) : (['aboveRight', 'belowLeft'] as const);
    return { x: time_s[at]!, y: field[at]!, label: fieldText(one.field_T), side: side[i % 2]! };
  });
  return fieldFigure(
    profile,
    range_T,
    marks,
    marks.length > 0 ? `Rings: avoided crossings that turn over the polarization of ${target}. ` : '',
  );
}

function sampled(
  profile: Profile,
  range_T: readonly number[],
): { readonly time_s: Float64Array; readonly field: Float64Array; readonly factor: number; readonly unit: string } {
  const { unit, factor } = fieldScale(Math.max(...range_T.map(Math.abs)));
  const time_s = Float64Array.from({ length: 401 }, (_, i) => (profile.duration_s * i) / 400);
  return { time_s, field: time_s.map((time) => profile.field_T(time) * factor), factor, unit };
}

/** A field along z against time; `words` tell of the marks. */
export function fieldFigure(
  profile: Profile,
  range_T: readonly number[],
  marks: readonly Mark[] = [],
  words = '',
): Figure {
  const { time_s, field, unit } = sampled(profile, range_T);
  return {
    name: 'profile',
    svg: lineFigure({
      title: `Field profile: ${profile.kind}`,
      panels: [
        {
          x: { quantity: 'time', unit: 's', range: [0, profile.duration_s] },
          y: { quantity: 'field', unit },
          lines: [{ x: time_s, y: field, colour: '#333333', width: 1.8 }],
          marks,
        },
      ],
      panelHeight: 230,
    }),
    caption: `Field along z against time (${profile.kind}). ${words}The numbers are in profile.csv.`,
  };
}

function polarizationFigure(study: TransferStudy): Figure {
  const { outcome, spins, target, settings } = study;
  const colours = coloursOf(study);
  const { time_s, polarization } = outcome.course;
  const groups = alikeCourses([target, ...spins.labels.filter((label) => label !== target)], polarization);
  const across = [0, outcome.profile.duration_s];
  const limit = outcome.adiabaticLimit[target]!;
  const lines: Line[] = [
    {
      x: across,
      y: [limit, limit],
      colour: colours.get(target)!,
      width: 1.1,
      dash: '5 4',
      name: `infinitely slow, ${target}`,
    },
    ...groups.toReversed().map(([label, ...same]): Line => ({
      x: time_s,
      y: polarization[label!]!,
      colour: colours.get(label!)!,
      width: label === target ? 2.2 : 1.5,
      endLabel: `${[label, ...same].join(', ')} ${percentText(polarization[label!]!.at(-1)!)}`,
    })),
  ];
  return {
    name: 'polarization',
    svg: lineFigure({
      title: `Polarization of ${study.named.system.name}`,
      panels: [
        {
          x: { quantity: 'time', unit: 's', range: [0, outcome.profile.duration_s] },
          y: { quantity: 'polarization along the lab z axis' },
          lines,
        },
      ],
      panelHeight: 290,
    }),
    caption: `Polarization of each spin along the lab z axis for a para fraction of ${settings.paraFraction}; dashed: what an infinitely slow change between the same fields would give on ${target}. The numbers are in course.csv.`,
  };
}

/** Labels whose courses are the same line, together. */
function alikeCourses(labels: readonly string[], courses: Readonly<Record<string, Float64Array>>): string[][] {
  const groups: string[][] = [];
  for (const label of labels) {
    const mine = courses[label]!;
    const home = groups.find(([first]) => courses[first!]!.every((value, i) => Math.abs(value - mine[i]!) < 1e-6));
    if (home) home.push(label);
    else groups.push([label]);
  }
  return groups;
}

function levelsPassed({ space, target, crossings, range_T, named }: TransferStudy): Figure | undefined {
  const [from_T, to_T] = range_T;
  if (!(to_T > from_T)) return undefined;
  const { field_T, levels } = levelCourses(space, { from_T, to_T, points: 161 });
  return {
    name: 'levels',
    svg: levelsFigure({ title: `Levels passed, ${named.system.name}`, space, target, field_T, levels, crossings }),
    caption: `Energy levels over the fields of the profile. Coloured: the blocks of equal total projection M in which a crossing turns over the polarization of ${target}; right: the strongest of these crossings, about the mean of its two levels.`,
  };
}

function spectrumFigure({ spectra, spectrumSettings, named }: TransferStudy): Figure | undefined {
  if (spectra.length === 0) return undefined;
  const { field_T, linewidth_Hz } = spectrumSettings;
  const colours: Readonly<Record<string, string>> = {
    '13C': SPIN_COLOURS[0]!,
    '15N': SPIN_COLOURS[0]!,
    '1H': SPIN_COLOURS[1]!,
  };
  return {
    name: 'spectrum',
    svg: lineFigure({
      title: `Spectrum after the transfer, ${fieldText(field_T)}`,
      panels: spectra.map(({ isotope, flipAngle_deg, shift_ppm, height }) => ({
        title: `${isotope}, ${flipAngle_deg}° pulse`,
        x: { quantity: `${isotope} shift`, unit: 'ppm', range: [shift_ppm[0]!, shift_ppm.at(-1)!], reversed: true },
        y: { quantity: 'signal' },
        lines: [{ x: shift_ppm, y: height, colour: colours[isotope]!, width: 1.4 }],
      })),
      columns: Math.min(2, spectra.length),
      panelHeight: 240,
    }),
    caption: `${named.system.name} after an adiabatic way to ${fieldText(field_T)}, absorption, lines ${linewidth_Hz} Hz wide. A signal of 1 is one line that holds all of a fully polarized spin; up is the sign of thermal equilibrium.`,
  };
}
