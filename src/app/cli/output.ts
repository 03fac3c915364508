// What the commands that write a folder share: where to, the words of the command, the pixels of figures.
import type { Command } from 'commander';
import { checkFolder, createRasterizer, writeFolder } from '../../edge/node/index.ts';
import type { RunContext } from '../../study/index.ts';
import { versions } from './versions.ts';

export interface OutputOptions {
  readonly out?: string;
  readonly json?: boolean;
  /** Make the PNG twins of the figures too. */
  readonly png?: boolean;
}

const FIGURE_WIDTH_px = 1050;

/** Without a folder and without --json a command would do its work for nothing: that is wrong usage. Looks at the folder before the work. */
export function checkOutput({ out, json }: OutputOptions, command: Command): void {
  if (out) checkFolder(out);
  else if (json !== true)
    command.error("option '--out <dir>' is needed: a folder for the results (or --json, to print)", { exitCode: 2 });
}

/** The command line as it can be typed again. */
export function typed(...words: readonly (string | undefined)[]): string {
  const quoted = (word: string): string => (/^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  return ['fumarole', ...words.filter((word) => word !== undefined).map(quoted)].join(' ');
}

export function runContext(command: string, inputs: RunContext['inputs']): RunContext {
  return { versions: versions(), command, created: new Date().toISOString(), inputs };
}

/** Writes what `make` gives into `out` and prints its result with --json; without `out` it only prints. */
export async function deliver<Result>(
  { out, json, png }: OutputOptions,
  make: (rasterize?: (svg: string) => Uint8Array) => {
    readonly files: ReadonlyMap<string, Uint8Array | string>;
    readonly result: Result;
  },
  summary: (result: Result) => string,
): Promise<void> {
  const rasterize = out === undefined || png !== true ? undefined : await createRasterizer();
  const { files, result } = make(rasterize && ((svg) => rasterize(svg, FIGURE_WIDTH_px)));
  if (out !== undefined) writeFolder(out, files);
  process.stdout.write(json === true ? `${JSON.stringify(result, null, 2)}\n` : summary(result));
}
