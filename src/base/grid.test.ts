import { expect, it } from 'vitest';
import { makeGrid } from './grid.ts';

it('keeps data, axes and shape as given', () => {
  const data = new Float64Array(6);
  const grid = makeGrid(['y', 'x'], [2, 3], data);
  expect(grid).toEqual({ axes: ['y', 'x'], shape: [2, 3], data, complex: false });
  expect(grid.data).toBe(data);
});
it('needs twice the numbers for complex data', () => {
  expect(makeGrid(['x'], [3], new Float32Array(6), true).complex).toBe(true);
  expect(() => makeGrid(['x'], [3], new Float32Array(3), true)).toThrow('needs 6 numbers, got 3');
});
it('says axes, shape and both lengths when they do not fit', () => {
  expect(() => makeGrid(['y', 'x'], [2, 3], new Float64Array(5))).toThrow(
    'grid [y, x] of shape [2, 3] needs 6 numbers, got 5',
  );
});
