// The kernel in WebAssembly SIMD: four lines at once in float32, two in float64.
import type { FourierKernel } from '../kernel.ts';
import { PLAIN_FOURIER } from '../plain.ts';
import { fourierMemories } from './memory.ts';
import { wasmFilter } from './filter.ts';
import { wasmGridding } from './gridding.ts';
import { transformer } from './transform.ts';
import { workshop } from './workshop.ts';

/** Bytes up to which plans share the instance of their kernel. */
const SHARED_MOST = 2 ** 26;

/**
 * The fast twin of `PLAIN_FOURIER` in a WebAssembly instance of its own, or that one itself where WebAssembly with SIMD is missing.
 * It keeps its tables and room to work in: make one for each thread, and use it again. Plans of non-uniform transforms
 * and normal operators work in it too; those above 64 MB have an instance of their own, which goes when they go.
 */
export function makeFourierKernel(): FourierKernel {
  const makeMemory = fourierMemories();
  if (!makeMemory) return PLAIN_FOURIER;
  const shared = workshop(makeMemory());
  const placeFor = (bytes: number) => (bytes > SHARED_MOST ? workshop(makeMemory()) : shared);
  return {
    transformInto: transformer(shared).transformInto,
    gridding: (layout) => wasmGridding(placeFor, layout),
    filter: (layout) => wasmFilter(placeFor, layout),
  };
}
