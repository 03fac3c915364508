// Transforms along axes in the memory of the kernel, in chunks that stay in the cache.
import type { ComplexData, Precision } from '../complex-data.ts';
import { radices } from '../fft/turns.ts';
import type { FftJob } from '../kernel.ts';
import { growing, type Workshop } from './workshop.ts';

/** Bytes that are copied, transformed along all they hold, and copied back before the next. */
const CHUNK = 2 ** 18;
/** Bytes up to which an array stays in the memory of the kernel until all its axes are done; of a larger one, columns come back for its first axis. */
const KEPT = 2 ** 23;
/** Bytes of such columns, and their least width in values, so that what is copied at once is not too short. */
const COLUMNS = 2 ** 19;
const WIDTH = 128;
/** Bytes of the blocks of neighbouring lines, and most groups of lanes in them. */
const BLOCKS = 2 ** 15;
const GROUPS = 8;

export interface Transformer {
  readonly transformInto: (out: ComplexData, data: ComplexData, job: FftJob) => void;
  /** Along one axis in place: what stands at `address` is [outer, n, inner]. */
  readonly along: (
    address: number,
    outer: number,
    n: number,
    inner: number,
    precision: Precision,
    how: Pick<FftJob, 'inverse' | 'centred' | 'factor'>,
  ) => void;
}

export function transformer({ memory, line }: Workshop): Transformer {
  const work = growing(memory),
    room = growing(memory);

  const along: Transformer['along'] = (address, outer, n, inner, precision, { inverse, centred, factor }) => {
    const plan = line(n, precision);
    const groups = Math.max(1, Math.min(GROUPS, Math.floor(BLOCKS / (32 * plan.size))));
    memory.exports[precision === 'float32' ? 'along32' : 'along64'](
      address, outer, n, inner, plan.size, plan.passes, plan.chirp, work(64 * groups * plan.size + 8 * n), groups, centred ? n >> 1 : 0, inverse ? 1 : 0, factor,
    ); // prettier-ignore
  };

  const transformInto: Transformer['transformInto'] = (out, data, job) => {
    const { shape, axes } = job;
    if (data instanceof Float32Array && axes.some((axis) => radices(shape[axis]!) === undefined)) {
      // the long way of Bluestein costs digits
      const exact = Float64Array.from(data);
      transformInto(exact, exact, job);
      out.set(exact);
      return;
    }
    const single = data instanceof Float32Array,
      bytes = single ? 8 : 16,
      precision = single ? 'float32' : 'float64';
    const after = (axis: number): number => shape.slice(axis).reduce((product, n) => product * n, 1);
    const view = (address: number, length: number): ComplexData =>
      single ? memory.floats(address, 2 * length) : memory.doubles(address, 2 * length);
    const run = (axis: number, address: number, outer: number, inner = after(axis + 1)): void => {
      const factor = axis === axes[0] ? job.factor : 1;
      along(address, outer, shape[axis]!, inner, precision, { ...job, factor });
    };
    /** Copies in, works, copies out; or only copies in and works, where what stands around it is at work already. */
    const inside = (size: number, from: number, address: number | undefined, work: (here: number) => void): void => {
      const here = address ?? room(bytes * size);
      work(here);
      if (address === undefined) out.set(view(here, size), 2 * from);
    };
    /** The first axis of one array [...shape from `axis`] whose other axes are done. */
    const columns = (axis: number, from: number): void => {
      const n = shape[axis]!,
        inner = after(axis + 1),
        width = Math.max(WIDTH, Math.floor(COLUMNS / (bytes * n)));
      for (let start = 0; start < inner; start += width) {
        const wide = Math.min(width, inner - start),
          here = room(bytes * n * wide),
          block = view(here, n * wide);
        const place = (k: number): number => 2 * (from + k * inner + start);
        for (let k = 0; k < n; k++) block.set(out.subarray(place(k), place(k) + 2 * wide), 2 * k * wide);
        run(axis, here, 1, wide);
        for (let k = 0; k < n; k++) out.set(block.subarray(2 * k * wide, 2 * (k + 1) * wide), place(k));
      }
    };
    /** Arrays [outer, ...shape from `axis`] from value `from` on. */
    const part = (axis: number, outer: number, from: number, address: number | undefined): void => {
      const each = after(axis),
        size = outer * each;
      if (bytes * size <= CHUNK || (outer === 1 && axis === shape.length - 1)) {
        inside(size, from, address, (here) => {
          view(here, size).set(data.subarray(2 * from, 2 * (from + size)));
          for (const other of axes.toReversed()) if (other >= axis) run(other, here, (outer * each) / after(other));
        });
      } else if (outer > 1) {
        const group = Math.max(1, Math.floor(CHUNK / (bytes * each)));
        for (let i = 0; i < outer; i += group)
          part(axis, Math.min(group, outer - i), from + i * each, address && address + bytes * i * each);
      } else if (axes.includes(axis) && address === undefined && bytes * size > KEPT) {
        part(axis + 1, shape[axis]!, from, undefined);
        columns(axis, from);
      } else if (axes.includes(axis)) {
        inside(size, from, address, (here) => {
          part(axis + 1, shape[axis]!, from, here);
          run(axis, here, 1);
        });
      } else part(axis + 1, shape[axis]!, from, address);
    };
    if (axes.length === 0) out.set(data);
    else part(0, 1, 0, undefined);
  };
  return { transformInto, along };
}
