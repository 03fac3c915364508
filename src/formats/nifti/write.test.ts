import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometryGap_mm, type Geometry } from '../../records/index.ts';
import { readNifti } from './read.ts';
import { writeNifti, type NiftiContent } from './write.ts';

describe('writing', () => {
  const turned: Geometry = {
    shape: [2, 3, 1],
    affineRas_mm: [
      2 * Math.cos(0.3),
      -3 * Math.sin(0.3),
      0,
      10,
      2 * Math.sin(0.3),
      3 * Math.cos(0.3),
      0,
      -5,
      0,
      0,
      -4,
      7,
    ],
  };
  const content: NiftiContent = {
    geometry: turned,
    data: Float64Array.of(0, 1, 2, 3, 4, 0.1),
    nTimes: 1,
    description: 'a map',
    datatype: 'float64',
  };

  it('comes back the same, left-handed axes too, and both forms agree', () => {
    for (const gzip of [false, true]) {
      const series = readNifti(writeNifti(content, { gzip }), 'a', 'a');
      expect([...series.images.data]).toEqual([...content.data]);
      expect(geometryGap_mm(series.geometry, turned)).toBeLessThan(1e-5); // float32
      expect([series.notes, series.claims]).toEqual([[], { description: 'a map' }]);
    }
  });

  it('the qform alone gives the same place', () => {
    const bytes = writeNifti(content, { gzip: false });
    new DataView(bytes.buffer).setInt16(254, 0, true);
    expect(geometryGap_mm(readNifti(bytes, 'a', 'a').geometry, turned)).toBeLessThan(1e-5);
  });

  it('any grid and any values come back', () => {
    const n = fc.integer({ min: 1, max: 4 });
    const property = fc.property(
      n,
      n,
      n,
      n,
      fc.infiniteStream(fc.double({ noNaN: true, noDefaultInfinity: true })),
      (nx, ny, nz, nTimes, draws) => {
        const data = Float64Array.from({ length: nx * ny * nz * nTimes }, () => draws.next().value as number);
        const geometry: Geometry = { ...turned, shape: [nx, ny, nz] };
        const file = writeNifti({ ...content, geometry, data, nTimes, repetition_s: 0.1 }, { gzip: true });
        const series = readNifti(file, 'a', 'a');
        expect(series.images.data).toEqual(data);
        expect(series.claims.repetition_s).toBe(nTimes === 1 ? undefined : 0.1);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  it('gives the same bytes each time', () => {
    expect(writeNifti(content, { gzip: true })).toEqual(writeNifti(content, { gzip: true }));
  });

  it('sheared axes are written as sform only', () => {
    const geometry: Geometry = { shape: [2, 3, 1], affineRas_mm: [1, 0.5, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] };
    const bytes = writeNifti({ ...content, geometry }, { gzip: false });
    expect([new DataView(bytes.buffer).getInt16(252, true), new DataView(bytes.buffer).getInt16(254, true)]).toEqual([
      0, 1,
    ]);
    expect(readNifti(bytes, 'a', 'a').geometry).toEqual(geometry);
  });

  it.each<readonly [string, Partial<NiftiContent>, RegExp]>([
    ['too few values', { nTimes: 2 }, /do not fill/],
    ['uint8 with fractions', { datatype: 'uint8' }, /whole numbers from 0 to 255/],
    ['a long description', { description: 'x'.repeat(80) }, /79/],
    ['a description that is not ASCII', { description: 'µ' }, /ASCII/],
    ['a long intent', { intentName: 'x'.repeat(16) }, /15/],
    ['no time step', { repetition_s: 0 }, /repetition_s is 0/],
  ])('%s is refused', (_name, change, message) => {
    expect(() => writeNifti({ ...content, ...change }, { gzip: false })).toThrow(message);
  });
});
