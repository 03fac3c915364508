// What stands between samples and grid: the layout that a plan makes once, and what a kernel does with it.
import type { ComplexData, Precision } from '../complex-data.ts';

export interface GridLayout {
  readonly precision: Precision;
  /** Of the image, 1 to 3 sizes. */
  readonly shape: readonly number[];
  /** Of the oversampled grid. */
  readonly grid: readonly number[];
  /** Grid points that a sample reaches along each axis. */
  readonly width: number;
  /** [degree + 1, width]: weight of point c = sum over d of coefficients[d][c] z^d, with z = 2 x - 1 and x in [0, 1] the way from `first` up to the sample less (width / 2 - 1). */
  readonly coefficients: Float64Array;
  /** [sample, axis]: index of the first grid point reached, within the grid, which goes on periodically; `width` is at most its size. */
  readonly first: Int32Array;
  /** [sample, axis]: z in [-1, 1]. */
  readonly away: Float64Array;
  /** For each axis, [n]: what pixels are multiplied with, to undo the kernel. */
  readonly roll: readonly Float64Array[];
}

/** Many images [n, ...shape] and as many sets of samples [n, samples]; `out` is overwritten and never the input. */
export interface Gridding {
  readonly forwardInto: (samples: ComplexData, images: ComplexData) => void;
  readonly adjointInto: (images: ComplexData, samples: ComplexData) => void;
  /** Samples to grid and back without a transform: [samples] complex, for density compensation. */
  readonly convolveInto: (out: ComplexData, samples: ComplexData) => void;
}
