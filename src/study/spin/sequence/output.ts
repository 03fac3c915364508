// Everything that `fumarole transfer` writes for a pulse sequence, by path.
import type { RunContext } from '../../run-context.ts';
import { sequenceFigures } from './figures.ts';
import { sequenceReport } from './report.ts';
import { sequenceResult, type SequenceResult } from './result.ts';
import type { SequenceStudy } from './road.ts';

export interface SequenceOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: SequenceResult;
}

export function sequenceOutput(
  study: SequenceStudy,
  context: RunContext,
  rasterize?: (svg: string) => Uint8Array,
): SequenceOutput {
  const files = new Map<string, Uint8Array | string>();
  files.set('sequence.json', `${JSON.stringify(study.sequence, null, 2)}\n`);
  const { time_s, vectors } = study.outcome.course;
  const columns = study.spins.labels.flatMap((label) => ['x', 'y', 'z'].map((axis) => `${label}_${axis}`));
  files.set(
    'course.csv',
    table(
      ['time_s', ...columns],
      Array.from(time_s, (time, i) => [time, ...vectors.flatMap((axes) => axes.map((values) => values[i]!))]),
    ),
  );
  const { profile } = study;
  if (profile !== undefined)
    files.set(
      'profile.csv',
      table(
        ['time_s', 'field_T'],
        Array.from(time_s, (time) => [time, profile.field_T(time)]),
      ),
    );
  const figures = sequenceFigures(study);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const own = ['report.html', 'result.json', ...(study.robustness === undefined ? [] : ['robustness.csv'])];
  const result = sequenceResult(study, context, [...files.keys(), ...own].sort());
  if (result.robustness !== null) {
    const { x, y, polarization } = result.robustness;
    const rows = y.values.flatMap((down, i) => x.values.map((across, k) => [across, down, polarization[i]![k]!]));
    files.set('robustness.csv', table([x.quantity, y.quantity, 'polarization'], rows));
  }
  files.set('report.html', sequenceReport(study, result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}

function table(header: readonly string[], rows: readonly (readonly number[])[]): string {
  return [header.join(','), ...rows.map((row) => row.join(',')), ''].join('\n');
}
