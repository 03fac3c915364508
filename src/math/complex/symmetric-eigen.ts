// Eigenvalues and eigenvectors of real symmetric matrices: Jacobi rotations for small ones, Householder and QL beyond.
import { ScienceError } from '../../base/index.ts';
import { tridiagonalValues } from './tridiagonal.ts';

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** [n, n] row-major; column j belongs to `values[j]`. */
  readonly vectors: Float64Array;
}

/** Up to this size Jacobi is as fast as QL, and keeps small splittings beside large diagonals. */
const JACOBI_LIMIT = 12;

/** Eigen decomposition of the real symmetric `matrix` [n, n] row-major, which is left as it was. Only finite numbers come back sorted. */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  checkSize(matrix, n);
  return n <= JACOBI_LIMIT ? jacobi(matrix.slice(), n) : tridiagonalQl(matrix.slice(), n);
}

/** The eigenvalues of `symmetricEigen` alone, ascending: from some ten rows on many times faster. */
export function symmetricValues(matrix: Float64Array, n: number): Float64Array {
  checkSize(matrix, n);
  if (n <= JACOBI_LIMIT) return jacobi(matrix.slice(), n).values;
  const v = matrix.slice(),
    d = new Float64Array(n),
    e = new Float64Array(n);
  tridiagonalise(v, d, e, n);
  for (let i = 0; i < n; i++) d[i] = v[i * n + i]!;
  return tridiagonalValues(d, e.subarray(1));
}

function checkSize(matrix: Float64Array, n: number): void {
  if (matrix.length !== n * n)
    throw new ScienceError('argument', `a matrix of ${n} rows has ${n * n} numbers, got ${matrix.length}`);
}

/** Cyclic Jacobi (Golub and Van Loan, Matrix Computations, 8.5): `a` is destroyed. */
function jacobi(a: Float64Array, n: number): Eigen {
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const x = a[p * n + q]!;
        const app = a[p * n + p]!,
          aqq = a[q * n + q]!;
        if (x * x <= 1e-36 * (app * app + aqq * aqq) || Math.abs(x) < 1e-290) continue;
        rotated = true;
        const theta = (aqq - app) / (2 * x);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1),
          s = t * c;
        a[p * n + p] = app - t * x;
        a[q * n + q] = aqq + t * x;
        a[p * n + q] = a[q * n + p] = 0;
        for (let k = 0; k < n; k++) {
          if (k !== p && k !== q) {
            const u = a[k * n + p]!,
              w = a[k * n + q]!;
            a[k * n + p] = a[p * n + k] = c * u - s * w;
            a[k * n + q] = a[q * n + k] = s * u + c * w;
          }
          const u = v[k * n + p]!,
            w = v[k * n + q]!;
          v[k * n + p] = c * u - s * w;
          v[k * n + q] = s * u + c * w;
        }
      }
    }
    if (!rotated) break;
  }
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = a[i * n + i]!;
  return sorted(values, v, n);
}

/** Householder to tridiagonal form, then implicit QL (EISPACK tred2 and tql2; Bowdler, Martin, Reinsch, Wilkinson 1968). */
function tridiagonalQl(v: Float64Array, n: number): Eigen {
  const d = new Float64Array(n),
    e = new Float64Array(n);
  tridiagonalise(v, d, e, n);
  accumulate(v, d, e, n);
  implicitQl(v, d, e, n);
  return sorted(d, v, n);
}

/** The tridiagonal form: its diagonal on that of `v`, what stands beside it in `e` from 1 on; `accumulate` needs the rest of `v` and `d`. */
function tridiagonalise(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = v[(n - 1) * n + j]!;
  for (let i = n - 1; i > 0; i--) {
    let scale = 0,
      h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]!);
    if (scale === 0) {
      e[i] = d[i - 1]!;
      for (let j = 0; j < i; j++) {
        d[j] = v[(i - 1) * n + j]!;
        v[i * n + j] = v[j * n + i] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k]! /= scale;
        h += d[k]! * d[k]!;
      }
      let f = d[i - 1]!;
      let g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= f * g;
      d[i - 1] = f - g;
      e.fill(0, 0, i);
      for (let j = 0; j < i; j++) {
        f = d[j]!;
        v[j * n + i] = f;
        g = e[j]! + v[j * n + j]! * f;
        for (let k = j + 1; k < i; k++) {
          const vkj = v[k * n + j]!;
          g += vkj * d[k]!;
          e[k]! += vkj * f;
        }
        e[j] = g;
      }
      f = 0;
      for (let j = 0; j < i; j++) {
        e[j]! /= h;
        f += e[j]! * d[j]!;
      }
      const hh = f / (h + h);
      for (let j = 0; j < i; j++) e[j]! -= hh * d[j]!;
      for (let j = 0; j < i; j++) {
        f = d[j]!;
        g = e[j]!;
        for (let k = j; k < i; k++) v[k * n + j]! -= f * e[k]! + g * d[k]!;
        d[j] = v[(i - 1) * n + j]!;
        v[i * n + j] = 0;
      }
    }
    d[i] = h;
  }
}

