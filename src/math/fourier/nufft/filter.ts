// Images convolved with something larger than they are: what a normal operator is made of.
import type { ComplexData, Precision } from '../complex-data.ts';

export interface FilterLayout {
  readonly precision: Precision;
  /** Of the image, 1 to 3 sizes. */
  readonly shape: readonly number[];
  /** Of the grid in whose corner it stands; products of 2, 3 and 5. */
  readonly grid: readonly number[];
  /** [...grid]: what the bare transform of the grid is multiplied with before the bare way back. */
  readonly factors: Float64Array;
}

/** Many images [n, ...shape]; `out` is overwritten and never the input. */
export type Filter = (out: ComplexData, images: ComplexData) => void;
