// The command line: arguments in, exit code out. 0 ok, 1 input or numerics failed, 2 usage.
import { Command, CommanderError } from 'commander';
import { messageOf } from '../../base/index.ts';
import { exampleCommand } from './example.ts';
import { mapCommand } from './map.ts';
import { startCommand } from './start.ts';
import { versions } from './versions.ts';

const COMMANDS = { map: mapCommand, example: exampleCommand, start: startCommand };

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
      '\nBegin with: fumarole start          the example study, mapped\n            fumarole example DIR    its files, to change and map yourself',
    );
  for (const make of Object.values(COMMANDS)) program.addCommand(make(program));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    process.stderr.write(`fumarole: ${messageOf(thrown)}\n`);
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
