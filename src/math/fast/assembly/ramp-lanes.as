// AssemblyScript twin of `phaseStepsPlain` (../ramp-lanes.ts): two lanes at once, one in each half of a 128-bit vector.
// Build (assemblyscript 0.28.20): cp ramp-lanes.as ramp-lanes.ts; asc ramp-lanes.ts -O3 --noAssert --runtime stub --enable simd -o ramp-lanes.wasm
// then its base64 goes into ../ramp-lanes-wasm-bytes.ts. Arguments are byte addresses of doubles unless they count something.

// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function k(x: f64): v128 { return f64x2.splat(x); }
/**
 * (sin(v)/v - 1)/v^2 and (cos(v) - 1)/v^2 in powers of v^2, highest first, through Chebyshev nodes of |v| <= pi/2: to 1e-13.
 * Read from memory, which is cheaper than constants in the code.
 */
const SINE = memory.data<f64>([1.5502454312787482e-10, -2.5036741969871787e-08, 2.7557123116038223e-06, -0.00019841268708606133, 0.008333333330939175, -0.1666666666665846]);
const COSINE = memory.data<f64>([-1.1064950614272097e-11, 2.0863065337560204e-09, -2.755708948229117e-07, 2.4801585320307995e-05, -0.0013888888880747268, 0.041666666666541154, -0.49999999999999684]);
/** -1/2!, -1/3!, 1/4!, 1/5!, -1/6!: sine and cosine of angles up to 0.03, to 1e-15. */
const TURN_ON = memory.data<f64>([-0.5, -0.16666666666666666, 0.041666666666666664, 0.008333333333333333, -0.001388888888888889]);
// @ts-ignore: decorator
@inline function at(p: usize, i: usize): v128 { return v128.load64_splat(p + (i << 3)); }
/** Half of a turn count's angle, in -pi/2 .. pi/2. */
// @ts-ignore: decorator
@inline function halfAngle(turns: v128): v128 { return mul(k(3.141592653589793), sub(turns, f64x2.nearest(turns))); }
// @ts-ignore: decorator
@inline function sine(v: v128, q: v128): v128 {
  let s = add(mul(q, at(SINE, 0)), at(SINE, 1));
  s = add(mul(q, s), at(SINE, 2));
  s = add(mul(q, s), at(SINE, 3));
  s = add(mul(q, s), at(SINE, 4));
  s = add(mul(q, s), at(SINE, 5));
  return add(v, mul(mul(v, q), s));
}
// @ts-ignore: decorator
@inline function cosine(q: v128): v128 {
  let s = add(mul(q, at(COSINE, 0)), at(COSINE, 1));
  s = add(mul(q, s), at(COSINE, 2));
  s = add(mul(q, s), at(COSINE, 3));
  s = add(mul(q, s), at(COSINE, 4));
  s = add(mul(q, s), at(COSINE, 5));
  s = add(mul(q, s), at(COSINE, 6));
  return add(k(1), mul(q, s));
}

