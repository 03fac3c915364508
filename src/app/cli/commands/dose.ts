// fumarole dose [SETTINGS]: from hydrogen gas to what is in the syringe, with each loss. Without --out it prints and writes nothing.
import { basename } from 'node:path';
import { Command } from 'commander';
import { checkFolder } from '../../../edge/node/index.ts';
import { DEFAULT_INPUT, doseOutput, doseRoad, doseSummary, readDose } from '../../../study/polarizer/dose/index.ts';
import { deliver, filesBeside, runContext, told, typed, type OutputOptions } from '../output.ts';
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
      const files = filesBeside(path, out, 'the settings themselves');
      const input = path === undefined ? DEFAULT_INPUT : readDose(basename(path), files);
      const run = terminalRun(json === true);
      const study = doseRoad(input, files, run);
      run.end();
      const command = typed(['dose', path], options);
      const summary = (): string => {
        const [title, ...lines] = doseSummary(study);
        const isNote = (line: string): boolean => line.startsWith('note: ');
        const found = lines.filter((line) => !isNote(line));
        const notes = lines.filter(isNote).map((line) => line.slice('note: '.length));
        return told(title!, found, notes, out);
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
