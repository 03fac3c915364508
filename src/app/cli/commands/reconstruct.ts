// fumarole reconstruct RAW [--settings FILE] --out DIR: raw k-space (MRD, .npy) to images.
import { basename, dirname, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { ScienceError, utf8 } from '../../../base/index.ts';
import { makeFourierKernel } from '../../../math/fourier/index.ts';
import { parseSettings } from '../../../study/index.ts';
import {
  reconstructOutput,
  reconstructRoad,
  reconstructSettingsSchema,
  type ReconstructResult,
} from '../../../study/reconstruct/index.ts';
import { checkOutput, deliver, filesBeside, runContext, told, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

interface ReconstructOptions extends OutputOptions {
  readonly settings?: string;
}

export function reconstructCommand(parent: Command): Command {
  return new Command('reconstruct')
    .copyInheritedSettings(parent)
    .description('raw k-space of a scanner (MRD, .npy) to images with their noise')
    .argument('<raw>', 'MRD file (ISMRMRD, HDF5), or a complex .npy array with settings that name its axes')
    .option('--settings <file>', 'YAML or JSON: axes of an array, field of view, metabolites, field map, method')
    .option('--out <dir>', 'folder for the results')
    .option('--png', 'figures as PNG too')
    .option('--json', 'print result.json')
    .action(async (raw: string, options: ReconstructOptions, self: Command) => {
      checkOutput(options, self);
      const { out, json, settings: path } = options;
      const folder = dirname(resolve(raw));
      const files = filesBeside(raw, out, 'the raw data');
      if (path !== undefined) filesBeside(path, out, 'the settings themselves');
      const settings =
        path === undefined
          ? {}
          : parseSettings(
              reconstructSettingsSchema,
              readText(files.read(relative(folder, resolve(path)) || path), path),
              path,
            );
      const run = terminalRun(json === true);
      try {
        const study = reconstructRoad(basename(raw), settings, files, run, makeFourierKernel());
        run.end();
        const command = typed(['reconstruct', raw, ...(path === undefined ? [] : ['--settings', path])], options);
        await deliver(
          options,
          (rasterize) => reconstructOutput(study, runContext(command, files.inputs()), rasterize),
          (result) => summary(result, out!),
        );
      } finally {
        run.end();
      }
    });
}

function readText(bytes: Uint8Array, where: string): string {
  try {
    return utf8(bytes);
  } catch (cause) {
    throw new ScienceError('format', 'this is no text; expected settings in YAML or JSON', { where, cause });
  }
}

function summary({ scan, settings, summary: sentences, notes }: ReconstructResult, out: string): string {
  return told(settings.title ?? scan.name, sentences, notes, out);
}
