// What the commands share: files beside the settings, where to write, the words of the command, the pixels of figures, the last lines.
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import pc from 'picocolors';
import { ScienceError } from '../../base/index.ts';
import { checkFolder, createRasterizer, diskFiles, writeFolder } from '../../edge/node/index.ts';
import type { RunContext, StudyFiles } from '../../study/index.ts';
import { ToldError } from './told-error.ts';
import { versions } from './versions.ts';

export interface OutputOptions {
  readonly out?: string;
  readonly json?: boolean;
  /** Make the PNG twins of the figures too. */
  readonly png?: boolean;
}

/** Width of every PNG. */
export const FIGURE_WIDTH_px = 1050;

/** Without a folder and without --json a command would do its work for nothing: that is wrong usage. Looks at the folder before the work. */
export function checkOutput({ out, json }: OutputOptions, command: Command): void {
  if (out) checkFolder(out);
  else if (json !== true)
    command.error("option '--out <dir>' is needed: a folder for the results (or --json, to print)", { exitCode: 2 });
}

/**
 * The folder that holds the file at `path` (without one, the working folder). Throws ScienceError where `out` is that folder: nothing that was given is written over.
 * `holds` says what lies there.
 */
export function filesBeside(path: string | undefined, out: string | undefined, holds: string): StudyFiles {
  const folder = path === undefined ? '.' : dirname(resolve(path));
  if (path !== undefined && out !== undefined && resolve(out) === folder)
    throw new ScienceError('argument', `--out holds ${holds}; choose another folder`, { where: out });
  return diskFiles(folder);
}

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
  /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The command line as it can be typed again: command and arguments, then what was said of the output. */
export function typed(words: readonly (string | undefined)[], { out, json, png }: OutputOptions): string {
  const output = [png === true ? '--png' : undefined, json === true ? '--json' : undefined];
  const all = [...words, ...output, ...(out === undefined ? [] : ['--out', out])];
  return ['fumarole', ...all.filter((word) => word !== undefined).map(quoted)].join(' ');
}

/** What a person at the terminal reads: a title, what was found, the notes, where the report is. */
export function told(title: string, found: readonly string[], notes: readonly string[], out?: string): string {
  return [
    pc.bold(title),
    ...found,
    ...notes.map((note) => pc.dim(`note: ${note}`)),
    ...(out === undefined ? [] : [`report: ${join(out, 'report.html')}`]),
    'Research use only, not for diagnosis.',
    '',
  ].join('\n');
}

export function runContext(command: string, inputs: RunContext['inputs']): RunContext {
  return { versions: versions(), command, created: new Date().toISOString(), inputs };
}

/**
 * Writes what `make` gives into `out` and prints its result with --json; without `out` it only prints. Where `complaint` has a line, it stands on stderr
 * before all that is printed, and ToldError is thrown at the end.
 */
export async function deliver<Result>(
  { out, json, png }: OutputOptions,
  make: (rasterize?: (svg: string) => Uint8Array) => {
    readonly files: ReadonlyMap<string, Uint8Array | string>;
    readonly result: Result;
  },
  summary: (result: Result) => string,
  complaint: (result: Result) => string | undefined = () => undefined,
): Promise<void> {
  const rasterize = out === undefined || png !== true ? undefined : await createRasterizer();
  const { files, result } = make(rasterize && ((svg) => rasterize(svg, FIGURE_WIDTH_px)));
  if (out !== undefined) writeFolder(out, files);
  const line = complaint(result);
  if (line !== undefined) process.stderr.write(`fumarole: ${line}\n`);
  process.stdout.write(json === true ? `${JSON.stringify(result, null, 2)}\n` : summary(result));
  if (line !== undefined) throw new ToldError(line);
}
