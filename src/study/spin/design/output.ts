// Everything that `fumarole design` writes, by path.
import type { RunContext } from '../../run-context.ts';
import { table } from '../transfer/output.ts';
import { designFigures } from './figures.ts';
import { designReport } from './report.ts';
import { designResult, type DesignResult } from './result.ts';
import type { DesignStudy } from './study.ts';

export interface DesignOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: DesignResult;
}

const PROFILE_POINTS = 1001;

export function designOutput(
  study: DesignStudy,
  context: RunContext,
  rasterize?: (svg: string) => Uint8Array,
): DesignOutput {
  const { profile, time_s } = study.design;
  const files = new Map<string, Uint8Array | string>();
  // Without a low-pass the field is straight between the designed points; with one it is not.
  const even = Array.from({ length: PROFILE_POINTS }, (_, i) => (profile.duration_s * i) / (PROFILE_POINTS - 1));
  const times = study.limits.bandwidth_Hz === undefined ? time_s : Float64Array.from(even);
  files.set('profile.csv', table(['time_s', 'field_T'], [times, times.map((time) => profile.field_T(time))]));
  files.set('command.csv', table(['time_s', 'field_T'], [time_s, study.design.command_T]));
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
