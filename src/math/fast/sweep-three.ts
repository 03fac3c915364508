// The sweep kernel for blocks of three states and one vector, written out: the block every AA'X molecule spends its time in.
// Each exponential is exact: the roots of the cubic, then Newton's divided differences of exp(-i x) on them.
import type { Schedule, SweepMatrix } from './sweep.ts';

/** As `sweepInto` for size 3 and one column: carries `x` [3], interleaved complex, through the schedule, up to a common phase. */
export function sweepThreeInto(x: Float64Array, m: SweepMatrix, schedule: Schedule): void {
  const a0 = m.a_Hz[0]!,
    a1 = m.a_Hz[1]!,
    a2 = m.a_Hz[2]!;
  const d0 = m.d_HzPerT[0]!,
    d1 = m.d_HzPerT[1]!,
    d2 = m.d_HzPerT[2]!;
  const [b01, b02, b12] = offDiagonal(m);
  const { n, mean_T, step_s, kick_Ts } = schedule;
  let x0 = x[0]!,
    y0 = x[1]!,
    x1 = x[2]!,
    y1 = x[3]!,
    x2 = x[4]!,
    y2 = x[5]!;
  let guess = 0;
  for (let step = 0; step <= n; step++) {
    const kick = 2 * Math.PI * kick_Ts[step]!;
    if (kick !== 0) {
      let c = Math.cos(kick * d0),
        s = Math.sin(kick * d0),
        t = c * x0 - s * y0;
      y0 = c * y0 + s * x0;
      x0 = t;
      c = Math.cos(kick * d1);
      s = Math.sin(kick * d1);
      t = c * x1 - s * y1;
      y1 = c * y1 + s * x1;
      x1 = t;
      c = Math.cos(kick * d2);
      s = Math.sin(kick * d2);
      t = c * x2 - s * y2;
      y2 = c * y2 + s * x2;
      x2 = t;
    }
    if (step === n) break;
    // H in radians of this step, without its trace.
    const turn = 2 * Math.PI * step_s[step]!,
      field = mean_T[step]!;
    let h0 = turn * (a0 + field * d0),
      h1 = turn * (a1 + field * d1),
      h2 = turn * (a2 + field * d2);
    const third = (h0 + h1 + h2) / 3;
    h0 -= third;
    h1 -= third;
    h2 -= third;
    const g01 = turn * b01,
      g02 = turn * b02,
      g12 = turn * b12;
    const q01 = g01 * g01,
      q02 = g02 * g02,
      q12 = g12 * g12;
    // r^3 - p r - det = 0; the root with the sign of det lies between sqrt(p) and 2 sqrt(p/3), apart from the other two.
    const p = 0.5 * (h0 * h0 + h1 * h1 + h2 * h2) + q01 + q02 + q12;
    if (p < 1e-30) continue;
    const det = h0 * (h1 * h2 - q12) - g01 * (g01 * h2 - g12 * g02) + g02 * (g01 * g12 - h1 * g02);
    const size = Math.abs(det);
    const inner = Math.sqrt(p),
      outer = 1.1547005383792517 * inner;
    let r = guess > inner && guess < outer ? guess : outer;
    for (let k = 0; k < 12; k++) {
      const square = r * r;
      const change = (r * (square - p) - size) / (3 * square - p);
      r -= change;
      if (Math.abs(change) < 1e-9 * inner) break; // quadratic: the next change is far below rounding
    }
    guess = r;
    const c = det < 0 ? -r : r;
    const half = 0.5 * Math.sqrt(Math.max(0, 4 * p - 3 * r * r)); // (a - b)/2
    const b = -0.5 * c - half;
    // exp(-ic/2) and exp(-i half)
    let cc: number, sc: number, ch: number, sh: number;
    if (r < 4 && half < 4) {
      const u = 0.25 * c,
        v = 0.5 * half,
        uu = u * u,
        vv = v * v;
      let s = u * (1 + uu * (S3 + uu * (S5 + uu * (S7 + uu * (S9 + uu * (S11 + uu * (S13 + uu * S15)))))));
      let k = 1 + uu * (C2 + uu * (C4 + uu * (C6 + uu * (C8 + uu * (C10 + uu * (C12 + uu * C14))))));
      sc = 2 * s * k;
      cc = 1 - 2 * s * s;
      s =
        v *
        (1 +
          vv * (S3 + vv * (S5 + vv * (S7 + vv * (S9 + vv * (S11 + vv * (S13 + vv * (S15 + vv * (S17 + vv * S19)))))))));
      k =
        1 +
        vv *
          (C2 +
            vv *
              (C4 + vv * (C6 + vv * (C8 + vv * (C10 + vv * (C12 + vv * (C14 + vv * (C16 + vv * (C18 + vv * C20)))))))));
      sh = 2 * s * k;
      ch = 1 - 2 * s * s;
    } else {
      cc = Math.cos(0.5 * c);
      sc = Math.sin(0.5 * c);
      ch = Math.cos(half);
      sh = Math.sin(half);
    }
    // The pair a, b has the mean -c/2: f(b) = exp(+ic/2) exp(+i half), f(c) = exp(-ic/2)^2.
    const fbr = cc * ch - sc * sh,
      fbi = cc * sh + sc * ch;
    const fcr = cc * cc - sc * sc,
      fci = -2 * sc * cc;
    const sinc = half > 1e-4 ? sh / half : 1 - (half * half) / 6;
    // f[a,b] = -i exp(+ic/2) sinc(half); f[b,c]; f[a,b,c]
    const fabr = sc * sinc,
      fabi = -cc * sinc;
    const bc = 1 / (c - b),
      ac = 1 / (c - b - 2 * half);
    const f3r = ((fcr - fbr) * bc - fabr) * ac,
      f3i = ((fci - fbi) * bc - fabi) * ac;
    // u = (H - b) x, w = (H - a) u
    const e0 = h0 - b,
      e1 = h1 - b,
      e2 = h2 - b;
    const u0 = e0 * x0 + g01 * x1 + g02 * x2,
      v0 = e0 * y0 + g01 * y1 + g02 * y2;
    const u1 = g01 * x0 + e1 * x1 + g12 * x2,
      v1 = g01 * y0 + e1 * y1 + g12 * y2;
    const u2 = g02 * x0 + g12 * x1 + e2 * x2,
      v2 = g02 * y0 + g12 * y1 + e2 * y2;
    const gap = 2 * half;
    const o0 = e0 - gap,
      o1 = e1 - gap,
      o2 = e2 - gap;
    const w0 = o0 * u0 + g01 * u1 + g02 * u2,
      z0 = o0 * v0 + g01 * v1 + g02 * v2;
    const w1 = g01 * u0 + o1 * u1 + g12 * u2,
      z1 = g01 * v0 + o1 * v1 + g12 * v2;
    const w2 = g02 * u0 + g12 * u1 + o2 * u2,
      z2 = g02 * v0 + g12 * v1 + o2 * v2;
    let t = fbr * x0 - fbi * y0 + fabr * u0 - fabi * v0 + f3r * w0 - f3i * z0;
    y0 = fbr * y0 + fbi * x0 + fabr * v0 + fabi * u0 + f3r * z0 + f3i * w0;
    x0 = t;
    t = fbr * x1 - fbi * y1 + fabr * u1 - fabi * v1 + f3r * w1 - f3i * z1;
    y1 = fbr * y1 + fbi * x1 + fabr * v1 + fabi * u1 + f3r * z1 + f3i * w1;
    x1 = t;
    t = fbr * x2 - fbi * y2 + fabr * u2 - fabi * v2 + f3r * w2 - f3i * z2;
    y2 = fbr * y2 + fbi * x2 + fabr * v2 + fabi * u2 + f3r * z2 + f3i * w2;
    x2 = t;
  }
  x[0] = x0;
  x[1] = y0;
  x[2] = x1;
  x[3] = y1;
  x[4] = x2;
  x[5] = y2;
}

// Taylor coefficients of sine and cosine: to 1e-16 for arguments up to 1 (the first) and 2 (the second).
const S3 = -1 / 6,
  S5 = 1 / 120,
  S7 = -1 / 5040,
  S9 = 1 / 362880,
  S11 = -1 / 39916800,
  S13 = 1 / 6227020800,
  S15 = -1 / 1307674368000;
const S17 = 1 / 355687428096000,
  S19 = -1 / 121645100408832000;
const C2 = -1 / 2,
  C4 = 1 / 24,
  C6 = -1 / 720,
  C8 = 1 / 40320,
  C10 = -1 / 3628800,
  C12 = 1 / 479001600,
  C14 = -1 / 87178291200;
const C16 = 1 / 20922789888000,
  C18 = -1 / 6402373705728000,
  C20 = 1 / 2432902008176640000;

/** H01, H02, H12 from the sparse rows. */
function offDiagonal(m: SweepMatrix): [number, number, number] {
  const out: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < 2; i++) {
    for (let e = m.rowStart[i]!; e < m.rowStart[i + 1]!; e++) {
      const k = m.column[e]!;
      if (k > i) out[i + k - 1] = m.value_Hz[e]!;
    }
  }
  return out;
}
