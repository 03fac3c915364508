// fumarole example DIR: the files of the example study, to look at, change and map.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { ScienceError } from '../../../base/index.ts';
import { writeFolder } from '../../../edge/node/index.ts';
import { makeExampleStudy } from '../../../study/index.ts';
import { quoted } from '../output.ts';

export function exampleCommand(parent: Command): Command {
  return new Command('example')
    .copyInheritedSettings(parent)
    .description('write the files of the example study (simulated fumarate and malate images and a 1H anatomy)')
    .argument('<dir>', 'folder for the study')
    .option('--seed <number>', 'seed of the simulated noise', seedOf, 1)
    .action((dir: string, { seed }: { seed: number }) => {
      if (existsSync(join(dir, 'study.yaml')))
        throw new ScienceError('argument', 'there is a study already; choose another folder', { where: dir });
      writeFolder(dir, makeExampleStudy(seed).files);
      process.stdout.write(`${join(dir, 'study.yaml')}\nNow: fumarole map ${quoted(dir)} --out report\n`);
    });
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return seed;
  throw new InvalidArgumentError('It is a whole number from 0 to 4294967295.');
}
