// The report of a sequence: one page.
import { formatNumber, reportPage, type Block } from '../../plot/index.ts';
import { closingSections, footerOf } from '../report-parts.ts';
import type { Figure } from './figure.ts';
import type { SequenceFileResult } from './result.ts';

const MAX_ROWS = 30;
const METHOD: readonly Block[] = [
  {
    kind: 'text',
    text: 'Gradients are lines between the points of the file; slopes, joins and k-space are exact for them, in the frame of the scanner. k is zero at the centre of each excitation and changes its sign at each refocusing pulse. What a pulse excites follows from the Bloch equations without relaxation.',
  },
];

/** What a person wants to know first. */
export function sequenceSentences(result: SequenceFileResult): string[] {
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  const { nViolations, hardware } = result;
  return [
    `Pulseq ${result.pulseqVersion}, ${count(result.nBlocks, 'block')}, ${formatNumber(result.duration_s, 4)} s: ${count(result.nPulses, 'RF pulse')}, ${count(result.nSamples, 'sample')} in ${count(result.nSamplingWindows, 'window')}.`,
    nViolations === null || hardware === null
      ? 'Not checked against a scanner: no hardware file was given.'
      : nViolations === 0
        ? `The scanner (${hardware.nucleus}, ${hardware.b0_T} T) can play it: no limit is passed.`
        : `The scanner (${hardware.nucleus}, ${hardware.b0_T} T) cannot play it as it is: limits are passed in ${count(nViolations, 'place')}.`,
  ];
}

const countsOf = (perLimit: SequenceFileResult['violationsPerLimit']): string =>
  Object.entries(perLimit)
    .map(([limit, n]) => `${n} ${limit}`)
    .join(', ');

/** One line on the first limit that is passed, and how many more; undefined where none is. */
export function limitsLine(result: SequenceFileResult, report?: string): string | undefined {
  const { violations, violationsPerLimit, nViolations, file } = result;
  const first = violations[0];
  if (first === undefined) return undefined;
  const more = nViolations! > 1 ? `; ${nViolations! - 1} more (in all ${countsOf(violationsPerLimit)})` : '';
  const see = nViolations! > 1 && report !== undefined ? `, see ${report}` : '';
  return `${file}: ${first.message}: ${first.advice}${more}${see}`;
}

export function sequenceReport(result: SequenceFileResult, figures: readonly Figure[]): string {
  const pictures = figures.map(({ svg, caption }): Block => ({ kind: 'figure', svg, caption }));
  return reportPage({
    title: result.name || result.file,
    subtitle: 'Pulse sequence: what it plays, and whether a scanner can',
    lead: sequenceSentences(result).join(' '),
    sections: [
      { heading: 'The sequence', blocks: [summaryBlock(result), ...pictures] },
      { heading: 'Limits of the scanner', blocks: [...limitBlocks(result)] },
      ...closingSections(result, METHOD),
    ],
    footer: footerOf(result, `${result.written === null ? '' : `${result.written}, `}figures, result.json`),
  });
}

function summaryBlock(result: SequenceFileResult): Block {
  const axes = ({ x, y, z }: SequenceFileResult['kSpaceExtent_perM'], factor: number): string =>
    [x, y, z].map((value) => (value === null ? 'a jump' : formatNumber(value * factor, 3))).join(', ');
  const { forNucleus, largest } = result;
  const labels = Object.entries(result.labels).map(([name, { least, most }]) => `${name} ${least} to ${most}`);
  return {
    kind: 'keyValues',
    items: [
      {
        key: 'signature',
        value: {
          valid: 'fits',
          wrong: 'does not fit: changed after it was written',
          absent: 'none',
          unknown: 'of a kind that is not checked',
        }[result.signature],
      },
      { key: 'RF on', value: `${formatNumber(100 * result.rfDuty, 3)}% of the time` },
      forNucleus === null
        ? { key: 'largest B1', value: `${formatNumber(largest.b1_Hz, 4)} Hz` }
        : { key: `largest B1 (${forNucleus.nucleus})`, value: `${formatNumber(forNucleus.b1_uT, 4)} µT` },
      forNucleus === null
        ? { key: 'largest gradient x, y, z', value: `${axes(largest.gradient_HzPerM, 1e-3)} kHz/m` }
        : { key: 'largest gradient x, y, z', value: `${axes(forNucleus.gradient_mTPerM, 1)} mT/m` },
      forNucleus === null
        ? { key: 'steepest slope x, y, z', value: `${axes(largest.slew_HzPerMPerS, 1e-6)} MHz/m/s` }
        : { key: 'steepest slope x, y, z', value: `${axes(forNucleus.slew_TPerMPerS, 1)} T/m/s` },
      { key: 'k-space reached x, y, z', value: `${axes(result.kSpaceExtent_perM, 1)} 1/m` },
      ...(labels.length > 0 ? [{ key: 'labels', value: labels.join(', ') }] : []),
    ],
  };
}

function limitBlocks({ violations, violationsPerLimit, nViolations }: SequenceFileResult): Block[] {
  if (nViolations === null)
    return [{ kind: 'text', text: 'No hardware file was given; add --hardware FILE.yaml to check.' }];
  if (nViolations === 0)
    return [{ kind: 'text', text: 'Gradients, slopes, joins, rasters, RF, waits and durations keep every limit.' }];
  const first = nViolations > MAX_ROWS ? `The first ${MAX_ROWS} of ${nViolations}; in all ` : 'In all ';
  return [
    {
      kind: 'table',
      columns: [{ label: 'limit' }, { label: 'what' }, { label: 'what to do' }],
      rows: violations.slice(0, MAX_ROWS).map(({ limit, message, advice }) => [limit, message, advice]),
      caption: `${first}${countsOf(violationsPerLimit)}.`,
    },
  ];
}
