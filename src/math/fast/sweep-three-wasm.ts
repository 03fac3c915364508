// Two systems of three levels at once through one schedule, one in each SIMD lane; the plain way is `sweepThreeInto` twice.
import { sweepThreeInto } from './sweep-three.ts';
import { SWEEP_THREE_WASM_BASE64 } from './sweep-three-wasm-bytes.ts';
import type { Schedule, SweepMatrix } from './sweep.ts';
import { wasmExports, type WasmMemory } from './wasm.ts';

/** Carries `x0` and `x1` [3], interleaved complex, each with its own matrix, through one schedule, each up to a common phase. */
export type PairKernel = (
  x0: Float64Array,
  m0: SweepMatrix,
  x1: Float64Array,
  m1: SweepMatrix,
  schedule: Schedule,
) => void;

export const sweepThreePair: PairKernel = (x0, m0, x1, m1, schedule) => {
  sweepThreeInto(x0, m0, schedule);
  sweepThreeInto(x1, m1, schedule);
};

interface PairExports {
  readonly memory: WasmMemory;
  readonly steps3: (
    x: number,
    a: number,
    d: number,
    g: number,
    mean: number,
    length: number,
    first: number,
    last: number,
  ) => number;
}

/** Where things lie, in doubles from the start of the memory; the module keeps nothing there itself. */
const X = 2048,
  A = X + 12,
  D = A + 6,
  G = D + 6,
  STEPS = G + 6;

/** The twin in a fresh WebAssembly instance, or `sweepThreePair` where WebAssembly with SIMD is missing. */
export function makePairKernel(): PairKernel {
  const exports = wasmExports<PairExports>(SWEEP_THREE_WASM_BASE64);
  if (!exports) return sweepThreePair;
  let memory = new Float64Array(exports.memory.buffer);
  return (x0, m0, x1, m1, schedule) => {
    const { n, mean_T, step_s, kick_Ts } = schedule;
    const missing = STEPS + 4 * n - memory.length;
    if (missing > 0 || memory.length === 0) {
      exports.memory.grow(Math.ceil((8 * missing) / 65536));
      memory = new Float64Array(exports.memory.buffer);
    }
    const lengths = STEPS + 2 * n;
    for (let i = 0; i < n; i++) {
      memory[STEPS + 2 * i] = memory[STEPS + 2 * i + 1] = mean_T[i]!;
      memory[lengths + 2 * i] = memory[lengths + 2 * i + 1] = step_s[i]!;
    }
    placeLane(memory, 0, x0, m0);
    placeLane(memory, 1, x1, m1);
    let done = 0;
    for (let step = 0; step <= n; step++) {
      const kick = kick_Ts[step]!;
      if (kick === 0 && step < n) continue;
      if (step > done && exports.steps3(8 * X, 8 * A, 8 * D, 8 * G, 8 * STEPS, 8 * lengths, done, step) >= 0) {
        sweepThreePair(x0, m0, x1, m1, schedule); // a step too long for the twin's series
        return;
      }
      done = step;
      if (kick !== 0) {
        kickLane(memory, 0, m0, kick);
        kickLane(memory, 1, m1, kick);
      }
    }
    for (let i = 0; i < 6; i++) {
      x0[i] = memory[X + 2 * i]!;
      x1[i] = memory[X + 2 * i + 1]!;
    }
  };
}

function placeLane(memory: Float64Array, lane: number, x: Float64Array, m: SweepMatrix): void {
  for (let i = 0; i < 6; i++) memory[X + 2 * i + lane] = x[i]!;
  for (let i = 0; i < 3; i++) {
    memory[A + 2 * i + lane] = m.a_Hz[i]!;
    memory[D + 2 * i + lane] = m.d_HzPerT[i]!;
    memory[G + 2 * i + lane] = 0;
  }
  for (let i = 0; i < 2; i++) {
    for (let e = m.rowStart[i]!; e < m.rowStart[i + 1]!; e++) {
      const k = m.column[e]!;
      if (k > i) memory[G + 2 * (i + k - 1) + lane] = m.value_Hz[e]!;
    }
  }
}

function kickLane(memory: Float64Array, lane: number, m: SweepMatrix, kick_Ts: number): void {
  for (let i = 0; i < 3; i++) {
    const angle = 2 * Math.PI * kick_Ts * m.d_HzPerT[i]!;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    const at = X + 4 * i + lane;
    const re = memory[at]!,
      im = memory[at + 2]!;
    memory[at] = c * re - s * im;
    memory[at + 2] = c * im + s * re;
  }
}
