// Writes an HDF5 file: one group with contiguous datasets, sequences in global heaps. Superblock 0, so that every HDF5 library reads it.
// Always the same bytes for the same content (File Format Specification 3.0; numbers in comments are its sections).
import { joinBytes } from '../bytes.ts';
import { asciiBytes } from '../text.ts';
import type { Hdf5Type } from './datatype.ts';
import { NOWHERE } from './group.ts';

export interface Hdf5Content {
  readonly name: string;
  readonly type: Hdf5Type;
  /** Elements one after the other; sequences as references from `sequence`. */
  readonly data: Uint8Array;
}

export interface Hdf5Writer {
  /** Stores a sequence of `count` elements; returns its reference of 16 bytes. */
  readonly sequence: (bytes: Uint8Array, count: number) => Uint8Array;
  /** Ends the file: the group `name` with these datasets of one axis. */
  readonly finish: (name: string, datasets: readonly Hdf5Content[]) => Uint8Array;
}

const HEAP_BYTES = 65_536;
const LEAF_K = 4;
const INTERNAL_K = 16;
const SUPERBLOCK_BYTES = 96;

export function hdf5Writer(): Hdf5Writer {
  const parts: Uint8Array[] = [];
  let end = SUPERBLOCK_BYTES;
  const append = (bytes: Uint8Array): number => {
    const at = end;
    const padding = new Uint8Array(-bytes.length & 7);
    parts.push(bytes, padding);
    end += bytes.length + padding.length;
    return at;
  };
  let heap: Uint8Array[] = [];
  let heapLength = 16;
  let heapIndex = 0;
  const closeHeap = (): void => {
    if (heapIndex === 0) return;
    const free = Math.max(0, 4096 - heapLength); // no heap is smaller than this (III.E)
    const tail = free >= 16 ? [block(['u16', 0], ['u16', 0], ['u32', 0], ['u64', free])] : [];
    const rest = new Uint8Array(free >= 16 ? free - 16 : free);
    append(joinBytes([block(['text', 'GCOL'], ['u32', 1], ['u64', heapLength + free]), ...heap, ...tail, rest]));
    heap = [];
    heapLength = 16;
    heapIndex = 0;
  };
  return {
    sequence: (bytes, count) => {
      if (count === 0) return new Uint8Array(16);
      heapIndex++;
      const reference = block(['u32', count], ['u64', end], ['u32', heapIndex]);
      heap.push(block(['u16', heapIndex], ['u16', 0], ['u32', 0], ['u64', bytes.length]), bytes);
      heap.push(new Uint8Array(-bytes.length & 7));
      heapLength += 16 + bytes.length + (-bytes.length & 7);
      if (heapLength > HEAP_BYTES) closeHeap();
      return reference;
    },
    finish: (name, datasets) => {
      closeHeap();
      const headers = datasets
        .map((dataset) => ({ name: dataset.name, at: append(datasetHeader(dataset, append(dataset.data))) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const group = appendGroup(append, headers);
      const root = appendGroup(append, [{ name, at: group.header }]);
      return joinBytes([superblock(root, end), ...parts]);
    },
  };
}

type Field =
  readonly ['u8' | 'u16' | 'u32' | 'u64', ...number[]] | readonly ['text', string] | readonly ['bytes', Uint8Array];

/** Little-endian numbers, text and bytes, one after the other. */
function block(...fields: readonly Field[]): Uint8Array {
  const parts = fields.map((field) => {
    if (field[0] === 'text') return asciiBytes(field[1]);
    if (field[0] === 'bytes') return field[1];
    const [kind, ...values] = field;
    const size = Number(kind.slice(1)) / 8;
    const bytes = new Uint8Array(size * values.length);
    const view = new DataView(bytes.buffer);
    values.forEach((value, n) => {
      if (kind === 'u8') view.setUint8(n, value);
      else if (kind === 'u16') view.setUint16(2 * n, value, true);
      else if (kind === 'u32') view.setUint32(4 * n, value, true);
      else view.setBigUint64(8 * n, value === NOWHERE ? 0xffffffffffffffffn : BigInt(value), true);
    });
    return bytes;
  });
  return joinBytes(parts);
}

const padded = (bytes: Uint8Array, to = 8): Uint8Array =>
  joinBytes([bytes, new Uint8Array((to - (bytes.length % to)) % to)]);

interface GroupPlace {
  readonly header: number;
  readonly tree: number;
  readonly heap: number;
}

function superblock(root: GroupPlace, end: number): Uint8Array {
  return block(
    ['bytes', Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['u8', 0, 0, 0, 0, 0, 8, 8, 0],
    ['u16', LEAF_K, INTERNAL_K],
    ['u32', 0],
    ['u64', 0, NOWHERE, end, NOWHERE],
    ['u64', 0, root.header],
    ['u32', 1, 0],
    ['u64', root.tree, root.heap],
  );
}

/** Local heap (III.D), symbol node (III.B), B-tree (III.A.1) and header of a group; at most 8 members. */
function appendGroup(
  append: (bytes: Uint8Array) => number,
  members: readonly { name: string; at: number }[],
): GroupPlace {
  const names = members.map(({ name }) => padded(joinBytes([asciiBytes(name), new Uint8Array(1)])));
  const offsets = names.map((_, n) => 8 + names.slice(0, n).reduce((sum, { length }) => sum + length, 0));
  const text = joinBytes([new Uint8Array(8), ...names]);
  const data = append(text);
  const heap = append(block(['text', 'HEAP'], ['u32', 0], ['u64', text.length, 1, data]));
  const entries = members.map(({ at }, n) => block(['u64', offsets[n]!, at], ['u32', 0, 0], ['u64', 0, 0]));
  const node = block(
    ['text', 'SNOD'],
    ['u8', 1, 0],
    ['u16', members.length],
    ...entries.map((e) => ['bytes', e] as const),
  );
  const leaf = append(joinBytes([node, new Uint8Array(8 + 80 * LEAF_K - node.length)]));
  const index = block(['text', 'TREE'], ['u8', 0, 0], ['u16', 1], ['u64', NOWHERE, NOWHERE, 0, leaf, offsets.at(-1)!]);
  const tree = append(joinBytes([index, new Uint8Array(24 + 16 * INTERNAL_K * 2 + 8 - index.length)]));
  return { header: append(objectHeader([{ type: 17, body: block(['u64', tree, heap]) }])), tree, heap };
}

function objectHeader(messages: readonly { readonly type: number; readonly body: Uint8Array }[]): Uint8Array {
  const written = messages.map(({ type, body }) => {
    const whole = padded(body);
    return block(['u16', type, whole.length], ['u8', 0, 0, 0, 0], ['bytes', whole]);
  });
  const length = written.reduce((sum, one) => sum + one.length, 0);
  return block(['u8', 1, 0], ['u16', messages.length], ['u32', 1, length, 0], ['bytes', joinBytes(written)]);
}

function datasetHeader({ type, data }: Hdf5Content, at: number): Uint8Array {
  return objectHeader([
    { type: 1, body: block(['u8', 1, 1, 0, 0, 0, 0, 0, 0], ['u64', data.length / type.size]) },
    { type: 3, body: encodeDatatype(type) },
    { type: 5, body: block(['u8', 2, 2, 2, 0]) },
    { type: 8, body: block(['u8', 3, 1], ['u64', at, data.length]) },
  ]);
}

/** A datatype message, version 1; compounds in version 2, since they hold arrays (IV.A.2.d). */
function encodeDatatype(type: Hdf5Type): Uint8Array {
  const head = (kind: number, version: number, bits: number): Field[] => [
    ['u8', (version << 4) | kind, bits & 255, bits >> 8, 0],
    ['u32', type.size],
  ];
  switch (type.kind) {
    case 'integer':
      return block(...head(0, 1, type.signed ? 8 : 0), ['u16', 0, 8 * type.size]);
    case 'float': {
      const [exponent, mantissa, bias] = type.size === 4 ? ([8, 23, 127] as const) : ([11, 52, 1023] as const);
      // the mantissa has its first bit implied (32); the sign is the last bit
      const bits = 32 + 256 * (8 * type.size - 1);
      return block(
        ...head(1, 1, bits),
        ['u16', 0, 8 * type.size],
        ['u8', mantissa, exponent, 0, mantissa],
        ['u32', bias],
      );
    }
    case 'sequence': // of bytes: text, marked so
      return block(...head(9, 1, type.element.size === 1 ? 1 : 0), ['bytes', encodeDatatype(type.element)]);
    case 'array':
      return block(...head(10, 2, 0), ['u32', 1, type.count, 0], ['bytes', encodeDatatype(type.element)]);
    case 'compound':
      return block(
        ...head(6, 2, type.members.length),
        ...type.members.flatMap(({ name, offset, type: member }): Field[] => [
          ['bytes', padded(joinBytes([asciiBytes(name), new Uint8Array(1)]))],
          ['u32', offset],
          ['bytes', encodeDatatype(member)],
        ]),
      );
    default:
      return block(...head(3, 1, 0));
  }
}
