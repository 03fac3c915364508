// Everything that `fumarole dose` writes, by path.
import type { RunContext } from '../../../run-context.ts';
import { doseFigures } from './figures.ts';
import { doseReport } from './report.ts';
import { doseResult, type DoseResult } from './result.ts';
import type { DoseStudy } from '../road.ts';
import { comparisonTable, roadTable, sensitivityTable } from './tables.ts';

export interface DoseOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: DoseResult;
}

export function doseOutput(study: DoseStudy, context: RunContext, rasterize?: (svg: string) => Uint8Array): DoseOutput {
  const files = new Map<string, Uint8Array | string>();
  const figures = doseFigures(study);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const tables = ['road.csv', 'sensitivity.csv', 'comparison.csv'];
  const result = doseResult(study, context, [...files.keys(), ...tables, 'report.html', 'result.json'].sort());
  files.set('road.csv', roadTable(result));
  files.set('sensitivity.csv', sensitivityTable(result));
  files.set('comparison.csv', comparisonTable(result));
  files.set('report.html', doseReport(study, result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}
