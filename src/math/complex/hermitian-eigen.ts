// Eigenvalues and eigenvectors of complex Hermitian matrices, by complex Jacobi rotations. Meant for up to some hundred rows.
import { ScienceError } from '../../base/index.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

export interface HermitianEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** [n, n] interleaved complex, row-major; column j belongs to `values[j]`. */
  readonly vectors: Float64Array;
}

/** Eigen decomposition of the Hermitian `matrix` [n, n], interleaved complex; only its Hermitian part counts. A real matrix takes the real road. */
export function hermitianEigen(matrix: Float64Array, n: number): HermitianEigen {
  if (matrix.length !== 2 * n * n)
    throw new ScienceError('argument', `hermitianEigen needs ${2 * n * n} numbers, got ${matrix.length}`);
  const re = new Float64Array(n * n),
    im = new Float64Array(n * n);
  let complex = false;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      re[i * n + j] = 0.5 * (matrix[2 * (i * n + j)]! + matrix[2 * (j * n + i)]!);
      im[i * n + j] = 0.5 * (matrix[2 * (i * n + j) + 1]! - matrix[2 * (j * n + i) + 1]!);
      if (im[i * n + j] !== 0) complex = true;
    }
  }
  if (!complex) {
    const { values, vectors } = symmetricEigen(re, n);
    const out = new Float64Array(2 * n * n);
    for (let i = 0; i < n * n; i++) out[2 * i] = vectors[i]!;
    return { values, vectors: out };
  }
  return complexJacobi(re, im, n);
}

function complexJacobi(re: Float64Array, im: Float64Array, n: number): HermitianEigen {
  const v = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) v[2 * (i * n + i)] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const x = re[p * n + q]!,
          y = im[p * n + q]!;
        const app = re[p * n + p]!,
          aqq = re[q * n + q]!;
        const size = Math.hypot(x, y);
        if (size * size <= 1e-36 * (app * app + aqq * aqq) || size < 1e-290) continue;
        rotated = true;
        const theta = (aqq - app) / (2 * size);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        // Column p becomes c*p - s*conj(phase)*q, column q becomes s*phase*p + c*q, phase = a_pq/|a_pq|.
        const s = t * c,
          sr = (s * x) / size,
          si = (s * y) / size;
        re[p * n + p] = app - t * size;
        re[q * n + q] = aqq + t * size;
        re[p * n + q] = re[q * n + p] = im[p * n + q] = im[q * n + p] = 0;
        for (let k = 0; k < n; k++) {
          if (k !== p && k !== q) {
            const ar = re[k * n + p]!,
              ai = im[k * n + p]!,
              br = re[k * n + q]!,
              bi = im[k * n + q]!;
            const pr = c * ar - (sr * br + si * bi),
              pi = c * ai - (sr * bi - si * br);
            const qr = sr * ar - si * ai + c * br,
              qi = sr * ai + si * ar + c * bi;
            re[k * n + p] = re[p * n + k] = pr;
            re[k * n + q] = re[q * n + k] = qr;
            im[k * n + p] = pi;
            im[p * n + k] = -pi;
            im[k * n + q] = qi;
            im[q * n + k] = -qi;
          }
          const ip = 2 * (k * n + p),
            iq = 2 * (k * n + q);
          const ar = v[ip]!,
            ai = v[ip + 1]!,
            br = v[iq]!,
            bi = v[iq + 1]!;
          v[ip] = c * ar - (sr * br + si * bi);
          v[ip + 1] = c * ai - (sr * bi - si * br);
          v[iq] = sr * ar - si * ai + c * br;
          v[iq + 1] = sr * ai + si * ar + c * bi;
        }
      }
    }
    if (!rotated) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => re[i * n + i]! - re[j * n + j]!);
  const values = new Float64Array(n),
    vectors = new Float64Array(2 * n * n);
  order.forEach((from, to) => {
    values[to] = re[from * n + from]!;
    for (let k = 0; k < n; k++) {
      vectors[2 * (k * n + to)] = v[2 * (k * n + from)]!;
      vectors[2 * (k * n + to) + 1] = v[2 * (k * n + from) + 1]!;
    }
  });
  return { values, vectors };
}
