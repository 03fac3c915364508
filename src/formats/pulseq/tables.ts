// Event tables: rows of numbers by id.
import { formatError, numberOf, wholeOf, wordsOf, type SeqText } from './lines.ts';

export interface EventRow {
  readonly line: number;
  /** By column name. */
  readonly values: Readonly<Record<string, number>>;
  /** The letter of the column `use`. */
  readonly use?: string;
}

const TIMES = new Set(['delay', 'rise', 'flat', 'fall', 'dwell', 'center', 'duration']);

/** One table by id. Throws where a number is missing, broken or negative where it cannot be, or an id stands twice. */
export function readTable(text: SeqText, name: string, columns: readonly string[]): ReadonlyMap<number, EventRow> {
  const { where } = text;
  const table = new Map<number, EventRow>();
  for (const row of text.sections.get(name)?.rows ?? []) {
    const { line } = row;
    const words = wordsOf(row);
    if (words.length !== columns.length)
      throw formatError(
        where,
        line,
        `[${name}] has ${words.length} columns; expected ${columns.length}: ${columns.join(' ')}`,
      );
    const values: Record<string, number> = {};
    let use: string | undefined;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      const what = `${column} of [${name}]`;
      const least = column === 'id' || column === 'num' ? 1 : column === 'timeId' ? -1 : 0;
      if (column === 'use') use = words[i]!;
      else if (least === 1 || column.endsWith('Id')) values[column] = wholeOf(words[i], what, where, line, least);
      else values[column] = numberOf(words[i], what, where, line);
      if (TIMES.has(column) && values[column]! < 0)
        throw formatError(where, line, `${what} is ${values[column]}; a time cannot be negative`);
    }
    const id = values['id']!;
    if (table.has(id)) throw formatError(where, line, `[${name}] holds id ${id} twice; give each its own`);
    table.set(id, use === undefined ? { line, values } : { line, values, use });
  }
  return table;
}

/** The row of an id that `line` asks for. */
export function eventOf<T>(table: ReadonlyMap<number, T>, id: number, what: string, where: string, line: number): T {
  const event = table.get(id);
  if (event === undefined) {
    const message = `${what} ${id} does not exist; the file is cut off or its ids are wrong: write it again`;
    throw formatError(where, line, message);
  }
  return event;
}
