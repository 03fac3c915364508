// Bulk numbers: a flat typed array with its axes named in the type, row-major, last axis fastest.
import { ScienceError } from './errors.ts';

export interface Grid<Axes extends readonly string[]> {
  readonly axes: Axes;
  readonly shape: { readonly [K in keyof Axes]: number };
  /** Interleaved complex if `complex`, so its length is twice the product of `shape`. */
  readonly data: Float32Array | Float64Array;
  readonly complex: boolean;
}

/** A grid over `data`. Throws if the length does not fit the shape. */
export function makeGrid<const Axes extends readonly string[]>(
  axes: Axes,
  shape: { readonly [K in keyof Axes]: number },
  data: Float32Array | Float64Array,
  complex = false,
): Grid<Axes> {
  const lengths = shape as unknown as readonly number[];
  const expected = lengths.reduce((a, b) => a * b, complex ? 2 : 1);
  if (lengths.length !== axes.length || data.length !== expected) {
    throw new ScienceError(
      'argument',
      `grid [${axes.join(', ')}] of shape [${lengths.join(', ')}] needs ${expected} numbers, got ${data.length}`,
    );
  }
  return { axes, shape, data, complex };
}
