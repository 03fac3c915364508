// fumarole example DIR: the files of the example study, to look at, change and map.
import { Command } from 'commander';
import { writeFolder } from '../../edge/node/index.ts';
import { makeExampleStudy } from '../../study/index.ts';

export function exampleCommand(parent: Command): Command {
  return new Command('example')
    .copyInheritedSettings(parent)
    .description('write the files of the example study (simulated fumarate and malate images and a 1H anatomy)')
    .argument('<dir>', 'folder for the study')
    .option('--seed <number>', 'seed of the simulated noise', Number, 1)
    .action((dir: string, { seed }: { seed: number }) => {
      writeFolder(dir, makeExampleStudy(seed).files);
      process.stdout.write(`${dir}/study.yaml\nNow: fumarole map ${dir} --out report\n`);
    });
}
