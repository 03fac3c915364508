import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { makeNifti, type NiftiSample } from '../samples/nifti.ts';
import { affineOfQuaternion, quaternionOfAffine } from './orientation.ts';
import { readNifti } from './read.ts';

const read = (sample: NiftiSample): ReturnType<typeof readNifti> => readNifti(makeNifti(sample), 'a.nii', 'a');
const SFORM = [-1, 0, 0, 5, 0, 2, 0, 6, 0, 0, 3, 7];

describe('values', () => {
  it.each([
    [2, 'u1', 255],
    [4, 'i2', -300],
    [8, 'i4', -70_000],
    [16, 'f4', 0.5],
    [64, 'f8', 0.1],
    [256, 'i1', -100],
    [512, 'u2', 65_000],
    [768, 'u4', 4_000_000_000],
    [1024, 'i8', -(2 ** 50)],
    [1280, 'u8', 2 ** 50],
  ] as const)('datatype %i is read in both byte orders', (datatype, kind, value) => {
    for (const bigEndian of [false, true]) {
      const series = read({ datatype, kind, bigEndian, dim: [2, 1, 1], data: [value, 1] });
      expect([...series.images.data]).toEqual([value, 1]);
      expect(series.integer).toBe(!kind.startsWith('f'));
    }
  });

  it('slope and intercept are applied; a slope of 0 means none', () => {
    expect([...read({ slope: 0.5, intercept: 1 }).images.data]).toEqual([1, 1.5, 2, 2.5, 3, 3.5]);
    expect([...read({ slope: 0, intercept: 9 }).images.data]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('x runs fastest, then y, z and time', () => {
    const series = read({ dim: [2, 3, 2, 2], data: Array.from({ length: 24 }, (_, n) => n) });
    expect([series.images.shape, series.geometry.shape]).toEqual([
      [2, 2, 3, 2],
      [2, 3, 2],
    ]);
    expect(series.claims.repetition_s).toBe(2);
  });
});

describe('orientation', () => {
  it('the sform goes before the qform, and a difference is a note', () => {
    const series = read({ sform: SFORM, qform: [0, 0, 0, 5, 6, 7] });
    expect(series.geometry.affineRas_mm).toEqual(SFORM);
    expect(series.notes.join()).toMatch(/sform and qform put the corners up to 2\.00 mm apart/);
  });

  it('a qform alone is used, with qfac and in both hands', () => {
    expect(read({ qform: [0, 0, 1, 5, 6, 7], steps: [1, 1, 2, 3, 0] }).geometry.affineRas_mm).toEqual([
      -1, 0, 0, 5, 0, -2, 0, 6, 0, 0, 3, 7,
    ]);
    expect(read({ qform: [0, 0, 0, 5, 6, 7], steps: [-1, 1, 2, 3, 0] }).geometry.affineRas_mm).toEqual([
      1, 0, 0, 5, 0, 2, 0, 6, 0, 0, -3, 7,
    ]);
  });

  it('without either the steps are used, with a note', () => {
    const series = read({});
    expect(series.geometry.affineRas_mm).toEqual([1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0]);
    expect(series.notes.join()).toContain('does not say how the image lies');
  });

  it.each([
    [1, 1000],
    [3, 0.001],
  ])('length unit %i is turned to mm', (unit, factor) => {
    const affine = read({ sform: SFORM, units: unit | 8 }).geometry.affineRas_mm;
    affine.forEach((value, n) => expect(value).toBeCloseTo(SFORM[n]! * factor, 9));
  });

  it.each([
    [8, 2],
    [16, 0.002],
    [24, 0.000002],
  ])('time unit %i is turned to seconds', (unit, repetition_s) => {
    expect(read({ dim: [1, 1, 1, 2], units: 2 | unit }).claims.repetition_s).toBe(repetition_s);
  });

  it('a rotation goes to a quaternion and back', () => {
    const part = fc.double({ min: -1, max: 1, noNaN: true });
    const property = fc.property(part, part, part, part, fc.boolean(), (a, b, c, d, left) => {
      const norm = Math.hypot(a, b, c, d);
      fc.pre(norm > 0.1);
      const unit = [b / norm, c / norm, d / norm].map((x) => (a < 0 ? -x : x));
      const affine = affineOfQuaternion([...unit, 1, 2, 3], [left ? -1 : 1, 2, 3, 4]);
      const back = quaternionOfAffine(affine);
      expect(back.shear).toBeLessThan(1e-7);
      const again = affineOfQuaternion([back.b, back.c, back.d, 1, 2, 3], [back.qfac, 2, 3, 4]);
      // near a half turn a = sqrt(1 - b^2 - c^2 - d^2) keeps half the digits
      again.forEach((value, n) => expect(Math.abs(value - affine[n]!)).toBeLessThan(1e-6 * 10));
    });
    fc.assert(property, { seed: 1, numRuns: 500 });
  });
});

describe('what is refused', () => {
  it.each<readonly [string, NiftiSample, RegExp]>([
    ['a .hdr/.img pair', { magic: 'ni1' }, /\.hdr\/\.img pair; save it as one \.nii/],
    ['Analyze 7.5', { magic: '' }, /Analyze 7\.5/],
    ['complex values', { datatype: 32 }, /datatype 32 \(complex64\)/],
    ['a fifth axis', { dim: [1, 1, 1, 1, 2] }, /further axes must have length 1/],
    ['a frequency axis', { dim: [1, 1, 1, 2], units: 2 | 32 }, /frequency, not time/],
    ['an axis of length 0', { dim: [2, 0, 1], data: [] }, /at least one voxel/],
    ['an unknown datatype', { datatype: 77 }, /datatype 77 is not read/],
    ['too many voxels', { dim: [32_767, 32_767, 32_767], data: [] }, /more than 268435456 values/],
    ['an offset inside the header', { dataOffset: 100 }, /vox_offset is 100/],
    ['a matrix without volume', { sform: new Array<number>(12).fill(0) }, /singular/],
    [
      'values that are not finite',
      { kind: 'f4', datatype: 16, data: [0, 0, NaN, 0, 0, 0] },
      /a voxel holds NaN.*i 0, j 1, k 0/,
    ],
  ])('%s', (_name, sample, message) => {
    expect(() => read(sample)).toThrow(message);
  });

  it('NIfTI-2 by its size of 540', () => {
    const bytes = makeNifti();
    new DataView(bytes.buffer).setInt32(0, 540, true);
    expect(() => readNifti(bytes, 'a.nii', 'a')).toThrow(/NIfTI-2/);
  });

  it('a cut file, with the bytes expected and found', () => {
    expect(() => readNifti(makeNifti().slice(0, 360), 'a.nii', 'a')).toThrow(
      /promises 364 bytes .* found 360; .*\(at a\.nii\)/,
    );
    expect(() => readNifti(makeNifti().slice(0, 100), 'a.nii', 'a')).toThrow(/header needs 348 bytes/);
  });
});

describe('gzip', () => {
  it('gives what the plain file gives', () => {
    const sample = { dim: [2, 3, 1], sform: SFORM };
    expect(readNifti(gzipSync(makeNifti(sample)), 'a.nii.gz', 'a')).toEqual(read(sample));
  });

  it('a bomb behind a small header is stopped', () => {
    const bomb = new Uint8Array(60_000_000);
    bomb.set(makeNifti());
    const start = performance.now();
    const packed = gzipSync(bomb);
    const packed_ms = performance.now() - start;
    expect(() => readNifti(packed, 'a.nii.gz', 'a')).toThrow(/more than the 65900 bytes its header allows/);
    expect(performance.now() - start - packed_ms).toBeLessThan(2000);
  });

  it('a header that promises more than the file can hold is stopped before anything is inflated', () => {
    const packed = gzipSync(makeNifti({ dim: [1000, 1000, 100], data: [] }));
    expect(() => readNifti(packed, 'a.nii.gz', 'a')).toThrow(/promises 200000352 bytes/);
  });

  it('a flipped bit fails the checksum', () => {
    const packed = gzipSync(makeNifti(), { level: 0 });
    packed[packed.length - 12]! ^= 1;
    expect(() => readNifti(packed, 'a.nii.gz', 'a')).toThrow(/checksum does not fit/);
  });
});
