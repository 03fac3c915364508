// AssemblyScript twin of the symmetric eigenproblem and of products of matrices (../matrices.ts), two doubles per 128-bit vector.
// Build (assemblyscript 0.28.20): cp matrices.as matrices.ts; asc matrices.ts -O3 --noAssert --runtime stub --enable simd -o matrices.wasm
// then put its base64 into ../matrices-wasm-bytes.ts. Addresses and strides count bytes, sizes count numbers.
// Rows and columns are filled up with zeros to multiples of 4; every row starts on 16 bytes.

/** Columns of the packed operand that stay in the cache together. */
const DEPTH: i32 = 256;
const WIDTH: i32 = 192;

/** Four columns after four: panel[l][0..3] = b[j + 0..3][l], so that b stands transposed. */
function packRows(panel: usize, b: usize, stride: usize, columns: i32, depth: i32): void {
  for (let j = 0; j < columns; j += 4) {
    const r0 = b + <usize>j * stride, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride;
    for (let l: usize = 0; l < <usize>depth << 3; l += 16) {
      const u0 = v128.load(r0 + l), u1 = v128.load(r1 + l), u2 = v128.load(r2 + l), u3 = v128.load(r3 + l);
      v128.store(panel, v128.shuffle<f64>(u0, u1, 0, 2));
      v128.store(panel, v128.shuffle<f64>(u2, u3, 0, 2), 16);
      v128.store(panel, v128.shuffle<f64>(u0, u1, 1, 3), 32);
      v128.store(panel, v128.shuffle<f64>(u2, u3, 1, 3), 48);
      panel += 64;
    }
  }
}

/** panel[l][0..3] = b[l][j + 0..3]. */
function packColumns(panel: usize, b: usize, stride: usize, columns: i32, depth: i32): void {
  for (let j = 0; j < columns; j += 4) {
    let from = b + (<usize>j << 3);
    for (let l = 0; l < depth; l++) {
      v128.store(panel, v128.load(from));
      v128.store(panel, v128.load(from, 16), 16);
      panel += 32;
      from += stride;
    }
  }
}

/** c[4][4] += factor a[4][depth] panel. */
function tile(c: usize, cStride: usize, a: usize, aStride: usize, panel: usize, depth: i32, factor: f64): void {
  let s00 = f64x2.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  const a1 = a + aStride, a2 = a1 + aStride, a3 = a2 + aStride;
  for (let l: usize = 0; l < <usize>depth << 3; l += 8) {
    const p = v128.load(panel), q = v128.load(panel, 16);
    panel += 32;
    let x = v128.load_splat<f64>(a + l);
    s00 = f64x2.add(s00, f64x2.mul(x, p));
    s01 = f64x2.add(s01, f64x2.mul(x, q));
    x = v128.load_splat<f64>(a1 + l);
    s10 = f64x2.add(s10, f64x2.mul(x, p));
    s11 = f64x2.add(s11, f64x2.mul(x, q));
    x = v128.load_splat<f64>(a2 + l);
    s20 = f64x2.add(s20, f64x2.mul(x, p));
    s21 = f64x2.add(s21, f64x2.mul(x, q));
    x = v128.load_splat<f64>(a3 + l);
    s30 = f64x2.add(s30, f64x2.mul(x, p));
    s31 = f64x2.add(s31, f64x2.mul(x, q));
  }
  const f = f64x2.splat(factor);
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(f, s00)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(f, s01)), 16);
  c += cStride;
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(f, s10)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(f, s11)), 16);
  c += cStride;
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(f, s20)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(f, s21)), 16);
  c += cStride;
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(f, s30)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(f, s31)), 16);
}

