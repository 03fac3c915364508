// The pictures of a design: fields, polarization on the way and against duration, maps of robustness.
import { heatPanelsFigure, lineFigure, type Line } from '../../../plot/index.ts';
import { fieldScale, fieldText, percentText, QUIET_LINE, SPIN_COLOURS } from '../words.ts';
import type { Figure } from '../transfer/figures.ts';
import type { Course } from './courses.ts';
import type { DesignStudy } from './study.ts';
import type { RobustnessMap } from './robustness.ts';

const KINDS = [
  ['design', 'design', SPIN_COLOURS[0]!, 2.2],
  ['constantAdiabaticity', 'constant adiabaticity', SPIN_COLOURS[1]!, 1.5],
  ['linear', 'straight ramp', QUIET_LINE, 1.5],
] as const;

export function designFigures(study: DesignStudy): Figure[] {
  return [profileFigure(study), polarizationFigure(study), durationFigure(study), offsetFigure(study), strayFigure(study)].filter((one) => one !== undefined); // prettier-ignore
}

function profileFigure({ courses, limits, crossing, design }: DesignStudy): Figure {
  const { unit, factor } = fieldScale(Math.max(...limits.field_T.map(Math.abs)));
  const { duration_s } = design;
  const level = (crossing?.field_T ?? 0) * factor;
  const lines: Line[] = [
    ...(crossing ? [{ x: [0, duration_s], y: [level, level], colour: '#888888', width: 1, dash: '5 4', name: `avoided crossing, ${fieldText(crossing.field_T)}` }] : []), // prettier-ignore
    ...KINDS.toReversed().map(([key, name, colour, width]): Line => ({
      x: courses[key].time_s,
      y: courses[key].field_T.map((field) => field * factor),
      colour,
      width,
      name,
    })),
  ];
  return {
    name: 'profile',
    svg: lineFigure({
      title: 'Field profiles of the same duration',
      panels: [{ x: { quantity: 'time', unit: 's', range: [0, duration_s] }, y: { quantity: 'field', unit }, lines }],
      panelHeight: 270,
    }),
    caption: 'Field along z. The design keeps slew limit and low-pass of the coil; the others are drawn without. The numbers are in profile.csv.', // prettier-ignore
  };
}

function polarizationFigure({ courses, design, sample }: DesignStudy): Figure {
  const last = (course: Course): number => course.polarization.at(-1)!;
  return {
    name: 'polarization',
    svg: lineFigure({
      title: `Polarization of ${sample.target} on the way`,
      panels: [
        {
          x: { quantity: 'time', unit: 's', range: [0, design.duration_s] },
          y: { quantity: 'polarization along the lab z axis' },
          lines: KINDS.toReversed().map(([key, name, colour, width]): Line => ({
            x: courses[key].time_s,
            y: courses[key].polarization,
            colour,
            width,
            name,
            endLabel: percentText(last(courses[key])),
          })),
        },
      ],
      panelHeight: 270,
    }),
    caption: `Polarization of ${sample.target} in a field that is as it was asked for. Mean over the inhomogeneity at the end: ${percentText(design.polarization)}.`, // prettier-ignore
  };
}

