// The sweep kernel in WebAssembly SIMD: same signature and results as `sweepInto`, about half the time or less on blocks of ten states and more.
import { besselSeriesInto } from './bessel.ts';
import { sweepInto, type Schedule, type SweepMatrix } from './sweep.ts';
import { SWEEP_WASM_BASE64 } from './sweep-wasm-bytes.ts';
import { wasmExports, type WasmMemory } from './wasm.ts';

/** A sweep kernel: `sweepInto` or its twin. */
export type SweepKernel = typeof sweepInto;

interface SweepExports {
  readonly memory: WasmMemory;
  readonly steps: (...args: number[]) => void;
}

/** The twin in a fresh WebAssembly instance, or `sweepInto` itself where WebAssembly with SIMD is missing. */
export function makeSweepKernel(): SweepKernel {
  const exports = wasmExports<SweepExports>(SWEEP_WASM_BASE64);
  if (!exports) return sweepInto;
  return (x, columns, m, schedule, tolerance) => sweepBy(exports, x, columns, m, schedule, tolerance);
}

function sweepBy(
  exports: SweepExports,
  x: Float64Array,
  columns: number,
  m: SweepMatrix,
  schedule: Schedule,
  tolerance: number,
): void {
  const { size } = m;
  const { n } = schedule;
  const nEntries = m.value_Hz.length,
    length = 2 * size * columns;
  const table = seriesOf(m, schedule, tolerance);
  let next = 64 * 1024; // the first page is the module's own
  const place = (doubles: number): number => {
    const here = next;
    next += 8 * (doubles + (doubles & 1));
    return here;
  };
  const at = {
    x: place(length),
    work0: place(length),
    work1: place(length),
    sum: place(length),
    a: place(size),
    d: place(size),
    rowStart: place(size + 1),
    offset: place(nEntries),
    value: place(nEntries),
    diagonal: place(size),
    scaled: place(nEntries),
    mean: place(n),
    centre: place(n),
    half: place(n),
    terms: place(n),
    bessel: place(n * table.stride),
    phase: place(2 * n),
  };
  const missing = Math.ceil((next - exports.memory.buffer.byteLength) / 65536);
  if (missing > 0) exports.memory.grow(missing);
  const memory = exports.memory.buffer;
  const f64 = (where: number, count: number): Float64Array => new Float64Array(memory, where, count);
  f64(at.work1, length).fill(0);
  f64(at.a, size).set(m.a_Hz);
  f64(at.d, size).set(m.d_HzPerT);
  new Int32Array(memory, at.rowStart, size + 1).set(m.rowStart);
  const offset = new Int32Array(memory, at.offset, nEntries);
  for (let i = 0; i < size; i++) for (let e = m.rowStart[i]!; e < m.rowStart[i + 1]!; e++) offset[e] = m.column[e]! - i;
  f64(at.value, nEntries).set(m.value_Hz);
  f64(at.mean, n).set(schedule.mean_T);
  f64(at.centre, n).set(table.centre_Hz);
  f64(at.half, n).set(table.half_Hz);
  new Int32Array(memory, at.terms, n).set(table.terms);
  f64(at.bessel, n * table.stride).set(table.bessel);
  f64(at.phase, 2 * n).set(table.phase);
  const state = f64(at.x, length);
  state.set(x);
  let done = 0;
  for (let step = 0; step <= n; step++) {
    const kick = schedule.kick_Ts[step]!;
    if (kick === 0 && step < n) continue;
    if (step > done) {
      exports.steps(
        size,
        columns,
        at.x,
        at.work0,
        at.work1,
        at.sum,
        at.a,
        at.d,
        at.rowStart,
        at.offset,
        at.value,
        at.diagonal,
        at.scaled,
        at.mean,
        at.centre,
        at.half,
        at.terms,
        at.bessel,
        table.stride,
        at.phase,
        done,
        step,
      );
      done = step;
    }
    for (let i = 0; kick !== 0 && i < size; i++) {
      const angle = 2 * Math.PI * kick * m.d_HzPerT[i]!;
      const c = Math.cos(angle),
        s = Math.sin(angle);
      for (let k = 2 * i * columns; k < 2 * (i + 1) * columns; k += 2) {
        const re = state[k]!,
          im = state[k + 1]!;
        state[k] = c * re - s * im;
        state[k + 1] = c * im + s * re;
      }
    }
  }
  x.set(state);
}

interface Series {
  readonly centre_Hz: Float64Array;
  readonly half_Hz: Float64Array;
  readonly terms: Int32Array;
  /** [n, stride] */
  readonly bessel: Float64Array;
  readonly stride: number;
  /** [n, 2] cosine and sine of the angle of the centre. */
  readonly phase: Float64Array;
}

/** What each step needs of the series, with the half-width rounded up so that equal steps share their Bessel functions. */
function seriesOf(m: SweepMatrix, schedule: Schedule, tolerance: number): Series {
  const { n } = schedule;
  const centre_Hz = new Float64Array(n),
    half_Hz = new Float64Array(n),
    terms = new Int32Array(n),
    phase = new Float64Array(2 * n);
  let largest = 0;
  for (let step = 0; step < n; step++) {
    const field = schedule.mean_T[step]!,
      tau = schedule.step_s[step]!;
    let low = Infinity,
      high = -Infinity;
    for (let i = 0; i < m.size; i++) {
      const middle = m.a_Hz[i]! + field * m.d_HzPerT[i]!,
        radius = m.radius_Hz[i]!;
      if (middle - radius < low) low = middle - radius;
      if (middle + radius > high) high = middle + radius;
    }
    centre_Hz[step] = 0.5 * (low + high);
    const z = Math.ceil(64 * Math.PI * tau * Math.max(high - low, 2e-12)) / 64;
    half_Hz[step] = z / (2 * Math.PI * tau);
    largest = Math.max(largest, z);
    phase[2 * step] = Math.cos(2 * Math.PI * tau * centre_Hz[step]!);
    phase[2 * step + 1] = Math.sin(2 * Math.PI * tau * centre_Hz[step]!);
  }
  const stride = Math.ceil(largest + 12 * Math.cbrt(largest) + 30);
  const bessel = new Float64Array(n * stride);
  for (let step = 0; step < n; step++) {
    const row = bessel.subarray(step * stride, (step + 1) * stride);
    const same =
      step > 0 && half_Hz[step]! * schedule.step_s[step]! === half_Hz[step - 1]! * schedule.step_s[step - 1]!;
    if (same) {
      bessel.copyWithin(step * stride, (step - 1) * stride, step * stride);
      terms[step] = terms[step - 1]!;
    } else terms[step] = besselSeriesInto(row, 2 * Math.PI * half_Hz[step]! * schedule.step_s[step]!, tolerance);
  }
  return { centre_Hz, half_Hz, terms, bessel, stride, phase };
}
