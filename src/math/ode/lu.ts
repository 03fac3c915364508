// Dense real linear systems: LU with partial pivoting, row-major, factors in place.

/**
 * Factors the n x n matrix `a` in place and fills `pivots`; false where a pivot is zero or not finite. `weight` (length n, changed) says how much a number in
 * each row counts when pivots are chosen: one over the size of what stands there keeps the rounding of large unknowns out of small ones.
 */
export function factorLuInto(a: Float64Array, pivots: Int32Array, n: number, weight: Float64Array): boolean {
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(a[i * n + k]!) * weight[i]! > Math.abs(a[p * n + k]!) * weight[p]!) p = i;
    pivots[k] = p;
    const pivot = a[p * n + k]!;
    if (pivot === 0 || !Number.isFinite(pivot)) return false;
    if (p !== k) {
      const heavier = weight[p]!;
      weight[p] = weight[k]!;
      weight[k] = heavier;
      for (let j = 0; j < n; j++) {
        const held = a[k * n + j]!;
        a[k * n + j] = a[p * n + j]!;
        a[p * n + j] = held;
      }
    }
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / pivot;
      a[i * n + k] = factor;
      if (factor !== 0) for (let j = k + 1; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!;
    }
  }
  return true;
}

/** Solves in place for the right side `b`, with the factors and pivots of `factorLuInto`. */
export function solveLuInto(b: Float64Array, lu: Float64Array, pivots: Int32Array, n: number): void {
  for (let k = 0; k < n; k++) {
    const p = pivots[k]!;
    if (p === k) continue;
    const held = b[k]!;
    b[k] = b[p]!;
    b[p] = held;
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let j = 0; j < i; j++) sum -= lu[i * n + j]! * b[j]!;
    b[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let j = i + 1; j < n; j++) sum -= lu[i * n + j]! * b[j]!;
    b[i] = sum / lu[i * n + i]!;
  }
}
