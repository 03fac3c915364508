// Eigenvectors of many small Hermitian matrices, one after the other in the same memory: Householder's tridiagonal form, then implicit QL (Golub and Van Loan 2013, 8.3).

export interface LeadingVectors {
  /** [n, n] interleaved complex, row-major: the lower triangle counts, and is overwritten. */
  readonly matrix: Float64Array;
  /** [k]: eigenvalues above the cut. */
  readonly values: Float64Array;
  /** [k, n] interleaved complex: their eigenvectors, of unit length. */
  readonly vectors: Float64Array;
  /** Decomposes `matrix`; returns how many eigenvalues lie above `cut`. */
  readonly above: (cut: number) => number;
}

/** Of n rows and columns. */
export function leadingVectors(n: number): LeadingVectors {
  const matrix = new Float64Array(2 * n * n),
    values = new Float64Array(n),
    vectors = new Float64Array(2 * n * n);
  const diagonal = new Float64Array(n),
    beside = new Float64Array(n),
    phases = new Float64Array(2 * n),
    rotations = new Float64Array(n * n),
    work = new Float64Array(2 * n);
  const above = (cut: number): number => {
    tridiagonal(matrix, n, diagonal, beside, phases, work);
    implicitQl(diagonal, beside, rotations, n);
    let count = 0;
    for (let k = 0; k < n; k++) {
      if (!(diagonal[k]! > cut)) continue;
      values[count] = diagonal[k]!;
      turnBackInto(vectors.subarray(2 * count * n, 2 * (count + 1) * n), rotations, k, matrix, phases, n);
      count++;
    }
    return count;
  };
  return { matrix, values, vectors, above };
}

/**
 * A = Q D T D^H Q^H with T real: its diagonal and what stands beside it, D the phases. Q is the product of reflections I - v v^H; v of column k stays in `a` below
 * its diagonal, of length sqrt 2, or 0.
 */
function tridiagonal(
  a: Float64Array,
  n: number,
  diagonal: Float64Array,
  beside: Float64Array,
  phases: Float64Array,
  p: Float64Array,
): void {
  phases[0] = 1;
  phases[1] = 0;
  for (let k = 0; k < n - 1; k++) {
    let rest = 0;
    for (let i = k + 2; i < n; i++) {
      const at = 2 * (i * n + k);
      rest += a[at]! * a[at]! + a[at + 1]! * a[at + 1]!;
    }
    const first = 2 * ((k + 1) * n + k);
    let re = a[first]!,
      im = a[first + 1]!;
    const head = Math.sqrt(re * re + im * im),
      size = Math.sqrt(head * head + rest);
    // the phase of the entry beside the diagonal, after its reflection to -size
    const turnRe = head > 0 ? re / head : 1,
      turnIm = head > 0 ? im / head : 0;
    const sign = rest > 0 ? -1 : 1;
    phases[2 * k + 2] = sign * (turnRe * phases[2 * k]! - turnIm * phases[2 * k + 1]!);
    phases[2 * k + 3] = sign * (turnRe * phases[2 * k + 1]! + turnIm * phases[2 * k]!);
    beside[k] = size;
    if (!(rest > 0)) {
      a[first] = a[first + 1] = 0;
      continue;
    }
    re += turnRe * size;
    im += turnIm * size;
    const scale = Math.SQRT2 / Math.sqrt(re * re + im * im + rest);
    a[first] = re * scale;
    a[first + 1] = im * scale;
    for (let i = k + 2; i < n; i++) {
      a[2 * (i * n + k)]! *= scale;
      a[2 * (i * n + k) + 1]! *= scale;
    }
    reflectRest(a, n, k, p);
  }
  for (let k = 0; k < n; k++) diagonal[k] = a[2 * k * (n + 1)]!;
  beside[n - 1] = 0;
}

