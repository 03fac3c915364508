// AssemblyScript twin of the transforms of lines (../../fft), for float32 and float64: the lanes of a 128-bit vector are as many lines as fit into it.
// Build (assemblyscript 0.28.20): cp fourier.as fourier.ts; asc fourier.ts -O3 --noAssert --runtime stub --enable simd -o fourier.wasm
// then put its base64 into ../bytes.ts. Addresses and strides count bytes, sizes count values.
// A block holds lanes of one line after another's point: 32 bytes for a point, real parts and then imaginary parts, in either precision.

// A plan is a row of passes: radix, rest, stride, address of turns, address of roots (i32 each); the table ends with radix 0. What inverts a transform is
// that results are written in reverse order: point m where point n - m belongs.
const PASS_SIZE: usize = 20;

// Where points stand: in a block; in four (two) neighbouring lines of interleaved data; in lines that start anywhere.
const BLOCK: i32 = 0;
const BESIDE: i32 = 1;
const APART: i32 = 2;

// @ts-ignore: decorator
@inline function turned<T>(to: usize, re: v128, im: v128, turns: usize): void {
  const c = v128.load_splat<T>(turns), s = v128.load_splat<T>(turns + sizeof<T>());
  v128.store(to, v128.sub<T>(v128.mul<T>(re, c), v128.mul<T>(im, s)));
  v128.store(to, v128.add<T>(v128.mul<T>(re, s), v128.mul<T>(im, c)), 16);
}

// @ts-ignore: decorator
@inline function put(to: usize, re: v128, im: v128): void {
  v128.store(to, re);
  v128.store(to, im, 16);
}

/** Writes one result, turned where there is a turn: `p` = 0 has none. */
// @ts-ignore: decorator
@inline function give<T>(isTurned: bool, to: usize, re: v128, im: v128, turns: usize): void {
  if (isTurned) turned<T>(to, re, im, turns);
  else put(to, re, im);
}

// @ts-ignore: decorator
@inline function realOf<T>(mode: i32, a: v128, b: v128): v128 {
  if (mode === BLOCK) return a;
  if (sizeof<T>() === 4) return v128.shuffle<f32>(a, b, 0, 2, 4, 6);
  else return v128.shuffle<f64>(a, b, 0, 2);
}
// @ts-ignore: decorator
@inline function imaginaryOf<T>(mode: i32, a: v128, b: v128): v128 {
  if (mode === BLOCK) return b;
  if (sizeof<T>() === 4) return v128.shuffle<f32>(a, b, 1, 3, 5, 7);
  else return v128.shuffle<f64>(a, b, 1, 3);
}
// @ts-ignore: decorator
@inline function firstOf<T>(mode: i32, a0: usize, a1: usize, at: usize): v128 {
  if (mode === APART && sizeof<T>() === 4) return v128.load_lane<i64>(a1 + at, v128.load_zero<i64>(a0 + at), 1);
  return v128.load(a0 + at);
}
// @ts-ignore: decorator
@inline function secondOf<T>(mode: i32, a0: usize, a1: usize, a2: usize, a3: usize, at: usize): v128 {
  if (mode === APART) {
    if (sizeof<T>() === 4) return v128.load_lane<i64>(a3 + at, v128.load_zero<i64>(a2 + at), 1);
    else return v128.load(a1 + at);
  }
  return v128.load(a0 + at, 16);
}
/** Writes a point where it belongs; data takes the factor with it. */
// @ts-ignore: decorator
@inline function write<T>(mode: i32, a0: usize, a1: usize, a2: usize, a3: usize, at: usize, re: v128, im: v128, factor: v128): void {
  if (mode === BLOCK) {
    put(a0 + at, re, im);
    return;
  }
  const x = v128.mul<T>(re, factor), y = v128.mul<T>(im, factor);
  if (sizeof<T>() === 4) {
    const u = v128.shuffle<f32>(x, y, 0, 4, 1, 5), w = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    if (mode === BESIDE) put(a0 + at, u, w);
    else {
      v128.store_lane<i64>(a0 + at, u, 0);
      v128.store_lane<i64>(a1 + at, u, 1);
      v128.store_lane<i64>(a2 + at, w, 0);
      v128.store_lane<i64>(a3 + at, w, 1);
    }
  } else {
    const u = v128.shuffle<f64>(x, y, 0, 2), w = v128.shuffle<f64>(x, y, 1, 3);
    if (mode === BESIDE) put(a0 + at, u, w);
    else {
      v128.store(a0 + at, u);
      v128.store(a1 + at, w);
    }
  }
}
/** Writes one result: turned into a block, or as it is. */
// @ts-ignore: decorator
@inline function deliver<T>(
  mode: i32, isTurned: bool, a0: usize, a1: usize, a2: usize, a3: usize, at: usize, re: v128, im: v128, turns: usize, factor: v128,
): void {
  if (isTurned) turned<T>(a0 + at, re, im, turns);
  else write<T>(mode, a0, a1, a2, a3, at, re, im, factor);
}

/** Four points p0 .. p3 from lines a to places q0 .. q3 of lines b. */
// @ts-ignore: decorator
@inline function four<T>(
  inMode: i32, outMode: i32, isTurned: bool, a0: usize, a1: usize, a2: usize, a3: usize, p0: usize, p1: usize, p2: usize, p3: usize,
  b0: usize, b1: usize, b2: usize, b3: usize, q0: usize, q1: usize, q2: usize, q3: usize, turns: usize, factor: v128,
): void {
  let u = firstOf<T>(inMode, a0, a1, p0), w = secondOf<T>(inMode, a0, a1, a2, a3, p0);
  const ar = realOf<T>(inMode, u, w), ai = imaginaryOf<T>(inMode, u, w);
  u = firstOf<T>(inMode, a0, a1, p2); w = secondOf<T>(inMode, a0, a1, a2, a3, p2);
  const cr = realOf<T>(inMode, u, w), ci = imaginaryOf<T>(inMode, u, w);
  const r0 = v128.add<T>(ar, cr), i0 = v128.add<T>(ai, ci), r1 = v128.sub<T>(ar, cr), i1 = v128.sub<T>(ai, ci);
  u = firstOf<T>(inMode, a0, a1, p1); w = secondOf<T>(inMode, a0, a1, a2, a3, p1);
  const br = realOf<T>(inMode, u, w), bi = imaginaryOf<T>(inMode, u, w);
  u = firstOf<T>(inMode, a0, a1, p3); w = secondOf<T>(inMode, a0, a1, a2, a3, p3);
  const dr = realOf<T>(inMode, u, w), di = imaginaryOf<T>(inMode, u, w);
  const r2 = v128.add<T>(br, dr), i2 = v128.add<T>(bi, di), r3 = v128.sub<T>(br, dr), i3 = v128.sub<T>(bi, di);
  write<T>(outMode, b0, b1, b2, b3, q0, v128.add<T>(r0, r2), v128.add<T>(i0, i2), factor);
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q1, v128.add<T>(r1, i3), v128.sub<T>(i1, r3), turns, factor);
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q2, v128.sub<T>(r0, r2), v128.sub<T>(i0, i2), turns + 2 * sizeof<T>(), factor);
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q3, v128.sub<T>(r1, i3), v128.add<T>(i1, r3), turns + 4 * sizeof<T>(), factor);
}

