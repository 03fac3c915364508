// The kernel's exports, and its memory as one row of places that are handed out and never given back.
import { wasmStarter, type WasmMemory } from '../../fast/wasm.ts';
import { FOURIER_WASM_BASE64 } from './bytes.ts';

export interface FourierExports {
  readonly memory: WasmMemory;
  readonly along32: (...args: number[]) => void;
  readonly along64: (...args: number[]) => void;
  readonly forward32: (layout: number) => void;
  readonly forward64: (layout: number) => void;
  readonly adjoint32: (layout: number) => void;
  readonly adjoint64: (layout: number) => void;
  readonly convolve32: (layout: number) => void;
  readonly convolve64: (layout: number) => void;
  readonly filter32: (layout: number) => void;
  readonly filter64: (layout: number) => void;
  readonly settle32: (layout: number) => void;
  readonly settle64: (layout: number) => void;
}

export interface FourierMemory {
  readonly exports: FourierExports;
  /** Address of `bytes` fresh bytes, on 64. */
  readonly take: (bytes: number) => number;
  readonly floats: (address: number, length: number) => Float32Array;
  readonly doubles: (address: number, length: number) => Float64Array;
  readonly integers: (address: number, length: number) => Int32Array;
}

/** Makes memories, each with an instance of its own, or undefined where WebAssembly with SIMD is missing. */
export function fourierMemories(): (() => FourierMemory) | undefined {
  const start = wasmStarter<FourierExports>(FOURIER_WASM_BASE64);
  return start && (() => memoryOf(start()));
}

function memoryOf(exports: FourierExports): FourierMemory {
  const { memory } = exports;
  let next = 65536;
  return {
    exports,
    take: (bytes) => {
      const here = next;
      next += Math.ceil(bytes / 64) * 64;
      const missing = Math.ceil((next - memory.buffer.byteLength) / 65536);
      if (missing > 0) memory.grow(missing);
      return here;
    },
    floats: (address, length) => new Float32Array(memory.buffer, address, length),
    doubles: (address, length) => new Float64Array(memory.buffer, address, length),
    integers: (address, length) => new Int32Array(memory.buffer, address, length),
  };
}
