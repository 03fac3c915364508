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
  /** [sample, axis], cycles per field of view; nobody writes into it. */
  readonly trajectory: Float64Array;
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

/** [sample, axis]: index of the first grid point reached, within the grid, which goes on periodically; and z in [-1, 1], the place between two points. */
export function places({ trajectory, shape, grid, width }: GridLayout): { first: Int32Array; away: Float64Array } {
  const first = new Int32Array(trajectory.length),
    away = new Float64Array(trajectory.length);
  const axes = shape.length;
  for (let i = 0; i < trajectory.length; i++) {
    const axis = i % axes,
      points = grid[axis]!;
    const turns = trajectory[i]! / shape[axis]!;
    // an odd width puts the sample nearest to its middle point
    const place = (turns - Math.floor(turns)) * points + (width % 2 === 0 ? 0 : 0.5);
    const cell = Math.floor(place);
    first[i] = (cell - ((width - 1) >> 1) + points) % points;
    away[i] = 2 * (place - cell) - 1;
  }
  return { first, away };
}
