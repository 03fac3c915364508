// Extensions of blocks: chains of references to labels, triggers, rotations, soft delays and RF shims.
import type { SequenceBlock } from '../../records/index.ts';
import { formatError, numberOf, wholeOf, wordsOf, type Row, type SeqText } from './lines.ts';
import { eventOf } from './tables.ts';

type Extra = Pick<SequenceBlock, 'labels' | 'triggers' | 'rotation' | 'softDelay' | 'rfShim'>;

interface Link {
  readonly line: number;
  readonly type: number;
  readonly ref: number;
  readonly next: number;
}

export interface Extensions {
  /** What a block of this extension id has. */
  of(id: number, line: number): Extra;
  readonly notes: readonly string[];
}

/** Longest chain that is followed; a circle would have no end. */
const MAX_CHAIN = 256;
const US = 1e6;

type Reader = (words: readonly string[], where: string, line: number) => Extra;

const label =
  (change: 'set' | 'increase'): Reader =>
  ([, value, name = ''], where, line) => {
    if (!/^\w+$/.test(name)) throw formatError(where, line, 'a label has no name; expected: id value LABEL');
    return { labels: [{ label: name, change, value: numberOf(value, 'value of the label', where, line) }] };
  };

const READERS: Readonly<Record<string, Reader>> = {
  LABELSET: label('set'),
  LABELINC: label('increase'),
  TRIGGERS: ([, type, channel, delay, duration], where, line) => {
    const kind = wholeOf(type, 'type of the trigger', where, line, 1);
    if (kind > 2) throw formatError(where, line, `trigger type ${kind}; expected 1 (output) or 2 (input)`);
    const time = (word: string | undefined, what: string): number => {
      const value = numberOf(word, `${what} of the trigger`, where, line);
      if (value < 0) throw formatError(where, line, `${what} of the trigger is ${value}; a time cannot be negative`);
      return value / US;
    };
    return {
      triggers: [
        {
          kind: kind === 1 ? 'output' : 'input',
          channel: wholeOf(channel, 'channel of the trigger', where, line),
          delay_s: time(delay, 'delay'),
          duration_s: time(duration, 'duration'),
        },
      ],
    };
  },
  ROTATIONS: ([, ...words], where, line) => {
    const q = [0, 1, 2, 3].map((n) => numberOf(words[n], 'part of the quaternion', where, line));
    const norm = Math.hypot(...q);
    if (!(Math.abs(norm - 1) < 1e-2)) throw formatError(where, line, `the quaternion has length ${norm}; expected 1`);
    const exact = Math.abs(norm - 1) < 1e-12 ? 1 : norm;
    return { rotation: [q[0]! / exact, q[1]! / exact, q[2]! / exact, q[3]! / exact] };
  },
  DELAYS: ([, number, offset, factor, ...name], where, line) => {
    const divisor = numberOf(factor, 'factor of the soft delay', where, line);
    if (divisor === 0) throw formatError(where, line, 'factor of the soft delay is 0; the input is divided by it');
    return {
      softDelay: {
        name: name.join(' '),
        number: wholeOf(number, 'number of the soft delay', where, line),
        offset_s: numberOf(offset, 'offset of the soft delay', where, line) / US,
        factor: divisor,
      },
    };
  },
  RF_SHIMS: ([, count, ...words], where, line) => {
    const channels = wholeOf(count, 'number of channels', where, line, 1);
    if (words.length !== 2 * channels)
      throw formatError(
        where,
        line,
        `${channels} channels with ${words.length} numbers; expected magnitude and phase of each`,
      );
    const all = words.map((word) => numberOf(word, 'weight of a channel', where, line));
    return { rfShim: { magnitude: all.filter((_, n) => n % 2 === 0), phase_rad: all.filter((_, n) => n % 2 === 1) } };
  },
};

/** Reads [EXTENSIONS]; kinds that are not known are left out with a note. */
export function readExtensions(text: SeqText): Extensions {
  const { where } = text;
  const rows = text.sections.get('EXTENSIONS')?.rows ?? [];
  const links = new Map<number, Link>();
  const tables = new Map<number, { readonly name: string; readonly rows: Map<number, Row> }>();
  let table: Map<number, Row> | undefined;
  for (const row of rows) {
    const words = wordsOf(row);
    const { line } = row;
    if (words[0] === 'extension') {
      const type = wholeOf(words[2], 'number of the extension', where, line, 1);
      if (tables.has(type)) throw formatError(where, line, `extension number ${type} stands twice; give each its own`);
      table = new Map();
      tables.set(type, { name: words[1]!, rows: table });
      continue;
    }
    const id = wholeOf(words[0], 'id in [EXTENSIONS]', where, line, 1);
    if ((table ?? links).has(id)) throw formatError(where, line, `id ${id} stands twice; give each its own`);
    if (table !== undefined) table.set(id, row);
    else {
      const [type, ref, next] = [1, 2, 3].map((n) => wholeOf(words[n], 'column of [EXTENSIONS]', where, line)) as [
        number,
        number,
        number,
      ];
      links.set(id, { line, type, ref, next });
    }
  }
  const unknown = [...tables.values()].filter(({ name }) => !Object.hasOwn(READERS, name)).map(({ name }) => name);
  const made = new Map<number, Extra>();
  return {
    of(id, line) {
      let extra = made.get(id);
      if (extra === undefined) made.set(id, (extra = follow(id, line)));
      return extra;
    },
    notes: unknown.map((name) => `Extension ${name} is not known; its entries are left out.`),
  };

  function follow(id: number, line: number): Extra {
    let extra: Extra = {};
    let from = line;
    let length = 0;
    for (let at = id; at !== 0; length++) {
      if (length >= MAX_CHAIN)
        throw formatError(
          where,
          from,
          `extension ${id} has more than ${MAX_CHAIN} members or runs in a circle; end the chain with 0`,
        );
      const link: Link = eventOf(links, at, 'extension', where, from);
      const kind = eventOf(tables, link.type, 'extension number', where, link.line);
      const reader = Object.hasOwn(READERS, kind.name) ? READERS[kind.name] : undefined;
      if (reader !== undefined) {
        const row = eventOf(kind.rows, link.ref, `${kind.name} event`, where, link.line);
        extra = joined(extra, reader(wordsOf(row), where, row.line), where, link.line);
      }
      from = link.line;
      at = link.next;
    }
    return extra;
  }
}

/** Labels and triggers add up; of the others a block has one. */
function joined(a: Extra, b: Extra, where: string, line: number): Extra {
  for (const key of ['rotation', 'softDelay', 'rfShim'] as const)
    if (a[key] !== undefined && b[key] !== undefined)
      throw formatError(where, line, `a block has ${key} twice; keep one`);
  return {
    ...a,
    ...b,
    ...(a.labels && b.labels ? { labels: [...a.labels, ...b.labels] } : {}),
    ...(a.triggers && b.triggers ? { triggers: [...a.triggers, ...b.triggers] } : {}),
  };
}
