// Data elements of MAT-files, Level 5: a tag of type and length, then data padded to 8 bytes (MAT-File Format, MathWorks, ch. 1).
import { ScienceError } from '../../base/index.ts';
import type { ByteReader } from '../bytes.ts';
import { numbersOf, sizeOf, type NumberKind } from '../numbers.ts';

export const TYPE_MATRIX = 14;
export const TYPE_COMPRESSED = 15;
export const TYPE_UTF8 = 16;

const NUMBER_TYPES: Readonly<Record<number, NumberKind>> = {
  1: 'i1',
  2: 'u1',
  3: 'i2',
  4: 'u2',
  5: 'i4',
  6: 'u4',
  7: 'f4',
  9: 'f8',
  12: 'i8',
  13: 'u8',
  16: 'u1', // UTF-8 text
  17: 'u2', // UTF-16 text
  18: 'u4', // UTF-32 text
};

export interface MatElement {
  readonly type: number;
  readonly offset: number;
  readonly length: number;
  /** Where the next element starts. */
  readonly next: number;
}

/** The element at `offset`; throws where it reaches past `end`. */
export function elementAt(reader: ByteReader, offset: number, end: number, what: string): MatElement {
  const word = offset + 8 <= end ? reader.u32(offset) : undefined;
  // the small format puts type, length and up to 4 bytes of data into 8 bytes
  const small = word === undefined ? 0 : word >>> 16;
  const type = word === undefined ? 0 : small > 0 ? word & 0xffff : word;
  const length = small > 0 ? small : word === undefined ? 0 : reader.u32(offset + 4);
  const start = small > 0 ? offset + 4 : offset + 8;
  if (word === undefined || start + length > end || small > 4) {
    throw new ScienceError(
      'format',
      `${what} needs ${word === undefined ? 8 : length} bytes, found ${Math.max(0, end - (word === undefined ? offset : start))}; the file is cut short or damaged`,
      { where: `${reader.where}, byte ${offset}` },
    );
  }
  const padded = small > 0 ? offset + 8 : start + (type === TYPE_COMPRESSED ? length : Math.ceil(length / 8) * 8);
  return { type, offset: start, length, next: Math.min(padded, end) };
}

/** How many numbers an element holds; throws where it holds none by its type. */
export function numberCount(reader: ByteReader, element: MatElement, what: string): number {
  return element.length / sizeOf(kindOf(reader, element, what));
}

/** The numbers of an element, whatever type they are stored as. */
export function elementNumbers(reader: ByteReader, element: MatElement, what: string): Float64Array {
  const kind = kindOf(reader, element, what);
  const { bytes, littleEndian, where } = reader;
  return numbersOf({ bytes, offset: element.offset, count: element.length / sizeOf(kind), kind, littleEndian, where });
}

function kindOf(reader: ByteReader, { type, offset, length }: MatElement, what: string): NumberKind {
  const kind = NUMBER_TYPES[type];
  if (kind !== undefined && length % sizeOf(kind) === 0) return kind;
  throw new ScienceError('format', `${what} is an element of type ${type} with ${length} bytes; expected numbers`, {
    where: `${reader.where}, byte ${offset}`,
  });
}
