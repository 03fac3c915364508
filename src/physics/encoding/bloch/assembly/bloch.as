// AssemblyScript twin of ../plain.ts: two spins in one vector, or two parts of one, the same sums and products in the same order.
// Build (assemblyscript 0.28.20): cp bloch.as bloch.ts; asc bloch.ts -O3 --noAssert --runtime stub --enable simd -o bloch.wasm
// then put its base64 into ../wasm-bytes.ts. Addresses count bytes.

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
// @ts-ignore: decorator
@inline function both(x: f64): v128 { return f64x2.splat(x); }

/** Spins stand in pairs (p, p, f, f) at `spins`; results follow as (Re a, Im a, Re b, Im b) of one spin after the other at `out`. */
export function compose(table: usize, tableEnd: usize, spins: usize, spinsEnd: usize, out: usize): void {
  for (; spins < spinsEnd; spins += 32, out += 64) {
    const p = v128.load(spins), f = v128.load(spins, 16);
    let aRe = both(1), aIm = both(0), bRe = both(0), bIm = both(0);
    for (let at = table; at < tableEnd; at += 48) {
      const z = add(mul(v128.load_splat<f64>(at), f), mul(v128.load_splat<f64>(at + 8), p));
      const q = add(v128.load_splat<f64>(at + 32), mul(z, z));
      let v = add(both(-1.0 / 40320.0), mul(q, both(1.0 / 3628800.0)));
      v = add(both(1.0 / 720.0), mul(q, v));
      v = add(both(-1.0 / 24.0), mul(q, v));
      v = mul(q, add(both(0.5), mul(q, v)));
      let s = add(both(1.0 / 362880.0), mul(q, both(-1.0 / 39916800.0)));
      s = add(both(-1.0 / 5040.0), mul(q, s));
      s = add(both(1.0 / 120.0), mul(q, s));
      s = add(both(-1.0 / 6.0), mul(q, s));
      s = add(both(1), mul(q, s));
      for (let k = load<f64>(at + 40); k > 0; k -= 1) {
        s = mul(add(s, s), sub(both(1), v));
        v = mul(add(v, v), sub(both(2), v));
      }
      const c = sub(both(1), v), zs = mul(z, s), xs = mul(v128.load_splat<f64>(at + 16), s), ys = mul(v128.load_splat<f64>(at + 24), s);
      const newARe = sub(sub(mul(c, aRe), mul(zs, aIm)), add(mul(ys, bRe), mul(xs, bIm)));
      const newAIm = sub(add(mul(c, aIm), mul(zs, aRe)), sub(mul(ys, bIm), mul(xs, bRe)));
      const newBRe = add(sub(mul(ys, aRe), mul(xs, aIm)), add(mul(c, bRe), mul(zs, bIm)));
      bIm = add(add(mul(ys, aIm), mul(xs, aRe)), sub(mul(c, bIm), mul(zs, bRe)));
      aRe = newARe;
      aIm = newAIm;
      bRe = newBRe;
    }
    v128.store(out, v128.shuffle<f64>(aRe, aIm, 0, 2));
    v128.store(out, v128.shuffle<f64>(bRe, bIm, 0, 2), 16);
    v128.store(out, v128.shuffle<f64>(aRe, aIm, 1, 3), 32);
    v128.store(out, v128.shuffle<f64>(bRe, bIm, 1, 3), 48);
  }
}

/** Clenshaw's recurrence for the series [term, part] at each x, two spins at once; their number is even. */
export function sum(series: usize, seriesEnd: usize, x: usize, xEnd: usize, out: usize): void {
  const zero = both(0);
  for (; x < xEnd; x += 16, out += 64) {
    const x0 = v128.load_splat<f64>(x), x1 = v128.load_splat<f64>(x + 8), t0 = add(x0, x0), t1 = add(x1, x1);
    let a = zero, b = zero, c = zero, d = zero, aBefore = zero, bBefore = zero, cBefore = zero, dBefore = zero;
    for (let at = seriesEnd - 32; at > series; at -= 32) {
      const low = v128.load(at), high = v128.load(at, 16);
      const aNext = add(low, sub(mul(t0, a), aBefore)), bNext = add(high, sub(mul(t0, b), bBefore));
      const cNext = add(low, sub(mul(t1, c), cBefore)), dNext = add(high, sub(mul(t1, d), dBefore));
      aBefore = a;
      bBefore = b;
      cBefore = c;
      dBefore = d;
      a = aNext;
      b = bNext;
      c = cNext;
      d = dNext;
    }
    const low = v128.load(series), high = v128.load(series, 16);
    v128.store(out, add(low, sub(mul(x0, a), aBefore)));
    v128.store(out, add(high, sub(mul(x0, b), bBefore)), 16);
    v128.store(out, add(low, sub(mul(x1, c), cBefore)), 32);
    v128.store(out, add(high, sub(mul(x1, d), dBefore)), 48);
  }
}
