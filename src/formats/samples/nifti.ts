// Small NIfTI-1 files for tests, with any header, right or wrong. Independent of `writeNifti`.
import type { NumberKind } from '../numbers.ts';
import { asciiBytes } from '../text.ts';
import { concatBytes, numberBytes } from './number-bytes.ts';

export interface NiftiSample {
  readonly bigEndian?: boolean;
  readonly dim?: readonly number[];
  readonly datatype?: number;
  readonly kind?: NumberKind;
  readonly data?: readonly number[];
  readonly steps?: readonly number[];
  readonly slope?: number;
  readonly intercept?: number;
  readonly units?: number;
  /** b, c, d and the offsets. */
  readonly qform?: readonly number[];
  /** Twelve numbers. */
  readonly sform?: readonly number[];
  readonly magic?: string;
  readonly dataOffset?: number;
}

/** Default: 2 x 3 x 1 voxels of int16, values 0 to 5, steps 1, 2, 3 mm, no orientation. */
export function makeNifti(sample: NiftiSample = {}): Uint8Array {
  const little = sample.bigEndian !== true;
  const dim = sample.dim ?? [2, 3, 1];
  const nValues = dim.reduce((a, b) => a * b);
  const kind = sample.kind ?? 'i2';
  const head = new Uint8Array(352);
  const put = (offset: number, kind: NumberKind, values: readonly number[]): void =>
    head.set(numberBytes(values, kind, little), offset);
  put(0, 'i4', [348]);
  put(40, 'i2', [dim.length, ...dim, ...new Array<number>(7 - dim.length).fill(1)]);
  put(70, 'i2', [sample.datatype ?? 4, Number(kind[1]) * 8]);
  put(76, 'f4', sample.steps ?? [1, 1, 2, 3, 2]);
  put(108, 'f4', [sample.dataOffset ?? 352, sample.slope ?? 0, sample.intercept ?? 0]);
  put(123, 'u1', [sample.units ?? 10]);
  if (sample.qform) put(252, 'i2', [1]);
  if (sample.sform) put(254, 'i2', [1]);
  put(256, 'f4', sample.qform ?? []);
  put(280, 'f4', sample.sform ?? []);
  head.set(asciiBytes(sample.magic ?? 'n+1'), 344);
  const data = sample.data ?? Array.from({ length: nValues }, (_, n) => n);
  return concatBytes(head, numberBytes(data, kind, little));
}
