import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageSeries } from '../../records/index.ts';
import { makeDicom, type DicomSample } from '../samples/dicom.ts';
import { assembleDicom } from './assemble.ts';
import { nucleusAt } from './nucleus.ts';
import { readDicomSlice } from './slice.ts';

type Tags = NonNullable<DicomSample['tags']>;
/** Images named by their instance numbers: im1, im2, ... Each is filled with its instance number. */
const build = (samples: readonly DicomSample[]): ImageSeries =>
  assembleDicom(
    samples.map((sample, n) => {
      const instance = sample.instance ?? n + 1;
      const pixels = new Array<number>(12).fill(instance);
      return readDicomSlice(makeDicom({ pixels, ...sample, instance }), `im${instance}`);
    }),
    'series',
  );
const firstVoxels = ({ images }: ImageSeries): number[] => Array.from(images.data.filter((_, n) => n % 12 === 0));
const slicesAt = (...z: readonly number[]): DicomSample[] => z.map((mm) => ({ position: [0, 0, mm] }));

describe('place', () => {
  it('LPS positions become a RAS matrix: i along rows, j along columns, k along the normal', () => {
    const series = build(slicesAt(10, 15, 20));
    // PixelSpacing 2\3: rows 2 mm apart (j), columns 3 mm (i)
    expect(series.geometry).toEqual({ shape: [4, 3, 3], affineRas_mm: [-3, 0, 0, 0, 0, -2, 0, 0, 0, 0, 5, 10] });
  });

  it('slices are sorted along the normal, whatever their order in the folder', () => {
    expect(firstVoxels(build(slicesAt(20, 10, 15)))).toEqual([2, 3, 1]);
  });

  it('any order of files gives the same series', () => {
    const samples = [0, 5, 10].flatMap((mm, k) =>
      [1, 2].map((t): DicomSample => ({
        position: [0, 0, mm],
        instance: 2 * k + t,
        tags: { x00200100: ['IS', `${t}`] },
      })),
    );
    const expected = build(samples);
    const property = fc.property(fc.shuffledSubarray(samples, { minLength: 6 }), (shuffled) => {
      expect(build(shuffled)).toEqual(expected);
    });
    fc.assert(property, { seed: 1, numRuns: 30 });
  });

  it('a missing slice is named', () => {
    const samples = [0, 5, 15, 20].map((mm): DicomSample => ({ position: [0, 0, mm] }));
    expect(() => build(samples)).toThrow(/5\.000 mm apart, but 10\.000 mm between im2 and this one.*\(at im3\)/);
  });

  it('a stack that leans is refused', () => {
    const samples = [0, 1, 2].map((n): DicomSample => ({ position: [n, 0, 5 * n] }));
    expect(() => build(samples)).toThrow(/not straight above/);
  });

  it('of a single slice, SpacingBetweenSlices goes before SliceThickness, and a difference is a note', () => {
    const series = build([{ tags: { x00180088: ['DS', '6'] } }]);
    expect(series.geometry.affineRas_mm[10]).toBe(6);
    expect(series.notes.join()).toContain('SliceThickness is 5 mm, but SpacingBetweenSlices is 6 mm');
  });
});

