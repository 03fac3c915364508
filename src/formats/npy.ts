// NumPy .npy files, versions 1 to 3 (numpy.lib.format). Not read: structured, object and text arrays, float16.
import { ScienceError } from '../base/index.ts';
import { ByteReader, countValues } from './bytes.ts';
import { fromColumnMajor, type NamedArray } from './named-array.ts';
import { numbersOf, sizeOf, type NumberKind } from './numbers.ts';
import { latin1, quoted } from './text.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MAX_HEADER_BYTES = 65_536;
const MAX_AXES = 32;

export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

export function readNpy(bytes: Uint8Array, where: string): NamedArray {
  const reader = new ByteReader(bytes, where);
  reader.need(0, 10, 'the .npy header');
  if (!isNpy(bytes)) {
    throw new ScienceError('format', 'not a .npy file: it does not start with \\x93NUMPY', {
      where: `${where}, byte 0`,
    });
  }
  const version = reader.u8(6);
  if (version < 1 || version > 3) {
    throw new ScienceError('unsupported', `.npy version ${version}.${reader.u8(7)}; versions 1 to 3 are read`, {
      where: `${where}, byte 6`,
    });
  }
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? reader.u16(8) : reader.u32(8);
  if (length > MAX_HEADER_BYTES) {
    throw new ScienceError('format', `the .npy header claims ${length} bytes; at most ${MAX_HEADER_BYTES} are read`, {
      where: `${where}, byte 8`,
    });
  }
  const header = parseHeader(latin1(reader.slice(start, length, 'the .npy header'), length), `${where}, byte ${start}`);
  const { kind, complex, littleEndian } = parseDescr(header.descr, where);
  const count = countValues(header.shape, where) * (complex ? 2 : 1);
  const found = bytes.length - start - length;
  const expected = count * sizeOf(kind);
  if (found !== expected) {
    throw new ScienceError(
      'format',
      `shape (${header.shape.join(', ')}) of ${quoted(header.descr)} needs ${expected} bytes of data, found ${found}`,
      { where: `${where}, byte ${start + length}` },
    );
  }
  const data = numbersOf({ bytes, offset: start + length, count, kind, littleEndian, where });
  const ordered = header.fortran ? fromColumnMajor(data, header.shape, complex ? 2 : 1) : data;
  return { shape: header.shape, data: ordered, complex };
}

function parseDescr(descr: string, where: string): { kind: NumberKind; complex: boolean; littleEndian: boolean } {
  const match = /^([<>|=])([biufc])(\d+)$/.exec(descr);
  const size = Number(match?.[3] ?? 0);
  const letter = match?.[2];
  const littleEndian = match?.[1] !== '>';
  if (letter === 'b' && size === 1) return { kind: 'u1', complex: false, littleEndian };
  if (letter === 'c' && (size === 8 || size === 16)) {
    return { kind: size === 8 ? 'f4' : 'f8', complex: true, littleEndian };
  }
  const kinds: readonly string[] = ['i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f4', 'f8'];
  const kind = `${letter}${size}`;
  if (kinds.includes(kind)) return { kind: kind as NumberKind, complex: false, littleEndian };
  throw new ScienceError(
    'unsupported',
    `.npy of type ${quoted(descr)}; read are bool, integers of 8 to 64 bits, float32, float64, complex64 and complex128: save with a.astype('float64')`,
    { where },
  );
}

/** The header is a Python dict literal with exactly the keys descr, fortran_order and shape, in any order. */
function parseHeader(text: string, where: string): { descr: string; fortran: boolean; shape: readonly number[] } {
  const bad = (): ScienceError =>
    new ScienceError('format', `the .npy header ${quoted(text)} cannot be read`, { where });
  const body = /^\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) throw bad();
  const entry =
    /^\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(True|False|\(([\d,\sL]{0,400})\)|'([^'\\]{1,80})'|"([^"\\]{1,80})"|\[[^\]]*\])\s*(,|$)/;
  let descr: string | undefined;
  let fortran: boolean | undefined;
  let shape: readonly number[] | undefined;
  let rest = body;
  while (rest.trim() !== '') {
    const match = entry.exec(rest);
    if (!match) throw bad();
    const [whole, , key, value, numbers] = match;
    if (key === 'descr' && descr === undefined) descr = match[5] ?? match[6] ?? value;
    else if (key === 'fortran_order' && fortran === undefined && /^(True|False)$/.test(value!))
      fortran = value === 'True';
    else if (key === 'shape' && shape === undefined && numbers !== undefined) shape = parseShape(numbers);
    else throw bad();
    if (key === 'shape' && shape === undefined) throw bad();
    rest = rest.slice(whole.length);
  }
  if (descr === undefined || fortran === undefined || shape === undefined) throw bad();
  return { descr, fortran, shape };
}

/** '3, 4' or '3,' or ''; undefined where it is none of them. A tuple of one needs its comma. */
function parseShape(text: string): readonly number[] | undefined {
  if (text.trim() === '') return [];
  const parts = text.split(',').map((part) => part.trim().replace(/L$/, ''));
  if (parts.at(-1) === '') parts.pop();
  else if (parts.length === 1) return undefined;
  if (parts.length > MAX_AXES || parts.some((part) => !/^\d{1,15}$/.test(part))) return undefined;
  return parts.map(Number);
}
