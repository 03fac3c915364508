// The validation as a table: CSV, one HTML page, result.json, and lines for a terminal.
import { formatNumber, reportPage, type Block } from '../../plot/index.ts';
import type { RunContext } from '../run-context.ts';
import { statusWord } from '../status-word.ts';
import type { CheckRow } from './check.ts';
import { byTopic, countsOf, validateResult, type ValidateResult } from './result.ts';

export interface ValidateOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: ValidateResult;
}

export function validateOutput(rows: readonly CheckRow[], context: RunContext): ValidateOutput {
  const files = new Map<string, string>();
  files.set('validate.csv', csvOf(rows));
  const result = validateResult(rows, context, ['result.json', 'validate.csv', 'validate.html']);
  files.set('validate.html', pageOf(rows, result));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}

const numbers = (value: CheckRow['expected'] | undefined): string =>
  value === undefined ? '' : typeof value === 'number' ? numberText(value) : value.map(numberText).join(' to ');
const numberText = (value: number): string => (Number.isNaN(value) ? '' : String(Number(value.toPrecision(9))));

function csvOf(rows: readonly CheckRow[]): string {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const whole = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '' : String(value);
  const lines = rows.map((row) => {
    const [low, high] = typeof row.expected === 'number' ? [row.expected, row.expected] : row.expected;
    const cells = [
      row.topic,
      row.quantity,
      row.conditions,
      row.unit,
      whole(low),
      whole(high),
      whole(row.ours),
      whole(row.gap),
      String(row.tolerance),
    ];
    return [...cells, row.relative === true ? 'relative' : 'absolute', row.verdict, row.status, row.source]
      .map(quoted)
      .join(',');
  });
  return [
    'topic,quantity,conditions,unit,expected_low,expected_high,ours,gap,tolerance,tolerance_kind,verdict,status,source',
    ...lines,
    '',
  ].join('\n');
}

function pageOf(rows: readonly CheckRow[], { provenance }: ValidateResult): string {
  const { pass, fail, 'not verified': open } = countsOf(rows);
  return reportPage({
    title: 'Numbers of others beside ours',
    subtitle: 'Spin physics: parahydrogen, levels, transfer, relaxation, exchange',
    lead: `${pass} numbers agree within their tolerance, ${fail} do not; ${open} are not verified, because their source was not at hand.`,
    sections: [...byTopic(rows)].map(([topic, members]) => ({ heading: topic, blocks: [tableOf(members)] })),
    footer: `Made by Fumarole ${provenance.versions['fumarole'] ?? ''}: ${provenance.command}`,
  });
}

/** The source of most rows stands in the caption, that of the others with their conditions. */
function tableOf(rows: readonly CheckRow[]): Block {
  const sourceOf = ({ status, source }: CheckRow): string => `${statusWord(status)}: ${source}`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(sourceOf(row), (counts.get(sourceOf(row)) ?? 0) + 1);
  const usual = [...counts].sort((a, b) => b[1] - a[1])[0]![0];
  return {
    kind: 'table',
    columns: [
      { label: 'what' },
      { label: 'verdict' },
      { label: 'theirs', align: 'right' },
      { label: 'ours', align: 'right' },
      { label: 'gap', align: 'right' },
      { label: 'allowed', align: 'right' },
    ],
    rows: rows.map((row) => [
      `${row.quantity}${row.unit === '' ? '' : ` (${row.unit})`}; ${row.conditions}${sourceOf(row) === usual ? '' : ` [${sourceOf(row)}]`}`,
      row.verdict === 'pass' ? 'pass' : [{ strong: row.verdict }],
      numbers(row.expected),
      numbers(row.ours),
      row.gap === undefined ? '' : formatNumber(row.gap, 2),
      `${formatNumber(row.tolerance, 2)}${row.relative === true ? ' of it' : ''}`,
    ]),
    caption: `Theirs are ${usual}${counts.size > 1 ? ', where nothing else is said' : ''}.`,
  };
}

export interface TextStyles {
  readonly heading: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly alarm: (text: string) => string;
}

/** The table for a terminal, a block of lines per topic, totals last. */
export function validateText(rows: readonly CheckRow[], { heading, quiet, alarm }: TextStyles): string {
  const lines: string[] = [];
  for (const [topic, members] of byTopic(rows)) {
    const { pass, fail, 'not verified': open } = countsOf(members);
    const tally = [
      `${pass} pass`,
      ...(fail > 0 ? [`${fail} fail`] : []),
      ...(open > 0 ? [`${open} not verified`] : []),
    ].join(', ');
    lines.push(
      heading(`${topic}: ${tally}`),
      quiet(
        `  ${'verdict'.padEnd(13)}${'theirs'.padStart(17)}${'ours'.padStart(17)}${'gap'.padStart(9)}${'allowed'.padStart(9)}  what`,
      ),
    );
    for (const row of members) {
      const size = (value: number | undefined): string =>
        value === undefined ? '' : value === 0 ? '0' : value.toExponential(0);
      const cells = [
        shortNumbers(row.expected).padStart(17),
        shortNumbers(row.ours).padStart(17),
        size(row.gap).padStart(9),
        `${size(row.tolerance)}${row.relative === true ? '*' : ''}`.padStart(9),
      ].join('');
      const unit = row.unit === '' ? '' : ` (${row.unit})`;
      const verdict = row.verdict.padEnd(13);
      lines.push(
        `  ${row.verdict === 'pass' ? verdict : alarm(verdict)}${cells}  ${row.quantity}${unit}; ${row.conditions} ${quiet(`[${statusWord(row.status)}: ${row.source}]`)}`,
      );
    }
  }
  const { pass, fail, 'not verified': open } = countsOf(rows);
  lines.push(
    '',
    quiet('* relative to the expected number'),
    heading(`${rows.length} numbers: ${pass} pass, ${fail} fail, ${open} not verified (source not at hand)`),
    '',
  );
  return lines.join('\n');
}

function shortNumbers(value: CheckRow['expected'] | undefined): string {
  const short = (number: number): string => (Number.isNaN(number) ? '' : String(Number(number.toPrecision(8))));
  return value === undefined ? '' : typeof value === 'number' ? short(value) : value.map(short).join('..');
}
