// MATLAB .mat files, Level 5 (save -v6 and -v7). Not read: Level 4, and -v7.3, which is HDF5.
import { ScienceError } from '../../base/index.ts';
import { ByteReader, MAX_INFLATED_BYTES } from '../bytes.ts';
import { cannotInflateTo, inflateStart, unzlib, zlibBody } from '../inflate.ts';
import { latin1, quoted } from '../text.ts';
import { elementAt, TYPE_COMPRESSED, type MatElement } from './elements.ts';
import { readMatrix, type MatSink } from './matrix.ts';
import type { MatArray } from './values.ts';

const HEADER_BYTES = 128;
const MAX_ARRAYS = 100_000;
const HDF5 = '\x89HDF\r\n\x1a\n';

/** Level 5, or -v7.3, which `readMat` refuses with the way out. */
export function isMat(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES || !latin1(bytes.subarray(0, 7)).startsWith('MATLAB ')) return false;
  return ['IM', 'MI'].includes(latin1(bytes.subarray(126, 128)));
}

/** All arrays by name; fields as 'a.b', cells as 'c{1}', struct arrays as 's(2).b'. A struct or cell itself has no entry. */
export function readMat(bytes: Uint8Array, where: string): ReadonlyMap<string, MatArray> {
  const reader = readHead(bytes, where);
  const arrays = new Map<string, MatArray>();
  const sink: MatSink = {
    put(name, array) {
      if (arrays.has(name)) throw new ScienceError('format', `the file holds ${quoted(name)} twice`, { where });
      if (arrays.size >= MAX_ARRAYS) {
        throw new ScienceError('unsupported', `the file holds more than ${MAX_ARRAYS} arrays; save only those needed`, {
          where,
        });
      }
      arrays.set(name, array);
    },
  };
  let inflated = 0;
  for (let at = HEADER_BYTES; at < bytes.length;) {
    const element = elementAt(reader, at, bytes.length, 'a variable');
    if (element.type === TYPE_COMPRESSED)
      inflated += readCompressed(reader, element, MAX_INFLATED_BYTES - inflated, sink);
    else readMatrix(reader, element, sink);
    at = element.next;
  }
  return arrays;
}

function readHead(bytes: Uint8Array, where: string): ByteReader {
  const hdf5 = [0, 512].some((at) => latin1(bytes.subarray(at, at + 8)) === HDF5);
  const reader = new ByteReader(bytes, where);
  if (!hdf5) reader.need(0, HEADER_BYTES, 'the .mat header');
  const mark = latin1(bytes.subarray(126, 128));
  const littleEndian = mark === 'IM';
  const ordered = new ByteReader(bytes, where, littleEndian);
  const version = bytes.length >= HEADER_BYTES ? ordered.u16(124) : 0;
  if (hdf5 || (version === 0x0200 && (littleEndian || mark === 'MI'))) {
    throw new ScienceError(
      'unsupported',
      "a MATLAB 7.3 file (HDF5); in MATLAB load it and save with -v7: save('file.mat', '-v7')",
      { where },
    );
  }
  if (!littleEndian && mark !== 'MI') {
    const level4 = bytes.subarray(0, 4).includes(0);
    throw new ScienceError(
      level4 ? 'unsupported' : 'format',
      level4
        ? "not a Level 5 .mat file, perhaps Level 4; save it with -v7: save('file.mat', '-v7')"
        : `not a .mat file: bytes 126 and 127 are ${quoted(mark)}, expected IM or MI`,
      { where: `${where}, byte 126` },
    );
  }
  if (version !== 0x0100) {
    throw new ScienceError('unsupported', `.mat version ${version}; save it with -v7: save('file.mat', '-v7')`, {
      where: `${where}, byte 124`,
    });
  }
  return ordered;
}

/** Returns how many bytes came out. The array inside says how long it is, so that is the limit. */
function readCompressed(reader: ByteReader, element: MatElement, limit: number, sink: MatSink): number {
  const where = `${reader.where}, compressed variable at byte ${element.offset}`;
  const packed = reader.bytes.subarray(element.offset, element.offset + element.length);
  const tag = new ByteReader(inflateStart(zlibBody(packed, where), 8, where), where, reader.littleEndian);
  tag.need(0, 8, 'the tag of the variable');
  const size = 8 + tag.u32(4);
  if (size > limit || cannotInflateTo(size, packed.length)) {
    const tooMuch = size > limit;
    throw new ScienceError(
      tooMuch ? 'unsupported' : 'format',
      tooMuch
        ? `the variables hold more than ${MAX_INFLATED_BYTES} bytes; save only those needed`
        : `the variable claims ${size} bytes, which ${packed.length} compressed bytes cannot hold`,
      { where },
    );
  }
  const inner = new ByteReader(unzlib(packed, size + 8, where), where, reader.littleEndian);
  readMatrix(inner, elementAt(inner, 0, inner.length, 'the variable'), sink);
  return inner.length;
}
