// The twins in WebAssembly: two lanes in one vector.
import { wasmExports, type WasmMemory } from '../wasm.ts';
import { fastest, seriesTerms, slowest, type Frame, type LaneKernels, type Lanes } from './lanes.ts';
import { closeTable, stepLength } from './basis.ts';
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

  /** Room for so many bytes from the beginning on. */
  const reserve = (bytes: number): void => {
    const missing = bytes - 8 * memory.length;
    if (missing <= 0) return;
    exports.memory.grow(Math.ceil(missing / 65536));
    memory = new Float64Array(exports.memory.buffer);
  };
  const put = (array: Float64Array, address: number): number => {
    memory.set(array, address / 8);
    return after(address, array.length);
  };
  const take = (array: Float64Array, address: number): void =>
    array.set(memory.subarray(address / 8, address / 8 + array.length));

  /** exp(sign i r S) and exp(sign r^2 A), and the phases of the way, in one order or the other. */
  const slow = (lanes: Lanes, frame: Frame, sign: 1 | -1): void => {
    const { size, pairs, x, rate_TPerS } = lanes;
    const most = fastest(rate_TPerS);
    reserve(BEGIN + 8 * (x.length + 4 * rate_TPerS.length + 4 * size * size + 12 * size + 16));
    const rates = put(x, BEGIN);
    const once = put(rate_TPerS, rates),
      twice = after(once, rate_TPerS.length);
    for (let i = 0; i < rate_TPerS.length; i++) {
      const rate = rate_TPerS[i]!;
      memory[once / 8 + i] = sign * rate;
      memory[twice / 8 + i] = sign * rate * rate;
    }
    const first = after(twice, rate_TPerS.length);
    const second = put(frame.first, first);
    const phase = put(frame.second, second),
      shift = after(phase, size),
      work = after(shift, size);
    for (let i = 0; i < size; i++) {
      memory[phase / 8 + i] = sign * frame.phase_turnsTPerS[i]!;
      memory[shift / 8 + i] = sign * frame.shift_turnsSPerT[i]!;
    }
    const turnFirst = (): void =>
      exports.turn(size, BEGIN, pairs, first, once, 1, seriesTerms(most, frame.first, size), work);
    const turnSecond = (): void =>
      exports.turn(size, BEGIN, pairs, second, twice, 0, seriesTerms(most * most, frame.second, size), work);
    if (sign < 0) {
      turnFirst();
      turnSecond();
    }
    exports.glide(size, BEGIN, pairs, phase, shift, rates);
    if (sign > 0) {
      turnSecond();
      turnFirst();
    }
    take(x, BEGIN);
  };

  return {
    enter: (lanes, frame) => slow(lanes, frame, -1),
    leave: (lanes, frame) => slow(lanes, frame, 1),
    cross({ size, pairs, x, rate_TPerS }, from, path, to) {
      const { steps, step_T } = path;
      const tableLength = steps * stepLength(size) + size * size;
      reserve(BEGIN + 8 * (x.length + rate_TPerS.length + tableLength + 8 * size * size + 12 * size + 16));
      const rates = put(x, BEGIN);
      const basis = put(rate_TPerS, rates);
      const place = put(path.basis, basis);
      const table = after(place, 2 * size * size + size),
        work = after(table, tableLength);
      const g = new Float64Array(size * size);
      const turnSteps = (frame: Frame, sign: 1 | -1): void => {
        stepsTurnInto(g, frame, size, step_T, slowest(rate_TPerS)); // the longest steps have the largest turn
        const omega = put(frame.kappa_perT, place);
        const slope = put(frame.omega_radPerS, omega);
        put(frame.slope_radPerSPerT, slope);
        const terms = seriesTerms(1.1, g, size);
        exports.turnSteps(size, BEGIN, pairs, place, omega, slope, step_T, rates, sign, terms, work);
      };
      turnSteps(from, 1);
      exports.bases(size, table, basis, steps, step_T, work);
      closeTable(memory, table / 8, path, size, memory.subarray(basis / 8, basis / 8 + path.basis.length));
      if (size === 3) exports.phases3(BEGIN, pairs, table, steps, step_T, rates);
      else exports.phasesN(size, BEGIN, pairs, table, steps, step_T, rates, work);
      turnSteps(to, -1);
      take(x, BEGIN);
    },
  };
}

/** The next address, of a whole vector, behind so many doubles. */
function after(address: number, doubles: number): number {
  return address + 8 * (doubles + (doubles % 2));
}
