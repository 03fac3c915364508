// What a kernel can do: the plain one is the definition, the one in WebAssembly SIMD is its fast twin. The caller chooses.
import type { ComplexData } from './complex-data.ts';
import type { Filter, FilterLayout } from './nufft/filter.ts';
import type { GridLayout, Gridding } from './nufft/gridding.ts';

/** Transforms along some axes of an array [...shape], each value multiplied by `factor` in the end. */
export interface FftJob {
  readonly shape: readonly number[];
  /** Rising, each once. */
  readonly axes: readonly number[];
  readonly inverse: boolean;
  /** Index floor(n / 2) is the origin before and after. */
  readonly centred: boolean;
  readonly factor: number;
}

export interface FourierKernel {
  /** `out` may be `data`; both of one precision. */
  readonly transformInto: (out: ComplexData, data: ComplexData, job: FftJob) => void;
  /** What a plan of non-uniform transforms works with. */
  readonly gridding: (layout: GridLayout) => Gridding;
  /** What a normal operator works with. */
  readonly filter: (layout: FilterLayout) => Filter;
}