/** Eight points from lines a to lines b. */
// @ts-ignore: decorator
@inline function eight<T>(
  inMode: i32, outMode: i32, isTurned: bool, a0: usize, a1: usize, a2: usize, a3: usize,
  p0: usize, p1: usize, p2: usize, p3: usize, p4: usize, p5: usize, p6: usize, p7: usize, b0: usize, b1: usize, b2: usize, b3: usize,
  q0: usize, q1: usize, q2: usize, q3: usize, q4: usize, q5: usize, q6: usize, q7: usize, turns: usize, factor: v128,
): void {
  const half = v128.splat<T>(<T>0.70710678118654752440);
  // even points
  let u = firstOf<T>(inMode, a0, a1, p0), w = secondOf<T>(inMode, a0, a1, a2, a3, p0);
  let r0 = realOf<T>(inMode, u, w), i0 = imaginaryOf<T>(inMode, u, w);
  u = firstOf<T>(inMode, a0, a1, p4); w = secondOf<T>(inMode, a0, a1, a2, a3, p4);
  let r4 = realOf<T>(inMode, u, w), i4 = imaginaryOf<T>(inMode, u, w);
  const ar = v128.add<T>(r0, r4), ai = v128.add<T>(i0, i4), br = v128.sub<T>(r0, r4), bi = v128.sub<T>(i0, i4);
  u = firstOf<T>(inMode, a0, a1, p2); w = secondOf<T>(inMode, a0, a1, a2, a3, p2);
  r0 = realOf<T>(inMode, u, w); i0 = imaginaryOf<T>(inMode, u, w);
  u = firstOf<T>(inMode, a0, a1, p6); w = secondOf<T>(inMode, a0, a1, a2, a3, p6);
  r4 = realOf<T>(inMode, u, w); i4 = imaginaryOf<T>(inMode, u, w);
  const cr = v128.add<T>(r0, r4), ci = v128.add<T>(i0, i4), dr = v128.sub<T>(r0, r4), di = v128.sub<T>(i0, i4);
  const e0r = v128.add<T>(ar, cr), e0i = v128.add<T>(ai, ci), e2r = v128.sub<T>(ar, cr), e2i = v128.sub<T>(ai, ci);
  const e1r = v128.add<T>(br, di), e1i = v128.sub<T>(bi, dr), e3r = v128.sub<T>(br, di), e3i = v128.add<T>(bi, dr);
  // odd points
  u = firstOf<T>(inMode, a0, a1, p1); w = secondOf<T>(inMode, a0, a1, a2, a3, p1);
  r0 = realOf<T>(inMode, u, w); i0 = imaginaryOf<T>(inMode, u, w);
  u = firstOf<T>(inMode, a0, a1, p5); w = secondOf<T>(inMode, a0, a1, a2, a3, p5);
  r4 = realOf<T>(inMode, u, w); i4 = imaginaryOf<T>(inMode, u, w);
  const fr = v128.add<T>(r0, r4), fi = v128.add<T>(i0, i4), gr = v128.sub<T>(r0, r4), gi = v128.sub<T>(i0, i4);
  u = firstOf<T>(inMode, a0, a1, p3); w = secondOf<T>(inMode, a0, a1, a2, a3, p3);
  r0 = realOf<T>(inMode, u, w); i0 = imaginaryOf<T>(inMode, u, w);
  u = firstOf<T>(inMode, a0, a1, p7); w = secondOf<T>(inMode, a0, a1, a2, a3, p7);
  r4 = realOf<T>(inMode, u, w); i4 = imaginaryOf<T>(inMode, u, w);
  const hr = v128.add<T>(r0, r4), hi = v128.add<T>(i0, i4), kr = v128.sub<T>(r0, r4), ki = v128.sub<T>(i0, i4);
  const o0r = v128.add<T>(fr, hr), o0i = v128.add<T>(fi, hi);
  const pair: usize = 2 * sizeof<T>();
  write<T>(outMode, b0, b1, b2, b3, q0, v128.add<T>(e0r, o0r), v128.add<T>(e0i, o0i), factor);
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q4, v128.sub<T>(e0r, o0r), v128.sub<T>(e0i, o0i), turns + 3 * pair, factor);
  const o2r = v128.sub<T>(fi, hi), o2i = v128.sub<T>(hr, fr); // times -i
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q2, v128.add<T>(e2r, o2r), v128.add<T>(e2i, o2i), turns + pair, factor);
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q6, v128.sub<T>(e2r, o2r), v128.sub<T>(e2i, o2i), turns + 5 * pair, factor);
  const x1 = v128.add<T>(gr, ki), y1 = v128.sub<T>(gi, kr), x3 = v128.sub<T>(gr, ki), y3 = v128.add<T>(gi, kr);
  const o1r = v128.mul<T>(half, v128.add<T>(x1, y1)), o1i = v128.mul<T>(half, v128.sub<T>(y1, x1));
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q1, v128.add<T>(e1r, o1r), v128.add<T>(e1i, o1i), turns, factor);
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q5, v128.sub<T>(e1r, o1r), v128.sub<T>(e1i, o1i), turns + 4 * pair, factor);
  // times (-1 - i) / sqrt 2, the imaginary part with the other sign
  const o3r = v128.mul<T>(half, v128.sub<T>(y3, x3)), o3i = v128.mul<T>(half, v128.add<T>(x3, y3));
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q3, v128.add<T>(e3r, o3r), v128.sub<T>(e3i, o3i), turns + 2 * pair, factor);
  deliver<T>(outMode, isTurned, b0, b1, b2, b3, q7, v128.sub<T>(e3r, o3r), v128.add<T>(e3i, o3i), turns + 6 * pair, factor);
}

// @ts-ignore: decorator
@inline function rowFour<T>(isTurned: bool, to: usize, from: usize, far: usize, step: usize, turns: usize): void {
  const one = v128.splat<T>(1);
  for (const end = from + step; from < end; from += 32, to += 32)
    four<T>(
      BLOCK, BLOCK, isTurned, from, 0, 0, 0, 0, far, 2 * far, 3 * far, to, 0, 0, 0, 0, step, 2 * step, 3 * step, turns, one,
    );
}

// @ts-ignore: decorator
@inline function rowEight<T>(isTurned: bool, to: usize, from: usize, far: usize, step: usize, turns: usize): void {
  const one = v128.splat<T>(1);
  for (const end = from + step; from < end; from += 32, to += 32)
    eight<T>(
      BLOCK, BLOCK, isTurned, from, 0, 0, 0, 0, far, 2 * far, 3 * far, 4 * far, 5 * far, 6 * far, 7 * far,
      to, 0, 0, 0, 0, step, 2 * step, 3 * step, 4 * step, 5 * step, 6 * step, 7 * step, turns, one,
    );
}

// @ts-ignore: decorator
@inline function rowTwo<T>(isTurned: bool, to: usize, from: usize, far: usize, step: usize, turns: usize): void {
  for (const end = from + step; from < end; from += 32, to += 32) {
    const ar = v128.load(from), ai = v128.load(from, 16), br = v128.load(from + far), bi = v128.load(from + far, 16);
    put(to, v128.add<T>(ar, br), v128.add<T>(ai, bi));
    give<T>(isTurned, to + step, v128.sub<T>(ar, br), v128.sub<T>(ai, bi), turns);
  }
}

