// The twin in WebAssembly SIMD: two spins in one vector.
import { wasmExports, type WasmMemory } from '../../../math/fast/index.ts';
import type { BlochKernel } from './kernel.ts';
import { PLAIN_BLOCH } from './plain.ts';
import { BLOCH_WASM_BASE64 } from './wasm-bytes.ts';

interface Exports {
  readonly memory: WasmMemory;
  readonly compose: (table: number, tableEnd: number, spins: number, spinsEnd: number, out: number) => void;
  readonly sum: (series: number, seriesEnd: number, x: number, xEnd: number, out: number) => void;
}

/** Spins at a time. */
const MANY = 2048;
/** Where data begin, in bytes: position and frequency of the spins, (a, b) of each, and the rows that all share. */
const SPINS = 65536;
const RESULTS = SPINS + 16 * MANY;
const ROWS = RESULTS + 32 * MANY;

/** The twin of `PLAIN_BLOCH` in a WebAssembly instance of its own, or that one itself where WebAssembly with SIMD is missing. */
export function makeBlochKernel(): BlochKernel {
  const exports = wasmExports<Exports>(BLOCH_WASM_BASE64);
  if (!exports) return PLAIN_BLOCH;
  /** Memory with rows at its end: a table of steps, or a series. */
  const memoryFor = (rows: Float64Array): Float64Array => {
    const missing = Math.ceil((ROWS + 8 * rows.length - exports.memory.buffer.byteLength) / 65536);
    if (missing > 0) exports.memory.grow(missing);
    const memory = new Float64Array(exports.memory.buffer);
    memory.set(rows, ROWS / 8);
    return memory;
  };
  const take = (out: Float64Array, first: number, n: number, memory: Float64Array): void =>
    out.set(memory.subarray(RESULTS / 8, RESULTS / 8 + 4 * n), 4 * first);
  // an odd last spin has a companion at rest
  return {
    composeInto(out, table, positions_m, frequencies_Hz) {
      const memory = memoryFor(table);
      for (let first = 0; first < positions_m.length; first += MANY) {
        const n = Math.min(MANY, positions_m.length - first),
          even = n + (n & 1);
        for (let i = 0; i < even; i++) {
          const at = SPINS / 8 + 4 * (i >> 1) + (i & 1);
          memory[at] = i < n ? positions_m[first + i]! : 0;
          memory[at + 2] = i < n ? frequencies_Hz[first + i]! : 0;
        }
        exports.compose(ROWS, ROWS + 8 * table.length, SPINS, SPINS + 16 * even, RESULTS);
        take(out, first, n, memory);
      }
    },
    sumInto(out, series, x) {
      const memory = memoryFor(series);
      for (let first = 0; first < x.length; first += MANY) {
        const n = Math.min(MANY, x.length - first),
          even = n + (n & 1);
        memory[SPINS / 8 + even - 1] = 0;
        memory.set(x.subarray(first, first + n), SPINS / 8);
        exports.sum(ROWS, ROWS + 8 * series.length, SPINS, SPINS + 8 * even, RESULTS);
        take(out, first, n, memory);
      }
    },
  };
}

let shared: BlochKernel | undefined;

/** One for all who do not bring their own: it keeps room for the longest pulse that it has seen. */
export function blochKernel(): BlochKernel {
  return (shared ??= makeBlochKernel());
}