function durationFigure({ compared, scanned, design, sample }: DesignStudy): Figure {
  const size = (values: ArrayLike<number>): number[] => Array.from(values, Math.abs);
  const designs = [...scanned.filter((one) => one.duration_s !== design.duration_s), design].sort(
    (a, b) => a.duration_s - b.duration_s,
  );
  const lines: Line[] = [
    { x: compared.duration_s, y: size(compared.linear), colour: KINDS[2][2], width: KINDS[2][3], name: KINDS[2][1] },
    { x: compared.duration_s, y: size(compared.constantAdiabaticity), colour: KINDS[1][2], width: KINDS[1][3], name: KINDS[1][1] }, // prettier-ignore
  ];
  if (designs.length > 1)
    lines.push({
      x: designs.map((one) => one.duration_s),
      y: size(designs.map((one) => one.polarization)),
      colour: KINDS[0][2],
      width: KINDS[0][3],
      name: KINDS[0][1],
    });
  const largest = Math.max(...lines.flatMap(({ y }) => Array.from(y)), Math.abs(design.polarization));
  return {
    name: 'duration',
    svg: lineFigure({
      title: 'Polarization against duration',
      panels: [
        {
          x: { quantity: 'duration', unit: 's', range: [0, compared.duration_s.at(-1)!] },
          y: { quantity: `size of the polarization of ${sample.target}`, range: [0, Math.min(1, 1.2 * largest)] },
          lines,
          marks: [
            {
              x: design.duration_s,
              y: Math.abs(design.polarization),
              label: `${percentText(Math.abs(design.polarization))} in ${Number(design.duration_s.toPrecision(3))} s`,
              side: 'aboveRight',
            },
          ],
        },
      ],
      panelHeight: 270,
    }),
    caption: `${(sample.conditions?.length ?? 1) > 1 ? 'Mean over the inhomogeneity. ' : ''}${designs.length > 1 ? 'Each point of the design curve is a design of its own; the ring is the final one.' : 'The ring is the design.'}`,
  };
}

/** Rows of maps as one list, and the range of colours that holds all of them. */
function panelsOf(map: RobustnessMap): {
  readonly panels: { readonly title: string; readonly values: number[] }[];
  readonly range: readonly [number, number];
} {
  const panels = KINDS.map(([key, name]) => ({ title: name, values: map[key].flatMap((row) => Array.from(row, Math.abs)) })); // prettier-ignore
  return { panels, range: [0, Math.max(...panels.flatMap(({ values }) => values))] };
}

function offsetFigure({ robustness: { offsets }, sample }: DesignStudy): Figure {
  if (offsets.duration_s.length < 2) return offsetCurves(offsets, sample.target);
  // Durations are not evenly spaced: their order is drawn, their numbers are in the table of result.json.
  return {
    name: 'robustness-offset',
    svg: heatPanelsFigure({
      title: 'Robustness: duration and offset of the field',
      x: { quantity: 'offset', unit: 'nT', values: offsets.offset_T.map((field) => field * 1e9) },
      y: { quantity: 'duration', unit: 's', values: offsets.duration_s },
      ...panelsOf(offsets),
      colourMap: 'viridis',
      quantity: `size of the polarization of ${sample.target}`,
    }),
    caption: 'A constant offset along z that nobody asked for; for each duration the design made for it.',
  };
}

/** Where there is one duration only. */
function offsetCurves(offsets: DesignStudy['robustness']['offsets'], target: string): Figure {
  const lines = KINDS.map(([key, name, colour, width]) => ({
    x: offsets.offset_T.map((field) => field * 1e9),
    y: Array.from(offsets[key][0]!, Math.abs),
    colour,
    width,
    name,
  })).toReversed();
  const largest = Math.max(...lines.flatMap(({ y }) => y));
  return {
    name: 'robustness-offset',
    svg: lineFigure({
      title: 'Robustness: offset of the field',
      panels: [
        {
          x: { quantity: 'offset', unit: 'nT' },
          y: { quantity: `size of the polarization of ${target}`, range: [0, Math.min(1, 1.2 * largest)] },
          lines,
        },
      ],
      panelHeight: 270,
    }),
    caption: 'A constant offset along z that nobody asked for.',
  };
}

function strayFigure({ robustness: { stray }, sample, design }: DesignStudy): Figure | undefined {
  if (stray === undefined) return undefined;
  return {
    name: 'robustness-stray',
    svg: heatPanelsFigure({
      title: `Robustness in ${Number(design.duration_s.toPrecision(3))} s: gradient and residual field across z`,
      x: { quantity: 'gradient: half the spread over the sample', unit: '% of the field', values: stray.gradient.map((g) => 100 * g) }, // prettier-ignore
      y: { quantity: 'field across', unit: 'nT', values: stray.across_T.map((field) => field * 1e9) },
      ...panelsOf(stray),
      colourMap: 'viridis',
      quantity: `size of the polarization of ${sample.target}`,
    }),
    caption: 'A constant field across z, and a field that grows evenly over the sample, averaged over it.',
  };
}