// @ts-ignore: decorator
@inline function rowThree<T>(isTurned: bool, to: usize, from: usize, far: usize, step: usize, turns: usize): void {
  const half = v128.splat<T>(<T>0.5), root = v128.splat<T>(<T>0.86602540378443864676);
  for (const end = from + step; from < end; from += 32, to += 32) {
    const p1 = from + far, p2 = p1 + far;
    const ar = v128.load(from), ai = v128.load(from, 16);
    const sr = v128.add<T>(v128.load(p1), v128.load(p2)), si = v128.add<T>(v128.load(p1, 16), v128.load(p2, 16));
    const dr = v128.mul<T>(root, v128.sub<T>(v128.load(p1), v128.load(p2))),
      di = v128.mul<T>(root, v128.sub<T>(v128.load(p1, 16), v128.load(p2, 16)));
    put(to, v128.add<T>(ar, sr), v128.add<T>(ai, si));
    const mr = v128.sub<T>(ar, v128.mul<T>(half, sr)), mi = v128.sub<T>(ai, v128.mul<T>(half, si));
    give<T>(isTurned, to + step, v128.add<T>(mr, di), v128.sub<T>(mi, dr), turns);
    give<T>(isTurned, to + 2 * step, v128.sub<T>(mr, di), v128.add<T>(mi, dr), turns + 2 * sizeof<T>());
  }
}

// @ts-ignore: decorator
@inline function rowFive<T>(isTurned: bool, to: usize, from: usize, far: usize, step: usize, turns: usize): void {
  const c1 = v128.splat<T>(<T>0.30901699437494742410), c2 = v128.splat<T>(<T>-0.80901699437494742410);
  const s1 = v128.splat<T>(<T>0.95105651629515357212), s2 = v128.splat<T>(<T>0.58778525229247312917);
  for (const end = from + step; from < end; from += 32, to += 32) {
    const p1 = from + far, p2 = p1 + far, p3 = p2 + far, p4 = p3 + far;
    const ar = v128.load(from), ai = v128.load(from, 16);
    const ur = v128.add<T>(v128.load(p1), v128.load(p4)), ui = v128.add<T>(v128.load(p1, 16), v128.load(p4, 16));
    const vr = v128.sub<T>(v128.load(p1), v128.load(p4)), vi = v128.sub<T>(v128.load(p1, 16), v128.load(p4, 16));
    const wr = v128.add<T>(v128.load(p2), v128.load(p3)), wi = v128.add<T>(v128.load(p2, 16), v128.load(p3, 16));
    const xr = v128.sub<T>(v128.load(p2), v128.load(p3)), xi = v128.sub<T>(v128.load(p2, 16), v128.load(p3, 16));
    put(to, v128.add<T>(ar, v128.add<T>(ur, wr)), v128.add<T>(ai, v128.add<T>(ui, wi)));
    let mr = v128.add<T>(ar, v128.add<T>(v128.mul<T>(c1, ur), v128.mul<T>(c2, wr))),
      mi = v128.add<T>(ai, v128.add<T>(v128.mul<T>(c1, ui), v128.mul<T>(c2, wi)));
    let nr = v128.add<T>(v128.mul<T>(s1, vr), v128.mul<T>(s2, xr)), ni = v128.add<T>(v128.mul<T>(s1, vi), v128.mul<T>(s2, xi));
    give<T>(isTurned, to + step, v128.add<T>(mr, ni), v128.sub<T>(mi, nr), turns);
    give<T>(isTurned, to + 4 * step, v128.sub<T>(mr, ni), v128.add<T>(mi, nr), turns + 6 * sizeof<T>());
    mr = v128.add<T>(ar, v128.add<T>(v128.mul<T>(c2, ur), v128.mul<T>(c1, wr)));
    mi = v128.add<T>(ai, v128.add<T>(v128.mul<T>(c2, ui), v128.mul<T>(c1, wi)));
    nr = v128.sub<T>(v128.mul<T>(s2, vr), v128.mul<T>(s1, xr));
    ni = v128.sub<T>(v128.mul<T>(s2, vi), v128.mul<T>(s1, xi));
    give<T>(isTurned, to + 2 * step, v128.add<T>(mr, ni), v128.sub<T>(mi, nr), turns + 2 * sizeof<T>());
    give<T>(isTurned, to + 3 * step, v128.sub<T>(mr, ni), v128.add<T>(mi, nr), turns + 4 * sizeof<T>());
  }
}

/** Any radix by its definition; `roots` [radix, radix]. */
function rowAny<T>(radix: i32, to: usize, from: usize, far: usize, step: usize, turns: usize, roots: usize): void {
  for (const end = from + step; from < end; from += 32, to += 32) {
    let w = roots, at = to;
    for (let j = 0; j < radix; j++, at += step) {
      let re = v128.splat<T>(0), im = re, point = from;
      for (let k = 0; k < radix; k++, point += far, w += 2 * sizeof<T>()) {
        const c = v128.load_splat<T>(w), s = v128.load_splat<T>(w + sizeof<T>()), x = v128.load(point), y = v128.load(point, 16);
        re = v128.add<T>(re, v128.sub<T>(v128.mul<T>(x, c), v128.mul<T>(y, s)));
        im = v128.add<T>(im, v128.add<T>(v128.mul<T>(x, s), v128.mul<T>(y, c)));
      }
      if (j === 0) put(at, re, im);
      else turned<T>(at, re, im, turns + <usize>(j - 1) * 2 * sizeof<T>());
    }
  }
}

/** Passes up to `end` or a radix of 0 from block `a` to block `b` and back; gives the block where the result stands. */
function passes<T>(plan: usize, end: usize, a: usize, b: usize): usize {
  let radix = load<i32>(plan);
  while (radix !== 0 && plan !== end) {
    const rest = load<i32>(plan, 4), step = <usize>load<i32>(plan, 8) << 5, roots = <usize>load<i32>(plan, 16);
    let turns = <usize>load<i32>(plan, 12), from = a, to = b;
    const far = step * rest, turnStep = <usize>(radix - 1) * 2 * sizeof<T>(), toStep = step * radix;
    if (radix === 8) rowEight<T>(false, to, from, far, step, turns);
    else if (radix === 4) rowFour<T>(false, to, from, far, step, turns);
    else if (radix === 2) rowTwo<T>(false, to, from, far, step, turns);
    else if (radix === 3) rowThree<T>(false, to, from, far, step, turns);
    else if (radix === 5) rowFive<T>(false, to, from, far, step, turns);
    else rowAny<T>(radix, to, from, far, step, turns, roots);
    for (let p = 1; p < rest; p++) {
      turns += turnStep;
      from += step;
      to += toStep;
      if (radix === 8) rowEight<T>(true, to, from, far, step, turns);
      else if (radix === 4) rowFour<T>(true, to, from, far, step, turns);
      else if (radix === 2) rowTwo<T>(true, to, from, far, step, turns);
      else if (radix === 3) rowThree<T>(true, to, from, far, step, turns);
      else if (radix === 5) rowFive<T>(true, to, from, far, step, turns);
      else rowAny<T>(radix, to, from, far, step, turns, roots);
    }
    const swap = a;
    a = b;
    b = swap;
    plan += PASS_SIZE;
    radix = load<i32>(plan);
  }
  return a;
}