/** c [rows, columns] += factor a [rows, depth] b, where b is [depth, columns], or [columns, depth] if `transposed`. */
export function multiplyAdd(
  rows: i32, columns: i32, depth: i32, c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize,
  transposed: bool, factor: f64, work: usize,
): void {
  for (let l = 0; l < depth; l += DEPTH) {
    const deep = min(DEPTH, depth - l);
    const across: usize = <usize>l << 3;
    for (let j = 0; j < columns; j += WIDTH) {
      const wide = min(WIDTH, columns - j);
      const along: usize = <usize>j << 3;
      if (transposed) packRows(work, b + <usize>j * bStride + across, bStride, wide, deep);
      else packColumns(work, b + <usize>l * bStride + along, bStride, wide, deep);
      for (let i = 0; i < rows; i += 4) {
        const row = a + <usize>i * aStride + across;
        let to = c + <usize>i * cStride + along, panel = work;
        for (let k = 0; k < wide; k += 4) {
          tile(to, cStride, row, aStride, panel, deep, factor);
          to += 32;
          panel += <usize>deep << 5;
        }
      }
    }
  }
}

/** Columns that are reduced together before the rest of the matrix is touched. */
const PANEL: i32 = 32;
const PANEL_ROWS: usize = 32;

/** w = A v over the rows from `first` (a multiple of 4) on, from the lower triangle of a [size, size]. */
function symmetricApply(size: i32, first: i32, w: usize, a: usize, stride: usize, v: usize): void {
  const begin: usize = <usize>first << 3;
  for (let i: usize = begin; i < <usize>size << 3; i += 16) v128.store(w + i, f64x2.splat(0));
  for (let i = first; i < size; i += 4) {
    const at: usize = <usize>i << 3;
    const r0 = a + <usize>i * stride, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride;
    const v0 = v128.load_splat<f64>(v + at), v1 = v128.load_splat<f64>(v + at, 8);
    const v2 = v128.load_splat<f64>(v + at, 16), v3 = v128.load_splat<f64>(v + at, 24);
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let l = begin; l < at; l += 16) {
      const x = v128.load(v + l), a0 = v128.load(r0 + l), a1 = v128.load(r1 + l), a2 = v128.load(r2 + l), a3 = v128.load(r3 + l);
      s0 = f64x2.add(s0, f64x2.mul(a0, x));
      s1 = f64x2.add(s1, f64x2.mul(a1, x));
      s2 = f64x2.add(s2, f64x2.mul(a2, x));
      s3 = f64x2.add(s3, f64x2.mul(a3, x));
      const low = f64x2.add(f64x2.mul(a0, v0), f64x2.mul(a1, v1)), high = f64x2.add(f64x2.mul(a2, v2), f64x2.mul(a3, v3));
      v128.store(w + l, f64x2.add(v128.load(w + l), f64x2.add(low, high)));
    }
    store<f64>(w + at, load<f64>(w + at) + sum(s0));
    store<f64>(w + at, load<f64>(w + at, 8) + sum(s1), 8);
    store<f64>(w + at, load<f64>(w + at, 16) + sum(s2), 16);
    store<f64>(w + at, load<f64>(w + at, 24) + sum(s3), 24);
    // The corner on the diagonal.
    for (let k: usize = 0; k < 4; k++) {
      const row = a + (<usize>i + k) * stride + at;
      let s = load<f64>(row + (k << 3)) * load<f64>(v + at + (k << 3));
      for (let l: usize = 0; l < k; l++) {
        const x = load<f64>(row + (l << 3));
        s += x * load<f64>(v + at + (l << 3));
        store<f64>(w + at + (l << 3), load<f64>(w + at + (l << 3)) + x * load<f64>(v + at + (k << 3)));
      }
      store<f64>(w + at + (k << 3), load<f64>(w + at + (k << 3)) + s);
    }
  }
}

// @ts-ignore: decorator
@inline
function sum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

