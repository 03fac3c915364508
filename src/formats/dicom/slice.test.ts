import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScienceError } from '../../base/index.ts';
import { makeDicom, type DicomSample } from '../samples/dicom.ts';
import { numberBytes } from '../samples/number-bytes.ts';
import { readDicomSlice } from './slice.ts';

const read = (sample: DicomSample): ReturnType<typeof readDicomSlice> => readDicomSlice(makeDicom(sample), 'a.dcm');
const failure = (bytes: Uint8Array): ScienceError => {
  try {
    readDicomSlice(bytes, 'a.dcm');
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ScienceError);
    return thrown as ScienceError;
  }
  throw new Error('it was read');
};

describe('transfer syntaxes', () => {
  it.each(['implicit', 'explicit', 'big', 'deflated', 'rle'] as const)('%s gives the same image', (syntax) => {
    const slice = read({ syntax, pixels: [0, 1, 2, 3, 256, 257, 65_535, 7, 7, 7, 7, 1000] });
    expect([...slice.pixels]).toEqual([0, 1, 2, 3, 256, 257, 65_535, 7, 7, 7, 7, 1000]);
    expect([slice.rows, slice.columns, slice.instanceNumber, slice.b0_T]).toEqual([3, 4, 1, 3]);
  });

  it('any 8, 16 or 32 bit image comes back from every syntax', () => {
    const property = fc.property(
      fc.constantFrom<NonNullable<DicomSample['syntax']>>('implicit', 'explicit', 'big', 'deflated', 'rle'),
      fc.constantFrom(8 as const, 16 as const, 32 as const),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 7 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      (syntax, bitsAllocated, rows, columns, draws) => {
        const pixels = Array.from({ length: rows * columns }, () =>
          Math.floor((draws.next().value as number) * 2 ** bitsAllocated),
        );
        expect([...read({ syntax, bitsAllocated, rows, columns, pixels }).pixels]).toEqual(pixels);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 200 });
  });

  it('JPEG is refused with its name and the way out', () => {
    const error = failure(makeDicom({ syntaxUid: '1.2.840.10008.1.2.4.70' }));
    const message = /JPEG Lossless SV1 \(1\.2\.840\.10008\.1\.2\.4\.70\).*dcmdjpeg.*gdcmconv --raw.*a\.dcm/;
    expect([error.kind, error.message]).toEqual(['unsupported', expect.stringMatching(message)]);
  });

  it('8-bit pixels in big-endian words are taken low byte first', () => {
    const bytes = Uint8Array.of(2, 1, 4, 3);
    const slice = read({
      syntax: 'big',
      rows: 2,
      columns: 2,
      bitsAllocated: 8,
      pixelBytes: { tag: 'x7fe00010', vr: 'OW', bytes },
    });
    expect([...slice.pixels]).toEqual([1, 2, 3, 4]);
  });
});

describe('pixel values', () => {
  it('signed values keep their sign', () => {
    expect([...read({ rows: 1, columns: 3, signed: true, pixels: [-1, -32_768, 5] }).pixels]).toEqual([-1, -32_768, 5]);
  });

  it('bits outside BitsStored are cut off, and the sign is that of the highest stored bit', () => {
    const bits = { rows: 1, columns: 2, bitsStored: 12, pixels: [0xf801, 0x07ff] };
    expect([...read({ ...bits, signed: true }).pixels]).toEqual([-2047, 2047]);
    expect([...read(bits).pixels]).toEqual([0x801, 0x7ff]);
  });

  it('HighBit says where the stored bits are', () => {
    expect([...read({ rows: 1, columns: 1, bitsStored: 12, highBit: 15, pixels: [0x1230] }).pixels]).toEqual([0x123]);
  });

  it('slope and intercept are applied, and a slope other than 1 is not integer', () => {
    const slice = read({
      rows: 1,
      columns: 2,
      pixels: [2, 4],
      tags: { x00281052: ['DS', '-1'], x00281053: ['DS', '0.5'] },
    });
    expect([[...slice.pixels], slice.integer]).toEqual([[0, 1], false]);
    expect(read({}).integer).toBe(true);
  });

  it.each(['explicit', 'big'] as const)('float pixel data is read, %s', (syntax) => {
    for (const [tag, vr, kind] of [
      ['x7fe00008', 'OF', 'f4'],
      ['x7fe00009', 'OD', 'f8'],
    ] as const) {
      const bytes = numberBytes([0.5, -2], kind, syntax !== 'big');
      expect([...read({ syntax, rows: 1, columns: 2, pixelBytes: { tag, vr, bytes } }).pixels]).toEqual([0.5, -2]);
    }
  });
});

