// fumarole sequence FILE.seq --out DIR: what a Pulseq file plays, whether a scanner can, and the file in another version.
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import {
  limitsLine,
  sequenceOutput,
  sequenceRoad,
  sequenceSentences,
  type SequenceFileResult,
} from '../../../study/sequence/index.ts';
import { checkOutput, deliver, filesBeside, runContext, told, typed, type OutputOptions } from '../output.ts';

interface SequenceOptions extends OutputOptions {
  readonly hardware?: string;
  readonly write?: '1.4' | '1.5';
}

export function sequenceCommand(parent: Command): Command {
  return new Command('sequence')
    .copyInheritedSettings(parent)
    .description('what a Pulseq .seq file plays, its k-space, and whether a scanner can play it')
    .argument('<file>', 'Pulseq file, version 1.2 to 1.5')
    .option('--hardware <file>', 'limits and nucleus of the scanner (YAML or JSON), to check against')
    .addOption(new Option('--write <version>', 'write the sequence as this version too').choices(['1.4', '1.5']))
    .option('--out <dir>', 'folder for the results')
    .option('--png', 'figures as PNG too')
    .option('--json', 'print result.json')
    .action(async (path: string, options: SequenceOptions, self: Command) => {
      checkOutput(options, self);
      const { out, hardware, write } = options;
      const folder = dirname(resolve(path));
      if (write !== undefined && out === undefined)
        self.error("option '--write' needs '--out <dir>': a folder for the file", { exitCode: 2 });
      const files = filesBeside(path, out, 'the sequence itself');
      const request = { sequence: basename(path), hardware: hardware && relative(folder, resolve(hardware)), write };
      const study = sequenceRoad(request, files);
      const command = typed(
        [
          'sequence',
          path,
          ...(hardware === undefined ? [] : ['--hardware', hardware]),
          ...(write === undefined ? [] : ['--write', write]),
        ],
        options,
      );
      await deliver(
        options,
        (rasterize) => sequenceOutput(study, runContext(command, files.inputs()), rasterize),
        (result) => summary(result, out!),
        (result) => limitsLine(result, out === undefined ? undefined : join(out, 'report.html')),
      );
    })
    .addHelpText(
      'after',
      `
Exit code: 0 the file was read, and with --hardware no limit is passed
           1 with --hardware a limit is passed (gradient, slope, join of blocks, raster, waits, B1, duty, wrong nucleus):
             the first is named on stderr with block, time, axis, value, limit and what to do; all results are written
           1 what no scanner can play (RF with samples at once, negative times, an event longer than its block, a gradient
             that steps in no time), or a broken file: one line with line and block, and nothing is written
           2 wrong usage`,
    );
}

const MAX_LINES = 10;

function summary(result: SequenceFileResult, out: string): string {
  const { violations, notes, written, nViolations } = result;
  const more = (nViolations ?? 0) - MAX_LINES;
  const found = [
    ...sequenceSentences(result),
    ...violations.slice(0, MAX_LINES).map(({ message }) => `  ${message}`),
    ...(more > 0 ? [`  ... and ${more} more, in the report`] : []),
    ...(written === null ? [] : [`written: ${join(out, written)}`]),
  ];
  return told(result.name || result.file, found, notes, out);
}
