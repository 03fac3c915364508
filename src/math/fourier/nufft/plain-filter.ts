// Convolution of images in plain TypeScript: the definition of the fast way.
import { complexZeros } from '../complex-data.ts';
import { plainTransformInto } from '../fft/plain.ts';
import type { Filter, FilterLayout } from './filter.ts';

/** The plain way of `FourierKernel.filter`. */
export function plainFilter({ precision, shape, grid, factors }: FilterLayout): Filter {
  const nPixels = shape.reduce((product, n) => product * n, 1),
    width = 2 * shape.at(-1)!;
  const padded = complexZeros(precision, factors.length);
  const transform = (inverse: boolean): void =>
    plainTransformInto(padded, padded, {
      shape: grid,
      axes: grid.map((_, axis) => axis),
      inverse,
      centred: false,
      factor: 1,
    });
  return (out, images) => {
    for (let start = 0; start < out.length; start += 2 * nPixels) {
      padded.fill(0);
      rows(shape, grid, (small, large) => padded.set(images.subarray(start + small, start + small + width), large));
      transform(false);
      for (let i = 0; i < factors.length; i++) {
        padded[2 * i]! *= factors[i]!;
        padded[2 * i + 1]! *= factors[i]!;
      }
      transform(true);
      rows(shape, grid, (small, large) => out.set(padded.subarray(large, large + width), start + small));
    }
  };
}

/** Where the rows of an image stand in it and in the corner of the grid. */
function rows(shape: readonly number[], grid: readonly number[], work: (small: number, large: number) => void): void {
  const [nz, ny, nx] = [1, 1, ...shape].slice(-3) as [number, number, number],
    [, gy, gx] = [1, 1, ...grid].slice(-3) as [number, number, number];
  for (let z = 0; z < nz; z++) for (let y = 0; y < ny; y++) work(2 * nx * (z * ny + y), 2 * gx * (z * gy + y));
}