function dot(a: usize, b: usize, from: usize, to: usize): f64 {
  let s = f64x2.splat(0), t = s;
  let l = from;
  for (; l + 16 < to; l += 32) {
    s = f64x2.add(s, f64x2.mul(v128.load(a + l), v128.load(b + l)));
    t = f64x2.add(t, f64x2.mul(v128.load(a + l, 16), v128.load(b + l, 16)));
  }
  if (l < to) s = f64x2.add(s, f64x2.mul(v128.load(a + l), v128.load(b + l)));
  return sum(f64x2.add(s, t));
}

/** out += x a + y b */
function addTwo(out: usize, a: usize, x: f64, b: usize, y: f64, from: usize, to: usize): void {
  const p = f64x2.splat(x), q = f64x2.splat(y);
  for (let l = from; l < to; l += 16)
    v128.store(out + l, f64x2.add(v128.load(out + l), f64x2.add(f64x2.mul(p, v128.load(a + l)), f64x2.mul(q, v128.load(b + l)))));
}

/**
 * Householder reduction of the lower triangle of a [size, stride / 8], which is destroyed, to the diagonal `d` and the side diagonal `e`
 * (LAPACK dsytrd and dlatrd; Dongarra, Sorensen, Hammarling 1989). Row j of `y` [size, stride / 8] is the vector of reflection j, `tau` its factor.
 * `y` comes as zeros; `work` holds 6 PANEL rows.
 */
export function tridiagonalise(n: i32, size: i32, a: usize, stride: usize, d: usize, e: usize, tau: usize, y: usize, work: usize): void {
  const end: usize = <usize>size << 3, last: usize = <usize>n << 3;
  const both = work, tall = both + 2 * PANEL_ROWS * stride, packed = tall + 2 * PANEL_ROWS * stride;
  for (let start = 0; start < n; start += PANEL) {
    const stop = min(start + PANEL, n);
    for (let j = start; j < stop; j++) {
      const at: usize = <usize>j << 3;
      const v = y + <usize>j * stride, w = both + <usize>(j - start) * stride;
      const from = at & ~15;
      for (let i = at; i < last; i += 8) store<f64>(v + i, load<f64>(a + (i >> 3) * stride + at));
      for (let p = start; p < j; p++) {
        const vp = y + <usize>p * stride, wp = both + <usize>(p - start) * stride;
        addTwo(v, wp, -load<f64>(vp + at), vp, -load<f64>(wp + at), from, end);
      }
      if (from < at) store<f64>(v + from, 0);
      store<f64>(d + at, load<f64>(v + at));
      store<f64>(v + at, 0);
      for (let i: usize = 0; i < end; i += 16) v128.store(w + i, f64x2.splat(0));
      store<f64>(tau + at, 0);
      if (j == n - 1) break;
      const below = (at + 8) & ~15;
      const alpha = load<f64>(v + at, 8);
      store<f64>(v + at, 0, 8);
      const rest = dot(v, v, below, end);
      store<f64>(e + at, alpha);
      if (rest == 0) continue;
      const length = Math.sqrt(alpha * alpha + rest);
      const beta = alpha > 0 ? -length : length;
      const factor = (beta - alpha) / beta;
      store<f64>(e + at, beta);
      store<f64>(tau + at, factor);
      const scale = f64x2.splat(1 / (alpha - beta));
      for (let i = below; i < end; i += 16) v128.store(v + i, f64x2.mul(scale, v128.load(v + i)));
      store<f64>(v + at, 1, 8);
      symmetricApply(size, (j + 1) & ~3, w, a, stride, v);
      for (let p = start; p < j; p++) {
        const vp = y + <usize>p * stride, wp = both + <usize>(p - start) * stride;
        addTwo(w, vp, -dot(wp, v, below, end), wp, -dot(vp, v, below, end), below, end);
      }
      for (let i: usize = (<usize>(j + 1) & ~3) << 3; i <= at; i += 8) store<f64>(w + i, 0);
      const half = -0.5 * factor * factor * dot(w, v, below, end);
      const t = f64x2.splat(factor), u = f64x2.splat(half);
      for (let i = below; i < end; i += 16)
        v128.store(w + i, f64x2.add(f64x2.mul(t, v128.load(w + i)), f64x2.mul(u, v128.load(v + i))));
    }
    if (stop < n) subtractPanel(start, stop, size, a, stride, y, both, tall, packed);
  }
}