function accumulate(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  const g = new Float64Array(n);
  for (let i = 0; i < n - 1; i++) {
    v[(n - 1) * n + i] = v[i * n + i]!;
    v[i * n + i] = 1;
    const h = d[i + 1]!;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[k * n + i + 1]! / h;
      g.fill(0, 0, i + 1);
      for (let k = 0; k <= i; k++) {
        const x = v[k * n + i + 1]!;
        if (x !== 0) for (let j = 0; j <= i; j++) g[j]! += x * v[k * n + j]!;
      }
      for (let k = 0; k <= i; k++) {
        const x = d[k]!;
        for (let j = 0; j <= i; j++) v[k * n + j]! -= g[j]! * x;
      }
    }
    for (let k = 0; k <= i; k++) v[k * n + i + 1] = 0;
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[(n - 1) * n + j]!;
    v[(n - 1) * n + j] = 0;
  }
  v[n * n - 1] = 1;
  e[0] = 0;
}

function implicitQl(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  // Rows of the transposed vectors are rotated, so that memory is walked in order.
  const w = transposed(v, n);
  for (let i = 1; i < n; i++) e[i - 1] = e[i]!;
  e[n - 1] = 0;
  let f = 0,
    largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!));
    let m = l;
    while (m < n - 1 && Math.abs(e[m]!) > 2 ** -52 * largest) m++;
    for (let iteration = 0; m > l && iteration < 60; iteration++) {
      let g = d[l]!;
      let p = (d[l + 1]! - g) / (2 * e[l]!);
      let r = Math.hypot(p, 1);
      if (p < 0) r = -r;
      d[l] = e[l]! / (p + r);
      d[l + 1] = e[l]! * (p + r);
      const next = d[l + 1]!;
      let h = g - d[l]!;
      for (let i = l + 2; i < n; i++) d[i]! -= h;
      f += h;
      p = d[m]!;
      let c = 1,
        c2 = 1,
        c3 = 1,
        s = 0,
        s2 = 0;
      const el1 = e[l + 1]!;
      for (let i = m - 1; i >= l; i--) {
        c3 = c2;
        c2 = c;
        s2 = s;
        g = c * e[i]!;
        h = c * p;
        r = Math.sqrt(p * p + e[i]! * e[i]!);
        e[i + 1] = s * r;
        s = e[i]! / r;
        c = p / r;
        p = c * d[i]! - s * g;
        d[i + 1] = h + s * (c * g + s * d[i]!);
        const lower = i * n,
          upper = lower + n;
        for (let k = 0; k < n; k++) {
          const a = w[lower + k]!,
            b = w[upper + k]!;
          w[upper + k] = s * a + c * b;
          w[lower + k] = c * a - s * b;
        }
      }
      p = (-s * s2 * c3 * el1 * e[l]!) / next;
      e[l] = s * p;
      d[l] = c * p;
      if (Math.abs(e[l]!) <= 2 ** -52 * largest) break;
    }
    d[l]! += f;
    e[l] = 0;
  }
  v.set(transposed(w, n));
}

function transposed(v: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[j * n + i] = v[i * n + j]!;
  return out;
}

function sorted(values: Float64Array, vectors: Float64Array, n: number): Eigen {
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const outValues = new Float64Array(n),
    outVectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    outValues[to] = values[from]!;
    for (let i = 0; i < n; i++) outVectors[i * n + to] = vectors[i * n + from]!;
  });
  return { values: outValues, vectors: outVectors };
}
