// fumarole transfer [SETTINGS] --out DIR: from parahydrogen order to polarization, through a field cycle or a pulse sequence.
import { basename } from 'node:path';
import { Command } from 'commander';
import { ScienceError } from '../../../base/index.ts';
import {
  DEFAULT_TRANSFER,
  isSequenceTransfer,
  percentText,
  readSequenceTransfer,
  readSystem,
  readTransfer,
  sentenceText,
  sequenceOutput,
  sequenceRoad,
  transferOutput,
  transferRoad,
  type SequenceResult,
  type TransferResult,
} from '../../../study/spin/index.ts';
import { checkOutput, deliver, filesBeside, runContext, told, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

export function transferCommand(parent: Command): Command {
  return new Command('transfer')
    .copyInheritedSettings(parent)
    .description('parahydrogen order to 13C polarization through a field cycle or a pulse sequence')
    .argument(
      '[settings]',
      'transfer file (YAML or JSON); without it: fumarate, 95% para, constant adiabaticity 0 to 2 uT in 1 s',
    )
    .option('--out <dir>', 'folder for the results')
    .option('--png', 'figures as PNG too (they take longer than the physics)')
    .option('--json', 'print result.json')
    .action(async (path: string | undefined, options: OutputOptions, self: Command) => {
      checkOutput(options, self);
      const { out, json } = options;
      const files = filesBeside(path, out, 'the settings themselves');
      const command = typed(['transfer', path], options);
      const run = terminalRun(json === true);
      if (path !== undefined && isSequenceTransfer(basename(path), files)) {
        const input = readSequenceTransfer(basename(path), files);
        const study = placed(basename(path), () => sequenceRoad(input, files, run));
        run.end();
        await deliver(
          options,
          (rasterize) => sequenceOutput(study, runContext(command, files.inputs()), rasterize),
          (result) => sequenceSummary(result, out!),
        );
        return;
      }
      const input =
        path === undefined
          ? { settings: DEFAULT_TRANSFER, named: readSystem(DEFAULT_TRANSFER.system, files) }
          : readTransfer(basename(path), files);
      const study = placed(path && basename(path), () => transferRoad(input, files, run));
      run.end();
      await deliver(
        options,
        (rasterize) => transferOutput(study, runContext(command, files.inputs()), rasterize),
        (result) => summary(result, out!),
      );
    });
}

/** An error that does not say where it is, is in the settings. */
function placed<T>(where: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof ScienceError) || cause.where !== undefined || where === undefined) throw cause;
    throw new ScienceError(cause.kind, cause.message, { where, cause });
  }
}

const percent = (fraction: number): string => percentText(fraction, 2);

function sequenceSummary(
  { polarization, explanation, reachedError, notes, system }: SequenceResult,
  out: string,
): string {
  const reached = Object.entries(polarization).map(([label, value]) => `${label}: ${percent(value)}`);
  return told(system.name, [...reached, ...explanation.map(sentenceText), errorText(reachedError)], notes, out);
}

function summary(
  { polarization, adiabaticLimit, explanation, reachedError, notes, system }: TransferResult,
  out: string,
): string {
  const reached = Object.entries(polarization).map(
    ([label, value]) => `${label}: ${percent(value)} (infinitely slow: ${percent(adiabaticLimit[label]!)})`,
  );
  return told(system.name, [...reached, ...explanation.map(sentenceText), errorText(reachedError)], notes, out);
}

const errorText = (reachedError: number): string => `numerical error below ${reachedError.toExponential(0)}`;