/** Transform of a block of n points by Bluestein's convolution: chirp [n], spectrum [size]; the result stands in `a`. */
function convolve<T>(n: i32, size: i32, plan: usize, chirp: usize, spectrum: usize, a: usize, b: usize): usize {
  const pair: usize = 2 * sizeof<T>();
  for (let k = 0; k < n; k++) {
    const at = a + (<usize>k << 5);
    turned<T>(at, v128.load(at), v128.load(at, 16), chirp + <usize>k * pair);
  }
  memory.fill(a + (<usize>n << 5), 0, <usize>(size - n) << 5);
  const there = passes<T>(plan, 0, a, b);
  for (let k = 0; k < size; k++) {
    const at = there + (<usize>k << 5);
    turned<T>(at, v128.load(at), v128.load(at, 16), spectrum + <usize>k * pair);
    v128.store(at, v128.neg<T>(v128.load(at, 16)), 16);
  }
  const back = passes<T>(plan, 0, there, there === a ? b : a);
  for (let k = 0; k < n; k++) {
    const at = back + (<usize>k << 5);
    turned<T>(at, v128.load(at), v128.neg<T>(v128.load(at, 16)), chirp + <usize>k * pair);
  }
  return back;
}

/** Tables of where points stand from the start of a line, those of the input and then those of the result. */
function placesInto(table: usize, n: i32, pitch: usize, origin: i32, inverse: bool): void {
  for (let i = 0; i < n; i++) {
    const from = i + origin, back = (inverse && i !== 0 ? n - i : i) + origin, at = table + (<usize>i << 2);
    store<u32>(at, <u32>(<usize>(from < n ? from : from - n) * pitch));
    store<u32>(at + (<usize>n << 2), <u32>(<usize>(back < n ? back : back - n) * pitch));
  }
}

// @ts-ignore: decorator
@inline function placeOf(table: usize, i: i32): usize {
  return load<u32>(table + (<usize>i << 2));
}

/** First pass, straight from the data: butterfly p of `rest`, for each of the groups. */
// @ts-ignore: decorator
@inline function firstPass<T>(
  mode: i32, radix: i32, isTurned: bool, a0: usize, a1: usize, a2: usize, a3: usize, wide: usize, block: usize, table: usize, p: i32, rest: i32, to: usize,
  turns: usize,
): void {
  const one = v128.splat<T>(1);
  const p0 = placeOf(table, p), p1 = placeOf(table, p + rest), p2 = placeOf(table, p + 2 * rest), p3 = placeOf(table, p + 3 * rest);
  if (radix === 4) {
    for (let g: usize = 0; g < wide; g += 32, to += block)
      four<T>(mode, BLOCK, isTurned, a0 + g, a1, a2, a3, p0, p1, p2, p3, to, 0, 0, 0, 0, 32, 64, 96, turns, one);
  } else {
    const p4 = placeOf(table, p + 4 * rest), p5 = placeOf(table, p + 5 * rest), p6 = placeOf(table, p + 6 * rest), p7 = placeOf(table, p + 7 * rest);
    for (let g: usize = 0; g < wide; g += 32, to += block)
      eight<T>(
        mode, BLOCK, isTurned, a0 + g, a1, a2, a3, p0, p1, p2, p3, p4, p5, p6, p7, to, 0, 0, 0, 0, 32, 64, 96, 128, 160, 192, 224, turns, one,
      );
  }
}

/** Last pass, straight into the data: butterfly q of `stride`, for each of the groups. */
// @ts-ignore: decorator
@inline function lastPass<T>(
  mode: i32, radix: i32, from: usize, q: i32, stride: i32, a0: usize, a1: usize, a2: usize, a3: usize, wide: usize, block: usize, table: usize, factor: v128,
): void {
  const far = <usize>stride << 5;
  const q0 = placeOf(table, q), q1 = placeOf(table, q + stride), q2 = placeOf(table, q + 2 * stride), q3 = placeOf(table, q + 3 * stride);
  if (radix === 4) {
    for (let g: usize = 0; g < wide; g += 32, from += block)
      four<T>(BLOCK, mode, false, from, 0, 0, 0, 0, far, 2 * far, 3 * far, a0 + g, a1, a2, a3, q0, q1, q2, q3, 0, factor);
  } else {
    const q4 = placeOf(table, q + 4 * stride), q5 = placeOf(table, q + 5 * stride), q6 = placeOf(table, q + 6 * stride),
      q7 = placeOf(table, q + 7 * stride);
    for (let g: usize = 0; g < wide; g += 32, from += block)
      eight<T>(
        BLOCK, mode, false, from, 0, 0, 0, 0, far, 2 * far, 3 * far, 4 * far, 5 * far, 6 * far, 7 * far,
        a0 + g, a1, a2, a3, q0, q1, q2, q3, q4, q5, q6, q7, 0, factor,
      );
  }
}

/** Groups of lines, 32 bytes apart if they are beside each other: first pass from the data, last pass into it, so that each cache line moves once. */
// @ts-ignore: decorator
@inline function straight<T>(
  mode: i32, a0: usize, a1: usize, a2: usize, a3: usize, groups: i32, n: i32, plan: usize, work: usize, table: usize, factor: v128,
): void {
  const block = <usize>n << 5, wide = <usize>groups << 5, other = block * groups;
  const radix = load<i32>(plan), rest = load<i32>(plan, 4), turnStep = <usize>(radix - 1) * 2 * sizeof<T>();
  let turns = <usize>load<i32>(plan, 12), at = work;
  if (radix === 8) {
    firstPass<T>(mode, 8, false, a0, a1, a2, a3, wide, block, table, 0, rest, at, turns);
    for (let p = 1; p < rest; p++) {
      at += 256;
      turns += turnStep;
      firstPass<T>(mode, 8, true, a0, a1, a2, a3, wide, block, table, p, rest, at, turns);
    }
  } else {
    firstPass<T>(mode, 4, false, a0, a1, a2, a3, wide, block, table, 0, rest, at, turns);
    for (let p = 1; p < rest; p++) {
      at += 128;
      turns += turnStep;
      firstPass<T>(mode, 4, true, a0, a1, a2, a3, wide, block, table, p, rest, at, turns);
    }
  }
  plan += PASS_SIZE;
  let last = plan, shift: usize = 0;
  while (load<i32>(last, PASS_SIZE) !== 0) last += PASS_SIZE;
  for (let g = 0; g < groups; g++) {
    const a = work + block * g;
    shift = passes<T>(plan, last, a, a + other) - a;
  }
  const stride = load<i32>(last, 8);
  at = work + shift;
  table += <usize>n << 2;
  if (load<i32>(last) === 8)
    for (let q = 0; q < stride; q++, at += 32) lastPass<T>(mode, 8, at, q, stride, a0, a1, a2, a3, wide, block, table, factor);
  else for (let q = 0; q < stride; q++, at += 32) lastPass<T>(mode, 4, at, q, stride, a0, a1, a2, a3, wide, block, table, factor);
}

/** Lines of 4 or 8 points never leave the registers. */
// @ts-ignore: decorator
@inline function short<T>(mode: i32, a0: usize, a1: usize, a2: usize, a3: usize, groups: i32, n: i32, table: usize, factor: v128): void {
  const p0 = placeOf(table, 0), p1 = placeOf(table, 1), p2 = placeOf(table, 2), p3 = placeOf(table, 3);
  const back = table + (<usize>n << 2), q1 = placeOf(back, 1), q2 = placeOf(back, 2), q3 = placeOf(back, 3);
  if (n === 4) {
    for (let g = 0; g < groups; g++, a0 += 32)
      four<T>(mode, mode, false, a0, a1, a2, a3, p0, p1, p2, p3, a0, a1, a2, a3, p0, q1, q2, q3, 0, factor);
    return;
  }
  const p4 = placeOf(table, 4), p5 = placeOf(table, 5), p6 = placeOf(table, 6), p7 = placeOf(table, 7);
  const q5 = placeOf(back, 5), q6 = placeOf(back, 6), q7 = placeOf(back, 7);
  for (let g = 0; g < groups; g++, a0 += 32)
    eight<T>(
      mode, mode, false, a0, a1, a2, a3, p0, p1, p2, p3, p4, p5, p6, p7, a0, a1, a2, a3, p0, q1, q2, q3, p4, q5, q6, q7, 0, factor,
    );
}