/** Twin of `phases`, three levels. x: [pair, state, re im, lane]; table: R0 [9], then per step two levels above the first and R [9]; rate: [pair, lane]. */
export function phases3(x: usize, nPairs: i32, table: usize, nSteps: i32, step: f64, rate: usize): void {
  let change = 0.0;
  for (let i = 1; i < nSteps; i++) {
    const p = table + <usize>(88 * i);
    change = max(change, max(abs(load<f64>(p, 72) - load<f64>(p - 88, 72)), abs(load<f64>(p, 80) - load<f64>(p - 88, 80))));
  }
  for (let pair = 0; pair < nPairs; pair++) {
    const h = f64x2.div(k(step), v128.load(rate)), h2 = mul(k(6.283185307179586), h);
    const smooth = !v128.any_true(f64x2.gt(f64x2.abs(mul(h2, k(change))), k(0.03)));
    let ca = k(1), da = k(0), cb = k(1), db = k(0), lastA = k(0), lastB = k(0);
    let x0 = v128.load(x), y0 = v128.load(x, 16), x1 = v128.load(x, 32), y1 = v128.load(x, 48), x2 = v128.load(x, 64), y2 = v128.load(x, 80);
    let p = table;
    for (let i = 0; ; i++) {
      const r0 = at(p, 0), r1 = at(p, 1), r2 = at(p, 2), r3 = at(p, 3), r4 = at(p, 4), r5 = at(p, 5), r6 = at(p, 6), r7 = at(p, 7), r8 = at(p, 8);
      const u0 = add(add(mul(r0, x0), mul(r1, x1)), mul(r2, x2)), v0 = add(add(mul(r0, y0), mul(r1, y1)), mul(r2, y2));
      const u1 = add(add(mul(r3, x0), mul(r4, x1)), mul(r5, x2)), v1 = add(add(mul(r3, y0), mul(r4, y1)), mul(r5, y2));
      const u2 = add(add(mul(r6, x0), mul(r7, x1)), mul(r8, x2)), v2 = add(add(mul(r6, y0), mul(r7, y1)), mul(r8, y2));
      if (i == nSteps) {
        v128.store(x, u0);
        v128.store(x, v0, 16);
        v128.store(x, u1, 32);
        v128.store(x, v1, 48);
        v128.store(x, u2, 64);
        v128.store(x, v2, 80);
        break;
      }
      const ea = at(p, 9), eb = at(p, 10);
      if (i > 0 && smooth) {
        // Levels change little from step to step: turn on by the difference.
        const a = mul(h2, sub(ea, lastA)), b = mul(h2, sub(eb, lastB)), aa = mul(a, a), bb = mul(b, b);
        const k2 = at(TURN_ON, 0), k3 = at(TURN_ON, 1), k4 = at(TURN_ON, 2), k5 = at(TURN_ON, 3), k6 = at(TURN_ON, 4);
        const fa = add(k(1), mul(aa, add(k2, mul(aa, add(k4, mul(aa, k6)))))), ga = add(a, mul(mul(a, aa), add(k3, mul(aa, k5))));
        const fb = add(k(1), mul(bb, add(k2, mul(bb, add(k4, mul(bb, k6)))))), gb = add(b, mul(mul(b, bb), add(k3, mul(bb, k5))));
        const na = sub(mul(ca, fa), mul(da, ga)), nb = sub(mul(cb, fb), mul(db, gb));
        da = add(mul(da, fa), mul(ca, ga));
        db = add(mul(db, fb), mul(cb, gb));
        ca = na;
        cb = nb;
      } else {
        const a = halfAngle(mul(h, ea)), aa = mul(a, a), b = halfAngle(mul(h, eb)), bb = mul(b, b);
        const sa = sine(a, aa), ta = add(sa, sa), sb = sine(b, bb), tb = add(sb, sb);
        ca = sub(k(1), mul(ta, sa));
        da = mul(ta, cosine(aa));
        cb = sub(k(1), mul(tb, sb));
        db = mul(tb, cosine(bb));
      }
      lastA = ea;
      lastB = eb;
      x0 = u0;
      y0 = v0;
      x1 = add(mul(ca, u1), mul(da, v1));
      y1 = sub(mul(ca, v1), mul(da, u1));
      x2 = add(mul(cb, u2), mul(db, v2));
      y2 = sub(mul(cb, v2), mul(db, u2));
      p += 88;
    }
    x += 96;
    rate += 16;
  }
}

