// The report of a transfer: one page that a person can mail.
import { formatNumber, reportPage, type Block } from '../../../plot/index.ts';
import { closingSections, footerOf, picturesOf } from '../../report-parts.ts';
import { additionText, moleculeRows, originTable, relaxationText } from '../report-rows.ts';
import { fieldText, percentText, sentenceText } from '../words.ts';
import type { Figure } from './figures.ts';
import type { TransferResult } from './result.ts';
import type { TransferStudy } from './road.ts';

export function transferReport(study: TransferStudy, result: TransferResult, figures: readonly Figure[]): string {
  const { named, target, outcome } = study;
  const picture = picturesOf(figures);
  return reportPage({
    title: `${named.system.name}: ${percentText(outcome.polarization[target]!)} on ${target}`,
    subtitle: 'Transfer of parahydrogen order in a field cycle',
    lead: study.explanation.map(sentenceText).join(' '),
    sections: [
      { heading: 'Polarization', blocks: [...picture('polarization'), polarizationTable(study)] },
      { heading: 'Field and levels', blocks: [...picture('profile'), ...picture('levels')] },
      ...(study.spectra.length > 0 ? [{ heading: 'Spectrum', blocks: picture('spectrum') }] : []),
      ...closingSections(result, methodBlocks(study, result)),
    ],
    footer: footerOf(result, 'profile.csv, course.csv, figures, result.json'),
  });
}

function polarizationTable({ outcome, spins }: TransferStudy): Block {
  const between = (bounds: { readonly lowest: number; readonly highest: number } | undefined): string =>
    bounds === undefined ? '–' : `${percentText(bounds.lowest)} to ${percentText(bounds.highest)}`;
  return {
    kind: 'table',
    columns: [
      { label: 'spin' },
      { label: 'nucleus' },
      { label: 'polarization', align: 'right' },
      { label: 'infinitely slow', align: 'right' },
      { label: 'fields along z could', align: 'right' },
      { label: 'any control could', align: 'right' },
    ],
    rows: spins.labels.map((label, k) => {
      const bounds = outcome.bounds?.[label];
      return [
        label,
        spins.isotopes[k]!,
        percentText(outcome.polarization[label]!),
        percentText(outcome.adiabaticLimit[label]!),
        between(bounds?.alongZ),
        between(bounds?.any),
      ];
    }),
    caption: `At the end of the profile, along the lab z axis. Numerical error at most ${formatNumber(outcome.reachedError, 2)}. Limits and bounds are without relaxation.`,
  };
}

function methodBlocks(study: TransferStudy, result: TransferResult): Block[] {
  const { settings, named, outcome } = study;
  const { system } = named;
  return [
    {
      kind: 'keyValues',
      items: [
        ...moleculeRows(system),
        { key: 'para fraction', value: String(settings.paraFraction) },
        { key: 'start', value: additionText(settings.addition) },
        {
          key: 'profile',
          value: `${outcome.profile.kind}, ${fieldText(result.profile.from_T)} to ${fieldText(result.profile.to_T)} in ${outcome.profile.duration_s} s`,
        },
        { key: 'relaxation', value: relaxationText(settings) },
        {
          key: 'propagation',
          value: `fourth-order Magnus steps in blocks of equal total projection, refined until the error is below ${settings.tolerance ?? 1e-8}; ${outcome.steps} steps; full isotropic couplings between all nuclei`,
        },
      ],
    },
    ...originTable(named),
  ];
}
