// fumarole design [SETTINGS] --out DIR: the best field profile under the limits of a coil.
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { ScienceError } from '../../../base/index.ts';
import { diskFiles } from '../../../edge/node/index.ts';
import {
  DEFAULT_DESIGN_FILE,
  DEFAULT_DESIGN_NOTES,
  designOutput,
  designRoad,
  lossText,
  readDesign,
  readSystem,
  type DesignResult,
} from '../../../study/spin/index.ts';
import { checkOutput, deliver, runContext, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

export function designCommand(parent: Command): Command {
  return new Command('design')
    .copyInheritedSettings(parent)
    .description('the best field profile under the limits of a coil, and the file for its driver')
    .argument(
      '[settings]',
      'design file (YAML or JSON); without it: fumarate with relaxation, 0 to 2 uT, 0.15 to 1 s (about half a minute)',
    )
    .option('--out <dir>', 'folder for the results')
    .option('--png', 'figures as PNG too')
    .option('--json', 'print result.json')
    .action(async (path: string | undefined, options: OutputOptions, self: Command) => {
      checkOutput(options, self);
      const { out, json } = options;
      const files = diskFiles(path === undefined ? '.' : dirname(resolve(path)));
      if (path !== undefined && out !== undefined && resolve(out) === dirname(resolve(path))) {
        throw new ScienceError('argument', '--out holds the settings themselves; choose another folder', {
          where: out,
        });
      }
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
      const command = typed(
        'design',
        path,
        ...(options.png === true ? ['--png'] : []),
        ...(out === undefined ? ['--json'] : ['--out', out]),
      );
      await deliver(
        options,
        (rasterize) => designOutput(study, runContext(command, files.inputs()), rasterize),
        (result) => summary(result, out!),
      );
    });
}

function summary(result: DesignResult, out: string): string {
  const percent = (fraction: number): string => `${(100 * fraction).toFixed(2)}%`;
  const { coil } = result;
  return [
    pc.bold(result.system.name),
    `${result.target}: ${percent(result.polarization)} in ${Number(result.duration_s.toPrecision(3))} s (${result.end})`,
    ...result.explanation,
    ...(coil === null
      ? []
      : [`with the current as the driver puts it out: ${percent(coil.polarization)}, ${lossText(coil.loss)}`]),
    ...(coil?.measured ? [`with ${coil.measured.file}: ${percent(coil.measured.polarization)}`] : []),
    ...result.notes.map((note) => pc.dim(`note: ${note}`)),
    `report: ${join(out, 'report.html')}`,
    'Research use only, not for diagnosis.',
    '',
  ].join('\n');
}