/** Any plan: gathered into a block, transformed, scattered. */
// @ts-ignore: decorator
@inline function gathered<T>(
  mode: i32, a0: usize, a1: usize, a2: usize, a3: usize, groups: i32, n: i32, size: i32, plan: usize, chirp: usize, work: usize, table: usize, factor: v128,
): void {
  const block = <usize>size << 5, wide = <usize>groups << 5, other = block * groups;
  for (let k = 0; k < n; k++) {
    const at = work + (<usize>k << 5), row = placeOf(table, k);
    for (let g: usize = 0, to = at; g < wide; g += 32, to += block) {
      const u = firstOf<T>(mode, a0 + g, a1, row), w = secondOf<T>(mode, a0 + g, a1, a2, a3, row);
      put(to, realOf<T>(mode, u, w), imaginaryOf<T>(mode, u, w));
    }
  }
  let shift: usize = 0;
  for (let g = 0; g < groups; g++) {
    const a = work + block * g;
    shift = (chirp === 0 ? passes<T>(plan, 0, a, a + other) : convolve<T>(n, size, plan, chirp, chirp + <usize>n * 2 * sizeof<T>(), a, a + other)) - a;
  }
  for (let k = 0; k < n; k++) {
    const at = work + shift + (<usize>k << 5), row = placeOf(table, n + k);
    for (let g: usize = 0, from = at; g < wide; g += 32, from += block)
      write<T>(mode, a0 + g, a1, a2, a3, row, v128.load(from), v128.load(from, 16), factor);
  }
}

function lines<T>(
  mode: i32, a0: usize, a1: usize, a2: usize, a3: usize, groups: i32, n: i32, size: i32, plan: usize, chirp: usize, work: usize, table: usize, factor: v128,
): void {
  const isStraight = chirp === 0 && load<i32>(plan, PASS_SIZE) !== 0 && (load<i32>(plan) & 3) === 0 && isEven(plan);
  if (mode === BESIDE) {
    if (n === 4 || n === 8) short<T>(BESIDE, a0, a1, a2, a3, groups, n, table, factor);
    else if (isStraight) straight<T>(BESIDE, a0, a1, a2, a3, groups, n, plan, work, table, factor);
    else gathered<T>(BESIDE, a0, a1, a2, a3, groups, n, size, plan, chirp, work, table, factor);
  } else {
    if (n === 4 || n === 8) short<T>(APART, a0, a1, a2, a3, 1, n, table, factor);
    else if (isStraight) straight<T>(APART, a0, a1, a2, a3, 1, n, plan, work, table, factor);
    else gathered<T>(APART, a0, a1, a2, a3, 1, n, size, plan, chirp, work, table, factor);
  }
}

/** Whether the last pass has radix 4 or 8. */
function isEven(plan: usize): bool {
  while (load<i32>(plan, PASS_SIZE) !== 0) plan += PASS_SIZE;
  return (load<i32>(plan) & 3) === 0;
}

// @ts-ignore: decorator
@inline function lineAt(line: i32, last: i32, inner: i32, n: i32): usize {
  const l = min(line, last), o = l / inner;
  return <usize>o * n * inner + (l - o * inner);
}

/** `data` [outer, n, inner] in place. `most` groups of lines are taken together; `work` holds 2 most blocks of `size` points and 8 n bytes. */
function along<T>(
  data: usize, outer: i32, n: i32, inner: i32, size: i32, plan: usize, chirp: usize, work: usize, most: i32, origin: i32, inverse: bool, factor: T,
): void {
  const lanes: i32 = 16 / sizeof<T>(), pair: usize = 2 * sizeof<T>(), pitch = <usize>inner * pair;
  const factors = v128.splat<T>(factor), table = work + (<usize>size << 6) * most;
  placesInto(table, n, pitch, origin, inverse);
  if (inner % lanes === 0) {
    for (let o = 0; o < outer; o++) {
      const base = data + <usize>o * n * pitch;
      for (let q = 0; q < inner; q += most * lanes)
        lines<T>(
          BESIDE, base + <usize>q * pair, 0, 0, 0, min(most, (inner - q) / lanes), n, size, plan, chirp, work, table, factors,
        );
    }
    return;
  }
  const count = outer * inner;
  for (let line = 0; line < count; line += lanes) {
    const a0 = data + pair * lineAt(line, count - 1, inner, n), a1 = data + pair * lineAt(line + 1, count - 1, inner, n);
    const a2 = data + pair * lineAt(line + 2, count - 1, inner, n), a3 = data + pair * lineAt(line + 3, count - 1, inner, n);
    lines<T>(APART, a0, a1, a2, a3, 1, n, size, plan, chirp, work, table, factors);
  }
}

export function along32(
  data: usize, outer: i32, n: i32, inner: i32, size: i32, plan: usize, chirp: usize, work: usize, most: i32, origin: i32, inverse: bool, factor: f32,
): void {
  along<f32>(data, outer, n, inner, size, plan, chirp, work, most, origin, inverse, factor);
}

export function along64(
  data: usize, outer: i32, n: i32, inner: i32, size: i32, plan: usize, chirp: usize, work: usize, most: i32, origin: i32, inverse: bool, factor: f64,
): void {
  along<f64>(data, outer, n, inner, size, plan, chirp, work, most, origin, inverse, factor);
}

// Gridding. A layout is a row of i32: what stands at which number is said in ../gridding.ts. Grid rows go on for some points beyond their end, so that
// a sample never wraps along the last axis; rows and planes wrap by tables.

// @ts-ignore: decorator
@inline function field(layout: usize, i: i32): i32 {
  return load<i32>(layout + (<usize>i << 2));
}
const NZ: i32 = 0, NY: i32 = 1, NX: i32 = 2, GZ: i32 = 3, GY: i32 = 4, GX: i32 = 5, PITCH: i32 = 6, WIDTH: i32 = 7, DEGREE: i32 = 8, SAMPLES: i32 = 9;
const IMAGE: i32 = 10, VOLUME: i32 = 11, SLAB: i32 = 12, GRID: i32 = 13, ROLL_Z: i32 = 14, ROLL_Y: i32 = 15, ROLL_X: i32 = 16, FIRST: i32 = 17, AWAY: i32 = 18;
const ORDER: i32 = 19, COEFFICIENTS: i32 = 20, SCRATCH: i32 = 21, ROW_TABLE: i32 = 22, PLANE_TABLE: i32 = 23, DATA: i32 = 24, WORK: i32 = 25;
const PLAN_Z: i32 = 26, PLAN_Y: i32 = 27, PLAN_X: i32 = 28, MOST_Z: i32 = 29, MOST_Y: i32 = 30, REACH_Z: i32 = 31, REACH_Y: i32 = 32;
const AXES: i32 = 33, TRAJECTORY: i32 = 34, KEYS: i32 = 35, COUNTS: i32 = 36, FACTORS: i32 = 37;

