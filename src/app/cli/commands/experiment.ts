// fumarole experiment [SETTINGS] --out DIR: the founding study, from hydrogen gas to a map of where cells died.
import { basename } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { openThreads } from '../../../edge/node/index.ts';
import {
  DEFAULT_EXPERIMENT,
  experimentOutput,
  experimentRoad,
  readExperiment,
  type ExperimentResult,
  type Workers,
} from '../../../study/experiment/index.ts';
import { checkOutput, deliver, filesBeside, runContext, told, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

interface Options extends OutputOptions {
  readonly threads: number;
}

export function experimentCommand(parent: Command): Command {
  return new Command('experiment')
    .copyInheritedSettings(parent)
    .description(
      'a virtual experiment: fumarate into an injured and a healthy mouse, images, maps and how sure they are',
    )
    .argument(
      '[settings]',
      'experiment file (YAML or JSON), what differs from the default; without it: the founding study, 1.5 T',
    )
    .option('--out <dir>', 'folder for the results')
    .option('--threads <n>', 'threads; the numbers do not depend on it', wholeNumber, 2)
    .option('--png', 'figures as PNG too')
    .option('--json', 'print result.json')
    .action(async (path: string | undefined, options: Options, self: Command) => {
      checkOutput(options, self);
      await runExperiment(path, options);
    });
}

/** Runs an experiment and writes its folder. Throws with nothing written. */
export async function runExperiment(path: string | undefined, options: Options): Promise<void> {
  const { out, json, threads } = options;
  const files = filesBeside(path, out, 'the settings themselves');
  const settings = path === undefined ? DEFAULT_EXPERIMENT : readExperiment(basename(path), files);
  const run = terminalRun(json === true);
  const pool = openThreads(threads);
  try {
    const workers: Workers = {
      animal: async (task) => (await pool.run('animal', [task]))[0]!,
      trials: async (task) => (await pool.run('trials', [task]))[0]!,
    };
    const study = await experimentRoad(settings, files, workers, run);
    run.step(0, 1, 'draw and write');
    const command = typed(['experiment', path], options);
    await deliver(
      options,
      (rasterize) => {
        const output = experimentOutput(study, runContext(command, files.inputs()), rasterize);
        run.end();
        return output;
      },
      (result) => summary(result, out!),
    );
  } finally {
    run.end();
    await pool.close();
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('expected a whole number, at least 1.');
  return Number(text);
}

function summary({ settings, summary: sentences, notes }: ExperimentResult, out: string): string {
  return told(settings.title, sentences, notes, out);
}
