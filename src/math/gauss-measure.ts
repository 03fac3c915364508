// Gauss quadrature of a measure that is given as many points with weights.

/**
 * Nodes (ascending) and weights of the n-point Gauss rule of sum_i weight_i f(x_i): equal to that sum for every polynomial f of degree 2n - 1.
 * Stieltjes' procedure, then the eigenvalues of the Jacobi matrix (Golub & Welsch 1969). The weights must be >= 0; n well below the count of points.
 */
export function gaussOfMeasure(
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  n: number,
): readonly [nodes: Float64Array, weights: Float64Array] {
  const [low, high] = [x[0]!, x[x.length - 1]!];
  const [middle, half] = [(low + high) / 2, (high - low) / 2 || 1];
  const scaled = Float64Array.from(x, (value) => (value - middle) / half);
  const { diagonal, off, total } = recurrence(scaled, weight, n);
  const first = tridiagonalEigen(diagonal, off);
  const order = [...diagonal.keys()].sort((a, b) => diagonal[a]! - diagonal[b]!);
  return [
    Float64Array.from(order, (i) => middle + half * diagonal[i]!),
    Float64Array.from(order, (i) => total * first[i]! * first[i]!),
  ];
}

/** Recurrence of the orthonormal polynomials of the measure: diagonal and off-diagonal of its Jacobi matrix. */
function recurrence(
  x: Float64Array,
  weight: ArrayLike<number>,
  n: number,
): { readonly diagonal: Float64Array; readonly off: Float64Array; readonly total: number } {
  const root = Float64Array.from(weight, (w) => Math.sqrt(w));
  let total = 0;
  for (const r of root) total += r * r;
  const [diagonal, off] = [new Float64Array(n), new Float64Array(n)];
  let before = new Float64Array(x.length);
  let now = root.map((r) => r / Math.sqrt(total));
  for (let k = 0; k < n; k++) {
    let a = 0;
    for (let i = 0; i < x.length; i++) a += x[i]! * now[i]! * now[i]!;
    diagonal[k] = a;
    const link = k > 0 ? off[k - 1]! : 0;
    let norm = 0;
    for (let i = 0; i < x.length; i++) {
      before[i] = (x[i]! - a) * now[i]! - link * before[i]!;
      norm += before[i]! * before[i]!;
    }
    off[k] = Math.sqrt(norm);
    for (let i = 0; i < x.length; i++) before[i]! /= off[k]! || 1;
    [before, now] = [now, before];
  }
  return { diagonal, off, total };
}

/** Eigenvalues into `diagonal`; returns the first component of each eigenvector. Implicit QL (Press et al., Numerical Recipes, 11.4). */
function tridiagonalEigen(diagonal: Float64Array, off: Float64Array): Float64Array {
  const n = diagonal.length;
  const first = new Float64Array(n);
  first[0] = 1;
  off[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let turn = 0; turn < 100; turn++) {
      let m = l;
      while (m < n - 1) {
        const size = Math.abs(diagonal[m]!) + Math.abs(diagonal[m + 1]!);
        if (Math.abs(off[m]!) <= Number.EPSILON * size) break;
        m++;
      }
      if (m === l) break;
      const bend = (diagonal[l + 1]! - diagonal[l]!) / (2 * off[l]!);
      const root = Math.hypot(bend, 1);
      let g = diagonal[m]! - diagonal[l]! + off[l]! / (bend + (bend < 0 ? -root : root));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * off[i]!;
        const b = c * off[i]!;
        const r = Math.hypot(f, g);
        off[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1]! -= p;
          off[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = diagonal[i + 1]! - p;
        const turned = (diagonal[i]! - g) * s + 2 * c * b;
        p = s * turned;
        diagonal[i + 1] = g + p;
        g = c * turned - b;
        const [low, high] = [first[i]!, first[i + 1]!];
        first[i + 1] = s * low + c * high;
        first[i] = c * low - s * high;
      }
      if (i >= l) continue;
      diagonal[l]! -= p;
      off[l] = g;
      off[m] = 0;
    }
  }
  return first;
}
