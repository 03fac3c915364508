// Plain arrays from .npy and .mat files, always row-major (C order), whatever the file had.

export interface NamedArray {
  readonly shape: readonly number[];
  /** C order, last axis fastest; interleaved re, im where `complex`. */
  readonly data: Float64Array;
  readonly complex: boolean;
}

/** Column-major (Fortran, MATLAB) to row-major. `width` is 2 for interleaved complex. */
export function fromColumnMajor(data: Float64Array, shape: readonly number[], width: 1 | 2): Float64Array {
  if (shape.filter((n) => n !== 1).length <= 1) return data;
  const out = new Float64Array(data.length);
  const last = shape.length - 1;
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, width));
  const index = new Array<number>(shape.length).fill(0);
  const inner = shape[last]!;
  const step = strides[last]!;
  for (let to = 0; to < data.length;) {
    let from = 0;
    for (let axis = 0; axis < last; axis++) from += index[axis]! * strides[axis]!;
    for (let n = 0; n < inner; n++, from += step) {
      out[to++] = data[from]!;
      if (width === 2) out[to++] = data[from + 1]!;
    }
    for (let axis = last - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return out;
}
