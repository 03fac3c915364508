// The pictures of a transfer by radio frequency: the sequence, polarization against time, robustness.
import { heatFigure, lineFigure, pulseFigure, type HeatAxis, type Line } from '../../../plot/index.ts';
import type { Profile } from '../../../transfer/index.ts';
import type { ErrorAxis } from '../../../transfer/sequences/index.ts';
import { fieldFigure, type Figure } from '../transfer/figures.ts';
import { percentText, SPIN_COLOURS } from '../words.ts';
import { diagramItems } from './diagram.ts';
import { timeText, whereText } from './explain.ts';
import type { SequenceStudy } from './road.ts';

/** More items than this are no drawing any more. */
const MOST_ITEMS = 80;

export function sequenceFigures(study: SequenceStudy): Figure[] {
  return [
    diagramFigure(study),
    ...(study.profile === undefined ? [] : [fieldFigure(study.profile, fieldRange(study.profile))]),
    courseFigure(study),
    ...(study.robustness === undefined || Math.abs(study.outcome.polarization[study.target]!) < 1e-6
      ? []
      : [robustnessFigure(study)]),
  ];
}

const fieldRange = (profile: Profile): number[] =>
  Array.from({ length: 401 }, (_, i) => profile.field_T((profile.duration_s * i) / 400));

function diagramFigure({ sequence, spins, target, profile, duration_s }: SequenceStudy): Figure {
  const isotope = spins.isotopes[spins.labels.indexOf(target)]!;
  const all = diagramItems(sequence.events);
  const items = all.slice(0, MOST_ITEMS);
  const used = new Set(['1H', isotope]);
  for (const item of items) {
    if (item.kind === 'pulses') item.bars.forEach(({ channel }) => used.add(channel));
    if (item.kind === 'irradiation') item.boxes.forEach(({ channel }) => used.add(channel));
  }
  const names = ['1H', ...[...used].filter((name) => name !== '1H' && spins.isotopes.includes(name))];
  const cut = all.length > items.length ? ` The first ${MOST_ITEMS} of ${all.length} parts are drawn.` : '';
  return {
    name: 'sequence',
    svg: pulseFigure({
      title: `${sequence.name}, ${timeText(duration_s)} ${whereText(sequence, profile)}`,
      channels: names.map((name) => ({ name, colour: name === '1H' ? SPIN_COLOURS[1]! : SPIN_COLOURS[0]! })),
      items,
    }),
    caption: `Pulses by channel, not to scale in time: angle and phase over each, wide open bars turn by about 180 degrees; boxes are irradiation with its nutation frequency.${cut} The record is in sequence.json.`,
  };
}

const shown = (values: Float64Array): boolean => values.some((value) => Math.abs(value) > 0.02);

function courseFigure({ outcome, spins, target, named, settings, duration_s }: SequenceStudy): Figure {
  const { time_s, vectors } = outcome.course;
  const ms = duration_s < 1 ? 1e3 : 1;
  const x = time_s.map((time) => time * ms);
  const k = spins.labels.indexOf(target);
  const line = (
    name: string,
    y: Float64Array,
    colour: string,
    width: number,
    dash?: string,
    endLabel?: string,
  ): Line => ({
    x,
    y,
    name,
    colour,
    width,
    dash,
    endLabel,
  });
  const bound = outcome.bounds[target]!;
  const sign = outcome.polarization[target]! < 0 ? bound.lowest : bound.highest;
  const across = (['x', 'y'] as const).flatMap((axis, a) =>
    shown(vectors[k]![a]!)
      ? [line(`${target}, ${axis}`, vectors[k]![a]!, SPIN_COLOURS[1]!, 1.3, a === 0 ? '2 2' : undefined)]
      : [],
  );
  const others = spins.labels.flatMap((label, i) => {
    const z = vectors[i]![2];
    return i === k || !shown(z) ? [] : [{ label, z }];
  });
  return {
    name: 'polarization',
    svg: lineFigure({
      title: `Polarization of ${target}, ${named.system.name}`,
      panels: [
        {
          x: { quantity: 'time', unit: ms === 1 ? 's' : 'ms', range: [0, Math.max(duration_s * ms, 1e-6)] },
          y: { quantity: 'polarization' },
          lines: [
            line(
              'most that any control could reach',
              Float64Array.from(x, () => sign),
              '#777777',
              1.1,
              '5 4',
            ),
            ...others.map(({ label, z }, i) => line(`${label}, along z`, z, SPIN_COLOURS[2 + (i % 4)]!, 1.2)),
            ...across,
            line(
              `${target}, along z`,
              vectors[k]![2],
              SPIN_COLOURS[0]!,
              2.2,
              undefined,
              `${target} ${percentText(outcome.polarization[target]!)}`,
            ),
          ],
        },
      ],
      panelHeight: 300,
    }),
    caption: `Polarization of ${target} in the frame that turns with the carriers, for a para fraction of ${settings.paraFraction}; z is the lab's. The numbers of all spins are in course.csv.`,
  };
}

const QUANTITIES = {
  b1Scale: 'amplitude over its nominal value',
  offset_Hz: 'offset',
  jScale: 'couplings over their nominal values',
} as const;

function robustnessFigure({
  named,
  robustness,
  spins,
  target,
  sequence,
  outcome,
  unrelaxed,
  order,
}: SequenceStudy): Figure {
  const { x, y, polarization } = robustness!;
  const isotope = spins.isotopes[spins.labels.indexOf(target)]!;
  const axis = (one: ErrorAxis): HeatAxis => ({
    quantity: one.quantity === 'offset_Hz' ? `offset of ${one.isotope ?? isotope}` : QUANTITIES[one.quantity],
    unit: one.quantity === 'offset_Hz' ? 'Hz' : undefined,
    values: one.values,
  });
  const reached = unrelaxed ?? outcome.polarization[target]!;
  // Over what there is without errors, so that good is bright whatever the sign.
  const values = polarization.map((p) => (order * p) / reached);
  const size = Math.max(...values, 1);
  const none = (one: ErrorAxis): number => (one.quantity === 'offset_Hz' ? 0 : 1);
  const inside = (one: ErrorAxis): boolean =>
    none(one) >= one.values[0]! && none(one) <= one.values[one.values.length - 1]!;
  return {
    name: 'robustness',
    svg: heatFigure({
      title: `Robustness of ${sequence.name}, ${named.system.name}`,
      x: axis(x),
      y: axis(y),
      values,
      quantity: `polarization of ${target}, as a part of ${percentText(reached)}`,
      colourMap: 'viridis',
      range: [Math.min(0, ...values), size],
      contours: [
        { level: 0.9, label: '90% is left' },
        { level: 0.5, label: '50% is left', dash: '4 3' },
      ],
      mark: inside(x) && inside(y) ? { x: none(x), y: none(y), label: 'no error' } : undefined,
    }),
    caption: `What is left of the polarization${unrelaxed === undefined ? '' : ' without relaxation'} when the spectrometer or the couplings are off; each cell is a simulation; below 0 the sign is turned over. The numbers of the polarization itself are in robustness.csv.`,
  };
}
