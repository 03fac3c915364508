// Small dense complex matrices: interleaved `re, im`, row-major, square unless said otherwise.

/** The identity [n, n]. */
export function complexIdentity(n: number): Float64Array {
  const out = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) out[2 * (i * n + i)] = 1;
  return out;
}

/** A real matrix as a complex one. */
export function complexFromReal(real: Float64Array): Float64Array {
  const out = new Float64Array(2 * real.length);
  for (let i = 0; i < real.length; i++) out[2 * i] = real[i]!;
  return out;
}

/** out [n, m] = a [n, k] b [k, m]; `out` is neither `a` nor `b`. */
export function complexMultiplyInto(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  n: number,
  k: number,
  m: number,
): void {
  out.fill(0);
  for (let i = 0; i < n; i++) {
    const row = 2 * i * m;
    for (let l = 0; l < k; l++) {
      const ar = a[2 * (i * k + l)]!,
        ai = a[2 * (i * k + l) + 1]!;
      if (ar === 0 && ai === 0) continue;
      const from = 2 * l * m;
      for (let j = 0; j < 2 * m; j += 2) {
        const br = b[from + j]!,
          bi = b[from + j + 1]!;
        out[row + j]! += ar * br - ai * bi;
        out[row + j + 1]! += ar * bi + ai * br;
      }
    }
  }
}

/** The product a b of square matrices [n, n]. */
export function complexMultiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(2 * n * n);
  complexMultiplyInto(out, a, b, n, n, n);
  return out;
}

/** Conjugate transpose of a [n, m]; gives [m, n]. */
export function adjointOf(a: Float64Array, n: number, m = n): Float64Array {
  const out = new Float64Array(2 * n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      out[2 * (j * n + i)] = a[2 * (i * m + j)]!;
      out[2 * (j * n + i) + 1] = -a[2 * (i * m + j) + 1]!;
    }
  }
  return out;
}

/** u a u* for square matrices [n, n]. */
export function conjugateBy(u: Float64Array, a: Float64Array, n: number): Float64Array {
  return complexMultiply(complexMultiply(u, a, n), adjointOf(u, n), n);
}

/** Kronecker product of a [n, n] and b [m, m]; a's index is the slow one. */
export function kronecker(a: Float64Array, n: number, b: Float64Array, m: number): Float64Array {
  const size = n * m;
  const out = new Float64Array(2 * size * size);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const ar = a[2 * (i * n + j)]!,
        ai = a[2 * (i * n + j) + 1]!;
      if (ar === 0 && ai === 0) continue;
      for (let k = 0; k < m; k++) {
        for (let l = 0; l < m; l++) {
          const br = b[2 * (k * m + l)]!,
            bi = b[2 * (k * m + l) + 1]!;
          const to = 2 * ((i * m + k) * size + j * m + l);
          out[to] = ar * br - ai * bi;
          out[to + 1] = ar * bi + ai * br;
        }
      }
    }
  }
  return out;
}

/** [re, im] of Tr(a b) for square matrices [n, n]. */
export function traceOfProduct(a: Float64Array, b: Float64Array, n: number): readonly [number, number] {
  let re = 0,
    im = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const p = 2 * (i * n + j),
        q = 2 * (j * n + i);
      re += a[p]! * b[q]! - a[p + 1]! * b[q + 1]!;
      im += a[p]! * b[q + 1]! + a[p + 1]! * b[q]!;
    }
  }
  return [re, im];
}
