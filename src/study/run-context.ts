// What only the edge knows of a run, for the provenance in result.json.
import type { InputFile } from './files.ts';

export interface RunContext {
  readonly versions: Readonly<Record<string, string>>;
  /** The command that makes the same again. */
  readonly command: string;
  /** ISO 8601. */
  readonly created: string;
  readonly inputs: readonly InputFile[];
}
