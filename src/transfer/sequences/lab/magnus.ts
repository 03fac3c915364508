// Fourth-order commutator-free Magnus steps for H(t) = A + bz(t) Z + bx(t) X, real symmetric and sparse, on the columns of a state.
// Source: Blanes and Moan, Appl. Numer. Math. 56 (2006) 1519; Alvermann and Fehske, J. Comput. Phys. 230 (2011) 5930, CF4:2 (recalled).

/** H(t) / Hz: off-diagonal elements by row, diagonals beside them. */
export interface DrivenMatrix {
  readonly size: number;
  /** [size + 1]: where the off-diagonal elements of a row begin. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly a: Float64Array;
  readonly x: Float64Array;
  readonly aDiagonal: Float64Array;
  readonly zDiagonal: Float64Array;
}

/** From dense A and X [size, size], X without a diagonal, and the diagonal Z. */
export function drivenMatrix(a: Float64Array, x: Float64Array, z: Float64Array, size: number): DrivenMatrix {
  const rows = new Int32Array(size + 1);
  const columns: number[] = [],
    inA: number[] = [],
    inX: number[] = [];
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const at = i * size + k;
      if (i === k || (a[at] === 0 && x[at] === 0)) continue;
      columns.push(k);
      inA.push(a[at]!);
      inX.push(x[at]!);
    }
    rows[i + 1] = columns.length;
  }
  return {
    size,
    rows,
    columns: Int32Array.from(columns),
    a: Float64Array.from(inA),
    x: Float64Array.from(inX),
    aDiagonal: Float64Array.from({ length: size }, (_, i) => a[i * size + i]!),
    zDiagonal: z,
  };
}

/** Gauss points and weights of CF4:2. */
const EARLY = 0.5 - Math.sqrt(3) / 6,
  LATE = 0.5 + Math.sqrt(3) / 6;
const MORE = 0.25 + Math.sqrt(3) / 6,
  LESS = 0.25 - Math.sqrt(3) / 6;

/** Fields at a time: out[0] multiplies Z, out[1] multiplies X. */
export type Drive = (out: Float64Array, time_s: number) => void;

export interface Stepper {
  /** psi [size, nColumns], interleaved complex, from t0 to t1 in `n` steps, in place. */
  advance(psi: Float64Array, nColumns: number, t0: number, t1: number, n: number): void;
}

/** `accuracy`: terms of the exponential series below this are left out. */
export function makeStepper(matrix: DrivenMatrix, drive: Drive, accuracy: number): Stepper {
  const { size, rows, columns, a, x, aDiagonal, zDiagonal } = matrix;
  const values = new Float64Array(columns.length),
    diagonal = new Float64Array(size);
  const early = new Float64Array(2),
    late = new Float64Array(2);
  let term = new Float64Array(0),
    next = new Float64Array(0);

  /** psi <- exp(-2 pi i h (A / 2 + z Z + b X)) psi by its Taylor series; the mean of the diagonal is a phase and left out. */
  const exponentialInto = (psi: Float64Array, nColumns: number, h: number, z: number, b: number): void => {
    let mean = 0;
    for (let i = 0; i < size; i++) mean += diagonal[i] = 0.5 * aDiagonal[i]! + z * zDiagonal[i]!;
    mean /= size;
    for (let i = 0; i < size; i++) diagonal[i]! -= mean;
    for (let e = 0; e < values.length; e++) values[e] = 0.5 * a[e]! + b * x[e]!;
    const width = 2 * nColumns;
    term.set(psi);
    for (let k = 1; k < 60; k++) {
      const factor = (2 * Math.PI * h) / k;
      let largest = 0;
      for (let i = 0; i < size; i++) {
        const d = diagonal[i]!;
        const to = i * width;
        for (let c = 0; c < width; c++) next[to + c] = d * term[to + c]!;
        for (let e = rows[i]!; e < rows[i + 1]!; e++) {
          const v = values[e]!;
          const from = columns[e]! * width;
          for (let c = 0; c < width; c++) next[to + c]! += v * term[from + c]!;
        }
        // times -i factor
        for (let c = 0; c < width; c += 2) {
          const re = next[to + c]!;
          const newRe = factor * next[to + c + 1]!,
            newIm = -factor * re;
          next[to + c] = newRe;
          next[to + c + 1] = newIm;
          psi[to + c]! += newRe;
          psi[to + c + 1]! += newIm;
          largest = Math.max(largest, Math.abs(newRe), Math.abs(newIm));
        }
      }
      [term, next] = [next, term];
      if (largest < accuracy) return;
    }
  };

  return {
    advance(psi, nColumns, t0, t1, n) {
      if (term.length !== psi.length) [term, next] = [new Float64Array(psi.length), new Float64Array(psi.length)];
      const h = (t1 - t0) / n;
      for (let i = 0; i < n; i++) {
        const t = t0 + i * h;
        drive(early, t + EARLY * h);
        drive(late, t + LATE * h);
        exponentialInto(psi, nColumns, h, MORE * early[0]! + LESS * late[0]!, MORE * early[1]! + LESS * late[1]!);
        exponentialInto(psi, nColumns, h, LESS * early[0]! + MORE * late[0]!, LESS * early[1]! + MORE * late[1]!);
      }
    },
  };
}
