// NumPy .npy files of complex numbers, version 1.
import { joinBytes } from './bytes.ts';
import { asciiBytes } from './text.ts';

/** complex64 in C order from interleaved numbers; a value that float32 cannot hold becomes infinite. */
export function writeNpy(shape: readonly number[], data: ArrayLike<number>): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '<c8', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = `${text}${' '.repeat((64 - ((11 + text.length) % 64)) % 64)}\n`;
  const bytes = new Uint8Array(4 * data.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < data.length; i++) view.setFloat32(4 * i, data[i]!, true);
  const length = Uint8Array.of(padded.length & 255, padded.length >> 8);
  return joinBytes([Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0), length, asciiBytes(padded), bytes]);
}
