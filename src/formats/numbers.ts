// Blocks of stored numbers to Float64Array, either byte order. 64-bit integers that a double cannot hold are refused.
import { ScienceError } from '../base/index.ts';

export type NumberKind = 'i1' | 'u1' | 'i2' | 'u2' | 'i4' | 'u4' | 'i8' | 'u8' | 'f4' | 'f8';

export function sizeOf(kind: NumberKind): number {
  return Number(kind[1]);
}

export interface NumberBlock {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly count: number;
  readonly kind: NumberKind;
  readonly littleEndian: boolean;
  readonly where: string;
}

/** out[start + n stride] = number n of the block. Throws where the block reaches past the bytes. */
export function numbersInto(out: Float64Array, block: NumberBlock, start = 0, stride = 1): void {
  const { bytes, offset, count, kind, littleEndian: le, where } = block;
  const size = sizeOf(kind);
  if (offset < 0 || offset + count * size > bytes.length) {
    throw new ScienceError(
      'format',
      `the data needs ${count * size} bytes, found ${Math.max(0, bytes.length - offset)}; the file is cut short or damaged`,
      { where: `${where}, byte ${offset}` },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, count * size);
  // one loop for each kind: a choice inside the loop doubles the time of a 6-million-voxel scan
  let to = start;
  if (kind === 'i1') for (let at = 0; at < count; at++, to += stride) out[to] = view.getInt8(at);
  else if (kind === 'u1') for (let at = 0; at < count; at++, to += stride) out[to] = view.getUint8(at);
  else if (kind === 'i2') for (let at = 0; at < 2 * count; at += 2, to += stride) out[to] = view.getInt16(at, le);
  else if (kind === 'u2') for (let at = 0; at < 2 * count; at += 2, to += stride) out[to] = view.getUint16(at, le);
  else if (kind === 'i4') for (let at = 0; at < 4 * count; at += 4, to += stride) out[to] = view.getInt32(at, le);
  else if (kind === 'u4') for (let at = 0; at < 4 * count; at += 4, to += stride) out[to] = view.getUint32(at, le);
  else if (kind === 'f4') for (let at = 0; at < 4 * count; at += 4, to += stride) out[to] = view.getFloat32(at, le);
  else if (kind === 'f8') for (let at = 0; at < 8 * count; at += 8, to += stride) out[to] = view.getFloat64(at, le);
  else {
    for (let at = 0; at < 8 * count; at += 8, to += stride) {
      out[to] = exact(kind === 'i8' ? view.getBigInt64(at, le) : view.getBigUint64(at, le), where, offset + at);
    }
  }
}

/** The numbers of a block, in order. */
export function numbersOf(block: NumberBlock): Float64Array {
  const out = new Float64Array(block.offset + block.count * sizeOf(block.kind) <= block.bytes.length ? block.count : 0);
  numbersInto(out, block);
  return out;
}

function exact(value: bigint, where: string, at: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new ScienceError('unsupported', `the 64-bit integer ${value} does not fit a double; save the array as double`, {
    where: `${where}, byte ${at}`,
  });
}
