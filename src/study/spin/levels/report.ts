// The report of levels: one page that a person can mail.
import { formatNumber, reportPage, type Block } from '../../../plot/index.ts';
import { closingSections, footerOf } from '../../report-parts.ts';
import { moleculeRows, originTable } from '../report-rows.ts';
import { fieldText, percentText, projectionText, sideTexts } from '../words.ts';
import type { LevelsResult } from './result.ts';
import { workingCrossings, type LevelsOutcome } from './road.ts';

export function levelsReport(
  outcome: LevelsOutcome,
  result: LevelsResult,
  { title, svg }: { readonly title: string; readonly svg: string },
): string {
  const { named, range, levels, crossings } = outcome;
  return reportPage({
    title,
    subtitle: `Energy levels against field, ${fieldText(range.from_T)} to ${fieldText(range.to_T)}`,
    lead: leadOf(outcome),
    sections: [
      {
        heading: 'Levels',
        blocks: [{ kind: 'figure', svg, caption: 'Energies in hertz; each level keeps its order within its block.' }],
      },
      ...(crossings.length > 0 ? [{ heading: 'Avoided crossings', blocks: [crossingTable(outcome)] }] : []),
      ...closingSections(result, [
        {
          kind: 'keyValues',
          items: [
            ...moleculeRows(named.system),
            {
              key: 'levels',
              value: `${levels.length}, exact energies at ${range.points} fields, in blocks of equal total projection; full isotropic couplings between all nuclei`,
            },
          ],
        },
        ...originTable(named),
      ]),
    ],
    footer: footerOf(result, 'levels.csv, figures, result.json'),
  });
}

function leadOf({ crossings, target }: LevelsOutcome): string {
  const [main] = workingCrossings(crossings);
  if (crossings.length === 0) return 'No levels of one block come close to each other in this range.';
  if (main === undefined) return `No avoided crossing in this range turns over half of the polarization of ${target}.`;
  const [before, after] = sideTexts(main.parts);
  return `The polarization of ${target} turns over at ${fieldText(main.field_T)}, where two levels of the block M = ${projectionText(main.m)} come within ${formatNumber(main.gap_Hz)} Hz: the lower goes from ${before} to ${after}.`;
}

function crossingTable({ crossings, target }: LevelsOutcome): Block {
  return {
    kind: 'table',
    columns: [
      { label: 'field', align: 'right' },
      { label: 'gap', unit: 'Hz', align: 'right' },
      { label: 'M', align: 'right' },
      { label: 'lower level below' },
      { label: 'and above' },
      { label: 'exchange', align: 'right' },
      { label: `turns over of ${target}`, align: 'right' },
    ],
    rows: crossings.map(({ field_T, gap_Hz, m, parts, exchange, turn }) => [
      fieldText(field_T, 4),
      formatNumber(gap_Hz, 4),
      projectionText(m),
      ...sideTexts(parts),
      percentText(exchange, 0),
      percentText(turn, 0),
    ]),
    caption:
      'The lower of two levels that meet, by its heaviest state on either side; where that stays the same, by its two heaviest with their weights. Exchange: how far the two levels swap their character; turns over: how much of the polarization a slow sweep through this field turns over.',
  };
}
