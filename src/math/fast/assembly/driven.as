// AssemblyScript twin of one step of `carryInto` and `carryBackInto` (../driven/plain.ts), two columns per 128-bit vector.
// Build (assemblyscript 0.28.20): cp driven.as driven.ts; asc driven.ts -O3 --noAssert --runtime stub --enable simd -o driven.wasm
// then put its base64 into ../driven/wasm-bytes.ts. All are byte addresses unless they count something; a row of x is `width` bytes, a multiple of 16.

// Of the matrices that stand: rows, rows of the transpose, pairs that the field turns.
let size: i32, width: usize, start: usize, column: usize, value: usize, startT: usize, columnT: usize, valueT: usize;
let pairs: i32, first: usize, second: usize, rate: usize;

export function stand(
  size_: i32, width_: usize, start_: usize, column_: usize, value_: usize, startT_: usize, columnT_: usize, valueT_: usize,
  pairs_: i32, first_: usize, second_: usize, rate_: usize,
): void {
  size = size_; width = width_; start = start_; column = column_; value = value_; startT = startT_; columnT = columnT_; valueT = valueT_;
  pairs = pairs_; first = first_; second = second_; rate = rate_;
}

/** out = h (rows + turn field D) x. */
function apply(out: usize, x: usize, rowStart: usize, at: usize, entry: usize, field: usize, h: f64, turn: f64): void {
  const scale = f64x2.splat(h);
  for (let i = 0; i < size; i++) {
    const begin = load<i32>(rowStart + (<usize>i << 2)), end = load<i32>(rowStart + (<usize>i << 2), 4);
    const to: usize = out + <usize>i * width;
    let c: usize = 0;
    for (; c + 48 < width; c += 64) {
      let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
      for (let e = begin; e < end; e++) {
        const v = v128.load64_splat(entry + (<usize>e << 3));
        const from: usize = x + <usize>load<i32>(at + (<usize>e << 2)) * width + c;
        s0 = f64x2.add(s0, f64x2.mul(v, v128.load(from)));
        s1 = f64x2.add(s1, f64x2.mul(v, v128.load(from, 16)));
        s2 = f64x2.add(s2, f64x2.mul(v, v128.load(from, 32)));
        s3 = f64x2.add(s3, f64x2.mul(v, v128.load(from, 48)));
      }
      v128.store(to + c, f64x2.mul(scale, s0));
      v128.store(to + c, f64x2.mul(scale, s1), 16);
      v128.store(to + c, f64x2.mul(scale, s2), 32);
      v128.store(to + c, f64x2.mul(scale, s3), 48);
    }
    for (; c + 16 < width; c += 32) {
      let s0 = f64x2.splat(0), s1 = f64x2.splat(0);
      for (let e = begin; e < end; e++) {
        const v = v128.load64_splat(entry + (<usize>e << 3));
        const from: usize = x + <usize>load<i32>(at + (<usize>e << 2)) * width + c;
        s0 = f64x2.add(s0, f64x2.mul(v, v128.load(from)));
        s1 = f64x2.add(s1, f64x2.mul(v, v128.load(from, 16)));
      }
      v128.store(to + c, f64x2.mul(scale, s0));
      v128.store(to + c, f64x2.mul(scale, s1), 16);
    }
    if (c < width) {
      let s0 = f64x2.splat(0);
      for (let e = begin; e < end; e++) {
        const from: usize = x + <usize>load<i32>(at + (<usize>e << 2)) * width + c;
        s0 = f64x2.add(s0, f64x2.mul(v128.load64_splat(entry + (<usize>e << 3)), v128.load(from)));
      }
      v128.store(to + c, f64x2.mul(scale, s0));
    }
  }
  for (let p = 0; p < pairs; p++) {
    const a: usize = <usize>load<i32>(first + (<usize>p << 2)) * width, b: usize = <usize>load<i32>(second + (<usize>p << 2)) * width;
    const w = f64x2.splat(turn * h * load<f64>(rate + (<usize>p << 3)));
    for (let c: usize = 0; c < width; c += 16) {
      const angle = f64x2.mul(w, v128.load(field + c));
      v128.store(out + a + c, f64x2.add(v128.load(out + a + c), f64x2.mul(angle, v128.load(x + b + c))));
      v128.store(out + b + c, f64x2.sub(v128.load(out + b + c), f64x2.mul(angle, v128.load(x + a + c))));
    }
  }
}

function larger(z: v128): f64 {
  const a = f64x2.extract_lane(z, 0), b = f64x2.extract_lane(z, 1);
  return a > b ? a : b;
}

/** x = exp(step (G + field D)) x; its terms from `terms` on, one behind the other if `keep`, else in two places by turns. Returns their number. */
export function forth(x: usize, terms: usize, keep: i32, field: usize, step_s: f64, most: i32, negligible: f64): i32 {
  const length: usize = <usize>size * width;
  for (let i: usize = 0; i < length; i += 16) v128.store(terms + i, v128.load(x + i));
  let from = terms;
  let k = 1;
  for (; k <= most; k++) {
    const to: usize = keep != 0 || from == terms ? from + length : terms;
    apply(to, from, start, column, value, field, step_s / <f64>k, 1);
    from = to;
    let most0 = f64x2.splat(0), most1 = f64x2.splat(0);
    for (let i: usize = 0; i < length; i += 16) {
      const term = v128.load(to + i);
      most0 = f64x2.max(most0, f64x2.abs(term));
      const sum = f64x2.add(v128.load(x + i), term);
      v128.store(x + i, sum);
      most1 = f64x2.max(most1, f64x2.abs(sum));
    }
    const height = larger(most1);
    if ((height > 0 ? larger(most0) / height : 0) < negligible) break;
  }
  return k;
}

/** out += factor lambda . D x, column by column. */
export function turn(out: usize, lambda: usize, x: usize, factor: f64): void {
  for (let p = 0; p < pairs; p++) {
    const a: usize = <usize>load<i32>(first + (<usize>p << 2)) * width, b: usize = <usize>load<i32>(second + (<usize>p << 2)) * width;
    const w = f64x2.splat(factor * load<f64>(rate + (<usize>p << 3)));
    for (let c: usize = 0; c < width; c += 16) {
      const u = f64x2.mul(v128.load(lambda + a + c), v128.load(x + b + c));
      const v = f64x2.mul(v128.load(lambda + b + c), v128.load(x + a + c));
      v128.store(out + c, f64x2.add(v128.load(out + c), f64x2.mul(w, f64x2.sub(u, v))));
    }
  }
}

/** The way back of one step: lambda becomes the slope by the state before it, byMean its slope by the field. `mu` has room for two states. */
export function back(lambda: usize, mu: usize, terms: usize, count: i32, byMean: usize, field: usize, step_s: f64): void {
  const length: usize = <usize>size * width;
  for (let i: usize = 0; i < length; i += 16) v128.store(mu + i, v128.load(lambda + i));
  let from = mu;
  for (let k = count; k >= 1; k--) {
    const h = step_s / <f64>k;
    turn(byMean, from, terms + <usize>(k - 1) * length, h);
    const to: usize = from == mu ? mu + length : mu;
    apply(to, from, startT, columnT, valueT, field, h, -1);
    for (let i: usize = 0; i < length; i += 16) v128.store(to + i, f64x2.add(v128.load(to + i), v128.load(lambda + i)));
    from = to;
  }
  for (let i: usize = 0; i < length; i += 16) v128.store(lambda + i, v128.load(from + i));
}
