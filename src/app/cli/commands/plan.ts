// fumarole plan [SETTINGS] --out DIR: flip angles, timing and voxel size for the lowest detection limit.
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { ScienceError } from '../../../base/index.ts';
import { diskFiles } from '../../../edge/node/index.ts';
import { DEFAULT_PLAN, planOutput, planRoad, readPlan, type PlanResult } from '../../../study/plan/index.ts';
import { checkOutput, deliver, runContext, typed, type OutputOptions } from '../output.ts';
import { terminalRun } from '../progress.ts';

export function planCommand(parent: Command): Command {
  return new Command('plan')
    .copyInheritedSettings(parent)
    .description('flip angles, timing and voxel size of a scan, and what it would see')
    .argument('[settings]', 'plan file (YAML or JSON); without it: fumarate in a mouse with an injured liver, 1.5 T')
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
      const settings = path === undefined ? DEFAULT_PLAN : readPlan(basename(path), files);
      const run = terminalRun(json === true);
      const study = planRoad(settings, run);
      run.end();
      const command = typed(
        'plan',
        path,
        ...(options.png === true ? ['--png'] : []),
        ...(out === undefined ? ['--json'] : ['--out', out]),
      );
      await deliver(
        options,
        (rasterize) => planOutput(study, runContext(command, files.inputs()), rasterize),
        (result) => summary(result, out!),
      );
    });
}

function summary({ settings, summary: sentences, notes }: PlanResult, out: string): string {
  return [
    pc.bold(settings.title),
    ...sentences,
    ...notes.map((note) => pc.dim(`note: ${note}`)),
    `report: ${join(out, 'report.html')}`,
    'Research use only, not for diagnosis.',
    '',
  ].join('\n');
}
