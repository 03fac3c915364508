// Numbers to bytes, for the small files that tests are made of.
import { joinBytes } from '../bytes.ts';
import { sizeOf, type NumberKind } from '../numbers.ts';

export function numberBytes(values: readonly number[], kind: NumberKind, littleEndian = true): Uint8Array {
  const size = sizeOf(kind);
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((value, n) => {
    const at = n * size;
    if (kind === 'f4') view.setFloat32(at, value, littleEndian);
    else if (kind === 'f8') view.setFloat64(at, value, littleEndian);
    else if (size === 8) view.setBigInt64(at, BigInt(value), littleEndian);
    else if (size === 4) view.setUint32(at, value >>> 0, littleEndian);
    else if (size === 2) view.setUint16(at, value & 0xffff, littleEndian);
    else view.setUint8(at, value & 0xff);
  });
  return bytes;
}

export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array => joinBytes(parts);
