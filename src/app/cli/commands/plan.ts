// fumarole plan [SETTINGS] --out DIR: flip angles, timing and voxel size for the lowest detection limit.
import { basename } from 'node:path';
import { Command } from 'commander';
import { DEFAULT_PLAN, planOutput, planRoad, readPlan, type PlanResult } from '../../../study/plan/index.ts';
import { checkOutput, deliver, filesBeside, runContext, told, typed, type OutputOptions } from '../output.ts';
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
      const files = filesBeside(path, out, 'the settings themselves');
      const settings = path === undefined ? DEFAULT_PLAN : readPlan(basename(path), files);
      const run = terminalRun(json === true);
      const study = planRoad(settings, run);
      run.end();
      const command = typed(['plan', path], options);
      await deliver(
        options,
        (rasterize) => planOutput(study, runContext(command, files.inputs()), rasterize),
        (result) => summary(result, out!),
      );
    });
}

function summary({ settings, summary: sentences, notes }: PlanResult, out: string): string {
  return told(settings.title, sentences, notes, out);
}
