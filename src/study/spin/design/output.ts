// Everything that `fumarole design` writes, by path.
import type { RunContext } from '../../run-context.ts';
import { fieldTable } from '../../../transfer/design/index.ts';
import { table } from '../transfer/output.ts';
import { designFigures } from './figures.ts';
import { designReport } from './report.ts';
import { designResult, type DesignResult } from './result.ts';
import type { DesignStudy } from './study.ts';

export interface DesignOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: DesignResult;
}

/** Of profile.csv behind a low-pass, at least. */
const PROFILE_ROWS = 1001;

export function designOutput(
  study: DesignStudy,
  context: RunContext,
  rasterize?: (svg: string) => Uint8Array,
): DesignOutput {
  const { design } = study;
  const files = new Map<string, Uint8Array | string>();
  const { time_s, field_T } = fieldTable(design.profile, design, PROFILE_ROWS);
  files.set('profile.csv', table(['time_s', 'field_T'], [time_s, field_T]));
  files.set('command.csv', table(['time_s', 'field_T'], [design.time_s, design.command_T]));
  if (study.coil !== undefined) {
    const { samples } = study.coil;
    files.set(
      'coil.csv',
      table(['time_s', 'current_A', 'voltage_V'], [samples.time_s, samples.current_A, samples.voltage_V]),
    );
  }
  const figures = designFigures(study);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const result = designResult(study, context, [...files.keys(), 'report.html', 'result.json'].sort());
  files.set('report.html', designReport(study, result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}
