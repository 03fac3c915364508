// Where the elements of an HDF5 dataset lie: contiguous, compact, or in chunks that may be filtered. One element at a time, so that a
// claimed size takes no memory (File Format Specification 3.0, IV.A.2.i and l).
import { ScienceError } from '../../base/index.ts';
import { MAX_INFLATED_BYTES, type ByteReader } from '../bytes.ts';
import { cannotInflateTo, unzlib } from '../inflate.ts';
import { leavesOf, NOWHERE } from './group.ts';
import type { Hdf5Message } from './objects.ts';

/** Bytes of element `index` in row-major order. */
export type ElementReader = (index: number) => Uint8Array;

interface Filter {
  readonly id: number;
  readonly values: readonly number[];
}

const MAX_CHUNK_BYTES = 2 ** 26;
const MAX_TOTAL_BYTES = MAX_INFLATED_BYTES / 4;
const FILTER = { deflate: 1, shuffle: 2, fletcher32: 3 } as const;

export function readLayout(
  reader: ByteReader,
  layout: Hdf5Message,
  filters: Hdf5Message | undefined,
  shape: readonly number[],
  elementBytes: number,
  name: string,
): ElementReader {
  const where = `${reader.where}, byte ${layout.at}`;
  const version = reader.u8(layout.at),
    kind = reader.u8(layout.at + 1);
  if (version !== 3 || kind > 2) {
    const what = version === 3 ? `layout class ${kind}` : `layout version ${version}`;
    throw new ScienceError('unsupported', `HDF5 ${what} of ${name} is not read; write it with libver='earliest'`, {
      where,
    });
  }
  if (kind < 2) {
    const start = kind === 0 ? layout.at + 4 : reader.u64(layout.at + 2);
    if (start === NOWHERE) return () => missing(reader, name, 0);
    return (index) => reader.slice(start + index * elementBytes, elementBytes, `${name}, record ${index + 1},`);
  }
  const rank = reader.u8(layout.at + 2) - 1;
  const chunk = Array.from({ length: rank + 1 }, (_, axis) => reader.u32(layout.at + 11 + 4 * axis));
  if (rank !== shape.length || chunk[rank] !== elementBytes || chunk.some((n) => n < 1)) {
    throw new ScienceError('format', `the chunks of ${name} do not fit its shape; the file is damaged`, { where });
  }
  const bytes = chunk.reduce((a, b) => a * b, 1);
  if (bytes > MAX_CHUNK_BYTES) {
    throw new ScienceError('unsupported', `chunks of ${bytes} bytes in ${name}; at most ${MAX_CHUNK_BYTES} are read`, {
      where,
    });
  }
  return chunkReader(
    reader,
    reader.u64(layout.at + 3),
    chunk,
    bytes,
    shape,
    filters ? readFilters(reader, filters) : [],
    name,
  );
}

