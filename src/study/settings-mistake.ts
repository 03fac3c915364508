// The first mistake in settings as one line: which key, what it is, what was expected, the nearest known name.
import { z } from 'zod';
import { nearestName } from '../base/index.ts';

type Path = readonly (string | number)[];

export interface Mistake {
  /** Where in the settings; the deepest part may be a key that should not be there. */
  readonly path: Path;
  readonly message: string;
}

/** An unknown key goes first: often it is the misspelt one of those that are missing. */
export function firstMistake(schema: z.ZodType, error: z.ZodError, settings: unknown): Mistake {
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0]!;
  const path = issue.path.map((part) => (typeof part === 'symbol' ? part.toString() : part));
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = keysAt(schema, path, settings);
    const nearest = nearestName(key, known);
    const hint = nearest === undefined ? '' : `; did you mean '${nearest}'? Known here: ${known.join(', ')}`;
    return { path: [...path, key], message: `unknown key '${key}'${hint}` };
  }
  const value = path.reduce<unknown>(
    (at, part) => (at as Record<string | number, unknown> | undefined)?.[part],
    settings,
  );
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    const kinds = optionsOf(schemaAt(schema, path.slice(0, -1), settings)).map(([kind]) => kind);
    const hint = typeof value === 'string' ? `; did you mean '${nearestName(value, kinds)!}'?` : '';
    return { path, message: `${pathText(path)}: ${shown(value)}; expected ${kinds.join(' or ')}${hint}` };
  }
  return { path, message: `${pathText(path)}: ${wordsOf(issue, value)}` };
}

/** `fit.relaxation_perS.lactate`, `products[0].name`. */
function pathText(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  boolean: 'true or false',
  int: 'a whole number',
  string: 'text',
  array: 'a list',
  tuple: 'a list',
  object: 'keys and values',
  record: 'keys and values',
};

function wordsOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.expected === 'never') return issue.message; // a key that another one rules out
      const expected = typeof value === 'number' && !Number.isFinite(value) ? 'a finite number' : KINDS[issue.expected];
      return `${shown(value)}; expected ${expected ?? issue.expected}`;
    }
    case 'too_small':
    case 'too_big': {
      const [limit, more, least] =
        issue.code === 'too_small' ? [issue.minimum, 'more than', 'at least'] : [issue.maximum, 'less than', 'at most'];
      const bound = `${issue.inclusive === false ? more : least} ${limit}`;
      if (issue.origin === 'array') return `holds ${(value as unknown[]).length} entries; expected ${bound}`;
      return issue.origin === 'string' ? 'is empty' : `${shown(value)}; expected ${bound}`;
    }
    case 'invalid_value': {
      const known = issue.values.map(String);
      const hint = typeof value === 'string' ? `; did you mean '${nearestName(value, known)!}'?` : '';
      return `${shown(value)}; expected ${known.join(' or ')}${hint}`;
    }
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    default:
      return issue.message;
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is empty';
  if (Array.isArray(value)) return 'is a list';
  if (typeof value === 'object') return 'is keys and values';
  if (typeof value === 'string') return `is '${value.slice(0, 40)}'`;
  return `is ${typeof value === 'number' ? value : JSON.stringify(value)}`;
}

/** Keys of the object schema at a path. */
function keysAt(schema: z.ZodType, path: Path, settings: unknown): string[] {
  const at = schemaAt(schema, path, settings);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The schema at a path; where one of several kinds is meant, that of the kind in the settings. */
function schemaAt(schema: z.ZodType, path: Path, settings: unknown): z.core.$ZodType | undefined {
  let value = settings;
  let at = opened(schema, value);
  for (const part of path) {
    value = (value as Record<string | number, unknown> | undefined)?.[part];
    if (at instanceof z.ZodArray) at = opened(at.element, value);
    else if (at instanceof z.ZodRecord) at = opened(at.valueType, value);
    else if (at instanceof z.ZodObject)
      at = opened((at.shape as Record<string | number, z.core.$ZodType>)[part], value);
    else return undefined;
  }
  return at;
}

/** A schema without its optional and default wrappers, and the one option of a discriminated union that `value` names. */
function opened(schema: z.core.$ZodType | undefined, value: unknown): z.core.$ZodType | undefined {
  let at = schema;
  while (at instanceof z.ZodOptional || at instanceof z.ZodDefault) at = at.unwrap();
  if (!(at instanceof z.ZodDiscriminatedUnion)) return at;
  const kind = (value as Record<string, unknown> | undefined)?.[at.def.discriminator];
  return optionsOf(at).find(([name]) => name === kind)?.[1] ?? at;
}

/** The options of a discriminated union by the word that chooses each. */
function optionsOf(schema: z.core.$ZodType | undefined): (readonly [string, z.ZodObject])[] {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return [];
  return (schema.options as z.ZodObject[]).map((option) => {
    const words = (option.shape[schema.def.discriminator] as z.ZodLiteral).values;
    return [String([...words][0]), option];
  });
}
