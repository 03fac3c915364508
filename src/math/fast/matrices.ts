// Products and eigenvectors of real matrices, as the spectra of many spins need them: the plain definition.
import { symmetricEigen } from '../complex/index.ts';

export interface EigenRows {
  /** Ascending. */
  readonly values: Float64Array;
  /** [n, n] row-major; row j belongs to `values[j]`. */
  readonly rows: Float64Array;
}

export interface MatrixKernel {
  /** Eigen decomposition of the real symmetric `matrix` [n, n] row-major, which is left as it was. */
  readonly eigen: (matrix: Float64Array, n: number) => EigenRows;
  /** a [rows, depth] times the transpose of b [columns, depth]: [rows, columns]. */
  readonly timesTransposed: (
    a: Float64Array,
    b: Float64Array,
    rows: number,
    columns: number,
    depth: number,
  ) => Float64Array;
}

export const plainMatrices: MatrixKernel = {
  eigen: (matrix, n) => {
    const { values, vectors } = symmetricEigen(matrix, n);
    const rows = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) rows[j * n + i] = vectors[i * n + j]!;
    return { values, rows };
  },
  timesTransposed: (a, b, rows, columns, depth) => {
    const out = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let l = 0; l < depth; l++) sum += a[i * depth + l]! * b[j * depth + l]!;
        out[i * columns + j] = sum;
      }
    }
    return out;
  },
};
