import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionRas_mm } from '../records/index.ts';
import { arrayToImages, type ArrayAxis } from './array-images.ts';
import type { NamedArray } from './named-array.ts';

const array = (...shape: number[]): NamedArray => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, n) => n),
  complex: false,
});
const settings = { voxelSize_mm: [3, 2, 5], where: 'a.npy', name: 'a' } as const;

describe('arrays to images', () => {
  it('rows are y, columns x, and axes left out have length 1', () => {
    const series = arrayToImages(array(2, 3), { ...settings, axes: ['y', 'x'] });
    expect([series.geometry.shape, series.images.shape, [...series.images.data]]).toEqual([
      [3, 2, 1],
      [1, 1, 2, 3],
      [0, 1, 2, 3, 4, 5],
    ]);
  });

  it('any order of axes puts every value at its place', () => {
    const order = fc.shuffledSubarray<ArrayAxis>(['x', 'y', 'slice', 'time'], { minLength: 4 });
    const property = fc.property(
      order,
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
      (axes, shape) => {
        const source = array(...shape);
        const { images } = arrayToImages(source, { ...settings, axes });
        const [, nz, ny, nx] = images.shape;
        images.data.forEach((value, n) => {
          const at = {
            x: n % nx,
            y: Math.floor(n / nx) % ny,
            slice: Math.floor(n / (nx * ny)) % nz,
            time: Math.floor(n / (nx * ny * nz)),
          };
          expect(value).toBe(source.data[axes.reduce((offset, axis, d) => offset * shape[d]! + at[axis], 0)]);
        });
      },
    );
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  it('the centre of the grid is at 0, x to the left, y to the back', () => {
    const { geometry, notes } = arrayToImages(array(3, 5, 1), { ...settings, axes: ['y', 'x', 'slice'] });
    expect(positionRas_mm(geometry, 2, 1, 0).map(Math.abs)).toEqual([0, 0, 0]);
    expect([geometry.affineRas_mm[0], geometry.affineRas_mm[5], geometry.affineRas_mm[10]]).toEqual([-3, -2, 5]);
    expect(notes.join(' ')).toContain('axial was assumed');
  });

  it('origin_mm is where the first voxel lies', () => {
    const { geometry } = arrayToImages(array(3, 5), { ...settings, axes: ['y', 'x'], origin_mm: [1, 2, 3] });
    expect(positionRas_mm(geometry, 0, 0, 0)).toEqual([1, 2, 3]);
  });

  it('complex values become their magnitude, with a note', () => {
    const series = arrayToImages(
      { shape: [1, 1], data: Float64Array.of(3, 4), complex: true },
      { ...settings, axes: ['y', 'x'] },
    );
    expect([...series.images.data]).toEqual([5]);
    expect(series.notes.join(' ')).toContain('magnitude');
  });

  it.each<readonly [string, readonly ArrayAxis[]]>([
    ['too few', ['y', 'x']],
    ['too many', ['y', 'x', 'slice', 'time']],
    ['the same twice', ['y', 'x', 'x']],
    ['none for x', ['y', 'slice', 'time']],
  ])('%s axes are refused', (_name, axes) => {
    expect(() => arrayToImages(array(2, 2, 2), { ...settings, axes })).toThrow(/axes is \[/);
  });

  it('voxels without size are refused', () => {
    expect(() => arrayToImages(array(2, 2), { ...settings, axes: ['y', 'x'], voxelSize_mm: [1, 0, 1] })).toThrow(
      /voxelSize_mm/,
    );
  });

  it('an array that was not read is refused', () => {
    expect(() =>
      arrayToImages({ shape: [0, 3], data: new Float64Array(0), complex: false }, { ...settings, axes: ['y', 'x'] }),
    ).toThrow(/holds 0 numbers/);
  });
});
