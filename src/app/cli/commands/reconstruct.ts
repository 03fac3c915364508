// fumarole reconstruct RAW [--settings FILE] --out DIR: raw k-space (MRD, .npy) to images.
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { ScienceError, utf8 } from '../../../base/index.ts';
import { makeFourierKernel } from '../../../math/fourier/index.ts';
import { diskFiles } from '../../../edge/node/index.ts';
import { parseSettings } from '../../../study/index.ts';
import {
  reconstructOutput,
  reconstructRoad,
  reconstructSettingsSchema,
  type ReconstructResult,
} from '../../../study/reconstruct/index.ts';
import { checkOutput, deliver, runContext, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

interface ReconstructOptions extends OutputOptions {
  readonly settings?: string;
}

export function reconstructCommand(parent: Command): Command {
  return new Command('reconstruct')
    .copyInheritedSettings(parent)
    .description('raw k-space of a scanner (MRD, .npy) to images with their noise')
    .argument('<raw>', 'MRD file (ISMRMRD, HDF5), or a complex .npy array with settings that name its axes')
    .option('--settings <file>', 'YAML or JSON: axes of an array, field of view, nucleus, method')
    .option('--out <dir>', 'folder for the results')
    .option('--png', 'figures as PNG too')
    .option('--json', 'print result.json')
    .action(async (raw: string, options: ReconstructOptions, self: Command) => {
      checkOutput(options, self);
      const { out, json, settings: path } = options;
      const folder = dirname(resolve(raw));
      const holds = [folder, ...(path === undefined ? [] : [dirname(resolve(path))])];
      if (out !== undefined && holds.includes(resolve(out))) {
        throw new ScienceError('argument', '--out holds the raw data or the settings; choose another folder', {
          where: out,
        });
      }
      const files = diskFiles(folder);
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
        const command = typed(
          'reconstruct',
          raw,
          ...(path === undefined ? [] : ['--settings', path]),
          ...(options.png === true ? ['--png'] : []),
          ...(out === undefined ? ['--json'] : ['--out', out]),
        );
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
  return [
    pc.bold(settings.title ?? scan.name),
    ...sentences,
    ...notes.map((note) => pc.dim(`note: ${note}`)),
    `report: ${join(out, 'report.html')}`,
    'Research use only, not for diagnosis.',
    '',
  ].join('\n');
}
