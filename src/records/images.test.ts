import { expect, it } from 'vitest';
import { makeImageSeries } from './images.ts';

const geometry = { shape: [2, 3, 2], affineRas_mm: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] } as const;
const series = (nTimes: number, data: Float64Array) =>
  makeImageSeries({ name: 'malate', geometry, claims: {}, integer: false, notes: [], nTimes, data });

it('holds its images as [time, z, y, x]', () => {
  const { images } = series(4, new Float64Array(48));
  expect(images.axes).toEqual(['time', 'z', 'y', 'x']);
  expect(images.shape).toEqual([4, 2, 3, 2]);
});
it.each([NaN, Infinity, -Infinity])(
  'refuses a voxel of %d and says which: column, row, slice 0-based, time from 1',
  (value) => {
    const data = new Float64Array(48);
    data[2 * 12 + 6 + 2 * 2 + 1] = value;
    expect(() => series(4, data)).toThrow(
      `a voxel holds ${value}; images must be finite numbers (at malate, i 1, j 2, k 1, time 3)`,
    );
  },
);
it('refuses a series without time points', () =>
  expect(() => series(0, new Float64Array(0))).toThrow(
    'an image series needs at least one time point, got 0 (at malate)',
  ));
it('refuses data that do not fill the shape', () =>
  expect(() => series(4, new Float64Array(47))).toThrow('needs 48 numbers, got 47'));
it('refuses a singular geometry with the name of the series', () => {
  const flat = { ...geometry, affineRas_mm: new Array<number>(12).fill(0) };
  expect(() =>
    makeImageSeries({
      name: 'malate',
      geometry: flat,
      claims: {},
      integer: false,
      notes: [],
      nTimes: 1,
      data: new Float64Array(12),
    }),
  ).toThrow('singular (at malate)');
});
