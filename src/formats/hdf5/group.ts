// Members of an HDF5 group: names and addresses of object headers. Old groups (symbol tables) and short new ones (links).
import { ScienceError } from '../../base/index.ts';
import type { ByteReader } from '../bytes.ts';
import { zeroEnded, latin1 } from '../text.ts';
import { MESSAGE, readMessages } from './objects.ts';

/** An address that points nowhere: all bits set. */
export const NOWHERE = 2 ** 64;
const MAX_LEVEL = 16;
const ENTRY_BYTES = 40;

/** Name and address of what the group at `at` holds; soft and outside links are left out. */
export function readGroup(reader: ByteReader, at: number): ReadonlyMap<string, number> {
  const members = new Map<string, number>();
  for (const message of readMessages(reader, at)) {
    if (message.type === MESSAGE.symbolTable) symbolTableInto(members, reader, message.at);
    else if (message.type === MESSAGE.link) linkInto(members, reader, message.at);
    else if (message.type === MESSAGE.linkInfo) {
      const flags = reader.u8(message.at + 1);
      if (reader.u64(message.at + 2 + (flags & 1 ? 8 : 0)) !== NOWHERE) {
        throw new ScienceError('unsupported', "HDF5 with indexed groups is not read; write it with libver='earliest'", {
          where: `${reader.where}, byte ${message.at}`,
        });
      }
    }
  }
  return members;
}

function symbolTableInto(members: Map<string, number>, reader: ByteReader, at: number): void {
  const heap = reader.u64(at + 8);
  expectSignature(reader, heap, 'HEAP');
  const size = reader.u64(heap + 8);
  const names = reader.slice(reader.u64(heap + 24), size, 'names in an HDF5 group');
  for (const node of leavesOf(reader, reader.u64(at), 0, 8, 8)) {
    expectSignature(reader, node.child, 'SNOD');
    const count = reader.u16(node.child + 6);
    reader.need(node.child + 8, count * ENTRY_BYTES, 'an HDF5 group');
    for (let n = 0; n < count; n++) {
      const entry = node.child + 8 + n * ENTRY_BYTES;
      const offset = reader.u64(entry);
      if (offset >= names.length) {
        throw new ScienceError('format', 'a name lies outside the heap of its HDF5 group; the file is damaged', {
          where: `${reader.where}, byte ${entry}`,
        });
      }
      const address = reader.u64(entry + 8);
      if (reader.u32(entry + 16) !== 2) members.set(zeroEnded(names.subarray(offset, offset + 256)), address);
    }
  }
}

function linkInto(members: Map<string, number>, reader: ByteReader, at: number): void {
  const flags = reader.u8(at + 1);
  let place = at + 2;
  const kind = flags & 8 ? reader.u8(place++) : 0;
  if (flags & 4) place += 8;
  if (flags & 16) place += 1;
  const width = 1 << (flags & 3);
  const length = width === 1 ? reader.u8(place) : reader.u16(place);
  place += width;
  const name = latin1(reader.slice(place, length, 'the name of an HDF5 link'));
  if (kind === 0) members.set(name, reader.u64(place + length));
}

export interface Leaf {
  /** Place of the key before the child. */
  readonly key: number;
  readonly child: number;
}

/** Keys and children of the lowest nodes of a B-tree, version 1 (III.A.1); no node is visited twice. */
export function leavesOf(reader: ByteReader, root: number, nodeType: number, keyBytes: number, least: number): Leaf[] {
  const leaves: Leaf[] = [];
  const seen = new Set<number>();
  const visit = (at: number, level: number): void => {
    if (seen.has(at)) damaged(reader, at, 'visits a node twice');
    seen.add(at);
    expectSignature(reader, at, 'TREE');
    const found = reader.u8(at + 5);
    if (reader.u8(at + 4) !== nodeType || found > MAX_LEVEL || (level >= 0 && found !== level)) {
      damaged(reader, at, 'has a node out of place');
    }
    const count = reader.u16(at + 6);
    const step = keyBytes + 8;
    reader.need(at + 24, count * step, 'an HDF5 index');
    if (leaves.length + count > reader.length / least) damaged(reader, at, 'has more entries than the file can hold');
    for (let n = 0; n < count; n++) {
      const key = at + 24 + n * step;
      const child = reader.u64(key + keyBytes);
      if (found === 0) leaves.push({ key, child });
      else visit(child, found - 1);
    }
  };
  visit(root, -1);
  return leaves;
}

function damaged(reader: ByteReader, at: number, what: string): never {
  throw new ScienceError('format', `an HDF5 index ${what}; the file is damaged`, {
    where: `${reader.where}, byte ${at}`,
  });
}

export function expectSignature(reader: ByteReader, at: number, signature: string): void {
  if (latin1(reader.slice(at, 4, `an HDF5 block '${signature}'`)) !== signature) {
    throw new ScienceError('format', `expected the HDF5 block '${signature}' here; the file is damaged`, {
      where: `${reader.where}, byte ${at}`,
    });
  }
}
