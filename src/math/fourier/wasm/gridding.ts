// Gridding in the memory of a kernel: tables stand on its shelf, and samples are sorted by place, so that neighbours meet the same piece of the grid in the cache.
import type { ComplexData } from '../complex-data.ts';
import type { GridLayout, Gridding } from '../nufft/gridding.ts';
import { FIELDS, fieldsOf, groupsOf, three } from './layout.ts';
import type { FourierExports } from './memory.ts';
import { blocks, settled, type Workshop } from './workshop.ts';

/** Bytes for the weights of one sample. */
const SCRATCH = 2048;
/** Edge of the pieces of the grid that samples are sorted by, in points. */
const PIECE = 8;

/** The fast way of `FourierKernel.gridding`, in the workshop for so many bytes. */
export function wasmGridding(placeFor: (bytes: number) => Workshop, layout: GridLayout): Gridding {
  const { precision, shape, width, trajectory, roll } = layout;
  const [nz, ny, nx] = three(shape),
    [gz, gy, gx] = three(layout.grid);
  const single = precision === 'float32',
    size = single ? 4 : 8,
    nSamples = trajectory.length / shape.length,
    nPixels = nz * ny * nx,
    largest = Math.max(gz, gy, gx),
    nPieces = Math.ceil(gz / PIECE) * Math.ceil(gy / PIECE) * Math.ceil(gx / PIECE);
  const pitch = gx + width + 2; // a row of weights is filled up to whole vectors
  const [rollZ, rollY, rollX] = [[1], [1], ...roll].slice(-3) as [ArrayLike<number>, ArrayLike<number>, Float64Array];
  const reach = three(shape.map(() => width));
  const coefficients = filledUp(layout.coefficients, width, 16 / size);
  const tables = blocks({
    fields: 4 * FIELDS,
    coefficients: size * coefficients.length,
    weights: SCRATCH,
    rollZ: size * nz,
    rollY: size * ny,
    rollX: 2 * size * nx,
    rows: 4 * (gy + width),
    planes: 4 * (gz + width),
    first: 12 * nSamples,
    away: 3 * size * nSamples,
    order: 4 * nSamples,
  });
  const room = blocks({
    image: 2 * size * nPixels,
    data: 2 * size * nSamples,
    volume: 2 * size * gz * ny * nx,
    slab: 2 * size * gy * nx,
    grid: 2 * size * gz * gy * pitch,
    work: 72 * 4 * largest + 2 ** 16,
  });
  const sorting = blocks({ trajectory: 8 * trajectory.length, keys: 4 * nSamples, counts: 4 * (nPieces + 1) });
  const { memory, line, scratch, shelf } = placeFor(tables.total + room.total);
  const view = (address: number, n: number): ComplexData =>
    single ? memory.floats(address, n) : memory.doubles(address, n);
  let image = 0,
    data = 0;
  const settle = settled(shelf, tables.total, (start) => {
    const work = scratch(Math.max(room.total, sorting.total));
    const plan = (points: number): number => (points > 1 ? line(points, precision).passes : 0);
    const put = (at: number, values: ArrayLike<number>): void => view(start + at, values.length).set(values);
    image = work + room.at.image;
    data = work + room.at.data;
    put(tables.at.coefficients, coefficients);
    view(start + tables.at.weights, SCRATCH / size).fill(1);
    put(tables.at.rollZ, rollZ);
    put(tables.at.rollY, rollY);
    view(start + tables.at.rollX, 2 * nx).forEach((_, i, row) => (row[i] = rollX[i >> 1]!));
    const rows = memory.integers(start + tables.at.rows, gy + width),
      planes = memory.integers(start + tables.at.planes, gz + width);
    for (let i = 0; i < rows.length; i++) rows[i] = (i % gy) * 2 * size * pitch;
    for (let i = 0; i < planes.length; i++) planes[i] = (i % gz) * 2 * size * pitch * gy;
    const fields = fieldsOf({
      ...{ NZ: nz, NY: ny, NX: nx, GZ: gz, GY: gy, GX: gx, PITCH: pitch, WIDTH: width, SAMPLES: nSamples },
      ...{ DEGREE: layout.coefficients.length / width - 1, AXES: shape.length, REACH_Z: reach[0], REACH_Y: reach[1] },
      ...{ IMAGE: image, DATA: data, VOLUME: work + room.at.volume, SLAB: work + room.at.slab },
      ...{ GRID: work + room.at.grid, WORK: work + room.at.work, TRAJECTORY: work + sorting.at.trajectory },
      ...{ KEYS: work + sorting.at.keys, COUNTS: work + sorting.at.counts },
      ...{ COEFFICIENTS: start + tables.at.coefficients, SCRATCH: start + tables.at.weights },
      ...{ ROLL_Z: start + tables.at.rollZ, ROLL_Y: start + tables.at.rollY, ROLL_X: start + tables.at.rollX },
      ...{ ROW_TABLE: start + tables.at.rows, PLANE_TABLE: start + tables.at.planes, FIRST: start + tables.at.first },
      ...{ AWAY: start + tables.at.away, ORDER: start + tables.at.order },
      ...{ PLAN_Z: plan(gz), PLAN_Y: plan(gy), PLAN_X: plan(gx), MOST_Z: groupsOf(gz), MOST_Y: groupsOf(gy) },
    });
    memory.integers(start, FIELDS).set(fields);
    memory.doubles(work + sorting.at.trajectory, trajectory.length).set(trajectory);
    memory.exports[single ? 'settle32' : 'settle64'](start);
  });
  settle();
  const run = (
    kernel: Exclude<keyof FourierExports, 'memory'>,
    to: { data: ComplexData; address: () => number; n: number },
    from: { data: ComplexData; address: () => number; n: number },
  ): void => {
    const fields = settle();
    for (let i = 0, o = 0; i < from.data.length; i += 2 * from.n, o += 2 * to.n) {
      view(from.address(), 2 * from.n).set(from.data.subarray(i, i + 2 * from.n));
      memory.exports[kernel](fields);
      to.data.set(view(to.address(), 2 * to.n), o);
    }
  };
  const images = (values: ComplexData) => ({ data: values, address: () => image, n: nPixels });
  const samples = (values: ComplexData) => ({ data: values, address: () => data, n: nSamples });
  return {
    forwardInto: (out, from) => run(single ? 'forward32' : 'forward64', samples(out), images(from)),
    adjointInto: (out, from) => run(single ? 'adjoint32' : 'adjoint64', images(out), samples(from)),
    convolveInto: (out, from) => run(single ? 'convolve32' : 'convolve64', samples(out), samples(from)),
  };
}

/** Rows of polynomial coefficients with zeros up to whole vectors. */
function filledUp(coefficients: Float64Array, width: number, lanes: number): Float64Array {
  const row = Math.ceil(width / lanes) * lanes;
  const out = new Float64Array((coefficients.length / width) * row);
  coefficients.forEach((value, i) => (out[Math.floor(i / width) * row + (i % width)] = value));
  return out;
}
