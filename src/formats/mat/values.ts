// The values of one numeric, logical or char array of a MAT-file, Level 5.
import { ScienceError } from '../../base/index.ts';
import type { ByteReader } from '../bytes.ts';
import { fromColumnMajor, type NamedArray } from '../named-array.ts';
import { quoted, utf8 } from '../text.ts';
import { elementAt, elementNumbers, numberCount, TYPE_UTF8 } from './elements.ts';

/** By class code. */
export const MAT_CLASSES = [
  'unknown',
  'cell',
  'struct',
  'object',
  'char',
  'sparse',
  'double',
  'single',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'function',
  'opaque',
] as const;
export type MatClass = (typeof MAT_CLASSES)[number] | 'logical';

/** A numeric, logical or char array. Of a class that is not read (object, sparse, function, opaque), only the class: shape [0]. */
export interface MatArray extends NamedArray {
  readonly matClass: MatClass;
  /** Of char arrays: rows joined by line feeds. */
  readonly text?: string;
}

/** An array whose class, lengths and name are read; its values start at `start`. */
export interface ArrayHead {
  readonly reader: ByteReader;
  readonly start: number;
  readonly end: number;
  readonly shape: readonly number[];
  readonly nValues: number;
  readonly name: string;
}

/** The array of a class that holds values, C order, interleaved where complex. */
export function readValues(head: ArrayHead, matClass: MatClass, complex: boolean, logical: boolean): MatArray {
  const { reader, start, end, shape, nValues, name } = head;
  const what = `the values of ${quoted(name)}`;
  const re = elementAt(reader, start, end, what);
  const parts = complex ? [re, elementAt(reader, re.next, end, `${what} (imaginary)`)] : [re];
  if (matClass === 'char' && re.type === TYPE_UTF8) {
    const letters = utf8(reader.bytes.subarray(re.offset, re.offset + re.length));
    return charArray(
      Float64Array.from(letters, (letter) => letter.codePointAt(0)!),
      head,
    );
  }
  for (const part of parts) checkCount(numberCount(reader, part, what), head);
  const numbers = parts.map((part) => elementNumbers(reader, part, what));
  if (matClass === 'char') return charArray(numbers[0]!, head);
  let data = numbers[0]!;
  if (complex) {
    data = new Float64Array(2 * nValues);
    for (let n = 0; n < nValues; n++) {
      data[2 * n] = numbers[0]![n]!;
      data[2 * n + 1] = numbers[1]![n]!;
    }
  }
  const ordered = fromColumnMajor(data, shape, complex ? 2 : 1);
  return { shape, data: ordered, complex, matClass: logical ? 'logical' : matClass };
}

function checkCount(found: number, { nValues, shape, name, reader }: ArrayHead): void {
  if (found === nValues) return;
  throw new ScienceError(
    'format',
    `${quoted(name)} of shape [${shape.join(', ')}] needs ${nValues} values, found ${found}; the file is damaged`,
    { where: reader.where },
  );
}

function charArray(codes: Float64Array, head: ArrayHead): MatArray {
  checkCount(codes.length, head);
  const { shape, nValues } = head;
  const data = fromColumnMajor(codes, shape, 1);
  const nRows = nValues === 0 ? 0 : shape[0]!;
  const width = nValues / Math.max(1, nRows);
  const letter = (code: number): string => (code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
  const text = Array.from({ length: nRows }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), letter).join(''),
  ).join('\n');
  return { shape, data, complex: false, matClass: 'char', text };
}
