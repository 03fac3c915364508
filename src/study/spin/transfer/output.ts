// Everything that `fumarole transfer` writes, by path.
import type { RunContext } from '../../run-context.ts';
import { transferFigures } from './figures.ts';
import { transferReport } from './report.ts';
import { transferResult, type TransferResult } from './result.ts';
import type { TransferStudy } from './road.ts';

export interface TransferOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: TransferResult;
}

const PROFILE_POINTS = 1001;

export function transferOutput(
  study: TransferStudy,
  context: RunContext,
  rasterize?: (svg: string) => Uint8Array,
): TransferOutput {
  const { profile, course } = study.outcome;
  const files = new Map<string, Uint8Array | string>();
  const even = Array.from({ length: PROFILE_POINTS }, (_, i) => (profile.duration_s * i) / (PROFILE_POINTS - 1));
  const times = Float64Array.from(new Set([...even, ...profile.corners_s])).sort();
  files.set('profile.csv', table(['time_s', 'field_T'], [times, times.map((time) => profile.field_T(time))]));
  const { labels } = study.spins;
  files.set(
    'course.csv',
    table(
      ['time_s', 'field_T', ...labels],
      [course.time_s, course.field_T, ...labels.map((label) => course.polarization[label]!)],
    ),
  );
  const figures = transferFigures(study);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const result = transferResult(study, context, [...files.keys(), 'report.html', 'result.json'].sort());
  files.set('report.html', transferReport(study, result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}

export function table(header: readonly string[], columns: readonly Float64Array[]): string {
  const rows = Array.from(columns[0]!, (_, i) => columns.map((column) => column[i]!).join(','));
  return [header.join(','), ...rows, ''].join('\n');
}
