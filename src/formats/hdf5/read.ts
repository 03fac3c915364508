// An HDF5 file as a tree of datasets that are read one element at a time. Own reader with strict bounds: what MRD files use, and no more
// (File Format Specification 3.0). Never: dense groups, layouts of version 4, soft links, types shared between objects.
import { ScienceError } from '../../base/index.ts';
import { ByteReader } from '../bytes.ts';
import { quoted } from '../text.ts';
import { readLayout, type ElementReader } from './chunks.ts';
import { readDatatype, type Hdf5Type } from './datatype.ts';
import { expectSignature, readGroup } from './group.ts';
import { MESSAGE, readMessages } from './objects.ts';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_RANK = 16;

export interface Hdf5Dataset {
  readonly name: string;
  readonly type: Hdf5Type;
  readonly shape: readonly number[];
  /** Product of `shape`: a claim of the file, not yet believed. */
  readonly count: number;
  readonly element: ElementReader;
}

export interface Hdf5File {
  /** Names in the group at a path such as '/dataset'; undefined where it is none. */
  readonly list: (path: string) => readonly string[] | undefined;
  readonly dataset: (path: string) => Hdf5Dataset;
  /** The bytes that a reference (16 bytes of a 'sequence') points to: `count` elements of `elementBytes`. */
  readonly sequence: (reference: Uint8Array, elementBytes: number, what: string) => Uint8Array;
}

export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => bytes[at] === byte);
}

export function openHdf5(bytes: Uint8Array, where: string): Hdf5File {
  const reader = new ByteReader(bytes, where);
  if (!isHdf5(bytes)) {
    throw new ScienceError('format', 'not an HDF5 file: it does not start with \\x89HDF', {
      where: `${where}, byte 0`,
    });
  }
  const root = rootOf(reader);
  const addressOf = (path: string): number | undefined => {
    let at: number | undefined = root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      if (at === undefined || !isGroup(reader, at)) return undefined;
      at = readGroup(reader, at).get(name);
    }
    return at;
  };
  const heapBytes = heapReader(reader);
  return {
    list: (path) => {
      const at = addressOf(path);
      return at === undefined || !isGroup(reader, at) ? undefined : [...readGroup(reader, at).keys()].sort();
    },
    dataset: (path) => {
      const at = addressOf(path);
      if (at === undefined) throw new ScienceError('format', `the HDF5 file has no dataset '${path}'`, { where });
      return readDataset(reader, at, path);
    },
    sequence: heapBytes,
  };
}

/** Address of the root group's object header. */
function rootOf(reader: ByteReader): number {
  const version = reader.u8(8);
  const old = version < 2;
  if (version > 3) {
    throw new ScienceError('unsupported', `HDF5 superblock version ${version}; versions 0 to 3 are read`, {
      where: `${reader.where}, byte 8`,
    });
  }
  const [offsetBytes, lengthBytes] = old ? [reader.u8(13), reader.u8(14)] : [reader.u8(9), reader.u8(10)];
  const start = old ? (version === 0 ? 24 : 28) : 12;
  if (offsetBytes !== 8 || lengthBytes !== 8 || reader.u64(start) !== 0) {
    throw new ScienceError('unsupported', 'HDF5 with addresses other than of 8 bytes from the start is not read', {
      where: `${reader.where}, byte ${old ? 13 : 9}`,
    });
  }
  const end = reader.u64(start + 16);
  if (end > reader.length) {
    throw new ScienceError(
      'format',
      `the HDF5 file should have ${end} bytes, found ${reader.length}; it is cut short, copy it again`,
      { where: `${reader.where}, byte ${start + 16}` },
    );
  }
  return old ? reader.u64(start + 40) : reader.u64(start + 24);
}

function isGroup(reader: ByteReader, at: number): boolean {
  return !readMessages(reader, at).some(({ type }) => type === MESSAGE.layout);
}

function readDataset(reader: ByteReader, at: number, name: string): Hdf5Dataset {
  const messages = readMessages(reader, at);
  const [space, type, layout] = [MESSAGE.dataspace, MESSAGE.datatype, MESSAGE.layout].map((wanted) =>
    messages.find((message) => message.type === wanted),
  );
  if (space === undefined || type === undefined || layout === undefined) {
    throw new ScienceError('format', `'${name}' is no dataset in the HDF5 file`, {
      where: `${reader.where}, byte ${at}`,
    });
  }
  const datatype = readDatatype(reader, type.at).type;
  const version = reader.u8(space.at),
    rank = reader.u8(space.at + 1);
  if (version < 1 || version > 2 || rank > MAX_RANK) {
    throw new ScienceError('format', `'${name}' has a shape that cannot be; the file is damaged`, {
      where: `${reader.where}, byte ${space.at}`,
    });
  }
  const shape = Array.from({ length: rank }, (_, axis) => reader.u64(space.at + (version === 1 ? 8 : 4) + 8 * axis));
  const filters = messages.find((message) => message.type === MESSAGE.filters);
  return {
    name,
    type: datatype,
    shape,
    count: shape.reduce((a, b) => a * b, 1),
    element: readLayout(reader, layout, filters, shape, datatype.size, name),
  };
}

/** Global heaps (III.E): each object may be handed out as often as the file is long, so that few bytes cannot become many. */
function heapReader(reader: ByteReader): Hdf5File['sequence'] {
  const heaps = new Map<number, Map<number, { readonly at: number; readonly size: number }>>();
  let handed = 0,
    covered = 0;
  return (reference, elementBytes, what) => {
    const view = new ByteReader(reference, what);
    const count = view.u32(0),
      address = view.u64(4),
      index = view.u32(12);
    if (count === 0) return new Uint8Array(0);
    let objects = heaps.get(address);
    if (objects === undefined) {
      objects = readHeap(reader, address);
      covered += reader.u64(address + 8);
      if (covered > reader.length) {
        throw new ScienceError('format', 'HDF5 heaps lie over each other; the file is damaged', {
          where: `${reader.where}, byte ${address}`,
        });
      }
      heaps.set(address, objects);
    }
    const found = objects.get(index);
    const bytes = count * elementBytes;
    handed += bytes;
    if (found === undefined || found.size < bytes || handed > reader.length) {
      const why =
        found === undefined
          ? `object ${index} of the heap is missing`
          : found.size < bytes
            ? `it claims ${bytes} bytes of ${found.size}`
            : 'the same bytes are claimed many times';
      throw new ScienceError('format', `${quoted(what)} cannot be read: ${why}; the file is damaged`, {
        where: `${reader.where}, byte ${address}`,
      });
    }
    return reader.slice(found.at, bytes, what);
  };
}

function readHeap(reader: ByteReader, at: number): Map<number, { readonly at: number; readonly size: number }> {
  expectSignature(reader, at, 'GCOL');
  const length = reader.u64(at + 8);
  reader.need(at, length, 'an HDF5 heap');
  const objects = new Map<number, { readonly at: number; readonly size: number }>();
  for (let place = at + 16; place + 16 <= at + length;) {
    const index = reader.u16(place),
      size = reader.u64(place + 8);
    if (index === 0) break; // the free space at the end
    reader.need(place + 16, size, 'an object in an HDF5 heap');
    objects.set(index, { at: place + 16, size });
    place += 16 + 8 * Math.ceil(size / 8);
  }
  return objects;
}
