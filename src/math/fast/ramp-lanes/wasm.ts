// The twins in WebAssembly: two lanes in one vector.
import { wasmExports, type WasmMemory } from '../wasm.ts';
import { fastest, normOf, seriesTerms, type LaneKernels, type Lanes } from './lanes.ts';
import { PLAIN_LANE_KERNELS } from './plain.ts';
import { stepsTurnInto } from './steps-turn.ts';
import { RAMP_LANES_WASM_BASE64 } from './wasm-bytes.ts';

type Numbers = readonly number[];
interface Exports {
  readonly memory: WasmMemory;
  readonly bases: (...n: Numbers) => void;
  readonly phases3: (...n: Numbers) => void;
  readonly phasesN: (...n: Numbers) => void;
  readonly turn: (...n: Numbers) => void;
  readonly turnSteps: (...n: Numbers) => void;
  readonly glide: (...n: Numbers) => void;
}

/** Where the data begin, in bytes; the module keeps its constants below. */
const BEGIN = 16384;

/** The twins in a fresh WebAssembly instance, or the plain ones where WebAssembly with SIMD is missing. */
export function makeLaneKernels(): LaneKernels {
  const exports = wasmExports<Exports>(RAMP_LANES_WASM_BASE64);
  if (!exports) return PLAIN_LANE_KERNELS;
  let memory = new Float64Array(exports.memory.buffer);

  /** Puts arrays into the memory, one after the other; gives their addresses, and that of room for `room` doubles. */
  const place = (arrays: readonly Float64Array[], room: number): number[] => {
    let end = BEGIN;
    const addresses = arrays.map((array) => {
      const address = end;
      end += 8 * array.length + (array.length % 2 ? 8 : 0);
      return address;
    });
    const missing = end + 8 * room - 8 * memory.length;
    if (missing > 0) {
      exports.memory.grow(Math.ceil(missing / 65536));
      memory = new Float64Array(exports.memory.buffer);
    }
    arrays.forEach((array, i) => memory.set(array, addresses[i]! / 8));
    return [...addresses, end];
  };
  const take = (array: Float64Array, address: number): void =>
    array.set(memory.subarray(address / 8, address / 8 + array.length));
  const roomFor = (size: number): number => 2 * size * size + 8 * size;

  return {
    turn({ size, pairs, x, rate_TPerS }: Lanes, matrix, sign, power, imaginary) {
      const most = fastest(rate_TPerS);
      const scale = rate_TPerS.map((rate) => sign * (power === 1 ? rate : rate * rate));
      const terms = seriesTerms(normOf(matrix, size) * (power === 1 ? most : most * most));
      const [vectors, m, scales, work] = place([x, matrix, scale], roomFor(size)) as [number, number, number, number];
      exports.turn(size, vectors, pairs, m, scales, imaginary ? 1 : 0, terms, work);
      take(x, vectors);
    },
    turnSteps({ size, pairs, x, rate_TPerS }, frame, step_T, sign) {
      const slowest = rate_TPerS.reduce((least, rate) => (Math.abs(rate) < Math.abs(least) ? rate : least), Infinity);
      const g = new Float64Array(size * size);
      stepsTurnInto(g, frame, size, step_T, slowest); // the longest steps have the largest turn
      const terms = seriesTerms(1.1 * normOf(g, size));
      const { kappa_perT, omega_radPerS, slope_radPerSPerT } = frame;
      const at = place([x, kappa_perT, omega_radPerS, slope_radPerSPerT, rate_TPerS], roomFor(size));
      exports.turnSteps(size, at[0]!, pairs, at[1]!, at[2]!, at[3]!, step_T, at[4]!, sign, terms, at[5]!);
      take(x, at[0]!);
    },
    glide({ size, pairs, x, rate_TPerS }, phase_turnsTPerS, shift_turnsSPerT) {
      const at = place([x, phase_turnsTPerS, shift_turnsSPerT, rate_TPerS], 0);
      exports.glide(size, at[0]!, pairs, at[1]!, at[2]!, at[3]!);
      take(x, at[0]!);
    },
    phases({ size, pairs, x, rate_TPerS }, { steps, step_T, table }) {
      const at = place([x, table, rate_TPerS], roomFor(size));
      if (size === 3) exports.phases3(at[0]!, pairs, at[1]!, steps, step_T, at[2]!);
      else exports.phasesN(size, at[0]!, pairs, at[1]!, steps, step_T, at[2]!, at[3]!);
      take(x, at[0]!);
    },
    bases(table, basis, size, steps, step_T) {
      const at = place([basis, table], roomFor(size));
      exports.bases(size, at[1]!, at[0]!, steps, step_T, at[2]!);
      take(basis, at[0]!);
      take(table, at[1]!);
    },
  };
}
