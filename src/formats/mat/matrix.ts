// One array of a MAT-file, Level 5: numbers, text, cells and structs. Sparse arrays, objects and functions are named, not read.
import { ScienceError } from '../../base/index.ts';
import { countValues, type ByteReader } from '../bytes.ts';
import { latin1, quoted } from '../text.ts';
import { elementAt, elementNumbers, TYPE_MATRIX, type MatElement } from './elements.ts';
import { MAT_CLASSES, readValues, type ArrayHead, type MatArray, type MatClass } from './values.ts';

/** Where arrays are put under their names; throws once there are too many. */
export interface MatSink {
  put(name: string, array: MatArray): void;
}

const MAX_DEPTH = 32;
const NOT_READ: readonly MatClass[] = ['object', 'sparse', 'function', 'opaque'];

/** Puts the array of a matrix element under `name` (or the name it carries), and what it contains under 'name.field' and 'name{n}'. */
export function readMatrix(reader: ByteReader, element: MatElement, sink: MatSink, name?: string, depth = 0): void {
  const where = `${reader.where}, byte ${element.offset}`;
  if (element.type !== TYPE_MATRIX || depth > MAX_DEPTH) {
    const message =
      depth > MAX_DEPTH
        ? `arrays are nested more than ${MAX_DEPTH} deep`
        : `an element of type ${element.type} stands where an array should`;
    throw new ScienceError('format', message, { where });
  }
  const end = element.offset + element.length;
  if (element.length === 0)
    return sink.put(name ?? '', { shape: [0, 0], data: new Float64Array(0), complex: false, matClass: 'double' });
  const flagsAt = elementAt(reader, element.offset, end, 'the array flags');
  if (flagsAt.length !== 8)
    throw new ScienceError('format', `array flags of ${flagsAt.length} bytes; expected 8`, { where });
  const flags = reader.u32(flagsAt.offset);
  const matClass = MAT_CLASSES[flags & 0xff] ?? 'unknown';
  if (matClass === 'unknown')
    throw new ScienceError('format', `an array of the unknown class ${flags & 0xff}`, { where });
  if (NOT_READ.includes(matClass)) {
    const label = name ?? nameBehind(reader, flagsAt, end, matClass);
    return sink.put(label, { shape: [0], data: new Float64Array(0), complex: false, matClass });
  }
  const dims = elementAt(reader, flagsAt.next, end, 'the array lengths');
  const shape = [...elementNumbers(reader, dims, 'the array lengths').subarray(0, 33)];
  if (shape.length < 2 || shape.length > 32)
    throw new ScienceError('format', `an array of ${shape.length} axes`, { where });
  const nValues = countValues(shape, where);
  const label = elementAt(reader, dims.next, end, 'the array name');
  const own = name ?? latin1(reader.bytes.subarray(label.offset, label.offset + label.length), 256);
  const rest = { reader, start: label.next, end, shape, nValues, name: own, sink, depth };
  if (matClass === 'cell') readCells(rest);
  else if (matClass === 'struct') readStruct(rest);
  else sink.put(own, readValues(rest, matClass, (flags & 0x800) !== 0, (flags & 0x200) !== 0));
}

interface Rest extends ArrayHead {
  readonly sink: MatSink;
  readonly depth: number;
}

/** Objects of MATLAB's newer classes carry no lengths, only their name. */
function nameBehind(reader: ByteReader, flags: MatElement, end: number, matClass: MatClass): string {
  const first = elementAt(reader, flags.next, end, 'the array lengths or name');
  const label = matClass === 'opaque' ? first : elementAt(reader, first.next, end, 'the array name');
  return latin1(reader.bytes.subarray(label.offset, label.offset + label.length), 256);
}

/** Column-major numbers from 1, as MATLAB writes c{n}. */
function readCells({ reader, start, end, nValues, name, sink, depth }: Rest): void {
  let at = start;
  for (let n = 1; n <= nValues; n++) {
    const cell = elementAt(reader, at, end, `cell ${n} of ${quoted(name)}`);
    readMatrix(reader, cell, sink, `${name}{${n}}`, depth + 1);
    at = cell.next;
  }
}

/** 'name.field'; for a struct array 'name(n).field', n column-major from 1. */
function readStruct({ reader, start, end, nValues, name, sink, depth }: Rest): void {
  const lengthAt = elementAt(reader, start, end, 'the length of field names');
  const length = lengthAt.length === 4 ? reader.i32(lengthAt.offset) : 0;
  const namesAt = elementAt(reader, lengthAt.next, end, 'the field names');
  if (length < 1 || namesAt.length % length !== 0) {
    throw new ScienceError('format', `field names of ${quoted(name)}: ${namesAt.length} bytes in pieces of ${length}`, {
      where: `${reader.where}, byte ${namesAt.offset}`,
    });
  }
  const fields = Array.from({ length: namesAt.length / length }, (_, n) => {
    const bytes = reader.bytes.subarray(namesAt.offset + n * length, namesAt.offset + (n + 1) * length);
    const stop = bytes.indexOf(0);
    return latin1(stop < 0 ? bytes : bytes.subarray(0, stop), 256);
  });
  if (fields.length === 0) return;
  let at = namesAt.next;
  for (let n = 1; n <= nValues; n++) {
    for (const field of fields) {
      const owner = nValues === 1 ? name : `${name}(${n})`;
      const value = elementAt(reader, at, end, `${quoted(`${owner}.${field}`)}`);
      readMatrix(reader, value, sink, `${owner}.${field}`, depth + 1);
      at = value.next;
    }
  }
}
