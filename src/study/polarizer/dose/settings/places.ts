// Numbers of a settings tree by their place, such as legs.transport.duration_s: to list, find and change them.
import { nearestName, ScienceError } from '../../../../base/index.ts';

type Tree = Record<string, unknown>;

/** The word by which an entry of a list is called: its name, its kind, or its number. */
function keyOf(entry: unknown, index: number): string {
  const { name, leg } = (typeof entry === 'object' && entry !== null ? entry : {}) as { name?: string; leg?: string };
  return name ?? leg ?? String(index);
}

function entriesOf(tree: unknown): readonly (readonly [string, string | number, unknown])[] {
  if (Array.isArray(tree)) return tree.map((value: unknown, i) => [keyOf(value, i), i, value] as const);
  return Object.entries(tree as Tree).map(([key, value]) => [key, key, value] as const);
}

/** Every number, as `a.b.c`. */
export function numberPlaces(tree: unknown, before = ''): string[] {
  return entriesOf(tree).flatMap(([word, , value]) => {
    const place = before === '' ? word : `${before}.${word}`;
    if (typeof value === 'number') return [place];
    return typeof value === 'object' && value !== null ? numberPlaces(value, place) : [];
  });
}

/** Keys and indices to a place, as far as the tree goes. */
export function pathTo(tree: unknown, place: string): (string | number)[] {
  const found = typeof tree !== 'object' || tree === null ? [] : entriesOf(tree);
  const entry = found.find(([word]) => place === word || place.startsWith(`${word}.`));
  return entry === undefined ? [] : [entry[1], ...pathTo(entry[2], place.slice(entry[0].length + 1))];
}

export interface NumberAt {
  readonly value: number;
  /** Keys and indices from the root. */
  readonly path: readonly (string | number)[];
  set(value: number): void;
}

/** The number at a place of a tree that may be changed. Throws with the nearest place there is. */
export function numberAt(tree: unknown, place: string): NumberAt {
  const path: (string | number)[] = [];
  let holder: unknown = tree;
  let rest = place;
  while (typeof holder === 'object' && holder !== null) {
    const found = entriesOf(holder).find(([word]) => rest === word || rest.startsWith(`${word}.`));
    if (found === undefined) break;
    const [word, key, value] = found;
    path.push(key);
    if (rest === word && typeof value === 'number') {
      const home = holder as Record<string | number, number>;
      return { value, path, set: (changed) => (home[key] = changed) };
    }
    rest = rest.slice(word.length + 1);
    holder = value;
  }
  const known = numberPlaces(tree).filter((one) => !one.startsWith('uncertain.'));
  throw new ScienceError(
    'format',
    `no number stands at '${place}'; did you mean '${nearestName(place, known) ?? ''}'?`,
  );
}