/** The same for any number of levels n; work: room for n complex pairs. */
export function phasesN(n: i32, x: usize, nPairs: i32, table: usize, nSteps: i32, step: f64, rate: usize, work: usize): void {
  const row: usize = <usize>n << 3, stride: usize = <usize>(n * n + n - 1) << 3, size: usize = <usize>n << 5;
  for (let pair = 0; pair < nPairs; pair++) {
    const h = f64x2.div(k(step), v128.load(rate));
    let p = table;
    for (let i = 0; ; i++) {
      for (let r: usize = 0; r < <usize>n; r++) {
        let u = k(0), v = k(0);
        const line = p + r * row;
        for (let c: usize = 0; c < <usize>n; c++) {
          const q = at(line, c);
          u = add(u, mul(q, v128.load(x + (c << 5))));
          v = add(v, mul(q, v128.load(x + (c << 5), 16)));
        }
        v128.store(work + (r << 5), u);
        v128.store(work + (r << 5), v, 16);
      }
      if (i == nSteps) {
        memory.copy(x, work, size);
        break;
      }
      const levels = p + <usize>n * row;
      v128.store(x, v128.load(work));
      v128.store(x, v128.load(work, 16), 16);
      for (let r: usize = 1; r < <usize>n; r++) {
        const a = halfAngle(mul(h, at(levels, r - 1))), aa = mul(a, a);
        const s = sine(a, aa), t = add(s, s), c = sub(k(1), mul(t, s)), d = mul(t, cosine(aa));
        const u = v128.load(work + (r << 5)), v = v128.load(work + (r << 5), 16);
        v128.store(x + (r << 5), add(mul(c, u), mul(d, v)));
        v128.store(x + (r << 5), sub(mul(c, v), mul(d, u)), 16);
      }
      p += stride;
    }
    x += size;
    rate += 16;
  }
}


/** x = exp(scale i M) x (`imaginary`) or exp(scale M) x by its series, M as n^2 pairs in `m`; work: room for 2n complex pairs. */
function series2(n: i32, x: usize, m: usize, scale: v128, imaginary: bool, terms: i32, work: usize): void {
  const size: usize = <usize>n << 5, next = work + size;
  memory.copy(work, x, size);
  for (let t = 1; t <= terms; t++) {
    const f = mul(scale, k(1.0 / <f64>t)), g = imaginary ? f64x2.neg(f) : f;
    let line = m;
    for (let r: usize = 0; r < <usize>n; r++) {
      let a = k(0), b = k(0);
      for (let c: usize = 0; c < <usize>n; c++) {
        const q = v128.load(line);
        a = add(a, mul(q, v128.load(work + (c << 5))));
        b = add(b, mul(q, v128.load(work + (c << 5), 16)));
        line += 16;
      }
      const re = imaginary ? mul(g, b) : mul(f, a), im = imaginary ? mul(f, a) : mul(f, b);
      const p = r << 5;
      v128.store(next + p, re);
      v128.store(next + p, im, 16);
      v128.store(x + p, add(v128.load(x + p), re));
      v128.store(x + p, add(v128.load(x + p, 16), im), 16);
    }
    memory.copy(work, next, size);
  }
}

/** Twin of `turn`; m: [n, n] shared by all; work: room for n^2 pairs and 2n complex pairs. */
export function turn(n: i32, x: usize, nPairs: i32, m: usize, scale: usize, imaginary: bool, terms: i32, work: usize): void {
  const size: usize = <usize>n << 5, nn = <usize>(n * n);
  for (let i: usize = 0; i < nn; i++) v128.store(work + (i << 4), at(m, i));
  for (let pair = 0; pair < nPairs; pair++) {
    series2(n, x, work, v128.load(scale), imaginary, terms, work + (nn << 4));
    x += size;
    scale += 16;
  }
}

/** cot x - 1/x for |x| below pi. */
// @ts-ignore: decorator
@inline function cotangentRest(x: v128): v128 {
  const v = mul(k(0.5), x), q = mul(v, v), s = sine(v, q), t = add(s, s);
  const far = sub(f64x2.div(sub(k(1), mul(t, s)), mul(t, cosine(q))), f64x2.div(k(1), x));
  const xx = mul(x, x);
  let p = add(k(2.0 / 93555.0), mul(xx, k(1382.0 / 638512875.0)));
  p = add(k(1.0 / 4725.0), mul(xx, p));
  p = add(k(2.0 / 945.0), mul(xx, p));
  p = add(k(1.0 / 45.0), mul(xx, p));
  const near = f64x2.neg(mul(x, add(k(1.0 / 3.0), mul(xx, p))));
  return v128.bitselect(far, near, f64x2.gt(f64x2.abs(x), k(0.25)));
}

