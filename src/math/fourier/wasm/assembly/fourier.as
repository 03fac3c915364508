// AssemblyScript twin of the transforms of lines (../../fft), for float32 and float64: the lanes of a 128-bit vector are as many lines as fit into it.
// Build (assemblyscript 0.28.20): cp fourier.as fourier.ts; asc fourier.ts -O3 --noAssert --runtime stub --enable simd -o fourier.wasm
// then put its base64 into ../bytes.ts. Addresses and strides count bytes, sizes count values.
// A block holds lanes of one line after another's point: 32 bytes for a point, real parts and then imaginary parts, in either precision.

// A plan is a row of passes: radix, rest, stride, address of turns, address of roots (i32 each); the table ends with radix 0.
const PASS_SIZE: usize = 20;

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
@inline function rowFour<T>(isTurned: bool, to: usize, from: usize, far: usize, step: usize, turns: usize): void {
  for (const end = from + step; from < end; from += 32, to += 32) {
    const p1 = from + far, p2 = p1 + far, p3 = p2 + far;
    const ar = v128.load(from), ai = v128.load(from, 16), cr = v128.load(p2), ci = v128.load(p2, 16);
    const r0 = v128.add<T>(ar, cr), i0 = v128.add<T>(ai, ci), r1 = v128.sub<T>(ar, cr), i1 = v128.sub<T>(ai, ci);
    const br = v128.load(p1), bi = v128.load(p1, 16), dr = v128.load(p3), di = v128.load(p3, 16);
    const r2 = v128.add<T>(br, dr), i2 = v128.add<T>(bi, di), r3 = v128.sub<T>(br, dr), i3 = v128.sub<T>(bi, di);
    put(to, v128.add<T>(r0, r2), v128.add<T>(i0, i2));
    give<T>(isTurned, to + step, v128.add<T>(r1, i3), v128.sub<T>(i1, r3), turns);
    give<T>(isTurned, to + 2 * step, v128.sub<T>(r0, r2), v128.sub<T>(i0, i2), turns + 2 * sizeof<T>());
    give<T>(isTurned, to + 3 * step, v128.sub<T>(r1, i3), v128.add<T>(i1, r3), turns + 4 * sizeof<T>());
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

// @ts-ignore: decorator
@inline function rowEight<T>(isTurned: bool, to: usize, from: usize, far: usize, step: usize, turns: usize): void {
  const half = v128.splat<T>(<T>0.70710678118654752440);
  for (const end = from + step; from < end; from += 32, to += 32) {
    const p1 = from + far, p2 = p1 + far, p3 = p2 + far, p4 = p3 + far, p5 = p4 + far, p6 = p5 + far, p7 = p6 + far;
    // even points
    let r0 = v128.load(from), i0 = v128.load(from, 16), r4 = v128.load(p4), i4 = v128.load(p4, 16);
    const ar = v128.add<T>(r0, r4), ai = v128.add<T>(i0, i4), br = v128.sub<T>(r0, r4), bi = v128.sub<T>(i0, i4);
    r0 = v128.load(p2); i0 = v128.load(p2, 16); r4 = v128.load(p6); i4 = v128.load(p6, 16);
    const cr = v128.add<T>(r0, r4), ci = v128.add<T>(i0, i4), dr = v128.sub<T>(r0, r4), di = v128.sub<T>(i0, i4);
    const e0r = v128.add<T>(ar, cr), e0i = v128.add<T>(ai, ci), e2r = v128.sub<T>(ar, cr), e2i = v128.sub<T>(ai, ci);
    const e1r = v128.add<T>(br, di), e1i = v128.sub<T>(bi, dr), e3r = v128.sub<T>(br, di), e3i = v128.add<T>(bi, dr);
    // odd points
    r0 = v128.load(p1); i0 = v128.load(p1, 16); r4 = v128.load(p5); i4 = v128.load(p5, 16);
    const fr = v128.add<T>(r0, r4), fi = v128.add<T>(i0, i4), gr = v128.sub<T>(r0, r4), gi = v128.sub<T>(i0, i4);
    r0 = v128.load(p3); i0 = v128.load(p3, 16); r4 = v128.load(p7); i4 = v128.load(p7, 16);
    const hr = v128.add<T>(r0, r4), hi = v128.add<T>(i0, i4), kr = v128.sub<T>(r0, r4), ki = v128.sub<T>(i0, i4);
    const o0r = v128.add<T>(fr, hr), o0i = v128.add<T>(fi, hi);
    put(to, v128.add<T>(e0r, o0r), v128.add<T>(e0i, o0i));
    give<T>(isTurned, to + 4 * step, v128.sub<T>(e0r, o0r), v128.sub<T>(e0i, o0i), turns + 6 * sizeof<T>());
    const o2r = v128.sub<T>(fi, hi), o2i = v128.sub<T>(hr, fr); // times -i
    give<T>(isTurned, to + 2 * step, v128.add<T>(e2r, o2r), v128.add<T>(e2i, o2i), turns + 2 * sizeof<T>());
    give<T>(isTurned, to + 6 * step, v128.sub<T>(e2r, o2r), v128.sub<T>(e2i, o2i), turns + 10 * sizeof<T>());
    const q1r = v128.add<T>(gr, ki), q1i = v128.sub<T>(gi, kr), q3r = v128.sub<T>(gr, ki), q3i = v128.add<T>(gi, kr);
    const o1r = v128.mul<T>(half, v128.add<T>(q1r, q1i)), o1i = v128.mul<T>(half, v128.sub<T>(q1i, q1r));
    give<T>(isTurned, to + step, v128.add<T>(e1r, o1r), v128.add<T>(e1i, o1i), turns);
    give<T>(isTurned, to + 5 * step, v128.sub<T>(e1r, o1r), v128.sub<T>(e1i, o1i), turns + 8 * sizeof<T>());
    const o3r = v128.mul<T>(half, v128.sub<T>(q3i, q3r)), o3i = v128.mul<T>(half, v128.add<T>(q3r, q3i)); // times half (-1 - i), im negated below
    give<T>(isTurned, to + 3 * step, v128.add<T>(e3r, o3r), v128.sub<T>(e3i, o3i), turns + 4 * sizeof<T>());
    give<T>(isTurned, to + 7 * step, v128.sub<T>(e3r, o3r), v128.add<T>(e3i, o3i), turns + 12 * sizeof<T>());
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

/** Passes from block `a` to block `b` and back; gives the block where the result stands. */
function passes<T>(plan: usize, a: usize, b: usize): usize {
  let radix = load<i32>(plan);
  while (radix !== 0) {
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
  const there = passes<T>(plan, a, b);
  for (let k = 0; k < size; k++) {
    const at = there + (<usize>k << 5);
    turned<T>(at, v128.load(at), v128.load(at, 16), spectrum + <usize>k * pair);
    v128.store(at, v128.neg<T>(v128.load(at, 16)), 16);
  }
  const back = passes<T>(plan, there, there === a ? b : a);
  for (let k = 0; k < n; k++) {
    const at = back + (<usize>k << 5);
    turned<T>(at, v128.load(at), v128.neg<T>(v128.load(at, 16)), chirp + <usize>k * pair);
  }
  return back;
}

// @ts-ignore: decorator
@inline function transform<T>(n: i32, size: i32, plan: usize, chirp: usize, a: usize, b: usize): usize {
  return chirp === 0 ? passes<T>(plan, a, b) : convolve<T>(n, size, plan, chirp, chirp + <usize>n * 2 * sizeof<T>(), a, b);
}

// @ts-ignore: decorator
@inline function realOf<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() === 4) return v128.shuffle<f32>(a, b, 0, 2, 4, 6);
  else return v128.shuffle<f64>(a, b, 0, 2);
}
// @ts-ignore: decorator
@inline function imaginaryOf<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() === 4) return v128.shuffle<f32>(a, b, 1, 3, 5, 7);
  else return v128.shuffle<f64>(a, b, 1, 3);
}
// @ts-ignore: decorator
@inline function lowOf<T>(re: v128, im: v128): v128 {
  if (sizeof<T>() === 4) return v128.shuffle<f32>(re, im, 0, 4, 1, 5);
  else return v128.shuffle<f64>(re, im, 0, 2);
}
// @ts-ignore: decorator
@inline function highOf<T>(re: v128, im: v128): v128 {
  if (sizeof<T>() === 4) return v128.shuffle<f32>(re, im, 2, 6, 3, 7);
  else return v128.shuffle<f64>(re, im, 1, 3);
}

/** Lines side by side: `groups` blocks of neighbouring lines from rows `pitch` apart; a cache line is read and written once. */
function besideInto<T>(
  data: usize, pitch: usize, groups: i32, n: i32, size: i32, plan: usize, chirp: usize, work: usize, origin: i32, swap: usize, factor: v128,
): void {
  const block = <usize>size << 5, wide = <usize>groups << 5;
  let row = data + <usize>origin * pitch, at = work;
  for (let k = 0; k < n; k++, at += 32) {
    if (k + origin === n) row = data;
    for (let g: usize = 0, to = at; g < wide; g += 32, to += block) {
      const u = v128.load(row + g), w = v128.load(row + g, 16);
      v128.store(to + swap, realOf<T>(u, w));
      v128.store(to + 16 - swap, imaginaryOf<T>(u, w));
    }
    row += pitch;
  }
  const other = work + block * groups;
  let shift: usize = 0;
  for (let g = 0; g < groups; g++) {
    const a = work + block * g;
    shift = transform<T>(n, size, plan, chirp, a, other + block * g) - a;
  }
  row = data + <usize>origin * pitch;
  at = work + shift;
  for (let k = 0; k < n; k++, at += 32) {
    if (k + origin === n) row = data;
    for (let g: usize = 0, from = at; g < wide; g += 32, from += block) {
      const re = v128.mul<T>(factor, v128.load(from + swap)), im = v128.mul<T>(factor, v128.load(from + 16 - swap));
      v128.store(row + g, lowOf<T>(re, im));
      v128.store(row + g, highOf<T>(re, im), 16);
    }
    row += pitch;
  }
}

/** Lines anywhere: the lanes start at four (two) addresses. */
function apartInto<T>(
  a0: usize, a1: usize, a2: usize, a3: usize, pitch: usize, n: i32, size: i32, plan: usize, chirp: usize, work: usize, origin: i32, swap: usize,
  factor: v128,
): void {
  const turn = <usize>n * pitch;
  let row = <usize>origin * pitch, at = work;
  for (let k = 0; k < n; k++, at += 32) {
    if (row === turn) row = 0;
    let u: v128, w: v128;
    if (sizeof<T>() === 4) {
      u = v128.load_lane<i64>(a1 + row, v128.load_zero<i64>(a0 + row), 1);
      w = v128.load_lane<i64>(a3 + row, v128.load_zero<i64>(a2 + row), 1);
    } else {
      u = v128.load(a0 + row);
      w = v128.load(a1 + row);
    }
    v128.store(at + swap, realOf<T>(u, w));
    v128.store(at + 16 - swap, imaginaryOf<T>(u, w));
    row += pitch;
  }
  at = transform<T>(n, size, plan, chirp, work, work + (<usize>size << 5));
  row = <usize>origin * pitch;
  for (let k = 0; k < n; k++, at += 32) {
    if (row === turn) row = 0;
    const re = v128.mul<T>(factor, v128.load(at + swap)), im = v128.mul<T>(factor, v128.load(at + 16 - swap));
    const u = lowOf<T>(re, im), w = highOf<T>(re, im);
    if (sizeof<T>() === 4) {
      v128.store_lane<i64>(a0 + row, u, 0);
      v128.store_lane<i64>(a1 + row, u, 1);
      v128.store_lane<i64>(a2 + row, w, 0);
      v128.store_lane<i64>(a3 + row, w, 1);
    } else {
      v128.store(a0 + row, u);
      v128.store(a1 + row, w);
    }
    row += pitch;
  }
}

// @ts-ignore: decorator
@inline function lineAt(line: i32, last: i32, inner: i32, n: i32): usize {
  const l = min(line, last), o = l / inner;
  return <usize>o * n * inner + (l - o * inner);
}

/** `data` [outer, n, inner] in place. `most` groups of lines are taken together; `work` holds 2 most blocks of `size` points. */
function along<T>(
  data: usize, outer: i32, n: i32, inner: i32, size: i32, plan: usize, chirp: usize, work: usize, most: i32, origin: i32, inverse: bool, factor: T,
): void {
  const lanes: i32 = 16 / sizeof<T>(), pair: usize = 2 * sizeof<T>(), pitch = <usize>inner * pair, swap: usize = inverse ? 16 : 0;
  const factors = v128.splat<T>(factor);
  if (inner % lanes === 0) {
    for (let o = 0; o < outer; o++) {
      const base = data + <usize>o * n * pitch;
      for (let q = 0; q < inner; q += most * lanes)
        besideInto<T>(
          base + <usize>q * pair, pitch, min(most, (inner - q) / lanes), n, size, plan, chirp, work, origin, swap, factors,
        );
    }
    return;
  }
  const count = outer * inner;
  for (let line = 0; line < count; line += lanes) {
    const a0 = data + pair * lineAt(line, count - 1, inner, n), a1 = data + pair * lineAt(line + 1, count - 1, inner, n);
    const a2 = data + pair * lineAt(line + 2, count - 1, inner, n), a3 = data + pair * lineAt(line + 3, count - 1, inner, n);
    apartInto<T>(a0, a1, a2, a3, pitch, n, size, plan, chirp, work, origin, swap, factors);
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