/** The lower triangle beyond column k: A - v w^H - w v^H, w = A v - v (v^H A v) / 2. */
function reflectRest(a: Float64Array, n: number, k: number, p: Float64Array): void {
  for (let i = k + 1; i < n; i++) p[2 * i] = p[2 * i + 1] = 0;
  for (let i = k + 1; i < n; i++) {
    const vr = a[2 * (i * n + k)]!,
      vi = a[2 * (i * n + k) + 1]!;
    let re = a[2 * i * (n + 1)]! * vr,
      im = a[2 * i * (n + 1)]! * vi;
    for (let j = k + 1; j < i; j++) {
      const br = a[2 * (i * n + j)]!,
        bi = a[2 * (i * n + j) + 1]!,
        xr = a[2 * (j * n + k)]!,
        xi = a[2 * (j * n + k) + 1]!;
      re += br * xr - bi * xi;
      im += br * xi + bi * xr;
      p[2 * j]! += br * vr + bi * vi;
      p[2 * j + 1]! += br * vi - bi * vr;
    }
    p[2 * i]! += re;
    p[2 * i + 1]! += im;
  }
  let inner = 0;
  for (let i = k + 1; i < n; i++) inner += a[2 * (i * n + k)]! * p[2 * i]! + a[2 * (i * n + k) + 1]! * p[2 * i + 1]!;
  for (let i = k + 1; i < n; i++) {
    p[2 * i]! -= 0.5 * inner * a[2 * (i * n + k)]!;
    p[2 * i + 1]! -= 0.5 * inner * a[2 * (i * n + k) + 1]!;
  }
  for (let i = k + 1; i < n; i++) {
    const vr = a[2 * (i * n + k)]!,
      vi = a[2 * (i * n + k) + 1]!,
      wr = p[2 * i]!,
      wi = p[2 * i + 1]!;
    for (let j = k + 1; j <= i; j++) {
      const xr = a[2 * (j * n + k)]!,
        xi = a[2 * (j * n + k) + 1]!,
        yr = p[2 * j]!,
        yi = p[2 * j + 1]!;
      a[2 * (i * n + j)]! -= vr * yr + vi * yi + wr * xr + wi * xi;
      a[2 * (i * n + j) + 1]! -= vi * yr - vr * yi + wi * xr - wr * xi;
    }
  }
}

/** Eigenvalues into `d`, eigenvectors into the rows of `z`. Beside the diagonal, what is below 1e-13 of its neighbours is 0: far below the rounding of the Gram matrix. */
function implicitQl(d: Float64Array, e: Float64Array, z: Float64Array, n: number): void {
  z.fill(0);
  for (let i = 0; i < n; i++) z[i * (n + 1)] = 1;
  for (let l = 0; l < n; l++) {
    for (let round = 0; round < 50; round++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > 1e-13 * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      const root = Math.sqrt(g * g + 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g < 0 ? -root : root));
      let s = 1,
        c = 1,
        p = 0;
      for (let i = m - 1; i >= l; i--) {
        const f = s * e[i]!,
          b = c * e[i]!;
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        s = r > 0 ? f / r : 0;
        c = r > 0 ? g / r : 1;
        g = d[i + 1]! - p;
        const t = (d[i]! - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        const low = i * n,
          high = low + n;
        for (let k = 0; k < n; k++) {
          const above = z[high + k]!,
            below = z[low + k]!;
          z[high + k] = s * below + c * above;
          z[low + k] = c * below - s * above;
        }
      }
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

/** out = Q D z_k. */
function turnBackInto(
  out: Float64Array,
  z: Float64Array,
  k: number,
  a: Float64Array,
  phases: Float64Array,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    out[2 * i] = phases[2 * i]! * z[k * n + i]!;
    out[2 * i + 1] = phases[2 * i + 1]! * z[k * n + i]!;
  }
  for (let column = n - 2; column >= 0; column--) {
    let re = 0,
      im = 0;
    for (let i = column + 1; i < n; i++) {
      const vr = a[2 * (i * n + column)]!,
        vi = a[2 * (i * n + column) + 1]!;
      re += vr * out[2 * i]! + vi * out[2 * i + 1]!;
      im += vr * out[2 * i + 1]! - vi * out[2 * i]!;
    }
    for (let i = column + 1; i < n; i++) {
      const vr = a[2 * (i * n + column)]!,
        vi = a[2 * (i * n + column) + 1]!;
      out[2 * i]! -= vr * re - vi * im;
      out[2 * i + 1]! -= vr * im + vi * re;
    }
  }
}
