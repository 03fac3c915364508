// AssemblyScript twin of the inner part of `sweepInto` (../sweep.ts), one complex number per 128-bit vector.
// Build (assemblyscript 0.28.20): cp sweep.as sweep.ts; asc sweep.ts -O3 --noAssert --runtime stub --enable simd -o sweep.wasm
// then put its base64 into ../sweep-wasm-bytes.ts. All arguments are byte addresses unless they count something.

/** Steps `first` .. `last` - 1 of a schedule without kicks. Per step: mean, centre, half, terms, Bessel row of `stride`, (cos, sin) of the centre's phase. */
export function steps(
  size: i32, columns: i32, x: usize, work0: usize, work1: usize, sum: usize,
  a: usize, d: usize, rowStart: usize, offset: usize, value: usize, diagonal: usize, scaled: usize,
  mean: usize, centre: usize, half: usize, terms: usize, bessel: usize, stride: i32, phase: usize, first: i32, last: i32,
): void {
  const width: usize = <usize>columns << 4;
  const length: usize = <usize>size * width;
  const nEntries = load<i32>(rowStart + (<usize>size << 2));
  for (let step = first; step < last; step++) {
    const at: usize = <usize>step << 3;
    const field = load<f64>(mean + at), c = load<f64>(centre + at), inverse = 1.0 / load<f64>(half + at);
    for (let i: usize = 0; i < <usize>size << 3; i += 8) {
      store<f64>(diagonal + i, (load<f64>(a + i) + field * load<f64>(d + i) - c) * inverse);
    }
    for (let i: usize = 0; i < <usize>nEntries << 3; i += 8) store<f64>(scaled + i, load<f64>(value + i) * inverse);
    const n = load<i32>(terms + (<usize>step << 2));
    const row: usize = bessel + (<usize>(step * stride) << 3);
    const j0 = f64x2.splat(load<f64>(row));
    let before = work0, now = work1;
    for (let i: usize = 0; i < length; i += 16) {
      const z = v128.load(x + i);
      v128.store(before + i, z);
      v128.store(sum + i, f64x2.mul(j0, z));
    }
    for (let k = 1; k < n; k++) {
      const two: f64 = k == 1 ? 1.0 : 2.0;
      const keep = f64x2.splat(k == 1 ? 0.0 : 1.0);
      let j = 2.0 * load<f64>(row + (<usize>k << 3));
      if (k & 2) j = -j;
      const odd = (k & 1) == 1;
      const factor = odd ? f64x2.replace_lane(f64x2.splat(j), 1, -j) : f64x2.splat(j);
      for (let i = 0; i < size; i++) {
        const begin = load<i32>(rowStart + (<usize>i << 2)), end = load<i32>(rowStart + (<usize>i << 2) + 4);
        const dii = f64x2.splat(two * load<f64>(diagonal + (<usize>i << 3)));
        const from: usize = <usize>i * width, to: usize = from + width;
        let p = from;
        for (; p + 16 < to; p += 32) {
          let u = f64x2.sub(f64x2.mul(dii, v128.load(before + p)), f64x2.mul(keep, v128.load(now + p)));
          let w = f64x2.sub(f64x2.mul(dii, v128.load(before + p, 16)), f64x2.mul(keep, v128.load(now + p, 16)));
          for (let e = begin; e < end; e++) {
            const v = f64x2.splat(two * load<f64>(scaled + (<usize>e << 3)));
            const q = before + p + load<i32>(offset + (<usize>e << 2)) * <i32>width;
            u = f64x2.add(u, f64x2.mul(v, v128.load(q)));
            w = f64x2.add(w, f64x2.mul(v, v128.load(q, 16)));
          }
          v128.store(now + p, u);
          v128.store(now + p, w, 16);
          if (odd) {
            u = v128.shuffle<f64>(u, u, 1, 0);
            w = v128.shuffle<f64>(w, w, 1, 0);
          }
          v128.store(sum + p, f64x2.add(v128.load(sum + p), f64x2.mul(factor, u)));
          v128.store(sum + p, f64x2.add(v128.load(sum + p, 16), f64x2.mul(factor, w)), 16);
        }
        if (p < to) {
          let u = f64x2.sub(f64x2.mul(dii, v128.load(before + p)), f64x2.mul(keep, v128.load(now + p)));
          for (let e = begin; e < end; e++) {
            const v = f64x2.splat(two * load<f64>(scaled + (<usize>e << 3)));
            u = f64x2.add(u, f64x2.mul(v, v128.load(before + p + load<i32>(offset + (<usize>e << 2)) * <i32>width)));
          }
          v128.store(now + p, u);
          if (odd) u = v128.shuffle<f64>(u, u, 1, 0);
          v128.store(sum + p, f64x2.add(v128.load(sum + p), f64x2.mul(factor, u)));
        }
      }
      const swap = before;
      before = now;
      now = swap;
    }
    // x = (cos - i sin) sum
    const co = f64x2.splat(load<f64>(phase + (at << 1))), si = load<f64>(phase + (at << 1) + 8);
    const turned = f64x2.replace_lane(f64x2.splat(si), 1, -si);
    for (let i: usize = 0; i < length; i += 16) {
      const z = v128.load(sum + i);
      v128.store(x + i, f64x2.add(f64x2.mul(co, z), f64x2.mul(turned, v128.shuffle<f64>(z, z, 1, 0))));
    }
  }
}
