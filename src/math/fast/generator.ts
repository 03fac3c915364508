// Steps of exp(h (G + B Delta)) on one complex vector: G sparse complex, Delta = -i drive on the diagonal. Taylor series with substeps.
import type { Schedule } from './sweep.ts';

export interface Generator {
  readonly size: number;
  /** Row i holds entries rowStart[i] .. rowStart[i+1] - 1; values interleaved complex, 1/s. */
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly drive_radPerSPerT: Float64Array;
}

/** Largest row sum of G + B Delta: a bound of how fast anything moves, 1/s. */
export function generatorNorm_perS(g: Generator, field_T: number): number {
  let norm = 0;
  for (let i = 0; i < g.size; i++) {
    let row = 0,
      diagonalRe = 0,
      diagonalIm = -field_T * g.drive_radPerSPerT[i]!;
    for (let e = g.rowStart[i]!; e < g.rowStart[i + 1]!; e++) {
      const re = g.value[2 * e]!,
        im = g.value[2 * e + 1]!;
      if (g.column[e] === i) {
        diagonalRe += re;
        diagonalIm += im;
      } else row += Math.hypot(re, im);
    }
    norm = Math.max(norm, row + Math.hypot(diagonalRe, diagonalIm));
  }
  return norm;
}

/** out = (G + field Delta) x. */
export function generatorApplyInto(out: Float64Array, g: Generator, field_T: number, x: Float64Array): void {
  const { rowStart, column, value, drive_radPerSPerT } = g;
  for (let i = 0; i < g.size; i++) {
    const w = field_T * drive_radPerSPerT[i]!;
    let re = w * x[2 * i + 1]!,
      im = -w * x[2 * i]!;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      const vr = value[2 * e]!,
        vi = value[2 * e + 1]!,
        k = 2 * column[e]!;
      re += vr * x[k]! - vi * x[k + 1]!;
      im += vr * x[k + 1]! + vi * x[k]!;
    }
    out[2 * i] = re;
    out[2 * i + 1] = im;
  }
}

/** x = exp(time (G + field Delta)) x, each substep of the series to `tolerance` of the vector's size. */
export function generatorStepInto(
  x: Float64Array,
  g: Generator,
  field_T: number,
  time_s: number,
  tolerance: number,
): void {
  const norm = generatorNorm_perS(g, field_T) * time_s;
  const substeps = Math.max(1, Math.ceil(norm / 3));
  const h = time_s / substeps;
  let term = new Float64Array(x.length),
    next = new Float64Array(x.length);
  for (let s = 0; s < substeps; s++) {
    term.set(x);
    let size = 0;
    for (let i = 0; i < x.length; i++) size = Math.max(size, Math.abs(x[i]!));
    for (let k = 1; k < 80; k++) {
      generatorApplyInto(next, g, field_T, term);
      let largest = 0;
      for (let i = 0; i < x.length; i++) {
        next[i]! *= h / k;
        x[i]! += next[i]!;
        if (Math.abs(next[i]!) > largest) largest = Math.abs(next[i]!);
      }
      const swap = term;
      term = next;
      next = swap;
      if (k > norm / substeps && largest <= tolerance * size) break;
    }
  }
}

/** Carries `x` [size], interleaved complex, through a schedule; see `Schedule` for the kicks. G is asked for at the mean field of each step. */
export function generatorSweepInto(
  x: Float64Array,
  generatorAt: (field_T: number) => Generator,
  schedule: Schedule,
  tolerance: number,
): void {
  const { n, mean_T, step_s, kick_Ts } = schedule;
  kickInto(x, generatorAt(mean_T[0] ?? 0), kick_Ts[0]!);
  for (let step = 0; step < n; step++) {
    const g = generatorAt(mean_T[step]!);
    generatorStepInto(x, g, mean_T[step]!, step_s[step]!, tolerance);
    kickInto(x, g, kick_Ts[step + 1]!);
  }
}

function kickInto(x: Float64Array, g: Generator, kick_Ts: number): void {
  if (kick_Ts === 0) return;
  for (let i = 0; i < g.size; i++) {
    const angle = kick_Ts * g.drive_radPerSPerT[i]!;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    const re = x[2 * i]!,
      im = x[2 * i + 1]!;
    x[2 * i] = c * re - s * im;
    x[2 * i + 1] = c * im + s * re;
  }
}