describe('time', () => {
  const over = (n: number, tags: (t: number) => Tags): DicomSample[] =>
    Array.from({ length: n }, (_, t) => ({ tags: tags(t) }));

  it('TemporalPositionIdentifier orders where it tells images apart', () => {
    const series = build(over(3, (t) => ({ x00200100: ['IS', `${3 - t}`] })));
    expect(firstVoxels(series)).toEqual([3, 2, 1]);
    expect(series.notes.join(' ')).toContain('in the order of TemporalPositionIdentifier');
    expect(series.notes.join(' ')).toContain('InstanceNumber runs in another order');
  });

  it('a TemporalPositionIdentifier that is 1 everywhere is not used, and the note says so', () => {
    const series = build(over(3, () => ({ x00200100: ['IS', '1'] })));
    expect(series.images.shape[0]).toBe(3);
    expect(series.notes[0]).toBe(
      'Time points are in the order of InstanceNumber; TemporalPositionIdentifier is 1 in all 3 images.',
    );
  });

  it.each([
    ['AcquisitionNumber', 'x00200012', 'IS', '10', '9'],
    ['AcquisitionTime', 'x00080032', 'TM', '120001', '120000'],
    ['TriggerTime', 'x00181060', 'DS', '10', '9.5'],
  ] as const)('%s orders where nothing better does', (name, tag, vr, first, second) => {
    const series = build([{ tags: { [tag]: [vr, first] } }, { tags: { [tag]: [vr, second] } }]);
    expect(firstVoxels(series)).toEqual([2, 1]);
    expect(series.notes[0]).toContain(`in the order of ${name}`);
  });

  it('a gap in InstanceNumbers is a missing image', () => {
    expect(() => build([1, 2, 4].map((instance) => ({ instance })))).toThrow(
      /jumps from 2 in im2 to 4: images are missing.*\(at im4\)/,
    );
  });

  it('InstanceNumbers in even steps are two series numbered in turns, with a note', () => {
    const series = build([1, 3, 5, 7].map((instance) => ({ instance })));
    expect(firstVoxels(series)).toEqual([1, 3, 5, 7]);
    expect(series.notes.join()).toContain('steps of 2');
  });

  it('a position with fewer images than others is an error', () => {
    const samples = [0, 0, 5].map((mm): DicomSample => ({ position: [0, 0, mm] }));
    expect(() => build(samples)).toThrow(/1 images lie at this position, but 2 at others.*\(at im3\)/);
  });

  it('more promised time points than there are become a note', () => {
    const series = build(over(2, () => ({ x00200105: ['IS', '4'] })));
    expect(series.notes.join(' ')).toContain('NumberOfTemporalPositions is 4, but there are 2 time points');
  });
});

describe('images that do not belong together', () => {
  it.each<readonly [string, DicomSample, RegExp]>([
    [
      'another series',
      { tags: { x0020000e: ['UI', '1.2.9'] } },
      /2 series \(SeriesInstanceUID '1\.2\.3', '1\.2\.9'\); put each metabolite in a folder/,
    ],
    [
      'another description',
      { tags: { x0008103e: ['LO', 'lactate'] } },
      /SeriesDescription is 'lactate' here and 'pyruvate' in im1/,
    ],
    ['another size', { rows: 4, columns: 3 }, /number of rows is '4' here and '3'/],
    ['another orientation', { tags: { x00200037: ['DS', '0\\1\\0\\0\\0\\1'] } }, /ImageOrientationPatient differs/],
    ['another spacing', { tags: { x00280030: ['DS', '2\\2'] } }, /PixelSpacing differs/],
    ['another echo', { tags: { x00180081: ['DS', '30'] } }, /EchoTime/],
    ['the same image twice', { tags: { x00080018: ['UI', '1.2.3.1'] } }, /same image \(SOPInstanceUID\) is in im1 too/],
  ])('%s is an error that names the file', (_name, sample, message) => {
    expect(() => build([{}, sample])).toThrow(message);
    expect(() => build([{}, sample])).toThrow(/\(at im2\)$/);
  });

  it('no images are an error', () => {
    expect(() => build([])).toThrow('there are no DICOM images here (at series)');
  });
});

describe('claims', () => {
  it('are what the tags say, in our units', () => {
    expect(build([{}]).claims).toEqual({
      nucleus: '13C',
      flipAngle_deg: 20,
      repetition_s: 2,
      b0_T: 3,
      imagingFrequency_MHz: 32.13,
      description: 'pyruvate',
    });
  });

  it('a flip angle that varies claims nothing and is a note', () => {
    const series = build([{}, { tags: { x00181314: ['DS', '30'] } }]);
    expect(series.claims.flipAngle_deg).toBeUndefined();
    expect(series.notes.join(' ')).toContain('FlipAngle differs between the images (20, 30, ...)');
  });

  it('a nucleus that does not fit the frequency is a note', () => {
    expect(build([{ tags: { x00180085: ['SH', '1H'] } }]).notes).toContain(
      "ImagedNucleus says '1H', but 32.13 MHz at 3 T is 13C.",
    );
    expect(build([{}]).notes).toEqual([]);
  });

  it.each([
    ['1H', 127.74, 3],
    ['13C', 75.5, 7.05],
    ['31P', 51.7, 3],
    ['23Na', 33.8, 3],
  ])('%s is known by its frequency', (nucleus, frequency_MHz, b0_T) => {
    expect(nucleusAt(frequency_MHz, b0_T)).toBe(nucleus);
  });
});
