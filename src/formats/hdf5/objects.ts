// Object headers of HDF5, versions 1 and 2: the messages of a group or dataset (File Format Specification 3.0, IV.A).
import { ScienceError } from '../../base/index.ts';
import { latin1 } from '../text.ts';
import type { ByteReader } from '../bytes.ts';

export interface Hdf5Message {
  readonly type: number;
  readonly at: number;
  readonly length: number;
}

export const MESSAGE = {
  dataspace: 1,
  linkInfo: 2,
  datatype: 3,
  link: 6,
  layout: 8,
  filters: 11,
  continuation: 16,
  symbolTable: 17,
} as const;

const MAX_MESSAGES = 4096;
const MAX_BLOCKS = 64;
/** Message flag: the body stands in another object. */
const SHARED = 2;

/** All messages of the object header at `at`, in order. */
export function readMessages(reader: ByteReader, at: number): readonly Hdf5Message[] {
  const version2 = latin1(reader.slice(at, 4, 'an HDF5 object header')) === 'OHDR';
  const messages: Hdf5Message[] = [];
  const blocks = version2 ? [firstBlock2(reader, at)] : [firstBlock1(reader, at)];
  for (let n = 0; n < blocks.length; n++) {
    const { start, length, ordered } = blocks[n]!;
    const head = version2 ? (ordered ? 6 : 4) : 8;
    reader.need(start, length, 'an HDF5 object header');
    for (let place = start; place + head <= start + length;) {
      const type = version2 ? reader.u8(place) : reader.u16(place);
      const size = reader.u16(place + (version2 ? 1 : 2));
      const flags = reader.u8(place + (version2 ? 3 : 4));
      const body = place + head;
      if (body + size > start + length) {
        throw new ScienceError('format', 'a message is longer than its HDF5 object header; the file is damaged', {
          where: `${reader.where}, byte ${place}`,
        });
      }
      if (flags & SHARED && Object.values<number>(MESSAGE).includes(type)) {
        throw new ScienceError('unsupported', 'HDF5 with types shared between objects is not read; write it anew', {
          where: `${reader.where}, byte ${place}`,
        });
      }
      if (type === MESSAGE.continuation) {
        const next = reader.u64(body),
          nextLength = reader.u64(body + 8);
        if (blocks.length >= MAX_BLOCKS) tooMany(reader, at);
        // a continued block of version 2 has a signature before and a checksum behind
        if (version2) reader.need(next, Math.max(8, nextLength), 'an HDF5 object header');
        blocks.push(
          version2
            ? { start: next + 4, length: Math.max(8, nextLength) - 8, ordered }
            : { start: next, length: nextLength, ordered },
        );
      } else messages.push({ type, at: body, length: size });
      if (messages.length > MAX_MESSAGES) tooMany(reader, at);
      place = body + size;
    }
  }
  return messages;
}

interface Block {
  readonly start: number;
  readonly length: number;
  /** Messages carry the order of their creation. */
  readonly ordered: boolean;
}

function firstBlock1(reader: ByteReader, at: number): Block {
  if (reader.u8(at) !== 1) {
    throw new ScienceError('format', `no HDF5 object header here (version ${reader.u8(at)}); the file is damaged`, {
      where: `${reader.where}, byte ${at}`,
    });
  }
  return { start: at + 16, length: reader.u32(at + 8), ordered: false };
}

function firstBlock2(reader: ByteReader, at: number): Block {
  const flags = reader.u8(at + 5);
  const place = at + 6 + (flags & 32 ? 16 : 0) + (flags & 16 ? 4 : 0);
  const width = 1 << (flags & 3);
  const length =
    width === 1
      ? reader.u8(place)
      : width === 2
        ? reader.u16(place)
        : width === 4
          ? reader.u32(place)
          : reader.u64(place);
  return { start: place + width, length, ordered: (flags & 4) !== 0 };
}

function tooMany(reader: ByteReader, at: number): never {
  throw new ScienceError('format', 'an HDF5 object header without end; the file is damaged', {
    where: `${reader.where}, byte ${at}`,
  });
}
