// The sweep kernel for blocks of three states and one vector, written out: the block every AA'X molecule spends its time in.
import { besselSeriesInto } from './bessel.ts';
import type { Schedule, SweepMatrix } from './sweep.ts';

const bessel = new Float64Array(256);

/** As `sweepInto` for size 3 and one column: carries `x` [3], interleaved complex, through the schedule. */
export function sweepThreeInto(x: Float64Array, m: SweepMatrix, schedule: Schedule, tolerance: number): void {
  const [a00, a11, a22] = m.a_Hz as unknown as [number, number, number];
  const d0 = m.d_HzPerT[0]!, d1 = m.d_HzPerT[1]!, d2 = m.d_HzPerT[2]!;
  const [a01, a02, a12] = offDiagonal(m);
  const r0 = m.radius_Hz[0]!, r1 = m.radius_Hz[1]!, r2 = m.radius_Hz[2]!;
  let x0 = x[0]!, y0 = x[1]!, x1 = x[2]!, y1 = x[3]!, x2 = x[4]!, y2 = x[5]!;
  let lastZ = -1, terms = 0;
  for (let step = 0; step <= schedule.n; step++) {
    const kick = 2 * Math.PI * schedule.kick_Ts[step]!;
    if (kick !== 0) {
      // A common factor does not matter for one block alone; only differences turn.
      let c = Math.cos(kick * d0), s = Math.sin(kick * d0), t = c * x0 - s * y0;
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
    if (step === schedule.n) break;
    const field = schedule.mean_T[step]!, tau = schedule.step_s[step]!;
    const e0 = a00 + field * d0, e1 = a11 + field * d1, e2 = a22 + field * d2;
    const low = Math.min(e0 - r0, e1 - r1, e2 - r2), high = Math.max(e0 + r0, e1 + r1, e2 + r2);
    const centre = 0.5 * (low + high);
    // Rounded up, so that the Bessel functions serve many steps.
    const z = Math.ceil(16 * Math.PI * tau * Math.max(high - low, 1e-12)) / 16;
    if (z + 12 * Math.cbrt(z) + 40 > bessel.length) throw new RangeError('sweepThreeInto: a step of too many turns');
    if (z !== lastZ) {
      terms = besselSeriesInto(bessel, z, tolerance);
      lastZ = z;
    }
    const f = (4 * Math.PI * tau) / z; // 2 / half width
    const h0 = f * (e0 - centre), h1 = f * (e1 - centre), h2 = f * (e2 - centre), g01 = f * a01, g02 = f * a02, g12 = f * a12;
    // Everything with the factor 2 inside; T1 = half of it. (p, q): T_{k-1}; (u, v): T_{k-2}.
    let u0 = x0, v0 = y0, u1 = x1, v1 = y1, u2 = x2, v2 = y2;
    let p0 = 0.5 * (h0 * x0 + g01 * x1 + g02 * x2), q0 = 0.5 * (h0 * y0 + g01 * y1 + g02 * y2);
    let p1 = 0.5 * (g01 * x0 + h1 * x1 + g12 * x2), q1 = 0.5 * (g01 * y0 + h1 * y1 + g12 * y2);
    let p2 = 0.5 * (g02 * x0 + g12 * x1 + h2 * x2), q2 = 0.5 * (g02 * y0 + g12 * y1 + h2 * y2);
    let j = bessel[0]!;
    x0 *= j;
    y0 *= j;
    x1 *= j;
    y1 *= j;
    x2 *= j;
    y2 *= j;
    j = 2 * bessel[1]!;
    x0 += j * q0;
    y0 -= j * p0;
    x1 += j * q1;
    y1 -= j * p1;
    x2 += j * q2;
    y2 -= j * p2;
    let sign = -2;
    for (let k = 2; k < terms; k += 2) {
      // even k: (u, v) takes T_k
      u0 = h0 * p0 + g01 * p1 + g02 * p2 - u0;
      v0 = h0 * q0 + g01 * q1 + g02 * q2 - v0;
      u1 = g01 * p0 + h1 * p1 + g12 * p2 - u1;
      v1 = g01 * q0 + h1 * q1 + g12 * q2 - v1;
      u2 = g02 * p0 + g12 * p1 + h2 * p2 - u2;
      v2 = g02 * q0 + g12 * q1 + h2 * q2 - v2;
      j = sign * bessel[k]!;
      x0 += j * u0;
      y0 += j * v0;
      x1 += j * u1;
      y1 += j * v1;
      x2 += j * u2;
      y2 += j * v2;
      // odd k + 1: (p, q) takes it
      p0 = h0 * u0 + g01 * u1 + g02 * u2 - p0;
      q0 = h0 * v0 + g01 * v1 + g02 * v2 - q0;
      p1 = g01 * u0 + h1 * u1 + g12 * u2 - p1;
      q1 = g01 * v0 + h1 * v1 + g12 * v2 - q1;
      p2 = g02 * u0 + g12 * u1 + h2 * u2 - p2;
      q2 = g02 * v0 + g12 * v1 + h2 * v2 - q2;
      j = sign * bessel[k + 1]!;
      x0 += j * q0;
      y0 -= j * p0;
      x1 += j * q1;
      y1 -= j * p1;
      x2 += j * q2;
      y2 -= j * p2;
      sign = -sign;
    }
  }
  x[0] = x0;
  x[1] = y0;
  x[2] = x1;
  x[3] = y1;
  x[4] = x2;
  x[5] = y2;
}

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
