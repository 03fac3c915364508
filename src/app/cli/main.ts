// The command line: arguments in, exit code out. 0 ok, 1 input or numerics failed, 2 usage.
import { Command, CommanderError } from 'commander';
import { messageOf } from '../../base/index.ts';
import { ToldError } from './told-error.ts';
import { versions } from './versions.ts';

/** Only the command that is asked for is loaded: a transfer does not wait for the readers of images. */
const COMMANDS: Readonly<Record<string, () => Promise<(parent: Command) => Command>>> = {
  levels: async () => (await import('./commands/levels.ts')).levelsCommand,
  transfer: async () => (await import('./commands/transfer.ts')).transferCommand,
  design: async () => (await import('./commands/design.ts')).designCommand,
  experiment: async () => (await import('./commands/experiment.ts')).experimentCommand,
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  dose: async () => (await import('./commands/dose.ts')).doseCommand,
  reconstruct: async () => (await import('./commands/reconstruct.ts')).reconstructCommand,
  map: async () => (await import('./commands/map.ts')).mapCommand,
  sequence: async () => (await import('./commands/sequence.ts')).sequenceCommand,
  validate: async () => (await import('./commands/validate.ts')).validateCommand,
  example: async () => (await import('./commands/example.ts')).exampleCommand,
  start: async () => (await import('./commands/start.ts')).startCommand,
};

export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('fumarole')
    .description(
      'Hyperpolarized 13C metabolic MRI, from hydrogen gas to a map of where cells died.\nResearch use only, not for diagnosis.',
    )
    .version(versions()['fumarole']!)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`fumarole: ${usageText(text, argv[0])}\n`) })
    .showSuggestionAfterError(true)
    .helpCommand('help [command]', 'what a command does and takes')
    .addHelpText(
      'after',
      '\nBegin with: fumarole start                    the virtual experiment, from hydrogen to a map\n            fumarole example DIR              a small study, to change and map yourself\n            fumarole transfer --out DIR       parahydrogen to 13C polarization of fumarate, with the defaults',
    );
  const named = Object.entries(COMMANDS).filter(([name]) => name === argv[0]);
  for (const [, load] of named.length > 0 ? named : Object.entries(COMMANDS))
    program.addCommand((await load())(program));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    if (!(thrown instanceof ToldError)) process.stderr.write(`fumarole: ${messageOf(thrown)}\n`);
    return 1;
  }
}

/** What commander says, on one line, with the way to more. */
function usageText(text: string, first = ''): string {
  const message = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  const command = Object.hasOwn(COMMANDS, first) ? ` ${first}` : '';
  return `${message}; see 'fumarole${command} --help'`;
}
