// Small .npy files for tests.
import type { NumberKind } from '../numbers.ts';
import { asciiBytes } from '../text.ts';
import { concatBytes, numberBytes } from './number-bytes.ts';

export interface NpySample {
  /** '<f4', '>c16', '|b1' ... */
  readonly descr: string;
  readonly shape: readonly number[];
  /** As stored; interleaved where complex. */
  readonly data: readonly number[];
  readonly fortran?: boolean;
  readonly version?: 1 | 2 | 3;
  /** In place of the header that the fields above make. */
  readonly header?: string;
}

export function makeNpy(sample: NpySample): Uint8Array {
  const version = sample.version ?? 1;
  const [letter, size] = [sample.descr[1]!, Number(sample.descr.slice(2))];
  const kind = (letter === 'c' ? `f${size / 2}` : letter === 'b' ? 'u1' : `${letter}${size}`) as NumberKind;
  const tuple = sample.shape.length === 1 ? `(${sample.shape[0]},)` : `(${sample.shape.join(', ')})`;
  const text =
    sample.header ??
    `{'descr': '${sample.descr}', 'fortran_order': ${sample.fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const start = version === 1 ? 10 : 12;
  const padded = `${text}${' '.repeat((64 - ((start + text.length + 1) % 64)) % 64)}\n`;
  return concatBytes(
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0),
    numberBytes([padded.length], version === 1 ? 'u2' : 'u4'),
    asciiBytes(padded),
    numberBytes(sample.data, kind, sample.descr[0] !== '>'),
  );
}
