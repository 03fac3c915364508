// Exponential of a small real matrix: the definition that closed forms of kinetics are held against.

/** exp(a) for a row-major n x n matrix. Scaling and squaring with a Taylor polynomial of degree 18 at norm <= 1/2; error near 1e-16 of the norm. */
export function expmReal(a: Float64Array, n: number): Float64Array {
  let norm = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += Math.abs(a[i * n + j]!);
    norm = Math.max(norm, row);
  }
  const squarings = norm > 0.5 ? Math.ceil(Math.log2(norm / 0.5)) : 0;
  const scaled = a.map((x) => x / 2 ** squarings);
  let result: Float64Array = identity(n);
  for (let degree = 18; degree >= 1; degree--) {
    result = multiply(scaled, result, n);
    for (let i = 0; i < n * n; i++) result[i] = result[i]! / degree;
    for (let i = 0; i < n; i++) result[i * n + i] = result[i * n + i]! + 1;
  }
  for (let s = 0; s < squarings; s++) result = multiply(result, result, n);
  return result;
}

function identity(n: number): Float64Array {
  const one = new Float64Array(n * n);
  for (let i = 0; i < n; i++) one[i * n + i] = 1;
  return one;
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = a[i * n + k]!;
      for (let j = 0; j < n; j++) product[i * n + j] = product[i * n + j]! + value * b[k * n + j]!;
    }
  }
  return product;
}
