// Everything that `fumarole levels` writes, by path.
import type { RunContext } from '../../run-context.ts';
import { levelsFigure } from './figure.ts';
import { levelsReport } from './report.ts';
import { levelsResult, type LevelsResult } from './result.ts';
import type { LevelsOutcome } from './road.ts';

export interface LevelsOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: LevelsResult;
}

export function levelsOutput(
  outcome: LevelsOutcome,
  context: RunContext,
  rasterize?: (svg: string) => Uint8Array,
): LevelsOutput {
  const files = new Map<string, Uint8Array | string>();
  const title = `Energy levels of ${outcome.named.system.name}`;
  const svg = levelsFigure({ ...outcome, title });
  files.set('levels.csv', levelsTable(outcome));
  files.set('figures/levels.svg', svg);
  if (rasterize !== undefined) files.set('figures/levels.png', rasterize(svg));
  const result = levelsResult(outcome, context, [...files.keys(), 'report.html', 'result.json'].sort());
  files.set('report.html', levelsReport(outcome, result, { title, svg }));
  files.set('result.json', `${JSON.stringify(result, null, 1)}\n`);
  return { files, result };
}

/** Columns field_T and one energy per level. */
function levelsTable({ field_T, levels }: LevelsOutcome): string {
  const header = ['field_T', ...levels.map(({ name }) => `${name}_Hz`)];
  const rows = Array.from(field_T, (field, i) => [field, ...levels.map(({ energy_Hz }) => energy_Hz[i]!)].join(','));
  return [header.join(','), ...rows, ''].join('\n');
}