describe('what is not an image that can be read', () => {
  it.each<readonly [string, DicomSample, RegExp]>([
    ['several frames', { tags: { x00280008: ['IS', '3'] } }, /3 frames.*dcm2niix/],
    ['Enhanced MR', { tags: { x00080016: ['UI', '1.2.840.10008.5.1.4.1.1.4.1'] } }, /Enhanced MR.*dcm2niix/],
    ['colour', { tags: { x00280004: ['CS', 'RGB'] } }, /RGB/],
  ])('%s is unsupported, in one line', (_name, sample, message) => {
    const error = failure(makeDicom(sample));
    expect([error.kind, error.message]).toEqual(['unsupported', expect.stringMatching(message)]);
  });

  it.each<readonly [string, DicomSample, RegExp]>([
    ['too few pixels', { pixels: [1, 2, 3] }, /has 6 bytes; rows and columns need 24/],
    ['no position', { tags: { x00200032: undefined } }, /ImagePositionPatient \(0020,0032\) is missing/],
    ['a word for a number', { tags: { x00280030: ['DS', 'wide\\3'] } }, /\(0028,0030\) is 'wide\\3'; expected numbers/],
    ['axes that are not at right angles', { tags: { x00200037: ['DS', '1\\0\\0\\1\\0\\0'] } }, /right angles/],
    ['no pixels', { pixelBytes: { tag: 'x7fe10010', vr: 'OW', bytes: new Uint8Array(2) } }, /no pixel data/],
  ])('%s is an error that says where', (_name, sample, message) => {
    const error = failure(makeDicom(sample));
    expect([error.kind, error.message]).toEqual(['format', expect.stringMatching(message)]);
    expect(error.message).toContain('a.dcm');
  });

  it('a cut file says how many bytes are missing', () => {
    expect(failure(makeDicom().slice(0, -10)).message).toMatch(/needs 24 bytes, found 14/);
    expect(failure(makeDicom({ syntax: 'implicit' }).slice(0, -10)).message).toMatch(/needs 24 bytes, found 14/);
  });

  it('other bytes are not DICOM', () => {
    expect(failure(new Uint8Array(200)).message).toBe("not a DICOM file: 'DICM' does not stand at byte 128 (at a.dcm)");
  });
});

describe('header', () => {
  it('pixels that look like a sequence item are pixels, in implicit files too', () => {
    expect([...read({ syntax: 'implicit', rows: 1, columns: 2, pixels: [0xfffe, 0xe000] }).pixels]).toEqual([
      0xfffe, 0xe000,
    ]);
  });

  it('times are in seconds, and a day later is later', () => {
    const at = (date: string, time: string): number =>
      read({ tags: { x00080022: ['DA', date], x00080032: ['TM', time] } }).acquisitionTime_s!;
    expect(at('20260102', '000001') - at('20260101', '235959.500')).toBeCloseTo(1.5, 6);
    expect(read({ tags: { x00181060: ['DS', '1500'] } }).triggerTime_s).toBe(1.5);
  });

  it('text in UTF-8 is read where the file says so', () => {
    const utf8 = { x0008103e: ['LO', '\u00c3\u00bc'] } as const;
    expect(read({ tags: { ...utf8, x00080005: ['CS', 'ISO_IR 192'] } }).seriesDescription).toBe('ü');
    expect(read({ tags: utf8 }).seriesDescription).toBe('\u00c3\u00bc');
  });
});
