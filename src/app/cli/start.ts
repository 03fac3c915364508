// fumarole start: the main job on an input that the program makes itself.
import { join } from 'node:path';
import { Command } from 'commander';
import { writeFolder } from '../../edge/node/index.ts';
import { makeExampleStudy } from '../../study/index.ts';
import { runMap, summary } from './map.ts';

export function startCommand(parent: Command): Command {
  return new Command('start')
    .copyInheritedSettings(parent)
    .description('make the example study and map it: the quickest look at what comes out')
    .option('--out <dir>', 'folder for the results', 'fumarole-report')
    .action(async ({ out }: { out: string }) => {
      const study = join(out, 'study');
      writeFolder(study, makeExampleStudy(1).files);
      process.stdout.write(summary(await runMap(study, out, false), out));
    });
}
