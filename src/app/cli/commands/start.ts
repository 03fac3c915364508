// fumarole start: the main job on an input that the program makes itself, the virtual experiment.
import { Command } from 'commander';
import { checkFolder } from '../../../edge/node/index.ts';
import { runExperiment } from './experiment.ts';

export function startCommand(parent: Command): Command {
  return new Command('start')
    .copyInheritedSettings(parent)
    .description('run the virtual experiment as it stands: the quickest look at what comes out')
    .option('--out <dir>', 'folder for the results', 'fumarole-report')
    .action(async ({ out }: { out: string }) => {
      checkFolder(out);
      await runExperiment(undefined, { out, threads: 2 });
    });
}
