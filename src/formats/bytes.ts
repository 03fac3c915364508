// Checked reads from bytes: a read past the end says where, what was needed and what the file holds.
import { ScienceError } from '../base/index.ts';

/** No reader makes an array of more numbers than this (2 GiB of doubles), whatever a header says. */
export const MAX_VALUES = 2 ** 28;
/** No reader inflates one stream to more bytes than this. */
export const MAX_INFLATED_BYTES = 2 ** 30;

export class ByteReader {
  readonly bytes: Uint8Array;
  readonly where: string;
  readonly littleEndian: boolean;
  private readonly view: DataView;
  constructor(bytes: Uint8Array, where: string, littleEndian = true) {
    this.bytes = bytes;
    this.where = where;
    this.littleEndian = littleEndian;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  get length(): number {
    return this.bytes.length;
  }
  /** Throws unless `length` bytes stand at `offset`. */
  need(offset: number, length: number, what: string): void {
    if (offset >= 0 && length >= 0 && offset + length <= this.bytes.length) return;
    throw new ScienceError(
      'format',
      `${what} needs ${length} bytes, but the data ends after ${this.bytes.length} bytes; the file is cut short or damaged`,
      { where: `${this.where}, byte ${offset}` },
    );
  }
  u8(offset: number): number {
    this.need(offset, 1, 'a number');
    return this.view.getUint8(offset);
  }
  i16(offset: number): number {
    this.need(offset, 2, 'a number');
    return this.view.getInt16(offset, this.littleEndian);
  }
  u16(offset: number): number {
    this.need(offset, 2, 'a number');
    return this.view.getUint16(offset, this.littleEndian);
  }
  i32(offset: number): number {
    this.need(offset, 4, 'a number');
    return this.view.getInt32(offset, this.littleEndian);
  }
  u32(offset: number): number {
    this.need(offset, 4, 'a number');
    return this.view.getUint32(offset, this.littleEndian);
  }
  /** Rounded above 2^53, which is beyond any file; all bits set gives 2^64. */
  u64(offset: number): number {
    this.need(offset, 8, 'a number');
    const low = this.view.getUint32(this.littleEndian ? offset : offset + 4, this.littleEndian);
    return low + 2 ** 32 * this.view.getUint32(this.littleEndian ? offset + 4 : offset, this.littleEndian);
  }
  f32(offset: number): number {
    this.need(offset, 4, 'a number');
    return this.view.getFloat32(offset, this.littleEndian);
  }
  slice(offset: number, length: number, what: string): Uint8Array {
    this.need(offset, length, what);
    return this.bytes.subarray(offset, offset + length);
  }
}

/** Product of an array's lengths, checked: whole, not negative, at most MAX_VALUES. */
export function countValues(shape: readonly number[], where: string): number {
  let count = 1;
  for (const n of shape) {
    if (!Number.isInteger(n) || n < 0) {
      throw new ScienceError('format', `an array of shape [${shape.slice(0, 8).join(', ')}] cannot be`, { where });
    }
    count *= n;
  }
  if (count > MAX_VALUES) {
    throw new ScienceError(
      'unsupported',
      `an array of shape [${shape.slice(0, 8).join(', ')}] has more than ${MAX_VALUES} values; split the file`,
      { where },
    );
  }
  return count;
}

/** One array of many. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
