// Complex linear systems by LU with partial pivoting; interleaved complex, row-major.
import { ScienceError } from '../../base/index.ts';

/** x [n, m] with a x = b for `a` [n, n], `b` [n, m]; both are left as they were. Throws where `a` is singular to working precision. */
export function complexSolve(a: Float64Array, b: Float64Array, n: number, m = 1): Float64Array {
  if (a.length !== 2 * n * n || b.length !== 2 * n * m) {
    throw new ScienceError(
      'argument',
      `complexSolve: [${n}, ${n}] and [${n}, ${m}] do not fit ${a.length} and ${b.length} numbers`,
    );
  }
  const lu = a.slice(),
    x = b.slice();
  for (let k = 0; k < n; k++) {
    let pivot = k,
      best = -1;
    for (let i = k; i < n; i++) {
      const size = Math.hypot(lu[2 * (i * n + k)]!, lu[2 * (i * n + k) + 1]!);
      if (size > best) {
        best = size;
        pivot = i;
      }
    }
    if (!(best > 0)) throw new ScienceError('argument', `complexSolve: the matrix is singular in column ${k}`);
    if (pivot !== k) {
      swapRows(lu, n, k, pivot);
      swapRows(x, m, k, pivot);
    }
    const dr = lu[2 * (k * n + k)]!,
      di = lu[2 * (k * n + k) + 1]!,
      size2 = dr * dr + di * di;
    for (let i = k + 1; i < n; i++) {
      const p = 2 * (i * n + k);
      const fr = (lu[p]! * dr + lu[p + 1]! * di) / size2,
        fi = (lu[p + 1]! * dr - lu[p]! * di) / size2;
      if (fr === 0 && fi === 0) continue;
      subtractRow(lu, n, i, k, fr, fi);
      subtractRow(x, m, i, k, fr, fi);
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let i = k + 1; i < n; i++) subtractRow(x, m, k, i, lu[2 * (k * n + i)]!, lu[2 * (k * n + i) + 1]!);
    const dr = lu[2 * (k * n + k)]!,
      di = lu[2 * (k * n + k) + 1]!,
      size2 = dr * dr + di * di;
    for (let j = 0; j < m; j++) {
      const p = 2 * (k * m + j);
      const re = x[p]!,
        im = x[p + 1]!;
      x[p] = (re * dr + im * di) / size2;
      x[p + 1] = (im * dr - re * di) / size2;
    }
  }
  return x;
}

function swapRows(a: Float64Array, width: number, i: number, k: number): void {
  for (let j = 0; j < 2 * width; j++) {
    const keep = a[2 * i * width + j]!;
    a[2 * i * width + j] = a[2 * k * width + j]!;
    a[2 * k * width + j] = keep;
  }
}

/** Row i minus f times row k. */
function subtractRow(a: Float64Array, width: number, i: number, k: number, fr: number, fi: number): void {
  const to = 2 * i * width,
    from = 2 * k * width;
  for (let j = 0; j < 2 * width; j += 2) {
    const re = a[from + j]!,
      im = a[from + j + 1]!;
    a[to + j]! -= fr * re - fi * im;
    a[to + j + 1]! -= fr * im + fi * re;
  }
}
