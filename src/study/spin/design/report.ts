// The report of a design: one page that a person can mail.
import { formatNumber, reportPage, type Block } from '../../../plot/index.ts';
import { closingSections, footerOf, picturesOf } from '../../report-parts.ts';
import { fieldText, percentText, sentenceText } from '../words.ts';
import { lossText } from './explain.ts';
import { moleculeRows, originTable, relaxationText } from '../report-rows.ts';
import type { Figure } from '../transfer/figures.ts';
import type { DesignResult } from './result.ts';
import type { DesignStudy } from './study.ts';

export function designReport(study: DesignStudy, result: DesignResult, figures: readonly Figure[]): string {
  const { named, design, sample } = study;
  const picture = picturesOf(figures);
  return reportPage({
    title: `${named.system.name}: ${percentText(design.polarization)} on ${sample.target} in ${Number(design.duration_s.toPrecision(3))} s`,
    subtitle: 'The best field profile under limits',
    lead: study.explanation.map(sentenceText).join(' '),
    sections: [
      { heading: 'Profile', blocks: [...picture('profile'), ...picture('polarization')] },
      { heading: 'Duration', blocks: [...picture('duration'), paretoTable(study)] },
      {
        heading: 'Robustness',
        blocks: [...picture('robustness-offset'), ...picture('robustness-stray'), conditionTable(study)],
      },
      ...(result.coil ? [{ heading: 'Coil', blocks: coilBlocks(study, result.coil) }] : []),
      ...closingSections(result, methodBlocks(study)),
    ],
    footer: footerOf(result, `profile.csv${result.coil ? ', coil.csv' : ''}, figures, result.json`),
  });
}

function paretoTable({ scanned, design, sample }: DesignStudy): Block {
  const rows = [...scanned.filter((one) => one.duration_s !== design.duration_s), design].sort(
    (a, b) => a.duration_s - b.duration_s,
  );
  return {
    kind: 'table',
    columns: [
      { label: 'duration (s)', align: 'right' },
      { label: 'design', align: 'right' },
      { label: 'constant adiabaticity', align: 'right' },
      { label: 'straight ramp', align: 'right' },
      { label: 'begun from' },
    ],
    rows: rows.map((one) => [
      String(Number(one.duration_s.toPrecision(3))),
      percentText(one.polarization),
      percentText(one.compared.constantAdiabaticity),
      percentText(one.compared.linear),
      one.from,
    ]),
    caption: `Polarization of ${sample.target}, mean over the inhomogeneity. Constant adiabaticity and ramps without slew limit and low-pass.`,
  };
}

function conditionTable({ sample, design }: DesignStudy): Block {
  return {
    kind: 'table',
    columns: [
      { label: 'offset along z', align: 'right' },
      { label: 'field of the coil', align: 'right' },
      { label: 'field across', align: 'right' },
      { label: 'weight', align: 'right' },
      { label: 'polarization', align: 'right' },
    ],
    rows: sample.conditions!.map(({ offset_T = 0, scale = 1, across_T = 0, weight }, m) => [
      sentenceText(fieldText(offset_T)),
      `${(100 * scale).toFixed(2)}%`,
      fieldText(across_T),
      weight.toFixed(3),
      percentText(design.each[m]!),
    ]),
    caption: 'The conditions that the design is averaged over.',
  };
}

function coilBlocks({ settings }: DesignStudy, coil: NonNullable<DesignResult['coil']>): Block[] {
  const given = settings.coil!;
  return [
    {
      kind: 'keyValues',
      items: [
        {
          key: 'coil',
          value: `${fieldText(given.constant_TPerA)} per ampere, ${given.resistance_ohm} Ω, ${1000 * given.inductance_H} mH`,
        },
        {
          key: 'driver',
          value: `${given.sampleRate_Hz.toLocaleString('en')} samples a second, ${coil.samples.toLocaleString('en')} samples`,
        },
        {
          key: 'digital step',
          value: coil.step_A === 0 ? 'none' : `${formatNumber(1000 * coil.step_A, 3)} mA, ${fieldText(coil.step_T)}`,
        },
        { key: 'largest current', value: `${formatNumber(1000 * coil.largestCurrent_A, 3)} mA` },
        { key: 'largest voltage', value: `${formatNumber(coil.largestVoltage_V, 3)} V` },
        {
          key: 'polarization with what is sent',
          value: `${percentText(coil.polarization)}: ${lossText(coil.loss)}`,
        },
        ...(coil.measured === null
          ? []
          : [
              {
                key: `polarization with ${coil.measured.file}`,
                value: `${percentText(coil.measured.polarization)} in ${Number(coil.measured.duration_s.toPrecision(3))} s`,
              },
            ]),
      ],
    },
  ];
}

function methodBlocks(study: DesignStudy): Block[] {
  const { settings, named, limits, design } = study;
  const { system } = named;
  return [
    {
      kind: 'keyValues',
      items: [
        ...moleculeRows(system),
        { key: 'para fraction', value: String(settings.paraFraction) },
        { key: 'relaxation', value: relaxationText(settings) },
        {
          key: 'limits',
          value: [
            `fields from ${fieldText(limits.field_T[0])} to ${fieldText(limits.field_T[1])}`,
            limits.slew_TPerS === undefined ? 'no slew limit' : `at most ${fieldText(limits.slew_TPerS)} a second`,
            ...(limits.updateRate_Hz === undefined ? [] : [`${limits.updateRate_Hz} updates a second`]),
            ...(limits.between === 'held' ? ['each field held until the next'] : []),
            limits.bandwidth_Hz === undefined ? 'no low-pass' : `low-pass of ${limits.bandwidth_Hz} Hz`,
          ].join(', '),
        },
        {
          key: 'search',
          value: `${design.command_T.length} fields, exact gradients through the propagation, projected quasi-Newton steps from ${design.starts.length} starts; ${design.evaluations} gradients, ${design.end}`,
        },
        { key: 'numerical error', value: `below ${formatNumber(design.reachedError, 1)}` },
      ],
    },
    ...originTable(named),
  ];
}
