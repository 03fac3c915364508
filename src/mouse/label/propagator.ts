// Exponential of a rate matrix and its integral over a step, by scaling and squaring: error near 1e-15 of the norm.

export interface Propagator {
  readonly n: number;
  /** exp(A t), row-major. */
  readonly kept: Float64Array;
  /** Integral of exp(A s) over s from 0 to t. */
  readonly spent: Float64Array;
}

/** Degree of the Taylor polynomial at norm <= 1/2: the first term left out is below 1e-19. */
const DEGREE = 15;

export function propagatorOf(rates_perS: Float64Array, n: number, duration_s: number): Propagator {
  const norm = rowNorm(rates_perS, n) * duration_s;
  const squarings = norm > 0.5 ? Math.ceil(Math.log2(norm / 0.5)) : 0;
  const short_s = duration_s / 2 ** squarings;
  const step = rates_perS.map((x) => x * short_s);
  // phi = sum of step^k / (k + 1)!, so that kept = 1 + step phi and spent = short phi.
  let phi: Float64Array = identity(n);
  for (let k = DEGREE; k >= 1; k--) {
    phi = multiply(step, phi, n);
    for (let i = 0; i < n * n; i++) phi[i] = phi[i]! / (k + 1);
    for (let i = 0; i < n; i++) phi[i * n + i] = phi[i * n + i]! + 1;
  }
  let kept: Float64Array = multiply(step, phi, n);
  for (let i = 0; i < n; i++) kept[i * n + i] = kept[i * n + i]! + 1;
  let spent: Float64Array = phi.map((x) => x * short_s);
  for (let s = 0; s < squarings; s++) {
    const later = multiply(kept, spent, n);
    spent = spent.map((x, i) => x + later[i]!);
    kept = multiply(kept, kept, n);
  }
  return { n, kept, spent };
}

/** matrix * vector. */
export function applied(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * vector[j]!;
    out[i] = sum;
  }
  return out;
}

/** The rows and columns `at` of an n x n matrix. */
export function blockOf(matrix: Float64Array, n: number, at: readonly number[]): Float64Array {
  return Float64Array.from(at.flatMap((i) => at.map((j) => matrix[i * n + j]!)));
}

function rowNorm(a: Float64Array, n: number): number {
  let norm = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += Math.abs(a[i * n + j]!);
    norm = Math.max(norm, sum);
  }
  return norm;
}

function identity(n: number): Float64Array {
  const one = new Float64Array(n * n);
  for (let i = 0; i < n; i++) one[i * n + i] = 1;
  return one;
}

/** Rate matrices hold many zeros, which cost nothing here; four terms of a sum at a time, in their order. */
function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  const terms = new Int32Array(n);
  for (let row = 0; row < n * n; row += n) {
    let count = 0;
    for (let k = 0; k < n; k++) if (a[row + k] !== 0) terms[count++] = k;
    let t = 0;
    for (; t + 3 < count; t += 4) {
      const [i, j, k, l] = [terms[t]!, terms[t + 1]!, terms[t + 2]!, terms[t + 3]!];
      const [p, q, r, s] = [a[row + i]!, a[row + j]!, a[row + k]!, a[row + l]!];
      const [bi, bj, bk, bl] = [i * n, j * n, k * n, l * n];
      for (let c = 0; c < n; c++)
        product[row + c] = product[row + c]! + p * b[bi + c]! + q * b[bj + c]! + r * b[bk + c]! + s * b[bl + c]!;
    }
    for (; t < count; t++) {
      const k = terms[t]!;
      const value = a[row + k]!;
      for (let c = 0; c < n; c++) product[row + c] = product[row + c]! + value * b[k * n + c]!;
    }
  }
  return product;
}
