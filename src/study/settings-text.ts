// YAML or JSON text to checked settings: each mistake becomes one line with its place.
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { messageOf, ScienceError } from '../base/index.ts';
import { firstMistake } from './settings-mistake.ts';

/** Checked settings. Throws a ScienceError of kind 'format' that names file, line and key of the first mistake. */
export function parseSettings<T>(schema: z.ZodType<T>, text: string, where: string): T {
  if (text.includes('\0') || text.includes('\uFFFD')) {
    throw new ScienceError('format', 'this is no text; expected a study file in YAML or JSON', { where });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    const what = broken.code === 'MULTIPLE_DOCS' ? "'---' begins a second document; keep one" : broken.message;
    throw new ScienceError('format', `not valid YAML or JSON: ${what}`, {
      where: `${where}, line ${line}, column ${col}`,
    });
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new ScienceError('format', `a YAML alias (*) cannot be resolved: ${messageOf(cause)}; write the values out`, {
      where,
      cause,
    });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ScienceError('format', 'expected keys and values, such as "title: ..."', { where });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const { path, message } = firstMistake(schema, checked.error, value);
  throw new ScienceError('format', message, { where: placeOf(path, document, lines, where) });
}

/** Where a fault stands that shows only later: `dose.yaml, line 4` of the first of the paths that the text holds a part of; without any, the file. */
export function placeInSettings(text: string, where: string, paths: readonly Path[]): string {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return paths.map((path) => placeOf(path, document, lines, where)).find((place) => place !== where) ?? where;
}

type Path = readonly (string | number)[];

/** Line of the deepest part of the path that the text holds. */
function placeOf(path: Path, document: Document.Parsed, lines: LineCounter, where: string): string {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    if (range?.[0] !== undefined) return `${where}, line ${lines.linePos(range[0]).line}`;
  }
  return where;
}
