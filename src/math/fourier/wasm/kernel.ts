// The kernel in WebAssembly SIMD: four lines at once in float32, two in float64.
import type { FourierKernel } from '../kernel.ts';
import { PLAIN_FOURIER } from '../plain.ts';
import { fourierMemories } from './memory.ts';
import { wasmGridding } from './gridding.ts';
import { transformer } from './transform.ts';

/**
 * The fast twin of `PLAIN_FOURIER` in a WebAssembly instance of its own, or that one itself where WebAssembly with SIMD is missing.
 * It keeps its tables and room for the largest array it has seen: make one for each thread, and use it again. A plan of
 * non-uniform transforms has an instance of its own.
 */
export function makeFourierKernel(): FourierKernel {
  const makeMemory = fourierMemories();
  if (!makeMemory) return PLAIN_FOURIER;
  return {
    transformInto: transformer(makeMemory()).transformInto,
    gridding: (layout) => wasmGridding(makeMemory(), layout),
  };
}
