// The report of a transfer by radio frequency: one page that a person can mail.
import { formatNumber, reportPage, type Block } from '../../../plot/index.ts';
import { closingSections, footerOf, picturesOf } from '../../report-parts.ts';
import type { Figure } from '../transfer/figures.ts';
import { additionText, moleculeRows, originTable, relaxationText } from '../report-rows.ts';
import { fieldText, percentText, sentenceText } from '../words.ts';
import { timeText } from './explain.ts';
import type { SequenceResult } from './result.ts';
import type { SequenceStudy } from './road.ts';

export function sequenceReport(study: SequenceStudy, result: SequenceResult, figures: readonly Figure[]): string {
  const { named, target, outcome, sequence } = study;
  const picture = picturesOf(figures);
  return reportPage({
    title: `${named.system.name}: ${percentText(outcome.polarization[target]!)} on ${target}`,
    subtitle: `Transfer of parahydrogen order by ${sequence.name}`,
    lead: study.explanation.map(sentenceText).join(' '),
    sections: [
      { heading: 'Sequence', blocks: [...picture('sequence'), ...parameterTable(result)] },
      {
        heading: 'Polarization',
        blocks: [...picture('profile'), ...picture('polarization'), polarizationTable(study)],
      },
      ...(study.robustness === undefined ? [] : [{ heading: 'Robustness', blocks: picture('robustness') }]),
      ...closingSections(result, methodBlocks(study)),
    ],
    footer: footerOf(result, 'sequence.json, course.csv, figures, result.json'),
  });
}

function parameterTable({ optimised, settings }: SequenceResult): Block[] {
  if (optimised === null) return [];
  const { b1_sd = 0, offset_sd_Hz = 0 } = settings.sequence.limits ?? {};
  const averaged = b1_sd > 0 || offset_sd_Hz > 0;
  const text = (name: string, value: number): string =>
    name.endsWith('_s') ? timeText(value) : name.endsWith('_Hz') ? `${formatNumber(value, 4)} Hz` : String(value);
  return [
    {
      kind: 'table',
      columns: [
        { label: 'parameter' },
        { label: 'from the couplings', align: 'right' },
        { label: 'optimised', align: 'right' },
      ],
      rows: [
        ...optimised.parameters.map(({ name, before, after }) => [name, text(name, before), text(name, after)]),
        [
          averaged ? 'polarization, mean over the spread' : 'polarization',
          percentText(optimised.before),
          percentText(optimised.after),
        ],
      ],
      caption: `Search in ${optimised.evaluations} trials; end: ${optimised.end}. Its sign is free.`,
    },
  ];
}

function polarizationTable({ outcome, spins, settings }: SequenceStudy): Block {
  return {
    kind: 'table',
    columns: [
      { label: 'spin' },
      { label: 'nucleus' },
      { label: 'polarization', align: 'right' },
      { label: 'across the field', align: 'right' },
      { label: 'any control could', align: 'right' },
    ],
    rows: spins.labels.map((label, k) => {
      const [x, y, z] = outcome.vector[label]!;
      const { lowest, highest } = outcome.bounds[label]!;
      return [
        label,
        spins.isotopes[k]!,
        percentText(z),
        percentText(Math.hypot(x, y)),
        `${percentText(lowest)} to ${percentText(highest)}`,
      ];
    }),
    caption: `At the end of the sequence, along the lab z axis. Numerical error at most ${formatNumber(outcome.reachedError, 2)}. ${settings.relaxation ? 'With relaxation; the limits of any control are those without.' : 'Without relaxation.'}`,
  };
}

function methodBlocks(study: SequenceStudy): Block[] {
  const { settings, named, sequence } = study;
  const frame =
    settings.sequence.frame === 'lab'
      ? 'lab frame: full isotropic couplings, linearly oscillating fields that reach all spins, fourth-order commutator-free Magnus steps'
      : 'rotating frame: secular couplings between isotopes, each pulse seen by its isotope alone; exact exponentials';
  return [
    {
      kind: 'keyValues',
      items: [
        ...moleculeRows(named.system),
        { key: 'para fraction', value: String(settings.paraFraction) },
        { key: 'start', value: additionText(settings.addition) },
        { key: study.profile === undefined ? 'field' : 'field of the carriers', value: fieldText(sequence.field_T) },
        {
          key: 'carriers',
          value: Object.entries(sequence.carrier_ppm!)
            .map(([isotope, ppm]) => `${isotope} ${formatNumber(ppm, 4)} ppm`)
            .join(', '),
        },
        ...(sequence.source === undefined ? [] : [{ key: 'sequence', value: sequence.source }]),
        ...(sequence.equation === undefined ? [] : [{ key: 'delays', value: sequence.equation }]),
        { key: 'relaxation', value: relaxationText(settings) },
        { key: 'motion', value: frame },
      ],
    },
    ...originTable(named),
  ];
}
