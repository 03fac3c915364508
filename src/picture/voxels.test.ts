import { expect, it } from 'vitest';
import { makeImageSeries } from '../records/index.ts';
import { gatherCourses, indexOfVoxel, peakOverTime, scatter, sumOverTime, voxelsAbove } from './voxels.ts';

const geometry = { shape: [2, 3, 2], affineRas_mm: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] } as const;
/** Value = voxel + 100 * time, times `scale`. */
const series = (scale: number) =>
  makeImageSeries({
    name: 'malate',
    geometry,
    claims: {},
    integer: false,
    notes: [],
    nTimes: 3,
    data: Float64Array.from({ length: 36 }, (_, at) => scale * ((at % 12) + 100 * Math.floor(at / 12))),
  });

it('sums each voxel over time', () => expect(sumOverTime(series(1))[7]).toBe(7 + 107 + 207));
it('finds the peak of each voxel over time, of negative courses too', () => {
  expect(peakOverTime(series(1))[7]).toBe(207);
  expect(peakOverTime(series(-1))[7]).toBe(-7);
});
it('lists the voxels above a threshold in memory order, the threshold itself left out', () =>
  expect([...voxelsAbove(Float64Array.of(1, 5, 3, NaN, 4), 3)]).toEqual([1, 4]));
it('knows column, row and slice of a voxel', () => expect(indexOfVoxel(geometry, 6 + 2 * 2 + 1)).toEqual([1, 2, 1]));
it('scatters values to their voxels and fills the others', () => {
  const { data } = scatter(geometry, Int32Array.of(1, 10), [5, 6], -1);
  expect([...data]).toEqual([-1, 5, -1, -1, -1, -1, -1, -1, -1, -1, 6, -1]);
});
it('gathers courses as [metabolite, voxel, time]', () =>
  expect([...gatherCourses([series(1), series(2)], Int32Array.of(10, 3))]).toEqual([
    10, 110, 210, 3, 103, 203, 20, 220, 420, 6, 206, 406,
  ]));
it('gathers one frame back from what it scattered', () => {
  const voxels = Int32Array.of(0, 4, 11);
  const { data } = scatter(geometry, voxels, [1, 2, 3], 0);
  const one = makeImageSeries({ name: 'a', geometry, claims: {}, integer: false, notes: [], nTimes: 1, data });
  expect([...gatherCourses([one], voxels)]).toEqual([1, 2, 3]);
});