/** A -= V W^T + W V^T, lower triangle from row and column `stop` on; `stop` is a multiple of 4. */
function subtractPanel(start: i32, stop: i32, size: i32, a: usize, stride: usize, y: usize, both: usize, tall: usize, packed: usize): void {
  const count = stop - start, depth = 2 * count;
  for (let p = 0; p < count; p++) memory.copy(both + <usize>(count + p) * stride, y + <usize>(start + p) * stride, <usize>size << 3);
  const deep: usize = <usize>depth << 3;
  for (let i = stop; i < size; i++) {
    const row = tall + <usize>i * deep, at: usize = <usize>i << 3;
    for (let p = 0; p < count; p++) {
      const w = both + <usize>p * stride, v = w + <usize>count * stride;
      store<f64>(row + (<usize>p << 3), load<f64>(v + at));
      store<f64>(row + (<usize>(count + p) << 3), load<f64>(w + at));
    }
  }
  packColumns(packed, both + (<usize>stop << 3), stride, size - stop, depth);
  for (let i = stop; i < size; i += 4) {
    const row = tall + <usize>i * deep;
    let to = a + <usize>i * stride + (<usize>stop << 3), panel = packed;
    for (let j = stop; j <= i; j += 4) {
      tile(to, stride, row, deep, panel, depth, -1);
      to += 32;
      panel += deep << 2;
    }
  }
}

/** x [rows, size] times the reflections, the last of them first: eigenvectors of the tridiagonal matrix, as rows, turn into those of the full one. */
export function reflect(
  n: i32, size: i32, rows: i32, x: usize, xStride: usize, y: usize, stride: usize, tau: usize, work: usize,
): void {
  const inner = work, turned = inner + <usize>(rows * PANEL) * 8, packed = turned + PANEL_ROWS * stride;
  for (let start = ((n - 1) / PANEL) * PANEL; start >= 0; start -= PANEL) {
    const first: usize = <usize>start << 3;
    const v = y + <usize>start * stride;
    // The lower triangular transpose of T in H_start ... = 1 - Y T Y^T (Schreiber and Van Loan 1989), applied to Y at once.
    for (let p = 0; p < PANEL; p++) {
      const out = turned + <usize>p * stride;
      const factor = start + p < n ? load<f64>(tau + ((<usize>(start + p)) << 3)) : 0;
      const vp = v + <usize>p * stride;
      for (let i = first; i < <usize>size << 3; i += 16)
        v128.store(out + i, factor == 0 ? f64x2.splat(0) : f64x2.mul(f64x2.splat(factor), v128.load(vp + i)));
      if (factor == 0) continue;
      for (let q = 0; q < p; q++) {
        const overlap = -factor * dot(vp, v + <usize>q * stride, first, <usize>size << 3);
        addTwo(out, turned + <usize>q * stride, overlap, out, 0, first, <usize>size << 3);
      }
    }
    memory.fill(inner, 0, <usize>rows * (PANEL << 3));
    const live = min(PANEL, (size - start));
    multiplyAdd(rows, live, size - start, inner, PANEL << 3, x + first, xStride, v + first, stride, true, 1, packed);
    multiplyAdd(rows, size - start, live, x + first, xStride, inner, PANEL << 3, turned + first, stride, false, -1, packed);
  }
}

// @ts-ignore: decorator
@inline
function awayFromZero(x: v128): v128 {
  return v128.bitselect(f64x2.splat(1e-150), x, f64x2.lt(f64x2.abs(x), f64x2.splat(1e-150)));
}

