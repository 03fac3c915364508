// Event tables: rows of numbers by id.
import { quoted } from '../text.ts';
import { formatError, numberOf, wordsOf, type Row, type SeqText } from './lines.ts';

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
  const whole = columns.map((column) => column === 'id' || column === 'num' || column.endsWith('Id'));
  const least = columns.map((column, i) => {
    if (whole[i]!) return column === 'timeId' ? -1 : column === 'id' || column === 'num' ? 1 : 0;
    return TIMES.has(column) ? 0 : -Infinity;
  });
  for (const row of text.sections.get(name)?.rows ?? []) {
    const { line } = row;
    const broken = (word: string, column: string, from: number): Error => {
      const what = `${column} of [${name}]`;
      const value = numberOf(word, what, where, line);
      if (TIMES.has(column))
        return formatError(where, line, `${what} is ${value}${playedIn(text, name, row)}; a time cannot be negative`);
      return formatError(where, line, `${what} is ${quoted(word)}; expected a whole number of at least ${from}`);
    };
    const words = wordsOf(row);
    // toolboxes write and read blocks with and without the last column, in every version
    const isShort = words.length === columns.length - 1 && columns.at(-1) === 'extId';
    if (words.length !== columns.length && !isShort)
      throw formatError(
        where,
        line,
        `[${name}] has ${words.length} columns; expected ${columns.length}: ${columns.join(' ')}`,
      );
    const values: Record<string, number> = {};
    let use: string | undefined;
    for (let i = 0; i < words.length; i++) {
      const column = columns[i]!;
      if (column === 'use') use = words[i]!;
      else {
        const value = Number(words[i]);
        values[column] = value;
        if (!(value >= least[i]! && (!whole[i]! || Number.isSafeInteger(value)) && Number.isFinite(value)))
          throw broken(words[i]!, column, least[i]!);
      }
    }
    const id = values['id']!;
    if (table.has(id)) throw formatError(where, line, `[${name}] holds id ${id} twice; give each its own`);
    table.set(id, use === undefined ? { line, values } : { line, values, use });
  }
  return table;
}

/** Where blocks name their events, in every version. */
const PLACES: Readonly<Record<string, readonly number[]>> = {
  BLOCKS: [0], DELAYS: [1], RF: [2], GRADIENTS: [3, 4, 5], TRAP: [3, 4, 5], ADC: [6],
}; // prettier-ignore

/** Words on the first block that plays the event of `row`; none where no block does. */
function playedIn({ sections }: SeqText, name: string, row: Row): string {
  const id = wordsOf(row)[0];
  const block = (sections.get('BLOCKS')?.rows ?? []).findIndex((other) => {
    const words = wordsOf(other);
    return (PLACES[name] ?? []).some((place) => words[place] === id);
  });
  return block < 0 ? '' : ` in block ${block + 1}`;
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