function chunkReader(
  reader: ByteReader,
  tree: number,
  chunk: readonly number[],
  bytes: number,
  shape: readonly number[],
  filters: readonly Filter[],
  name: string,
): ElementReader {
  const rank = shape.length,
    elementBytes = chunk[rank]!;
  if (tree === NOWHERE) return (index) => missing(reader, name, index);
  const perAxis = shape.map((n, axis) => Math.ceil(n / chunk[axis]!));
  const places = new Map<number, { readonly at: number; readonly stored: number; readonly mask: number }>();
  const keyBytes = 8 + 8 * (rank + 1);
  for (const { key, child } of leavesOf(reader, tree, 1, keyBytes, keyBytes + 8)) {
    let number = 0;
    for (let axis = 0; axis < rank; axis++) {
      const at = reader.u64(key + 8 + 8 * axis) / chunk[axis]!;
      if (!Number.isInteger(at) || at >= perAxis[axis]!) {
        throw new ScienceError('format', `a chunk of ${name} lies outside its shape; the file is damaged`, {
          where: `${reader.where}, byte ${key}`,
        });
      }
      number = number * perAxis[axis]! + at;
    }
    places.set(number, { at: child, stored: reader.u32(key), mask: reader.u32(key + 4) });
  }
  let held = -1;
  let data: Uint8Array = new Uint8Array(0);
  let total = 0;
  return (index) => {
    let number = 0,
      inside = 0,
      rest = index;
    const place = new Array<number>(rank);
    for (let axis = rank - 1; axis >= 0; axis--) {
      place[axis] = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    for (let axis = 0; axis < rank; axis++) {
      number = number * perAxis[axis]! + Math.floor(place[axis]! / chunk[axis]!);
      inside = inside * chunk[axis]! + (place[axis]! % chunk[axis]!);
    }
    if (number !== held) {
      const found = places.get(number);
      if (found === undefined) return missing(reader, name, index);
      total += filters.length > 0 ? bytes : 0;
      if (total > MAX_TOTAL_BYTES) {
        throw new ScienceError('unsupported', `${name} unpacks to more than ${MAX_TOTAL_BYTES} bytes; split the file`, {
          where: reader.where,
        });
      }
      const stored = reader.slice(found.at, found.stored, `a chunk of ${name}`);
      data = unfilter(stored, filters, found.mask, bytes, `${reader.where}, byte ${found.at}`);
      held = number;
    }
    return data.subarray(inside * elementBytes, (inside + 1) * elementBytes);
  };
}

function missing(reader: ByteReader, name: string, index: number): never {
  throw new ScienceError('format', `${name}, record ${index + 1}, was never written; the file is damaged`, {
    where: reader.where,
  });
}

function readFilters(reader: ByteReader, message: Hdf5Message): Filter[] {
  const version = reader.u8(message.at),
    count = reader.u8(message.at + 1);
  let at = message.at + (version === 1 ? 8 : 2);
  return Array.from({ length: count }, () => {
    const id = reader.u16(at);
    const named = version === 1 || id >= 256;
    const nameBytes = named ? reader.u16(at + 2) : 0;
    const nValues = reader.u16(at + (named ? 6 : 4));
    at += (named ? 8 : 6) + (version === 1 ? 8 * Math.ceil(nameBytes / 8) : nameBytes);
    if (id !== FILTER.deflate && id !== FILTER.shuffle && id !== FILTER.fletcher32) {
      throw new ScienceError('unsupported', `HDF5 filter ${id}; gzip, shuffle and fletcher32 are read`, {
        where: `${reader.where}, byte ${message.at}`,
      });
    }
    reader.need(at, 4 * nValues, 'an HDF5 filter');
    const values = Array.from({ length: Math.min(nValues, 8) }, (_, n) => reader.u32(at + 4 * n));
    at += 4 * nValues + (version === 1 && nValues % 2 === 1 ? 4 : 0);
    return { id, values };
  });
}

function unfilter(
  stored: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  bytes: number,
  where: string,
): Uint8Array {
  let data = stored;
  for (let n = filters.length - 1; n >= 0; n--) {
    if (mask & (1 << n)) continue;
    const { id, values } = filters[n]!;
    if (id === FILTER.fletcher32) data = data.subarray(0, Math.max(0, data.length - 4));
    else if (id === FILTER.deflate) {
      if (cannotInflateTo(bytes, data.length)) break;
      data = unzlib(data, bytes + 4, where);
    } else data = unshuffled(data, values[0] ?? 1);
  }
  if (data.length === bytes) return data;
  throw new ScienceError('format', `a chunk unpacks to ${data.length} bytes, not ${bytes}; the file is damaged`, {
    where,
  });
}

function unshuffled(data: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(data.length / Math.max(1, size));
  const out = data.slice();
  for (let byte = 0, from = 0; byte < size && from < count * size; byte++) {
    for (let n = 0; n < count; n++) out[n * size + byte] = data[from++]!;
  }
  return out;
}