/** Twin of `turnSteps`; work as for `turn`. */
export function turnSteps(n: i32, x: usize, nPairs: i32, kappa: usize, omega: usize, slope: usize, step: f64, rate: usize, sign: f64, terms: i32, work: usize): void {
  const size: usize = <usize>n << 5, nn = <usize>(n * n);
  for (let pair = 0; pair < nPairs; pair++) {
    const h = f64x2.div(k(step), v128.load(rate));
    for (let a: usize = 0; a < <usize>n; a++) {
      v128.store(work + ((a * <usize>n + a) << 4), mul(mul(at(slope, a), k(step / 12)), h));
      for (let b: usize = a + 1; b < <usize>n; b++) {
        const i = a * <usize>n + b, x = mul(mul(k(0.5), at(omega, i)), h);
        const g = load<f64>(kappa + (i << 3)) == 0 ? k(0) : mul(mul(k(0.5 * step), at(kappa, i)), cotangentRest(x));
        v128.store(work + (i << 4), g);
        v128.store(work + ((b * <usize>n + a) << 4), g);
      }
    }
    series2(n, x, work, k(sign), true, terms, work + (nn << 4));
    x += size;
    rate += 16;
  }
}

/** Twin of `glide`: turns phase / rate + shift rate of every level. */
export function glide(n: i32, x: usize, nPairs: i32, phase: usize, shift: usize, rate: usize): void {
  for (let pair = 0; pair < nPairs; pair++) {
    const r = v128.load(rate);
    for (let m: usize = 0; m < <usize>n; m++) {
      const v = halfAngle(add(f64x2.div(at(phase, m), r), mul(at(shift, m), r))), q = mul(v, v);
      const s = sine(v, q), t = add(s, s), c = sub(k(1), mul(t, s)), d = mul(t, cosine(q));
      const re = v128.load(x), im = v128.load(x, 16);
      v128.store(x, add(mul(c, re), mul(d, im)));
      v128.store(x, sub(mul(c, im), mul(d, re)), 16);
      x += 32;
    }
    rate += 16;
  }
}

