// fumarole design [SETTINGS] --out DIR: the best field profile under the limits of a coil.
import { basename } from 'node:path';
import { Command } from 'commander';
import {
  DEFAULT_DESIGN_FILE,
  DEFAULT_DESIGN_NOTES,
  designOutput,
  designRoad,
  lossText,
  percentText,
  readDesign,
  readSystem,
  sentenceText,
  type DesignResult,
} from '../../../study/spin/index.ts';
import { checkOutput, deliver, filesBeside, runContext, told, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

export function designCommand(parent: Command): Command {
  return new Command('design')
    .copyInheritedSettings(parent)
    .description('the best field profile under the limits of a coil, and the file for its driver')
    .argument(
      '[settings]',
      'design file (YAML or JSON); without it: fumarate with relaxation, 0 to 2 uT, 0.15 to 1 s (a few seconds)',
    )
    .option('--out <dir>', 'folder for the results')
    .option('--png', 'figures as PNG too')
    .option('--json', 'print result.json')
    .action(async (path: string | undefined, options: OutputOptions, self: Command) => {
      checkOutput(options, self);
      const { out, json } = options;
      const files = filesBeside(path, out, 'the settings themselves');
      const input =
        path === undefined
          ? {
              settings: DEFAULT_DESIGN_FILE,
              named: readSystem(DEFAULT_DESIGN_FILE.system, files),
              notes: DEFAULT_DESIGN_NOTES,
            }
          : readDesign(basename(path), files);
      const run = terminalRun(json === true);
      const study = designRoad(input, files, run);
      run.end();
      const command = typed(['design', path], options);
      await deliver(
        options,
        (rasterize) => designOutput(study, runContext(command, files.inputs()), rasterize),
        (result) => summary(result, out!),
      );
    });
}

function summary(result: DesignResult, out: string): string {
  const percent = (fraction: number): string => percentText(fraction, 2);
  const { coil } = result;
  const found = [
    `${result.target}: ${percent(result.polarization)} in ${Number(result.duration_s.toPrecision(3))} s (${result.end})`,
    ...result.explanation.map(sentenceText),
  ];
  if (coil)
    found.push(`with the current as the driver puts it out: ${percent(coil.polarization)}, ${lossText(coil.loss)}`);
  if (coil?.measured) found.push(`with ${coil.measured.file}: ${percent(coil.measured.polarization)}`);
  return told(result.system.name, found, result.notes, out);
}