// Samples are sorted by pieces of the grid, 8 points wide, so that neighbours meet the same piece in the cache.
const PIECE_SHIFT: i32 = 3;

// @ts-ignore: decorator
@inline function pieces(points: i32): i32 {
  return (points + (1 << PIECE_SHIFT) - 1) >> PIECE_SHIFT;
}

/** First point that a sample at `place` reaches. */
// @ts-ignore: decorator
@inline function firstPoint(place: f64, before: i32, points: i32): i32 {
  const at = <i32>floor(place) - before;
  return at < 0 ? at + points : at >= points ? at - points : at;
}

/** FIRST, AWAY and ORDER from the f64 TRAJECTORY [sample, axis], which becomes places on the grid; KEYS [sample] and COUNTS [pieces + 1] are room to work in. */
function settle<T>(d: usize): void {
  const axes = field(d, AXES), samples = field(d, SAMPLES), width = field(d, WIDTH), before = (width - 1) >> 1, away = <usize>field(d, AWAY);
  const trajectory = <usize>field(d, TRAJECTORY), keys = <usize>field(d, KEYS), counts = <usize>field(d, COUNTS), first = <usize>field(d, FIRST);
  const middle: f64 = (width & 1) === 0 ? 0 : 0.5, order = <usize>field(d, ORDER);
  const nPieces = pieces(field(d, GZ)) * pieces(field(d, GY)) * pieces(field(d, GX));
  memory.fill(counts, 0, <usize>(nPieces + 1) << 2);
  let at = trajectory;
  for (let s = 0; s < samples; s++) {
    let key = 0;
    for (let axis = 3 - axes; axis < 3; axis++, at += 8) {
      const points = field(d, GZ + axis), turns = load<f64>(at) / <f64>field(d, NZ + axis);
      const place = (turns - floor(turns)) * <f64>points + middle;
      store<f64>(at, place);
      key = key * pieces(points) + (firstPoint(place, before, points) >> PIECE_SHIFT);
    }
    store<i32>(keys + (<usize>s << 2), key);
    const count = counts + (<usize>key << 2);
    store<i32>(count, load<i32>(count, 4) + 1, 4);
  }
  for (let i = 1; i <= nPieces; i++) {
    const count = counts + (<usize>i << 2);
    store<i32>(count, load<i32>(count) + load<i32>(count - 4));
  }
  at = trajectory;
  for (let s = 0; s < samples; s++) {
    const count = counts + (<usize>load<i32>(keys + (<usize>s << 2)) << 2), to = load<i32>(count);
    store<i32>(count, to + 1);
    store<i32>(order + (<usize>to << 2), s);
    const point = first + <usize>to * 12, between = away + <usize>to * 3 * sizeof<T>();
    store<i64>(point, 0);
    for (let axis = 3 - axes; axis < 3; axis++, at += 8) {
      const place = load<f64>(at);
      store<i32>(point + (<usize>axis << 2), firstPoint(place, before, field(d, GZ + axis)));
      store<T>(between + <usize>axis * sizeof<T>(), <T>(2 * (place - floor(place)) - 1));
    }
  }
}

/** to[i] = scale factors[i] from[i] for whole complex values; the factors stand twice each. */
function scaledInto<T>(to: usize, from: usize, bytes: usize, factors: usize, scale: T): void {
  const s = v128.splat<T>(scale);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.mul<T>(v128.load(from + i), v128.mul<T>(s, v128.load(factors + i))));
  for (; i < bytes; i += sizeof<T>()) store<T>(to + i, scale * load<T>(factors + i) * load<T>(from + i));
}

// @ts-ignore: decorator
@inline function wrapped(j: i32, n: i32, points: i32): i32 {
  const at = j - (n >> 1);
  return at < 0 ? at + points : at;
}

/** Transform of `count` rows of n points, `between` bytes from one to the next. */
function rowsInto<T>(data: usize, count: i32, n: i32, between: usize, plan: usize, work: usize, inverse: bool): void {
  const one = v128.splat<T>(1), table = work + (<usize>n << 6), last = count - 1;
  placesInto(table, n, 2 * sizeof<T>(), 0, inverse);
  for (let i = 0; i < count; i += 16 / sizeof<T>())
    lines<T>(
      APART, data + <usize>i * between, data + <usize>min(i + 1, last) * between, data + <usize>min(i + 2, last) * between,
      data + <usize>min(i + 3, last) * between, 1, n, n, plan, 0, work, table, one,
    );
}

function imageToGrid<T>(d: usize): void {
  const pair: usize = 2 * sizeof<T>(), nz = field(d, NZ), ny = field(d, NY), nx = field(d, NX), gz = field(d, GZ), gy = field(d, GY), gx = field(d, GX);
  const row = <usize>nx * pair, pitch = <usize>field(d, PITCH) * pair, full = <usize>gx * pair, half = <usize>(nx >> 1) * pair, work = <usize>field(d, WORK);
  const image = <usize>field(d, IMAGE), volume = <usize>field(d, VOLUME), slab = <usize>field(d, SLAB), grid = <usize>field(d, GRID);
  memory.fill(volume, 0, <usize>(gz * ny) * row);
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      scaledInto<T>(
        volume + <usize>(wrapped(z, nz, gz) * ny + y) * row, image + <usize>(z * ny + y) * row, row, <usize>field(d, ROLL_X),
        load<T>(<usize>field(d, ROLL_Z) + <usize>z * sizeof<T>()) * load<T>(<usize>field(d, ROLL_Y) + <usize>y * sizeof<T>()),
      );
  if (gz > 1) along<T>(volume, 1, gz, ny * nx, gz, <usize>field(d, PLAN_Z), 0, work, field(d, MOST_Z), 0, false, 1);
  for (let z = 0; z < gz; z++) {
    memory.fill(slab, 0, <usize>gy * row);
    for (let y = 0; y < ny; y++) memory.copy(slab + <usize>wrapped(y, ny, gy) * row, volume + <usize>(z * ny + y) * row, row);
    if (gy > 1) along<T>(slab, 1, gy, nx, gy, <usize>field(d, PLAN_Y), 0, work, field(d, MOST_Y), 0, false, 1);
    const plane = grid + <usize>(z * gy) * pitch;
    for (let y = 0; y < gy; y++) {
      const to = plane + <usize>y * pitch, from = slab + <usize>y * row;
      memory.copy(to, from + half, row - half);
      memory.fill(to + row - half, 0, full - row);
      memory.copy(to + full - half, from, half);
    }
    if (gx > 1) rowsInto<T>(plane, gy, gx, pitch, <usize>field(d, PLAN_X), work, false);
    for (let y = 0; y < gy; y++) memory.copy(plane + <usize>y * pitch + full, plane + <usize>y * pitch, pitch - full);
  }
}

/** What stands beyond the end of a row belongs to its beginning. */
function fold<T>(row: usize, full: usize, pitch: usize): void {
  for (let i: usize = 0; i < pitch - full; i += sizeof<T>()) store<T>(row + i, load<T>(row + i) + load<T>(row + full + i));
}

