// Convolution of images in the memory of a kernel: rows of the larger grid come and go without ever standing there all at once.
import type { Filter, FilterLayout } from '../nufft/filter.ts';
import { FIELDS, fieldsOf, groupsOf, three } from './layout.ts';
import { blocks, settled, type Workshop } from './workshop.ts';

/** Rows that the kernel takes together. */
const ROWS = 32;

/** The fast way of `FourierKernel.filter`, in the workshop for so many bytes. */
export function wasmFilter(placeFor: (bytes: number) => Workshop, layout: FilterLayout): Filter {
  const { precision, shape, factors } = layout;
  const [nz, ny, nx] = three(shape),
    [gz, gy, gx] = three(layout.grid);
  const single = precision === 'float32',
    size = single ? 4 : 8,
    nPixels = nz * ny * nx;
  const tables = blocks({ fields: 4 * FIELDS, factors: size * factors.length });
  const room = blocks({
    image: 2 * size * nPixels,
    volume: 2 * size * gz * ny * nx,
    slab: 2 * size * gy * nx,
    rows: 2 * size * ROWS * gx,
    work: 72 * 4 * Math.max(gz, gy, gx) + 2 ** 16,
  });
  const { memory, line, scratch, shelf } = placeFor(tables.total + room.total);
  const view = (address: number, n: number) => (single ? memory.floats(address, n) : memory.doubles(address, n));
  let image = 0;
  const settle = settled(shelf, tables.total, (start) => {
    const work = scratch(room.total);
    const plan = (points: number): number => (points > 1 ? line(points, precision).passes : 0);
    image = work + room.at.image;
    const fields = fieldsOf({
      ...{ NZ: nz, NY: ny, NX: nx, GZ: gz, GY: gy, GX: gx, IMAGE: image, VOLUME: work + room.at.volume },
      ...{ SLAB: work + room.at.slab, GRID: work + room.at.rows, WORK: work + room.at.work },
      ...{ FACTORS: start + tables.at.factors, PLAN_Z: plan(gz), PLAN_Y: plan(gy), PLAN_X: plan(gx) },
      ...{ MOST_Z: groupsOf(gz), MOST_Y: groupsOf(gy) },
    });
    memory.integers(start, FIELDS).set(fields);
    view(start + tables.at.factors, factors.length).set(factors);
  });
  return (out, images) => {
    const fields = settle();
    for (let i = 0; i < images.length; i += 2 * nPixels) {
      view(image, 2 * nPixels).set(images.subarray(i, i + 2 * nPixels));
      memory.exports[single ? 'filter32' : 'filter64'](fields);
      out.set(view(image, 2 * nPixels), i);
    }
  };
}
