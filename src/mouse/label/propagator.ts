// Exponential of a small rate matrix over a step, by scaling and squaring: error near 1e-15 of the norm.

/** Degree of the Taylor polynomial at norm <= 1/2: the first term left out is below 1e-18. */
const DEGREE = 15;

/** exp(A t), row-major. */
export function propagatorOf(rates_perS: Float64Array, n: number, duration_s: number): Float64Array {
  const norm = rowNorm(rates_perS, n) * duration_s;
  const squarings = norm > 0.5 ? Math.ceil(Math.log2(norm / 0.5)) : 0;
  const step = rates_perS.map((x) => (x * duration_s) / 2 ** squarings);
  let kept = identity(n);
  for (let k = DEGREE; k >= 1; k--) {
    kept = multiply(step, kept, n);
    for (let i = 0; i < n * n; i++) kept[i] = kept[i]! / k;
    for (let i = 0; i < n; i++) kept[i * n + i] = kept[i * n + i]! + 1;
  }
  for (let s = 0; s < squarings; s++) kept = multiply(kept, kept, n);
  return kept;
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

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let row = 0; row < n * n; row += n) {
    for (let k = 0; k < n; k++) {
      const value = a[row + k]!;
      if (value !== 0) for (let c = 0; c < n; c++) product[row + c] = product[row + c]! + value * b[k * n + c]!;
    }
  }
  return product;
}