function gridToImage<T>(d: usize): void {
  const pair: usize = 2 * sizeof<T>(), nz = field(d, NZ), ny = field(d, NY), nx = field(d, NX), gz = field(d, GZ), gy = field(d, GY), gx = field(d, GX);
  const row = <usize>nx * pair, pitch = <usize>field(d, PITCH) * pair, full = <usize>gx * pair, half = <usize>(nx >> 1) * pair, work = <usize>field(d, WORK);
  const image = <usize>field(d, IMAGE), volume = <usize>field(d, VOLUME), slab = <usize>field(d, SLAB), grid = <usize>field(d, GRID);
  for (let z = 0; z < gz; z++) {
    const plane = grid + <usize>(z * gy) * pitch;
    for (let y = 0; y < gy; y++) fold<T>(plane + <usize>y * pitch, full, pitch);
    if (gx > 1) rowsInto<T>(plane, gy, gx, pitch, <usize>field(d, PLAN_X), work, true);
    for (let y = 0; y < gy; y++) {
      const from = plane + <usize>y * pitch, to = slab + <usize>y * row;
      memory.copy(to + half, from, row - half);
      memory.copy(to, from + full - half, half);
    }
    if (gy > 1) along<T>(slab, 1, gy, nx, gy, <usize>field(d, PLAN_Y), 0, work, field(d, MOST_Y), 0, true, 1);
    for (let y = 0; y < ny; y++) memory.copy(volume + <usize>(z * ny + y) * row, slab + <usize>wrapped(y, ny, gy) * row, row);
  }
  if (gz > 1) along<T>(volume, 1, gz, ny * nx, gz, <usize>field(d, PLAN_Z), 0, work, field(d, MOST_Z), 0, true, 1);
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      scaledInto<T>(
        image + <usize>(z * ny + y) * row, volume + <usize>(wrapped(z, nz, gz) * ny + y) * row, row, <usize>field(d, ROLL_X),
        load<T>(<usize>field(d, ROLL_Z) + <usize>z * sizeof<T>()) * load<T>(<usize>field(d, ROLL_Y) + <usize>y * sizeof<T>()),
      );
}

/** Weights of one axis, `lanes` at once, by Horner's rule. */
// @ts-ignore: decorator
@inline function weightsInto<T>(to: usize, z: T, coefficients: usize, degree: i32, bytes: usize): void {
  const at = v128.splat<T>(z);
  for (let i: usize = 0; i < bytes; i += 16) {
    let from = coefficients + i + <usize>degree * bytes, sum = v128.load(from);
    for (let k = 0; k < degree; k++) {
      from -= bytes;
      sum = v128.add<T>(v128.mul<T>(sum, at), v128.load(from));
    }
    v128.store(to + i, sum);
  }
}

/** Weights of the last axis, each twice, so that they multiply interleaved values. */
// @ts-ignore: decorator
@inline function doubled<T>(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const w = v128.load(from + i);
    if (sizeof<T>() === 4) {
      v128.store(to + 2 * i, v128.shuffle<f32>(w, w, 0, 0, 1, 1));
      v128.store(to + 2 * i, v128.shuffle<f32>(w, w, 2, 2, 3, 3), 16);
    } else {
      v128.store(to + 2 * i, v128.shuffle<f64>(w, w, 0, 0));
      v128.store(to + 2 * i, v128.shuffle<f64>(w, w, 1, 1), 16);
    }
  }
}

/** Rows of a sample: weights of planes and rows stand in the scratch from 0 and 256 on, those of the last axis, doubled, from 512 on. */
// @ts-ignore: decorator
@inline function prepare<T>(d: usize, at: i32): void {
  const scratch = <usize>field(d, SCRATCH), away = <usize>field(d, AWAY) + <usize>at * 3 * sizeof<T>(), degree = field(d, DEGREE);
  const lanes: usize = 16 / sizeof<T>(), bytes = ((<usize>field(d, WIDTH) + lanes - 1) / lanes) << 4, coefficients = <usize>field(d, COEFFICIENTS);
  if (field(d, REACH_Z) > 1) weightsInto<T>(scratch, load<T>(away), coefficients, degree, bytes);
  if (field(d, REACH_Y) > 1) weightsInto<T>(scratch + 256, load<T>(away + sizeof<T>()), coefficients, degree, bytes);
  weightsInto<T>(scratch + 1024, load<T>(away + 2 * sizeof<T>()), coefficients, degree, bytes);
  doubled<T>(scratch + 512, scratch + 1024, bytes);
}

// @ts-ignore: decorator
@inline function addRow<T>(row: usize, at: usize, value: v128, weight: v128): void {
  v128.store(row + at, v128.add<T>(v128.load(row + at), v128.mul<T>(weight, value)));
}

function spread<T>(d: usize): void {
  const pair: usize = 2 * sizeof<T>(), scratch = <usize>field(d, SCRATCH), grid = <usize>field(d, GRID), order = <usize>field(d, ORDER), data = <usize>field(d, DATA);
  const count = field(d, SAMPLES), reachZ = field(d, REACH_Z), reachY = field(d, REACH_Y), wide = (<usize>field(d, WIDTH) * pair + 15) & ~15;
  memory.fill(grid, 0, <usize>(field(d, GZ) * field(d, GY) * field(d, PITCH)) * pair);
  for (let s = 0; s < count; s++) {
    prepare<T>(d, s);
    const from = data + <usize>load<i32>(order + (<usize>s << 2)) * pair;
    const value = sizeof<T>() === 4 ? v128.load_splat<i64>(from) : v128.load(from);
    for (let i: usize = 0; i < wide; i += 16) v128.store(scratch + 512 + i, v128.mul<T>(value, v128.load(scratch + 512 + i)));
    const first = <usize>field(d, FIRST) + <usize>s * 12;
    const planes = <usize>field(d, PLANE_TABLE) + (<usize>load<i32>(first) << 2), rows = <usize>field(d, ROW_TABLE) + (<usize>load<i32>(first, 4) << 2);
    const start = grid + <usize>load<i32>(first, 8) * pair;
    const x0 = v128.load(scratch, 512), x1 = v128.load(scratch, 528), x2 = v128.load(scratch, 544), x3 = v128.load(scratch, 560);
    for (let c = 0; c < reachZ; c++) {
      const plane = start + load<u32>(planes + (<usize>c << 2)), wz = v128.load_splat<T>(scratch + <usize>c * sizeof<T>());
      for (let b = 0; b < reachY; b++) {
        const row = plane + load<u32>(rows + (<usize>b << 2)), w = v128.mul<T>(wz, v128.load_splat<T>(scratch + 256 + <usize>b * sizeof<T>()));
        addRow<T>(row, 0, x0, w);
        if (wide > 16) addRow<T>(row, 16, x1, w);
        if (wide > 32) addRow<T>(row, 32, x2, w);
        if (wide > 48) addRow<T>(row, 48, x3, w);
        for (let i: usize = 64; i < wide; i += 16) addRow<T>(row, i, v128.load(scratch + 512 + i), w);
      }
    }
  }
}

