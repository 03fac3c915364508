// The twin in WebAssembly: two columns in one vector, the same digits. Rows are filled up to an even number of columns with zeros.
import { wasmExports, type WasmMemory } from '../wasm.ts';
import { kickInto, MOST_TERMS, NEGLIGIBLE, type Drive, type DrivenKernel, type Rows, type Steps } from './motion.ts';
import { makePlainDriven } from './plain.ts';
import { DRIVEN_WASM_BASE64 } from './wasm-bytes.ts';

interface Exports {
  readonly memory: WasmMemory;
  readonly stand: (...n: number[]) => void;
  readonly forth: (...n: number[]) => number;
  readonly turn: (...n: number[]) => void;
  readonly back: (...n: number[]) => void;
}

/** Where the data begin, in bytes. */
const BEGIN = 4096;
/** Memory grows by at least so many pages of 64 KiB. */
const PAGES = 64;

/** Places in memory, in bytes, for one drive and its columns. */
interface Places {
  readonly x: number;
  readonly lambda: number;
  readonly mu: number;
  readonly field: number;
  readonly slope: number;
  readonly terms: number;
}

/** The twin in a fresh WebAssembly instance, or the plain one where WebAssembly with SIMD is missing. */
export function makeDriven(): DrivenKernel {
  const exports = wasmExports<Exports>(DRIVEN_WASM_BASE64);
  if (!exports) return makePlainDriven();
  let memory = new Float64Array(exports.memory.buffer);
  let counts = new Int32Array(0);
  const reserve = (bytes: number): void => {
    const missing = bytes - 8 * memory.length;
    if (missing <= 0) return;
    exports.memory.grow(Math.max(PAGES, Math.ceil(missing / 65536)));
    memory = new Float64Array(exports.memory.buffer);
  };
  const view = (at: number, doubles: number): Float64Array => memory.subarray(at / 8, at / 8 + doubles);

  /** Puts the matrices of a drive to their places. */
  const stand = (drive: Drive, wide: number): Places => {
    let next = BEGIN;
    const room = (bytes: number): number => {
      const here = next;
      next += (bytes + 15) & ~15;
      return here;
    };
    const integers: [number, Int32Array][] = [];
    const numbers: [number, Float64Array][] = [];
    const int = (values: Int32Array): number => {
      const at = room(4 * values.length);
      integers.push([at, values]);
      return at;
    };
    const double = (values: Float64Array): number => {
      const at = room(8 * values.length);
      numbers.push([at, values]);
      return at;
    };
    const rows = ({ start, column, value }: Rows): number[] => [int(start), int(column), double(value)];
    const matrices = [...rows(drive.rows), ...rows(drive.columns)];
    const turned = [drive.first.length, int(drive.first), int(drive.second), double(drive.rate_radPerSPerT)];
    const state = 8 * drive.size * wide;
    const [x, lambda, mu] = [room(state), room(state), room(2 * state)];
    const [field, slope] = [room(8 * wide), room(8 * wide)];
    const terms = next;
    reserve(terms + 2 * state);
    for (const [at, values] of integers) new Int32Array(memory.buffer, at, values.length).set(values);
    for (const [at, values] of numbers) memory.set(values, at / 8);
    exports.stand(drive.size, 8 * wide, ...matrices, ...turned);
    return { x, lambda, mu, field, slope, terms };
  };

  const carryInto = (x: Float64Array, drive: Drive, { n, columns, step_s, mean_T, kick_Ts }: Steps, taped: boolean) => {
    const wide = columns + (columns & 1);
    const length = drive.size * wide;
    const places = stand(drive, wide);
    if (counts.length < n) counts = new Int32Array(n);
    const kicks = widened(kick_Ts, columns);
    spread(view(places.x, length), x, columns);
    kickInto(view(places.x, length), drive, kicks, 0, wide, -1);
    let at = places.terms;
    for (let step = 0; step < n; step++) {
      if (taped) reserve(at + 8 * (MOST_TERMS + 2) * length);
      view(places.field, columns).set(mean_T.subarray(step * columns, (step + 1) * columns));
      const count = exports.forth(places.x, at, taped ? 1 : 0, places.field, step_s, MOST_TERMS, NEGLIGIBLE);
      if (taped) {
        counts[step] = count;
        at += 8 * (count + 1) * length;
      }
      kickInto(view(places.x, length), drive, kicks, (step + 1) * wide, wide, -1);
    }
    gather(x, view(places.x, length), columns);
  };

  const carryBackInto: DrivenKernel['carryBackInto'] = (lambda, byMean, byKick, drive, steps, x) => {
    const { n, columns, step_s, mean_T, kick_Ts } = steps;
    const wide = columns + (columns & 1);
    const length = drive.size * wide;
    const { x: end, lambda: slope, mu, field, slope: sum, terms } = stand(drive, wide);
    const kicks = widened(kick_Ts, columns);
    spread(view(end, length), x, columns);
    spread(view(slope, length), lambda, columns);
    let at = terms;
    for (let step = 0; step < n; step++) at += 8 * (counts[step]! + 1) * length;
    const summed = (into: Float64Array, step: number, add: () => void): void => {
      view(sum, wide).fill(0);
      add();
      into.set(view(sum, columns), step * columns);
    };
    summed(byKick, n, () => exports.turn(sum, slope, end, -1));
    for (let step = n - 1; step >= 0; step--) {
      kickInto(view(slope, length), drive, kicks, (step + 1) * wide, wide, 1);
      const count = counts[step]!;
      at -= 8 * (count + 1) * length;
      view(field, columns).set(mean_T.subarray(step * columns, (step + 1) * columns));
      summed(byMean, step, () => exports.back(slope, mu, at, count, sum, field, step_s));
      summed(byKick, step, () => exports.turn(sum, slope, at, -1));
    }
    kickInto(view(slope, length), drive, kicks, 0, wide, 1);
    gather(lambda, view(slope, length), columns);
  };
  return { carryInto, carryBackInto };
}

/** Rows of `columns` to rows of an even number. */
function spread(out: Float64Array, from: Float64Array, columns: number): void {
  if (columns % 2 === 0) return out.set(from);
  out.fill(0);
  for (let i = 0, at = 0; at < from.length; i += columns + 1, at += columns)
    out.set(from.subarray(at, at + columns), i);
}

function gather(out: Float64Array, from: Float64Array, columns: number): void {
  if (columns % 2 === 0) return out.set(from);
  for (let i = 0, at = 0; at < out.length; i += columns + 1, at += columns) out.set(from.subarray(i, i + columns), at);
}

function widened(rows: Float64Array, columns: number): Float64Array {
  if (columns % 2 === 0) return rows;
  const out = new Float64Array((rows.length / columns) * (columns + 1));
  spread(out, rows, columns);
  return out;
}
