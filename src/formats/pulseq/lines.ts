// The lines of a .seq file by section, with their numbers; comments and blank lines left out.
import { ScienceError } from '../../base/index.ts';
import { quoted } from '../text.ts';

export interface Row {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

export interface Section {
  readonly name: string;
  readonly line: number;
  readonly rows: Row[];
}

/** Sections of one file, and how it is named in messages. */
export interface SeqText {
  readonly where: string;
  readonly sections: ReadonlyMap<string, Section>;
  /** Sections that are not part of the format. */
  readonly unknown: readonly string[];
}

const KNOWN = new Set([
  ...['VERSION', 'DEFINITIONS', 'BLOCKS', 'RF', 'GRADIENTS', 'TRAP', 'ADC', 'DELAYS'],
  ...['EXTENSIONS', 'SHAPES', 'SIGNATURE'],
]);

export function formatError(where: string, line: number, message: string): ScienceError {
  return new ScienceError('format', message, { where: `${where}, line ${line}` });
}

/** Splits the text. Throws where a section stands twice or text stands before the first section. */
export function splitSections(text: string, where: string): SeqText {
  const sections = new Map<string, Section>();
  const unknown: string[] = [];
  let current: Section | undefined;
  let line = 0;
  // a byte order mark, its three bytes read as letters
  for (let at = text.startsWith('\xef\xbb\xbf') ? 3 : 0; at < text.length;) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    line++;
    const row = text.slice(at, end).trim();
    at = end + 1;
    if (row === '' || row.startsWith('#')) continue;
    const name = row.startsWith('[') ? /^\[(\w+)\]$/.exec(row)?.[1]?.toUpperCase() : undefined;
    if (name !== undefined) {
      if (sections.has(name)) throw formatError(where, line, `section [${name}] stands twice; join the two`);
      current = { name, line, rows: [] };
      sections.set(name, current);
      if (!KNOWN.has(name)) unknown.push(name);
    } else if (current === undefined)
      throw formatError(where, line, `${quoted(row)} stands before any section; a Pulseq file begins with [VERSION]`);
    else current.rows.push({ line, text: row });
  }
  return { where, sections, unknown };
}

/** Words of a row; a comment behind them is cut off. */
export function wordsOf({ text }: Row): string[] {
  const comment = text.indexOf('#');
  return (comment < 0 ? text : text.slice(0, comment)).trim().split(/\s+/);
}

/** A finite number; throws with the line. */
export function numberOf(word: string | undefined, what: string, where: string, line: number): number {
  const value = word === undefined || word === '' ? NaN : Number(word);
  if (!Number.isFinite(value))
    throw formatError(where, line, `${what} is ${quoted(word ?? '')}; expected a finite number`);
  return value;
}

/** A whole number of at least `least`; throws with the line. */
export function wholeOf(word: string | undefined, what: string, where: string, line: number, least = 0): number {
  const value = numberOf(word, what, where, line);
  if (!Number.isSafeInteger(value) || value < least)
    throw formatError(where, line, `${what} is ${quoted(word!)}; expected a whole number of at least ${least}`);
  return value;
}