/**
 * Eigenvectors, as rows of x, of the unreduced tridiagonal matrix d, e [n] for `count` (even) eigenvalues, by twisted factorisation
 * (Parlett and Dhillon 1997): L D L^T from the top and U D U^T from the bottom, met where their difference to the matrix is least.
 * The eigenvalue is moved by its Rayleigh quotient and the vector made again until the residual is below `enough`. `work` holds 8 n numbers.
 */
export function twisted(n: i32, d: usize, e: usize, values: usize, count: i32, x: usize, stride: usize, enough: f64, work: usize): void {
  const down = work, up = down + (<usize>n << 4), top = up + (<usize>n << 4), bottom = top + (<usize>n << 4);
  for (let k = 0; k < count; k += 2) {
    const place = values + (<usize>k << 3);
    const row = x + <usize>k * stride;
    for (let round = 0; round < 4; round++) {
      const shift = v128.load(place);
      let p = f64x2.sub(v128.load_splat<f64>(d), shift), q = f64x2.sub(v128.load_splat<f64>(d + (<usize>(n - 1) << 3)), shift);
      for (let i = 0; i < n - 1; i++) {
        const j = n - 1 - i;
        const at: usize = <usize>i << 3, from: usize = <usize>j << 3;
        p = awayFromZero(p);
        q = awayFromZero(q);
        v128.store(top + (at << 1), p);
        v128.store(bottom + (from << 1), q);
        const g = v128.load_splat<f64>(e + at), h = v128.load_splat<f64>(e + from - 8);
        const l = f64x2.div(g, p), u = f64x2.div(h, q);
        v128.store(down + (at << 1), l);
        v128.store(up + (from << 1), u);
        p = f64x2.sub(f64x2.sub(v128.load_splat<f64>(d + at, 8), shift), f64x2.mul(g, l));
        q = f64x2.sub(f64x2.sub(v128.load_splat<f64>(d + from - 8), shift), f64x2.mul(h, u));
      }
      v128.store(top + (<usize>(n - 1) << 4), p);
      v128.store(bottom, q);
      let least = f64x2.splat(Infinity), where = f64x2.splat(0), twist = f64x2.splat(0);
      for (let i = 0; i < n; i++) {
        const at: usize = <usize>i << 4;
        const g = f64x2.sub(f64x2.add(v128.load(top + at), v128.load(bottom + at)), f64x2.sub(v128.load_splat<f64>(d + (at >> 1)), shift));
        const size = f64x2.abs(g);
        const better = f64x2.lt(size, least);
        least = v128.bitselect(size, least, better);
        twist = v128.bitselect(g, twist, better);
        where = v128.bitselect(f64x2.splat(<f64>i), where, better);
      }
      v128.store(top, least);
      v128.store(top, twist, 16);
      v128.store(top, where, 32);
      let good = true;
      for (let lane: usize = 0; lane < 16; lane += 8) {
        const out = row + (lane ? stride : 0);
        const r = <i32>load<f64>(top + lane, 32);
        let z = 1.0, norm = 1.0;
        store<f64>(out + (<usize>r << 3), 1);
        for (let i = r - 1; i >= 0; i--) {
          z *= -load<f64>(down + (<usize>i << 4) + lane);
          store<f64>(out + (<usize>i << 3), z);
          norm += z * z;
        }
        z = 1;
        for (let i = r + 1; i < n; i++) {
          z *= -load<f64>(up + (<usize>i << 4) + lane);
          store<f64>(out + (<usize>i << 3), z);
          norm += z * z;
        }
        const scale = 1 / Math.sqrt(norm);
        for (let i: usize = 0; i < <usize>n << 3; i += 8) store<f64>(out + i, scale * load<f64>(out + i));
        if (load<f64>(top + lane) * scale > enough) {
          store<f64>(place + lane, load<f64>(place + lane) + load<f64>(top + lane, 16) / norm);
          good = false;
        }
      }
      if (good) break;
    }
  }
}
