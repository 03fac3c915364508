// Steps of exp(-2 pi i tau (A + B D)) on a few complex vectors; A real symmetric and sparse, D diagonal. Chebyshev series.
// This is the definition of the sweep kernel; a faster twin has the same signature.
import { besselSeriesInto } from './bessel.ts';

/** A + B D with the off-diagonal part of A by rows. */
export interface SweepMatrix {
  readonly size: number;
  /** Diagonal of A in Hz, and of D in Hz per tesla. */
  readonly a_Hz: Float64Array;
  readonly d_HzPerT: Float64Array;
  /** Row i holds entries rowStart[i] .. rowStart[i+1] - 1. */
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly value_Hz: Float64Array;
  /** Sum of absolute off-diagonal values of each row: the Gershgorin radius. */
  readonly radius_Hz: Float64Array;
}

/** The steps of one sweep: kick 0, step 0, kick 1, step 1, ..., kick n. */
export interface Schedule {
  readonly n: number;
  /** [n] mean field and length of each step. */
  readonly mean_T: Float64Array;
  readonly step_s: Float64Array;
  /** [n + 1] angle of the diagonal factors exp(+2 pi i kick D). */
  readonly kick_Ts: Float64Array;
}

export function sweepMatrix(a_Hz: Float64Array, d_HzPerT: Float64Array): SweepMatrix {
  const size = d_HzPerT.length;
  const diagonal = new Float64Array(size),
    radius_Hz = new Float64Array(size),
    rowStart = new Int32Array(size + 1);
  const column: number[] = [],
    value: number[] = [];
  for (let i = 0; i < size; i++) {
    diagonal[i] = a_Hz[i * size + i]!;
    for (let k = 0; k < size; k++) {
      const x = a_Hz[i * size + k]!;
      if (k === i || x === 0) continue;
      column.push(k);
      value.push(x);
      radius_Hz[i]! += Math.abs(x);
    }
    rowStart[i + 1] = column.length;
  }
  return {
    size,
    a_Hz: diagonal,
    d_HzPerT,
    rowStart,
    column: Int32Array.from(column),
    value_Hz: Float64Array.from(value),
    radius_Hz,
  };
}

/** [lowest, highest] bound of the eigenvalues at a field, by Gershgorin's circles. */
export function spectrumBounds_Hz(m: SweepMatrix, field_T: number): readonly [number, number] {
  let low = Infinity,
    high = -Infinity;
  for (let i = 0; i < m.size; i++) {
    const centre = m.a_Hz[i]! + field_T * m.d_HzPerT[i]!;
    if (centre - m.radius_Hz[i]! < low) low = centre - m.radius_Hz[i]!;
    if (centre + m.radius_Hz[i]! > high) high = centre + m.radius_Hz[i]!;
  }
  return [low, high];
}

/** Width of the spectrum at a field, by the same circles. */
export function spectrumWidth_Hz(m: SweepMatrix, field_T: number): number {
  let low = Infinity,
    high = -Infinity;
  for (let i = 0; i < m.size; i++) {
    const centre = m.a_Hz[i]! + field_T * m.d_HzPerT[i]!,
      radius = m.radius_Hz[i]!;
    if (centre - radius < low) low = centre - radius;
    if (centre + radius > high) high = centre + radius;
  }
  return high - low;
}

/**
 * Carries `x` [size, columns], interleaved complex, through the schedule, in place. Each exponential is good to `tolerance`.
 * Tal-Ezer and Kosloff, J. Chem. Phys. 81 (1984) 3967.
 */
export function sweepInto(
  x: Float64Array,
  columns: number,
  m: SweepMatrix,
  schedule: Schedule,
  tolerance: number,
): void {
  const { size, rowStart, column, value_Hz } = m;
  const offset = new Int32Array(column.length);
  for (let i = 0; i < size; i++) for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) offset[e] = column[e]! - i;
  const width = 2 * columns,
    length = size * width;
  let now = new Float64Array(length),
    before = new Float64Array(length);
  const sum = new Float64Array(length);
  const diagonal = new Float64Array(size),
    scaled = new Float64Array(value_Hz.length);
  let bessel = new Float64Array(128),
    terms = 0,
    lastZ = -1;
  kickInto(x, width, m, schedule.kick_Ts[0]!);
  for (let step = 0; step < schedule.n; step++) {
    const field = schedule.mean_T[step]!,
      tau = schedule.step_s[step]!;
    const [low, high] = spectrumBounds_Hz(m, field);
    const centre = 0.5 * (low + high),
      half = Math.max(0.5 * (high - low), 1e-12);
    const z = 2 * Math.PI * tau * half;
    if (z !== lastZ) {
      if (z + 12 * Math.cbrt(z) + 40 > bessel.length) bessel = new Float64Array(Math.ceil(2 * z + 128));
      terms = besselSeriesInto(bessel, z, tolerance);
      lastZ = z;
    }
    for (let i = 0; i < size; i++) diagonal[i] = (m.a_Hz[i]! + field * m.d_HzPerT[i]! - centre) / half;
    for (let i = 0; i < scaled.length; i++) scaled[i] = value_Hz[i]! / half;
    const j0 = bessel[0]!;
    for (let i = 0; i < length; i++) sum[i] = j0 * x[i]!;
    before.set(x);
    for (let k = 1; k < terms; k++) {
      // T_1 = H T_0, T_k = 2 H T_{k-1} - T_{k-2}, into `now`, which holds T_{k-2}; and sum += 2 (-i)^k J_k T_k.
      const two = k === 1 ? 1 : 2,
        keep = k === 1 ? 0 : 1;
      const odd = (k & 1) === 1,
        j = (k & 2) === 0 ? 2 * bessel[k]! : -2 * bessel[k]!;
      for (let i = 0; i < size; i++) {
        const row = i * width,
          first = rowStart[i]!,
          last = rowStart[i + 1]!;
        const dii = two * diagonal[i]!;
        for (let c = row; c < row + width; c += 2) {
          let re = dii * before[c]! - keep * now[c]!,
            im = dii * before[c + 1]! - keep * now[c + 1]!;
          for (let e = first; e < last; e++) {
            const v = two * scaled[e]!,
              from = c + offset[e]! * width;
            re += v * before[from]!;
            im += v * before[from + 1]!;
          }
          now[c] = re;
          now[c + 1] = im;
          if (odd) {
            sum[c]! += j * im; // (-i)(re + i im) = im - i re
            sum[c + 1]! -= j * re;
          } else {
            sum[c]! += j * re;
            sum[c + 1]! += j * im;
          }
        }
      }
      const swap = before;
      before = now;
      now = swap;
    }
    const c = Math.cos(2 * Math.PI * tau * centre),
      s = -Math.sin(2 * Math.PI * tau * centre);
    for (let i = 0; i < length; i += 2) {
      const re = sum[i]!,
        im = sum[i + 1]!;
      x[i] = c * re - s * im;
      x[i + 1] = c * im + s * re;
    }
    kickInto(x, width, m, schedule.kick_Ts[step + 1]!);
  }
}

function kickInto(x: Float64Array, width: number, m: SweepMatrix, kick_Ts: number): void {
  if (kick_Ts === 0) return;
  for (let i = 0; i < m.size; i++) {
    const angle = 2 * Math.PI * kick_Ts * m.d_HzPerT[i]!;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    for (let j = i * width; j < (i + 1) * width; j += 2) {
      const re = x[j]!,
        im = x[j + 1]!;
      x[j] = c * re - s * im;
      x[j + 1] = c * im + s * re;
    }
  }
}