// @ts-ignore: decorator
@inline function get(p: usize, i: i32): f64 { return load<f64>(p + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function put(p: usize, i: i32, x: f64): void { store<f64>(p + (<usize>i << 3), x); }

// @ts-ignore: decorator
@inline function mixRows(m: usize, n: i32, p: i32, q: i32, c: f64, s: f64): void {
  for (let k = 0; k < n; k++) {
    const a = get(m, p * n + k), b = get(m, q * n + k);
    put(m, p * n + k, c * a - s * b);
    put(m, q * n + k, s * a + c * b);
  }
}
// @ts-ignore: decorator
@inline function mixColumns(m: usize, n: i32, p: i32, q: i32, c: f64, s: f64): void {
  for (let k = 0; k < n; k++) {
    const a = get(m, k * n + p), b = get(m, k * n + q);
    put(m, k * n + p, c * a - s * b);
    put(m, k * n + q, s * a + c * b);
  }
}

/** Tangent of the smaller Jacobi angle, g off the diagonal; for small angles without root. */
// @ts-ignore: decorator
@inline function tangent(g: f64, gap: f64): f64 {
  if (abs(g) < 1e-4 * abs(gap)) {
    const x = g / gap;
    return x - x * x * x;
  }
  const theta = gap / (2 * g);
  return (theta < 0 ? -1.0 : 1.0) / (abs(theta) + sqrt(theta * theta + 1));
}
// @ts-ignore: decorator
@inline function cosineOf(t: f64): f64 { return abs(t) < 1e-4 ? 1 - 0.5 * t * t : 1 / sqrt(t * t + 1); }

/** Twin of `basisStepsPlain` (../ramp-lanes/basis.ts); work: room for 2 n^2. */
export function bases(n: i32, table: usize, basis: usize, steps: i32, h: f64, work: usize): void {
  const nn = n * n;
  const drive = basis + (<usize>n << 3), vectors = drive + (<usize>nn << 3);
  for (let step = 0; step < steps; step++) {
    const db = step == 0 ? 0.5 * h : h;
    if (n == 3) {
      turnThree(table, basis, drive, db);
      followThree(table, drive, vectors);
    } else {
      turnMany(n, table, basis, drive, db, work);
      followMany(n, table, drive, vectors, work);
    }
    for (let i = 1; i < n; i++) put(table, nn + i - 1, get(basis, i) - get(basis, 0));
    table += <usize>(nn + n - 1) << 3;
  }
}

/** D = T D T^t (symmetric) and V = V T^t. */
function followThree(turn: usize, drive: usize, vectors: usize): void {
  const t0 = get(turn, 0), t1 = get(turn, 1), t2 = get(turn, 2), t3 = get(turn, 3), t4 = get(turn, 4), t5 = get(turn, 5), t6 = get(turn, 6), t7 = get(turn, 7), t8 = get(turn, 8);
  const d0 = get(drive, 0), d1 = get(drive, 1), d2 = get(drive, 2), d4 = get(drive, 4), d5 = get(drive, 5), d8 = get(drive, 8);
  const h0 = d0 * t0 + d1 * t1 + d2 * t2;
  const h1 = d0 * t3 + d1 * t4 + d2 * t5;
  const h2 = d0 * t6 + d1 * t7 + d2 * t8;
  const h3 = d1 * t0 + d4 * t1 + d5 * t2;
  const h4 = d1 * t3 + d4 * t4 + d5 * t5;
  const h5 = d1 * t6 + d4 * t7 + d5 * t8;
  const h6 = d2 * t0 + d5 * t1 + d8 * t2;
  const h7 = d2 * t3 + d5 * t4 + d8 * t5;
  const h8 = d2 * t6 + d5 * t7 + d8 * t8;
  put(drive, 0, t0 * h0 + t1 * h3 + t2 * h6);
  const n01 = t0 * h1 + t1 * h4 + t2 * h7;
  put(drive, 1, n01);
  put(drive, 3, n01);
  const n02 = t0 * h2 + t1 * h5 + t2 * h8;
  put(drive, 2, n02);
  put(drive, 6, n02);
  put(drive, 4, t3 * h1 + t4 * h4 + t5 * h7);
  const n12 = t3 * h2 + t4 * h5 + t5 * h8;
  put(drive, 5, n12);
  put(drive, 7, n12);
  put(drive, 8, t6 * h2 + t7 * h5 + t8 * h8);
  for (let i = 0; i < 9; i += 3) {
    const a = get(vectors, i), b = get(vectors, i + 1), c = get(vectors, i + 2);
    put(vectors, i + 0, a * t0 + b * t1 + c * t2);
    put(vectors, i + 1, a * t3 + b * t4 + c * t5);
    put(vectors, i + 2, a * t6 + b * t7 + c * t8);
  }
}

function followMany(n: i32, table: usize, drive: usize, vectors: usize, work: usize): void {
  const nn = n * n;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      let d: f64 = 0, v: f64 = 0;
      for (let l = 0; l < n; l++) {
        d += get(drive, i * n + l) * get(table, k * n + l);
        v += get(vectors, i * n + l) * get(table, k * n + l);
      }
      put(work, i * n + k, d);
      put(work, nn + i * n + k, v);
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      let d: f64 = 0;
      for (let l = 0; l < n; l++) d += get(table, i * n + l) * get(work, l * n + k);
      put(drive, i * n + k, d);
      put(vectors, i * n + k, get(work, nn + i * n + k));
    }
  }
}

