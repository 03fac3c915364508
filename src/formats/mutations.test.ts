import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Random, ScienceError } from '../base/index.ts';
import {
  assembleDicom,
  detectFormat,
  readDicomSlice,
  readMat,
  readMrd,
  readNifti,
  readNpy,
  writeMrd,
  writeNifti,
} from './index.ts';
import { mutated } from './mutations.ts';
import { makeDicom } from './samples/dicom.ts';
import { makeMat, type MatValue } from './samples/mat.ts';
import { makeRawScan } from './samples/mrd.ts';
import { makeNifti } from './samples/nifti.ts';
import { makeNpy } from './samples/npy.ts';

const COUNT = 'window' in globalThis ? 500 : 20_000;
/** Deflate makes at most 1032 bytes of one, PackBits 64, and a stored byte at most one double and twice that if complex. */
const MAX_NUMBERS_PER_BYTE = 1032;

interface Reader {
  readonly name: string;
  readonly samples: readonly Uint8Array[];
  /** Reads and returns how many numbers the record holds. */
  readonly read: (bytes: Uint8Array) => number;
}

const VARIABLES: Readonly<Record<string, MatValue>> = {
  tr: { shape: [1, 1], data: [2], stored: 'u1' },
  lac: { shape: [3, 2, 4], data: Array.from({ length: 24 }, (_, n) => n), stored: 'f4', classCode: 7 },
  z: { shape: [2, 1], data: [1, 2], imaginary: [3, 4] },
  text: { shape: [1, 3], data: [97, 98, 99], classCode: 4, stored: 'u2' },
  c: {
    cells: [
      { shape: [1, 1], data: [1] },
      { shape: [0, 0], data: [] },
    ],
  },
  s: {
    fields: {
      a: [{ shape: [1, 2], data: [1, 2] }],
      b: [{ shape: [1, 1], data: [5], logical: true, stored: 'u1', classCode: 9 }],
    },
  },
};
const GRID = Array.from({ length: 24 }, (_, n) => n);
const NIFTI = makeNifti({
  dim: [2, 3, 2, 2],
  data: GRID,
  qform: [0, 0, 0, 1, 2, 3],
  sform: [1, 0, 0, 1, 0, 2, 0, 2, 0, 0, 3, 3],
});
const readImage = (bytes: Uint8Array): number => readNifti(bytes, 'sample', 'sample').images.data.length;
const readVariables = (bytes: Uint8Array): number =>
  [...readMat(bytes, 'sample').values()].reduce((sum, { data }) => sum + data.length, 0);

const READERS: readonly Reader[] = [
  {
    name: 'dicom',
    samples: [
      makeDicom(),
      makeDicom({ syntax: 'implicit' }),
      makeDicom({ syntax: 'big' }),
      makeDicom({ syntax: 'deflated' }),
      makeDicom({ syntax: 'rle', bitsStored: 12, signed: true }),
    ],
    read: (bytes) => assembleDicom([readDicomSlice(bytes, 'sample')], 'sample').images.data.length,
  },
  { name: 'nifti', samples: [NIFTI, makeNifti({ bigEndian: true })], read: readImage },
  {
    name: 'nifti.gz',
    samples: [
      gzipSync(NIFTI, { mtime: 0 }),
      writeNifti(
        {
          geometry: { shape: [2, 2, 1], affineRas_mm: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] },
          data: Float64Array.of(1, 2, 3, 4),
          nTimes: 1,
          description: '',
          datatype: 'float64',
        },
        { gzip: true },
      ),
    ],
    read: readImage,
  },
  {
    name: 'npy',
    samples: [
      makeNpy({ descr: '<f4', shape: [2, 3, 4], data: GRID }),
      makeNpy({ descr: '>i2', shape: [4, 6], data: GRID, fortran: true }),
      makeNpy({ descr: '<c16', shape: [12], data: GRID, version: 2 }),
      makeNpy({ descr: '<i8', shape: [24], data: GRID, version: 3 }),
    ],
    read: (bytes) => readNpy(bytes, 'sample').data.length,
  },
  {
    name: 'mrd',
    samples: [writeMrd(makeRawScan()), writeMrd({ ...makeRawScan(40, 16), notes: [] })],
    read: (bytes) => readMrd(bytes, 'sample', 'sample').readouts.reduce((sum, { samples }) => sum + samples.length, 0),
  },
  { name: 'mat', samples: [makeMat(VARIABLES), makeMat(VARIABLES, { bigEndian: true })], read: readVariables },
  { name: 'mat, compressed', samples: [makeMat(VARIABLES, { compressed: true })], read: readVariables },
];

describe.each(READERS)('$name', ({ name, samples, read }) => {
  it('reads the samples whole', () => {
    for (const sample of samples) expect(read(sample)).toBeGreaterThan(0);
  });

  it(`answers ${COUNT} damaged files with a record or a one-line error, fast and small`, () => {
    const random = new Random(20_261_122).fork(name);
    let slowest_ms = 0;
    let records = 0;
    const wrong: string[] = [];
    for (let n = 0; n < COUNT; n++) {
      const bytes = mutated(samples[n % samples.length]!, random);
      const start = performance.now();
      try {
        detectFormat(bytes);
        const numbers = read(bytes);
        records++;
        if (numbers > bytes.length * MAX_NUMBERS_PER_BYTE)
          wrong.push(`${n}: ${numbers} numbers of ${bytes.length} bytes`);
      } catch (thrown) {
        const fine = thrown instanceof ScienceError && thrown.message !== '' && !/[\r\n]/.test(thrown.message);
        if (!fine) wrong.push(`${n}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
      }
      slowest_ms = Math.max(slowest_ms, performance.now() - start);
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(slowest_ms).toBeLessThan(2000);
    expect(records).toBeGreaterThan(0);
    expect(records).toBeLessThan(COUNT);
  }, 120_000);
});
