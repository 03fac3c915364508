// AssemblyScript twin of `sweepThreeInto` (../sweep-three.ts): two systems at once, one in each lane of a 128-bit vector.
// Build (assemblyscript 0.28.20): cp sweep-three.as sweep-three.ts; asc sweep-three.ts -O3 --noAssert --runtime stub --enable simd -o sweep-three.wasm
// then its base64 goes into ../sweep-three-wasm-bytes.ts. Arguments are byte addresses of pairs of doubles unless they count something.

// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function k(x: f64): v128 { return f64x2.splat(x); }
/** a + q (next) of a polynomial. */
// @ts-ignore: decorator
@inline function horner(a: f64, q: v128, next: v128): v128 { return add(f64x2.splat(a), mul(q, next)); }

/** Steps first .. last - 1 without kicks; x holds re and im of three amplitudes. Gives the first step too long for the series of sine and cosine, or -1. */
export function steps3(x: usize, a: usize, d: usize, g: usize, mean: usize, length: usize, first: i32, last: i32): i32 {
  const a0 = v128.load(a), a1 = v128.load(a, 16), a2 = v128.load(a, 32);
  const d0 = v128.load(d), d1 = v128.load(d, 16), d2 = v128.load(d, 32);
  const b01 = v128.load(g), b02 = v128.load(g, 16), b12 = v128.load(g, 32);
  let x0 = v128.load(x), y0 = v128.load(x, 16), x1 = v128.load(x, 32), y1 = v128.load(x, 48), x2 = v128.load(x, 64), y2 = v128.load(x, 80);
  let guess = k(0);
  const one = k(1), two = k(2), halfOf = k(0.5), zero = k(0), sign = i64x2.splat(0x8000000000000000);
  for (let step = first; step < last; step++) {
    const at: usize = <usize>step << 4;
    const turn = mul(k(6.283185307179586), v128.load(length + at)), field = v128.load(mean + at);
    let h0 = mul(turn, add(a0, mul(field, d0))), h1 = mul(turn, add(a1, mul(field, d1))), h2 = mul(turn, add(a2, mul(field, d2)));
    const third = mul(k(1.0 / 3.0), add(add(h0, h1), h2));
    h0 = sub(h0, third);
    h1 = sub(h1, third);
    h2 = sub(h2, third);
    const g01 = mul(turn, b01), g02 = mul(turn, b02), g12 = mul(turn, b12);
    const q01 = mul(g01, g01), q02 = mul(g02, g02), q12 = mul(g12, g12);
    const p = f64x2.max(add(mul(halfOf, add(add(mul(h0, h0), mul(h1, h1)), mul(h2, h2))), add(add(q01, q02), q12)), k(1e-200));
    const det = add(
      sub(mul(h0, sub(mul(h1, h2), q12)), mul(g01, sub(mul(g01, h2), mul(g12, g02)))),
      mul(g02, sub(mul(g01, g12), mul(h1, g02))),
    );
    const size = f64x2.abs(det);
    const inner = f64x2.sqrt(p), outer = mul(k(1.1547005383792517), inner), close = mul(k(1e-9), inner);
    let r = v128.bitselect(guess, outer, v128.and(f64x2.gt(guess, inner), f64x2.lt(guess, outer)));
    for (let i = 0; i < 12; i++) {
      const square = mul(r, r);
      const change = f64x2.div(sub(mul(r, sub(square, p)), size), sub(mul(k(3), square), p));
      r = sub(r, change);
      if (!v128.any_true(f64x2.ge(f64x2.abs(change), close))) break;
    }
    guess = r;
    const c = v128.or(v128.andnot(r, sign), v128.and(det, sign));
    const half = mul(halfOf, f64x2.sqrt(f64x2.max(zero, sub(mul(k(4), p), mul(k(3), mul(r, r))))));
    if (v128.any_true(v128.or(f64x2.ge(r, k(4)), f64x2.ge(half, k(4))))) return step;
    const b = sub(mul(k(-0.5), c), half);
    const u = mul(k(0.25), c), v = mul(halfOf, half), uu = mul(u, u), vv = mul(v, v);
    let s = mul(u, horner(1, uu, horner(-1.0 / 6.0, uu, horner(1.0 / 120.0, uu, horner(-1.0 / 5040.0, uu, horner(1.0 / 362880.0, uu, horner(-1.0 / 39916800.0, uu, horner(1.0 / 6227020800.0, uu, k(-1.0 / 1307674368000.0)))))))));
    let t = horner(1, uu, horner(-0.5, uu, horner(1.0 / 24.0, uu, horner(-1.0 / 720.0, uu, horner(1.0 / 40320.0, uu, horner(-1.0 / 3628800.0, uu, horner(1.0 / 479001600.0, uu, k(-1.0 / 87178291200.0))))))));
    const sc = mul(two, mul(s, t)), cc = sub(one, mul(two, mul(s, s)));
    s = mul(v, horner(1, vv, horner(-1.0 / 6.0, vv, horner(1.0 / 120.0, vv, horner(-1.0 / 5040.0, vv, horner(1.0 / 362880.0, vv, horner(-1.0 / 39916800.0, vv, horner(1.0 / 6227020800.0, vv, horner(-1.0 / 1307674368000.0, vv, horner(1.0 / 355687428096000.0, vv, k(-1.0 / 121645100408832000.0)))))))))));
    t = horner(1, vv, horner(-0.5, vv, horner(1.0 / 24.0, vv, horner(-1.0 / 720.0, vv, horner(1.0 / 40320.0, vv, horner(-1.0 / 3628800.0, vv, horner(1.0 / 479001600.0, vv, horner(-1.0 / 87178291200.0, vv, horner(1.0 / 20922789888000.0, vv, horner(-1.0 / 6402373705728000.0, vv, k(1.0 / 2432902008176640000.0)))))))))));
    const sh = mul(two, mul(s, t)), ch = sub(one, mul(two, mul(s, s)));
    const fbr = sub(mul(cc, ch), mul(sc, sh)), fbi = add(mul(cc, sh), mul(sc, ch));
    const fcr = sub(mul(cc, cc), mul(sc, sc)), fci = mul(k(-2), mul(sc, cc));
    const sinc = v128.bitselect(f64x2.div(sh, half), sub(one, mul(k(1.0 / 6.0), mul(half, half))), f64x2.gt(half, k(1e-4)));
    const fabr = mul(sc, sinc), fabi = f64x2.neg(mul(cc, sinc));
    const cb = sub(c, b), gap = mul(two, half);
    const bc = f64x2.div(one, cb), ac = f64x2.div(one, sub(cb, gap));
    const f3r = mul(sub(mul(sub(fcr, fbr), bc), fabr), ac), f3i = mul(sub(mul(sub(fci, fbi), bc), fabi), ac);
    const e0 = sub(h0, b), e1 = sub(h1, b), e2 = sub(h2, b);
    const u0 = add(add(mul(e0, x0), mul(g01, x1)), mul(g02, x2)), v0 = add(add(mul(e0, y0), mul(g01, y1)), mul(g02, y2));
    const u1 = add(add(mul(g01, x0), mul(e1, x1)), mul(g12, x2)), v1 = add(add(mul(g01, y0), mul(e1, y1)), mul(g12, y2));
    const u2 = add(add(mul(g02, x0), mul(g12, x1)), mul(e2, x2)), v2 = add(add(mul(g02, y0), mul(g12, y1)), mul(e2, y2));
    const o0 = sub(e0, gap), o1 = sub(e1, gap), o2 = sub(e2, gap);
    const w0 = add(add(mul(o0, u0), mul(g01, u1)), mul(g02, u2)), z0 = add(add(mul(o0, v0), mul(g01, v1)), mul(g02, v2));
    const w1 = add(add(mul(g01, u0), mul(o1, u1)), mul(g12, u2)), z1 = add(add(mul(g01, v0), mul(o1, v1)), mul(g12, v2));
    const w2 = add(add(mul(g02, u0), mul(g12, u1)), mul(o2, u2)), z2 = add(add(mul(g02, v0), mul(g12, v1)), mul(o2, v2));
    let n = add(add(sub(mul(fbr, x0), mul(fbi, y0)), sub(mul(fabr, u0), mul(fabi, v0))), sub(mul(f3r, w0), mul(f3i, z0)));
    y0 = add(add(add(mul(fbr, y0), mul(fbi, x0)), add(mul(fabr, v0), mul(fabi, u0))), add(mul(f3r, z0), mul(f3i, w0)));
    x0 = n;
    n = add(add(sub(mul(fbr, x1), mul(fbi, y1)), sub(mul(fabr, u1), mul(fabi, v1))), sub(mul(f3r, w1), mul(f3i, z1)));
    y1 = add(add(add(mul(fbr, y1), mul(fbi, x1)), add(mul(fabr, v1), mul(fabi, u1))), add(mul(f3r, z1), mul(f3i, w1)));
    x1 = n;
    n = add(add(sub(mul(fbr, x2), mul(fbi, y2)), sub(mul(fabr, u2), mul(fabi, v2))), sub(mul(f3r, w2), mul(f3i, z2)));
    y2 = add(add(add(mul(fbr, y2), mul(fbi, x2)), add(mul(fabr, v2), mul(fabi, u2))), add(mul(f3r, z2), mul(f3i, w2)));
    x2 = n;
  }
  v128.store(x, x0);
  v128.store(x, y0, 16);
  v128.store(x, x1, 32);
  v128.store(x, y1, 48);
  v128.store(x, x2, 64);
  v128.store(x, y2, 80);
  return -1;
}
