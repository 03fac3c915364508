// fumarole validate [--out DIR] [--kernel plain|wasm]: every published or independent number beside ours.
import { Command, Option } from 'commander';
import pc from 'picocolors';
import { ScienceError } from '../../../base/index.ts';
import { writeFolder } from '../../../edge/node/index.ts';
import {
  CHECKS,
  KERNELS,
  validateOutput,
  validateRoad,
  validateText,
  type Kernel,
} from '../../../study/validate/index.ts';
import { runContext, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

export function validateCommand(parent: Command): Command {
  return new Command('validate')
    .copyInheritedSettings(parent)
    .description('published and independent numbers of the spin physics beside ours; exit code 1 where one disagrees')
    .option('--out <dir>', 'folder for validate.csv, validate.html and result.json')
    .option('--json', 'print result.json')
    .addOption(
      new Option('--kernel <name>', 'what carries the field sweeps: plain TypeScript or its WebAssembly twin')
        .choices(KERNELS)
        .default('wasm'),
    )
    .action((options: OutputOptions & { kernel: Kernel }) => {
      const { out, json, kernel } = options;
      const run = terminalRun(json === true);
      const rows = validateRoad(run, CHECKS, kernel);
      run.end();
      const command = typed(['validate', ...(kernel === 'wasm' ? [] : ['--kernel', kernel])], options);
      const { files, result } = validateOutput(rows, runContext(command, []));
      if (out !== undefined) writeFolder(out, files);
      process.stdout.write(
        json === true
          ? `${JSON.stringify(result, null, 2)}\n`
          : validateText(rows, { heading: pc.bold, quiet: pc.dim, alarm: pc.yellow }),
      );
      const wrong = rows.filter((row) => row.verdict === 'fail');
      if (wrong.length === 0) return;
      const { quantity, conditions } = wrong[0]!;
      throw new ScienceError(
        'unsupported',
        `${wrong.length} of ${rows.length} numbers disagree; the first: ${quantity}, ${conditions}`,
      );
    });
}