function collect<T>(d: usize): void {
  const pair: usize = 2 * sizeof<T>(), scratch = <usize>field(d, SCRATCH), grid = <usize>field(d, GRID), order = <usize>field(d, ORDER), data = <usize>field(d, DATA);
  const count = field(d, SAMPLES), reachZ = field(d, REACH_Z), reachY = field(d, REACH_Y), wide = (<usize>field(d, WIDTH) * pair + 15) & ~15;
  for (let s = 0; s < count; s++) {
    prepare<T>(d, s);
    const first = <usize>field(d, FIRST) + <usize>s * 12;
    const planes = <usize>field(d, PLANE_TABLE) + (<usize>load<i32>(first) << 2), rows = <usize>field(d, ROW_TABLE) + (<usize>load<i32>(first, 4) << 2);
    const start = grid + <usize>load<i32>(first, 8) * pair;
    let sum = v128.splat<T>(0);
    for (let i: usize = 0; i < wide; i += 64) {
      let y0 = v128.splat<T>(0), y1 = y0, y2 = y0, y3 = y0;
      for (let c = 0; c < reachZ; c++) {
        const plane = start + load<u32>(planes + (<usize>c << 2)) + i, wz = v128.load_splat<T>(scratch + <usize>c * sizeof<T>());
        for (let b = 0; b < reachY; b++) {
          const row = plane + load<u32>(rows + (<usize>b << 2)), w = v128.mul<T>(wz, v128.load_splat<T>(scratch + 256 + <usize>b * sizeof<T>()));
          y0 = v128.add<T>(y0, v128.mul<T>(w, v128.load(row)));
          if (wide > i + 16) y1 = v128.add<T>(y1, v128.mul<T>(w, v128.load(row, 16)));
          if (wide > i + 32) y2 = v128.add<T>(y2, v128.mul<T>(w, v128.load(row, 32)));
          if (wide > i + 48) y3 = v128.add<T>(y3, v128.mul<T>(w, v128.load(row, 48)));
        }
      }
      const x = scratch + 512 + i;
      sum = v128.add<T>(sum, v128.mul<T>(y0, v128.load(x)));
      if (wide > i + 16) sum = v128.add<T>(sum, v128.mul<T>(y1, v128.load(x, 16)));
      if (wide > i + 32) sum = v128.add<T>(sum, v128.mul<T>(y2, v128.load(x, 32)));
      if (wide > i + 48) sum = v128.add<T>(sum, v128.mul<T>(y3, v128.load(x, 48)));
    }
    const to = data + <usize>load<i32>(order + (<usize>s << 2)) * pair;
    if (sizeof<T>() === 4) v128.store_lane<i64>(to, v128.add<T>(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1)), 0);
    else v128.store(to, sum);
  }
}

function grided<T>(d: usize): void {
  const pair: usize = 2 * sizeof<T>(), pitch = <usize>field(d, PITCH) * pair, full = <usize>field(d, GX) * pair;
  let row = <usize>field(d, GRID);
  spread<T>(d);
  for (let i = field(d, GZ) * field(d, GY); i > 0; i--, row += pitch) {
    fold<T>(row, full, pitch);
    memory.copy(row + full, row, pitch - full);
  }
  collect<T>(d);
}

/** Rows of the larger grid that are transformed, multiplied and transformed back while they are in the cache. */
const ROWS: i32 = 32;

/** `count` complex values times one real factor each. */
function multiply<T>(data: usize, factors: usize, count: i32): void {
  const lanes: i32 = 16 / sizeof<T>();
  let i = 0;
  for (; i + lanes <= count; i += lanes, data += 32, factors += 16) {
    const f = v128.load(factors);
    const low = sizeof<T>() === 4 ? v128.shuffle<f32>(f, f, 0, 0, 1, 1) : v128.shuffle<f64>(f, f, 0, 0);
    const high = sizeof<T>() === 4 ? v128.shuffle<f32>(f, f, 2, 2, 3, 3) : v128.shuffle<f64>(f, f, 1, 1);
    put(data, v128.mul<T>(low, v128.load(data)), v128.mul<T>(high, v128.load(data, 16)));
  }
  for (; i < count; i++, data += 2 * sizeof<T>(), factors += sizeof<T>()) {
    const f = load<T>(factors);
    store<T>(data, f * load<T>(data));
    store<T>(data + sizeof<T>(), f * load<T>(data + sizeof<T>()));
  }
}

/** The image, in the corner of a larger grid, convolved: the transform of the grid is multiplied by FACTORS [gz, gy, gx]. Only lines that hold something are transformed. */
function filtered<T>(d: usize): void {
  const pair: usize = 2 * sizeof<T>(), nz = field(d, NZ), ny = field(d, NY), nx = field(d, NX), gz = field(d, GZ), gy = field(d, GY), gx = field(d, GX);
  const row = <usize>nx * pair, full = <usize>gx * pair, plane = <usize>ny * row, work = <usize>field(d, WORK), planX = <usize>field(d, PLAN_X);
  const image = <usize>field(d, IMAGE), volume = <usize>field(d, VOLUME), slab = <usize>field(d, SLAB), rows = <usize>field(d, GRID);
  let factors = <usize>field(d, FACTORS);
  memory.copy(volume, image, <usize>nz * plane);
  memory.fill(volume + <usize>nz * plane, 0, <usize>(gz - nz) * plane);
  if (gz > 1) along<T>(volume, 1, gz, ny * nx, gz, <usize>field(d, PLAN_Z), 0, work, field(d, MOST_Z), 0, false, 1);
  for (let z = 0; z < gz; z++) {
    memory.copy(slab, volume + <usize>z * plane, plane);
    memory.fill(slab + plane, 0, <usize>(gy - ny) * row);
    if (gy > 1) along<T>(slab, 1, gy, nx, gy, <usize>field(d, PLAN_Y), 0, work, field(d, MOST_Y), 0, false, 1);
    for (let y = 0; y < gy; y += ROWS) {
      const count = min(ROWS, gy - y);
      for (let i = 0; i < count; i++) {
        memory.copy(rows + <usize>i * full, slab + <usize>(y + i) * row, row);
        memory.fill(rows + <usize>i * full + row, 0, full - row);
      }
      if (gx > 1) rowsInto<T>(rows, count, gx, full, planX, work, false);
      multiply<T>(rows, factors, count * gx);
      factors += <usize>(count * gx) * sizeof<T>();
      if (gx > 1) rowsInto<T>(rows, count, gx, full, planX, work, true);
      for (let i = 0; i < count; i++) memory.copy(slab + <usize>(y + i) * row, rows + <usize>i * full, row);
    }
    if (gy > 1) along<T>(slab, 1, gy, nx, gy, <usize>field(d, PLAN_Y), 0, work, field(d, MOST_Y), 0, true, 1);
    memory.copy(volume + <usize>z * plane, slab, plane);
  }
  if (gz > 1) along<T>(volume, 1, gz, ny * nx, gz, <usize>field(d, PLAN_Z), 0, work, field(d, MOST_Z), 0, true, 1);
  memory.copy(image, volume, <usize>nz * plane);
}

export function settle32(layout: usize): void {
  settle<f32>(layout);
}
export function settle64(layout: usize): void {
  settle<f64>(layout);
}
export function filter32(layout: usize): void {
  filtered<f32>(layout);
}
export function filter64(layout: usize): void {
  filtered<f64>(layout);
}
export function forward32(layout: usize): void {
  imageToGrid<f32>(layout);
  collect<f32>(layout);
}
export function forward64(layout: usize): void {
  imageToGrid<f64>(layout);
  collect<f64>(layout);
}
export function adjoint32(layout: usize): void {
  spread<f32>(layout);
  gridToImage<f32>(layout);
}
export function adjoint64(layout: usize): void {
  spread<f64>(layout);
  gridToImage<f64>(layout);
}
export function convolve32(layout: usize): void {
  grided<f32>(layout);
}
export function convolve64(layout: usize): void {
  grided<f64>(layout);
}
