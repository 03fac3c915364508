import { expect, test } from 'vitest';
import { colourTable } from '../colour-maps.ts';
import { cutOut, enlarge, outlinePath, paintGray, paintSlice, robustWindow, shrink } from './pixels.ts';

test('NaN and hidden voxels are transparent, others opaque', () => {
  const slice = { width: 2, height: 2, data: Float64Array.of(0, 1, NaN, 0.5) };
  const rgba = paintSlice(slice, colourTable('viridis'), [0, 1], { hidden: Uint8Array.of(0, 0, 0, 1) });
  expect([...rgba]).toEqual([0x44, 0x01, 0x54, 255, 0xfd, 0xe7, 0x25, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('enlarging and averaging down again gives the same pixels', () => {
  const gray = Uint8Array.of(1, 2, 3, 4, 5, 6);
  expect([...enlarge(2, 1, gray.subarray(0, 2), 2)]).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
  expect([...shrink(9, 6, enlarge(3, 2, gray, 3), 3).pixels]).toEqual([...gray]);
});

test('a cut holds the pixels of its box', () => {
  expect([...cutOut(3, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 1, 1, 2, 2)]).toEqual([5, 6, 8, 9]);
});

test('the gray window is not moved by one bright voxel', () => {
  const data = Float64Array.from({ length: 1000 }, (_, i) => i / 1000);
  data[0] = 1e9;
  expect(robustWindow(data)[1]).toBeLessThan(1);
  expect(robustWindow(Float64Array.of(NaN))).toEqual([0, 1]);
  expect(robustWindow(new Float64Array(4).fill(2))).toEqual([2, 3]);
  expect([...paintGray({ width: 4, height: 1, data: Float64Array.of(NaN, 0, 1, 2) }, [0, 1])]).toEqual([
    0, 0, 255, 255,
  ]);
});

test('the outline of a rectangle is four strokes, at the edge of the grid too', () => {
  expect(outlinePath(3, 2, Uint8Array.of(1, 1, 0, 0, 0, 0))).toBe('M0 0H2M0 1H2M0 0V1M2 0V1');
  expect(outlinePath(2, 2, new Uint8Array(4))).toBe('');
});
