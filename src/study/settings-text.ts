// YAML or JSON text to checked settings: each mistake becomes one line with its place and the nearest known key.
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { nearestName, ScienceError } from '../base/index.ts';

/** Checked settings. Throws a ScienceError of kind 'format' that names file, line and key of the first mistake. */
export function parseSettings<T>(schema: z.ZodType<T>, text: string, where: string): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new ScienceError('format', `not valid YAML or JSON: ${broken.message}`, {
      where: `${where}, line ${line}, column ${col}`,
    });
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new ScienceError('format', 'the YAML aliases could not be resolved; write the values out', { where, cause });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ScienceError('format', 'expected keys and values, such as "title: ..."', { where });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw mistake(schema, checked.error.issues[0]!, document, lines, where);
}

function mistake(
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  document: Document.Parsed,
  lines: LineCounter,
  where: string,
): ScienceError {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? part.toString() : part));
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = keysAt(schema, path);
    const nearest = nearestName(key, known);
    const hint = nearest === undefined ? '' : `; did you mean '${nearest}'? Known here: ${known.join(', ')}`;
    return new ScienceError('format', `unknown key '${key}'${hint}`, {
      where: placeOf([...path, key], document, lines, where),
    });
  }
  const message = issue.message
    .replace(/^Invalid input: /, '')
    .replace(/^expected (.*), received undefined$/, 'is missing (expected $1)');
  const name = path.length === 0 ? 'the settings' : pathText(path);
  return new ScienceError('format', `${name}: ${message}`, { where: placeOf(path, document, lines, where) });
}

/** `fit.relaxation_perS.lactate`, `products[0].name`. */
function pathText(path: readonly (string | number)[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}

/** Line of the deepest part of the path that the text holds. */
function placeOf(
  path: readonly (string | number)[],
  document: Document.Parsed,
  lines: LineCounter,
  where: string,
): string {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    if (range?.[0] !== undefined) return `${where}, line ${lines.linePos(range[0]).line}`;
  }
  return where;
}

/** Keys of the object schema at a path, optional and default wrappers looked through. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let at: unknown = schema;
  for (const part of [...path, undefined]) {
    while (!hasShape(at) && inner(at) !== undefined && part !== undefined && typeof part !== 'number') at = inner(at);
    while (!hasShape(at) && inner(at) !== undefined) at = inner(at);
    if (part === undefined) break;
    at = hasShape(at) ? at.shape[part] : undefined;
  }
  return hasShape(at) ? Object.keys(at.shape) : [];
}

const hasShape = (value: unknown): value is { readonly shape: Readonly<Record<string, unknown>> } =>
  typeof value === 'object' && value !== null && 'shape' in value && typeof value.shape === 'object';

function inner(value: unknown): unknown {
  const def = (value as { def?: { innerType?: unknown; element?: unknown; in?: unknown } } | undefined)?.def;
  return def?.innerType ?? def?.element ?? def?.in;
}
