// Datatype messages of HDF5: what one element of a dataset is made of (File Format Specification 3.0, IV.A.2.d).
import { ScienceError } from '../../base/index.ts';
import type { ByteReader } from '../bytes.ts';
import { latin1, quoted } from '../text.ts';

export interface Hdf5Member {
  readonly name: string;
  readonly offset: number;
  readonly type: Hdf5Type;
}

export type Hdf5Type =
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean; readonly littleEndian: boolean }
  | { readonly kind: 'float'; readonly size: 4 | 8; readonly littleEndian: boolean }
  | { readonly kind: 'string'; readonly size: number }
  /** In the record: count of elements, address of a global heap, index in it. */
  | { readonly kind: 'sequence'; readonly size: 16; readonly element: Hdf5Type }
  | { readonly kind: 'array'; readonly size: number; readonly count: number; readonly element: Hdf5Type }
  | { readonly kind: 'compound'; readonly size: number; readonly members: readonly Hdf5Member[] }
  | { readonly kind: 'other'; readonly size: number };

const MAX_MEMBERS = 1000;
const MAX_DEPTH = 8;
const MAX_SIZE = 2 ** 20;
/** Bit offset, precision, place and size of exponent and mantissa, bias, of IEEE 754. */
const IEEE: Readonly<Record<number, readonly number[]>> = {
  4: [0, 32, 23, 8, 0, 23, 127],
  8: [0, 64, 52, 11, 0, 52, 1023],
};

/** The type at `at` and the place after it. */
export function readDatatype(reader: ByteReader, at: number, depth = 0): { readonly type: Hdf5Type; next: number } {
  const where = `${reader.where}, byte ${at}`;
  const wrong = (what: string): never => {
    throw new ScienceError('format', `an HDF5 datatype ${what}; the file is damaged`, { where });
  };
  if (depth > MAX_DEPTH) wrong('is nested too deeply');
  const kind = reader.u8(at) & 15,
    version = reader.u8(at) >> 4,
    bits = reader.u8(at + 1) + 256 * reader.u8(at + 2),
    size = reader.u32(at + 4);
  const body = at + 8;
  if (version < 1 || version > 4) wrong(`has version ${version}`);
  if (size < 1 || size > MAX_SIZE) wrong(`has a size of ${size} bytes`);
  const littleEndian = (bits & 1) === 0;
  switch (kind) {
    case 0: {
      if (![1, 2, 4, 8].includes(size)) wrong(`is an integer of ${size} bytes`);
      if (reader.u16(body) !== 0 || reader.u16(body + 2) !== 8 * size) wrong('is an integer with bits left out');
      return { type: { kind: 'integer', size, signed: (bits & 8) !== 0, littleEndian }, next: body + 4 };
    }
    case 1: {
      const found = [0, 2].map((n) => reader.u16(body + n));
      found.push(...[4, 5, 6, 7].map((n) => reader.u8(body + n)), reader.u32(body + 8));
      const isIeee = (size === 4 || size === 8) && IEEE[size]!.every((n, i) => n === found[i]);
      return {
        type: isIeee && (bits & 64) === 0 ? { kind: 'float', size, littleEndian } : { kind: 'other', size },
        next: body + 12,
      };
    }
    case 3:
      return { type: { kind: 'string', size }, next: body };
    case 6: {
      if (bits < 1 || bits > MAX_MEMBERS) wrong(`has ${bits} members`);
      const members: Hdf5Member[] = [];
      let next = body;
      for (let n = 0; n < bits; n++) {
        const member = readMember(reader, next, version, size, depth);
        if (member.member.offset + member.member.type.size > size) {
          wrong(`has a member ${quoted(member.member.name)} that reaches past its ${size} bytes`);
        }
        members.push(member.member);
        next = member.next;
      }
      return { type: { kind: 'compound', size, members }, next };
    }
    case 9: {
      if (size !== 16) wrong(`is a sequence of ${size} bytes; expected 16`);
      const { type: element, next } = readDatatype(reader, body, depth + 1);
      return { type: { kind: 'sequence', size: 16, element }, next };
    }
    case 10: {
      const rank = reader.u8(body);
      let next = body + (version < 3 ? 4 : 1);
      let count = 1;
      for (let axis = 0; axis < rank; axis++, next += 4) count *= reader.u32(next);
      if (version < 3) next += 4 * rank;
      const { type: element, next: end } = readDatatype(reader, next, depth + 1);
      if (count * element.size !== size) wrong(`is an array of ${count} elements that do not fill its ${size} bytes`);
      return { type: { kind: 'array', size, count, element }, next: end };
    }
    default:
      if (depth > 0) {
        throw new ScienceError('unsupported', `an HDF5 compound with a member of class ${kind} is not read`, { where });
      }
      return { type: { kind: 'other', size }, next: body };
  }
}

function readMember(
  reader: ByteReader,
  at: number,
  version: number,
  size: number,
  depth: number,
): { readonly member: Hdf5Member; readonly next: number } {
  const end = reader.bytes.indexOf(0, at);
  if (end < 0 || end - at > 255) {
    throw new ScienceError('format', 'the name of an HDF5 member has no end; the file is damaged', {
      where: `${reader.where}, byte ${at}`,
    });
  }
  const name = latin1(reader.bytes.subarray(at, end));
  let next = version < 3 ? at + 8 * (Math.floor((end - at) / 8) + 1) : end + 1;
  let offset: number;
  if (version < 3) {
    offset = reader.u32(next);
    next += 4;
    if (version === 1) {
      if (reader.u8(next) !== 0) {
        throw new ScienceError('unsupported', `the HDF5 member ${quoted(name)} is an array of the oldest kind`, {
          where: `${reader.where}, byte ${next}`,
        });
      }
      next += 28;
    }
  } else {
    const width = size < 256 ? 1 : size < 65_536 ? 2 : size < 2 ** 24 ? 3 : 4;
    offset = 0;
    for (let n = width - 1; n >= 0; n--) offset = 256 * offset + reader.u8(next + n);
    next += width;
  }
  const { type, next: after } = readDatatype(reader, next, depth + 1);
  return { member: { name, offset, type }, next: after };
}