function turnThree(turn: usize, basis: usize, drive: usize, db: f64): void {
  let m00 = get(basis, 0) + db * get(drive, 0), m01 = db * get(drive, 1), m02 = db * get(drive, 2);
  let m11 = get(basis, 1) + db * get(drive, 4), m12 = db * get(drive, 5), m22 = get(basis, 2) + db * get(drive, 8);
  let r0 = 1.0, r1 = 0.0, r2 = 0.0, r3 = 0.0, r4 = 1.0, r5 = 0.0, r6 = 0.0, r7 = 0.0, r8 = 1.0;
  const scale = max(max(abs(m00), abs(m11)), max(abs(m22), 1e-300)), tiny = 1e-17 * scale;
  for (let sweep = 0; sweep < 60; sweep++) {
    let largest = 0.0;
    {
      if (abs(m01) > tiny) {
        largest = max(largest, abs(m01));
        const t = tangent(m01, m11 - m00), c = cosineOf(t), s = t * c, a = m02, shift = t * m01;
        m02 = c * a - s * m12;
        m12 = s * a + c * m12;
        m00 -= shift;
        m11 += shift;
        m01 = 0;
        const u0 = r0;
        r0 = c * u0 - s * r3;
        r3 = s * u0 + c * r3;
        const u1 = r1;
        r1 = c * u1 - s * r4;
        r4 = s * u1 + c * r4;
        const u2 = r2;
        r2 = c * u2 - s * r5;
        r5 = s * u2 + c * r5;
      }
    }
    {
      if (abs(m02) > tiny) {
        largest = max(largest, abs(m02));
        const t = tangent(m02, m22 - m00), c = cosineOf(t), s = t * c, a = m01, shift = t * m02;
        m01 = c * a - s * m12;
        m12 = s * a + c * m12;
        m00 -= shift;
        m22 += shift;
        m02 = 0;
        const u0 = r0;
        r0 = c * u0 - s * r6;
        r6 = s * u0 + c * r6;
        const u1 = r1;
        r1 = c * u1 - s * r7;
        r7 = s * u1 + c * r7;
        const u2 = r2;
        r2 = c * u2 - s * r8;
        r8 = s * u2 + c * r8;
      }
    }
    {
      if (abs(m12) > tiny) {
        largest = max(largest, abs(m12));
        const t = tangent(m12, m22 - m11), c = cosineOf(t), s = t * c, a = m01, shift = t * m12;
        m01 = c * a - s * m02;
        m02 = s * a + c * m02;
        m11 -= shift;
        m22 += shift;
        m12 = 0;
        const u0 = r3;
        r3 = c * u0 - s * r6;
        r6 = s * u0 + c * r6;
        const u1 = r4;
        r4 = c * u1 - s * r7;
        r7 = s * u1 + c * r7;
        const u2 = r5;
        r5 = c * u2 - s * r8;
        r8 = s * u2 + c * r8;
      }
    }
    if (largest <= 1e-8 * scale) break;
  }
  put(basis, 0, m00);
  put(basis, 1, m11);
  put(basis, 2, m22);
  put(turn, 0, r0);
  put(turn, 1, r1);
  put(turn, 2, r2);
  put(turn, 3, r3);
  put(turn, 4, r4);
  put(turn, 5, r5);
  put(turn, 6, r6);
  put(turn, 7, r7);
  put(turn, 8, r8);
}

function turnMany(n: i32, turn: usize, basis: usize, drive: usize, db: f64, work: usize): void {
  const nn = n * n;
  let scale = 1e-300;
  for (let i = 0; i < nn; i++) {
    put(work, i, db * get(drive, i));
    put(turn, i, 0);
  }
  for (let i = 0; i < n; i++) {
    const x = get(work, i * n + i) + get(basis, i);
    put(work, i * n + i, x);
    scale = max(scale, abs(x));
    put(turn, i * n + i, 1);
  }
  for (let sweep = 0; sweep < 60; sweep++) {
    let largest: f64 = 0;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const g = get(work, p * n + q);
        if (abs(g) <= 1e-17 * scale) continue;
        largest = max(largest, abs(g));
        const t = tangent(g, get(work, q * n + q) - get(work, p * n + p)), c = cosineOf(t), s = t * c;
        mixColumns(work, n, p, q, c, s);
        mixRows(work, n, p, q, c, s);
        mixRows(turn, n, p, q, c, s);
      }
    }
    if (largest <= 1e-8 * scale) break;
  }
  for (let i = 0; i < n; i++) put(basis, i, get(work, i * n + i));
}
