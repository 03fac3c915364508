// fumarole dose [SETTINGS]: from hydrogen gas to what is in the syringe, with each loss. Without --out it prints and writes nothing.
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { ScienceError } from '../../../base/index.ts';
import { checkFolder, diskFiles } from '../../../edge/node/index.ts';
import { DEFAULT_INPUT, doseOutput, doseRoad, doseSummary, readDose } from '../../../study/polarizer/dose/index.ts';
import { deliver, runContext, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

export function doseCommand(parent: Command): Command {
  return new Command('dose')
    .copyInheritedSettings(parent)
    .description('hydrogen gas to syringe: polarization, concentration and each loss')
    .argument(
      '[settings]',
      'dose file (YAML or JSON), what differs from the default; without it: 25 K hydrogen, fumarate, a mouse',
    )
    .option('--out <dir>', 'folder for the results; without it they are printed only')
    .option('--png', 'figures as PNG too')
    .option('--json', 'print result.json')
    .action(async (path: string | undefined, options: OutputOptions) => {
      const { out, json } = options;
      if (out !== undefined) checkFolder(out);
      if (path !== undefined && out !== undefined && resolve(out) === dirname(resolve(path)))
        throw new ScienceError('argument', '--out holds the settings themselves; choose another folder', {
          where: out,
        });
      const files = diskFiles(path === undefined ? '.' : dirname(resolve(path)));
      const input = path === undefined ? DEFAULT_INPUT : readDose(basename(path), files);
      const run = terminalRun(json === true);
      const study = doseRoad(input, files, run);
      run.end();
      const command = typed(
        'dose',
        path,
        ...(options.png === true ? ['--png'] : []),
        ...(out === undefined ? (json === true ? ['--json'] : []) : ['--out', out]),
      );
      const summary = (): string => {
        const [title, ...lines] = doseSummary(study);
        const report = out === undefined ? [] : [`report: ${join(out, 'report.html')}`];
        const shown = lines.map((line) => (line.startsWith('note: ') ? pc.dim(line) : line));
        return [pc.bold(title), ...shown, ...report, 'Research use only, not for diagnosis.', ''].join('\n');
      };
      // What is only printed needs no figures.
      if (out === undefined && json !== true) process.stdout.write(summary());
      else
        await deliver(
          options,
          (rasterize) => doseOutput(study, runContext(command, files.inputs()), rasterize),
          summary,
        );
    });
}
