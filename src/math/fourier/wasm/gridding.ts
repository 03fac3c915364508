// Gridding in the memory of a kernel of its own: samples sorted by place, so that neighbours meet the same piece of the grid in the cache.
import { type ComplexData } from '../complex-data.ts';
import type { GridLayout, Gridding } from '../nufft/gridding.ts';
import { linePlan } from './line-plan.ts';
import type { FourierExports, FourierMemory } from './memory.ts';

type Three = readonly [number, number, number];
const three = (sizes: readonly number[]): Three => [1, 1, 1, ...sizes].slice(-3) as unknown as Three;

/** Edge of the pieces of the grid that samples are sorted by, in points. */
const PIECE = 8;
/** Bytes for the weights of one sample. */
const SCRATCH = 2048;

/** The fast way of `FourierKernel.gridding`, in a memory that is its own. */
export function wasmGridding(memory: FourierMemory, layout: GridLayout): Gridding {
  const { precision, shape, width, first, roll } = layout;
  const [nz, ny, nx] = three(shape),
    [gz, gy, gx] = three(layout.grid);
  const single = precision === 'float32',
    size = single ? 4 : 8,
    nSamples = first.length / shape.length,
    nPixels = nz * ny * nx;
  const pitch = gx + width + 2; // a row of weights is filled up to whole vectors
  const real = (values: ArrayLike<number>): number => {
    const address = memory.take(size * values.length);
    if (single) memory.floats(address, values.length).set(values);
    else memory.doubles(address, values.length).set(values);
    return address;
  };
  const whole = (values: ArrayLike<number>): number => {
    const address = memory.take(4 * values.length);
    memory.integers(address, values.length).set(values);
    return address;
  };
  const [rollZ, rollY, rollX] = [[1], [1], ...roll].slice(-3) as [ArrayLike<number>, ArrayLike<number>, Float64Array];
  const reach = three(shape.map(() => width)),
    largest = Math.max(gz, gy, gx);
  // the work is held by the longest lines, two groups of lanes together
  const most = (points: number): number => Math.max(1, Math.min(4, Math.floor(2 ** 14 / (32 * points))));
  const image = memory.take(2 * size * nPixels),
    data = memory.take(2 * size * nSamples);
  const sorted = sortedSamples(layout, [gz, gy, gx]);
  const plan = (points: number): number => (points > 1 ? linePlan(memory, points, precision).passes : 0);
  const scratch = real(new Float64Array(SCRATCH / size).fill(1));
  const fields = whole([
    ...[nz, ny, nx, gz, gy, gx, pitch, width, layout.coefficients.length / width - 1, nSamples],
    ...[image, memory.take(2 * size * gz * ny * nx), memory.take(2 * size * gy * nx), memory.take(2 * size * gz * gy * pitch)],
    ...[real(rollZ), real(rollY), real(Float64Array.from({ length: 2 * nx }, (_, i) => rollX[i >> 1]!))],
    ...[whole(sorted.first), real(sorted.away), whole(sorted.order), real(filledUp(layout.coefficients, width, 16 / size))],
    ...[scratch, whole(offsets(gy, width, 2 * size * pitch)), whole(offsets(gz, width, 2 * size * pitch * gy))],
    ...[data, memory.take(72 * 4 * largest + 2 ** 16), plan(gz), plan(gy), plan(gx), most(gz), most(gy), reach[0], reach[1]],
  ]); // prettier-ignore
  const view = (address: number, n: number): ComplexData =>
    single ? memory.floats(address, 2 * n) : memory.doubles(address, 2 * n);
  const run = (
    kernel: Exclude<keyof FourierExports, 'memory'>,
    from: { data: ComplexData; address: number; n: number },
    to: { data: ComplexData; address: number; n: number },
  ): void => {
    for (let i = 0, o = 0; i < from.data.length; i += 2 * from.n, o += 2 * to.n) {
      view(from.address, from.n).set(from.data.subarray(i, i + 2 * from.n));
      memory.exports[kernel](fields);
      to.data.set(view(to.address, to.n), o);
    }
  };
  const images = (values: ComplexData) => ({ data: values, address: image, n: nPixels });
  const samples = (values: ComplexData) => ({ data: values, address: data, n: nSamples });
  return {
    forwardInto: (out, from) => run(single ? 'forward32' : 'forward64', images(from), samples(out)),
    adjointInto: (out, from) => run(single ? 'adjoint32' : 'adjoint64', samples(from), images(out)),
    convolveInto: (out, from) => run(single ? 'convolve32' : 'convolve64', samples(from), samples(out)),
  };
}

/** Byte offsets of the points 0 .. points + width - 1 of an axis that goes on periodically. */
function offsets(points: number, width: number, bytes: number): number[] {
  return Array.from({ length: points + width }, (_, i) => (i % points) * bytes);
}

/** Rows of polynomial coefficients with zeros up to whole vectors. */
function filledUp(coefficients: Float64Array, width: number, lanes: number): Float64Array {
  const row = Math.ceil(width / lanes) * lanes;
  const out = new Float64Array((coefficients.length / width) * row);
  coefficients.forEach((value, i) => (out[Math.floor(i / width) * row + (i % width)] = value));
  return out;
}

/** Samples piece by piece of the grid: [sample, 3] first points and places between, and which sample it was. */
function sortedSamples(
  { shape, first, away }: GridLayout,
  points: Three,
): { first: Int32Array; away: Float64Array; order: Int32Array } {
  const axes = shape.length,
    n = first.length / axes;
  const pieces = points.map((count) => Math.ceil(count / PIECE));
  const keys = new Int32Array(n),
    counts = new Int32Array(pieces[0]! * pieces[1]! * pieces[2]! + 1);
  for (let s = 0; s < n; s++) {
    let key = 0;
    for (let axis = 0; axis < axes; axis++)
      key = key * pieces[3 - axes + axis]! + Math.floor(first[s * axes + axis]! / PIECE);
    keys[s] = key;
    counts[key + 1]!++;
  }
  for (let key = 1; key < counts.length; key++) counts[key]! += counts[key - 1]!;
  const out = { first: new Int32Array(3 * n), away: new Float64Array(3 * n), order: new Int32Array(n) };
  for (let s = 0; s < n; s++) {
    const to = counts[keys[s]!]!++;
    out.order[to] = s;
    for (let axis = 0; axis < axes; axis++) {
      out.first[3 * to + 3 - axes + axis] = first[s * axes + axis]!;
      out.away[3 * to + 3 - axes + axis] = away[s * axes + axis]!;
    }
  }
  return out;
}
