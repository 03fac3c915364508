// Amplitudes of a Hilbert block and elements of a density as one kind of motion in real numbers, x' = (G + B D) x.
import type { Drive, Generator, Rows } from '../../../math/fast/index.ts';

/** Amplitudes of a Hilbert block, all real parts and then all imaginary parts: psi' = -2 pi i (A + B d) psi, without what only turns the phase. */
export function amplitudeDrive(a_Hz: Float64Array, d_HzPerT: Float64Array): Drive {
  const n = d_HzPerT.length;
  const dense = new Map<number, number>();
  let centre = 0,
    mean = 0;
  for (let i = 0; i < n; i++) {
    centre += a_Hz[i * n + i]! / n;
    mean += d_HzPerT[i]! / n;
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const w = 2 * Math.PI * (a_Hz[i * n + k]! - (i === k ? centre : 0));
      dense.set(i * 2 * n + n + k, w);
      dense.set((n + i) * 2 * n + k, -w);
    }
  }
  const states = Int32Array.from({ length: n }, (_, i) => i);
  return driveOf(2 * n, dense, states, states.map((i) => n + i), d_HzPerT.map((d) => 2 * Math.PI * (d - mean))); // prettier-ignore
}

/** Where the real numbers of a Hermitian density stand: real[e] and imaginary[e] for its element e, the latter -1 on the diagonal. */
export interface HermitianPlaces {
  readonly size: number;
  readonly real: Int32Array;
  readonly imaginary: Int32Array;
  /** -1 for elements below the diagonal, whose imaginary part is that of their partner turned round. */
  readonly sign: Int32Array;
}

export function hermitianPlaces(row: Int32Array, column: Int32Array): HermitianPlaces {
  const n = row.length;
  const real = new Int32Array(n),
    imaginary = new Int32Array(n),
    sign = new Int32Array(n).fill(1);
  const seen = new Map<string, number>();
  let size = 0;
  for (let e = 0; e < n; e++) {
    const [i, k] = [row[e]!, column[e]!];
    const partner = seen.get(`${k},${i}`);
    if (i === k) {
      real[e] = size++;
      imaginary[e] = -1;
    } else if (partner === undefined) {
      real[e] = size++;
      imaginary[e] = size++;
      seen.set(`${i},${k}`, e);
    } else {
      real[e] = real[partner]!;
      imaginary[e] = imaginary[partner]!;
      sign[e] = -1;
    }
  }
  return { size, real, imaginary, sign };
}

/** The motion of a density: a complex generator that keeps densities Hermitian, on the real numbers of one. */
export function densityDrive(generator: Generator, places: HermitianPlaces): Drive {
  const { size, real, imaginary, sign } = places;
  const dense = new Map<number, number>();
  const add = (i: number, k: number, v: number): void => {
    if (v !== 0) dense.set(i * size + k, (dense.get(i * size + k) ?? 0) + v);
  };
  const first: number[] = [],
    second: number[] = [],
    rate: number[] = [];
  for (let e = 0; e < generator.size; e++) {
    if (sign[e]! < 0) continue;
    for (let at = generator.rowStart[e]!; at < generator.rowStart[e + 1]!; at++) {
      const f = generator.column[at]!,
        re = generator.value[2 * at]!,
        im = generator.value[2 * at + 1]!;
      add(real[e]!, real[f]!, re);
      if (imaginary[f]! >= 0) add(real[e]!, imaginary[f]!, -sign[f]! * im);
      if (imaginary[e]! < 0) continue;
      add(imaginary[e]!, real[f]!, im);
      if (imaginary[f]! >= 0) add(imaginary[e]!, imaginary[f]!, sign[f]! * re);
    }
    if (imaginary[e]! < 0 || generator.drive_radPerSPerT[e] === 0) continue;
    first.push(real[e]!);
    second.push(imaginary[e]!);
    rate.push(generator.drive_radPerSPerT[e]!);
  }
  return driveOf(size, dense, Int32Array.from(first), Int32Array.from(second), Float64Array.from(rate));
}

function driveOf(
  size: number,
  dense: ReadonlyMap<number, number>,
  first: Int32Array,
  second: Int32Array,
  rate_radPerSPerT: Float64Array,
): Drive {
  const entries = [...dense]
    .filter(([, v]) => v !== 0)
    .map(([at, v]) => [Math.floor(at / size), at % size, v] as const);
  return {
    size,
    rows: rowsOf(size, entries),
    columns: rowsOf(size, entries.map(([i, k, v]) => [k, i, v] as const)), // prettier-ignore
    first,
    second,
    rate_radPerSPerT,
  };
}

function rowsOf(size: number, entries: readonly (readonly [number, number, number])[]): Rows {
  const sorted = entries.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const start = new Int32Array(size + 1);
  for (const [i] of sorted) start[i + 1]!++;
  for (let i = 0; i < size; i++) start[i + 1]! += start[i]!;
  return {
    start,
    column: Int32Array.from(sorted, ([, k]) => k),
    value: Float64Array.from(sorted, ([, , v]) => v),
  };
}
