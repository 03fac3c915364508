// Everything that `fumarole sequence` writes, by path.
import type { RunContext } from '../run-context.ts';
import { sequenceFigures } from './figures.ts';
import { sequenceReport } from './report.ts';
import { sequenceResult, writtenName, type SequenceFileResult } from './result.ts';
import type { SequenceStudy } from './road.ts';

export interface SequenceOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: SequenceFileResult;
}

export function sequenceOutput(
  study: SequenceStudy,
  context: RunContext,
  rasterize?: (svg: string) => Uint8Array,
): SequenceOutput {
  const files = new Map<string, Uint8Array | string>();
  if (study.written !== undefined) files.set(writtenName(study), study.written.text);
  const figures = sequenceFigures(study);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const result = sequenceResult(study, context, [...files.keys(), 'report.html', 'result.json'].sort());
  files.set('report.html', sequenceReport(result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}
