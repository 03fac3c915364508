// Passes of the self-sorting transform (Stockham; Van Loan 1992, Computational Frameworks for the FFT, 1.7): one for each radix.

/** One pass: `length` = radix * rest points of stride `stride` are transformed; `turns` [rest, radix - 1] are exp(-2 pi i j p / length), j from 1. */
export interface Pass {
  readonly radix: number;
  readonly rest: number;
  readonly stride: number;
  readonly turns: Float64Array;
  /** [radix, radix]: exp(-2 pi i j k / radix). */
  readonly roots: Float64Array;
}

export interface Line {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** to[q + stride (radix p + j)] = turn_jp sum over k of from[q + stride (p + rest k)] root_jk. */
export function passInto(to: Line, from: Line, pass: Pass): void {
  if (pass.radix === 2) passTwo(to, from, pass);
  else if (pass.radix === 4) passFour(to, from, pass);
  else passAny(to, from, pass);
}

function passTwo(to: Line, from: Line, { rest, stride, turns }: Pass): void {
  const far = stride * rest;
  for (let p = 0; p < rest; p++) {
    const c = turns[2 * p]!,
      s = turns[2 * p + 1]!;
    for (let q = 0; q < stride; q++) {
      const i = q + stride * p,
        o = q + 2 * stride * p;
      const ar = from.re[i]!,
        ai = from.im[i]!,
        br = from.re[i + far]!,
        bi = from.im[i + far]!;
      to.re[o] = ar + br;
      to.im[o] = ai + bi;
      const dr = ar - br,
        di = ai - bi;
      to.re[o + stride] = dr * c - di * s;
      to.im[o + stride] = dr * s + di * c;
    }
  }
}

function passFour(to: Line, from: Line, { rest, stride, turns }: Pass): void {
  const far = stride * rest;
  for (let p = 0; p < rest; p++) {
    const c1 = turns[6 * p]!,
      s1 = turns[6 * p + 1]!,
      c2 = turns[6 * p + 2]!,
      s2 = turns[6 * p + 3]!,
      c3 = turns[6 * p + 4]!,
      s3 = turns[6 * p + 5]!;
    for (let q = 0; q < stride; q++) {
      const i = q + stride * p,
        o = q + 4 * stride * p;
      const r0 = from.re[i]! + from.re[i + 2 * far]!,
        i0 = from.im[i]! + from.im[i + 2 * far]!,
        r1 = from.re[i]! - from.re[i + 2 * far]!,
        i1 = from.im[i]! - from.im[i + 2 * far]!,
        r2 = from.re[i + far]! + from.re[i + 3 * far]!,
        i2 = from.im[i + far]! + from.im[i + 3 * far]!,
        r3 = from.re[i + far]! - from.re[i + 3 * far]!,
        i3 = from.im[i + far]! - from.im[i + 3 * far]!;
      to.re[o] = r0 + r2;
      to.im[o] = i0 + i2;
      const ar = r1 + i3,
        ai = i1 - r3,
        br = r0 - r2,
        bi = i0 - i2,
        cr = r1 - i3,
        ci = i1 + r3;
      to.re[o + stride] = ar * c1 - ai * s1;
      to.im[o + stride] = ar * s1 + ai * c1;
      to.re[o + 2 * stride] = br * c2 - bi * s2;
      to.im[o + 2 * stride] = br * s2 + bi * c2;
      to.re[o + 3 * stride] = cr * c3 - ci * s3;
      to.im[o + 3 * stride] = cr * s3 + ci * c3;
    }
  }
}

function passAny(to: Line, from: Line, { radix, rest, stride, turns, roots }: Pass): void {
  const far = stride * rest;
  for (let p = 0; p < rest; p++) {
    for (let j = 0; j < radix; j++) {
      const t = 2 * (p * (radix - 1) + j - 1);
      const c = j === 0 ? 1 : turns[t]!,
        s = j === 0 ? 0 : turns[t + 1]!;
      for (let q = 0; q < stride; q++) {
        let re = 0,
          im = 0;
        for (let k = 0, i = q + stride * p, w = 2 * radix * j; k < radix; k++, i += far, w += 2) {
          re += from.re[i]! * roots[w]! - from.im[i]! * roots[w + 1]!;
          im += from.re[i]! * roots[w + 1]! + from.im[i]! * roots[w]!;
        }
        const o = q + stride * (radix * p + j);
        to.re[o] = re * c - im * s;
        to.im[o] = re * s + im * c;
      }
    }
  }
}
