// A density as a few weighted vectors, and back.
import { hermitianEigen } from '../../math/complex/index.ts';

export interface Factors {
  readonly columns: number;
  /** [size, columns], interleaved complex. */
  readonly vectors: Float64Array;
  readonly weights: Float64Array;
  readonly shift: number;
}

/** rho = shift + sum weights |v><v| with as few vectors as its most frequent eigenvalue allows. */
export function factorsOf(rho: Float64Array, size: number): Factors {
  const pure = singleFactor(rho, size);
  if (pure) return pure;
  const { values, vectors } = hermitianEigen(rho, size);
  const scale = Math.max(Math.abs(values[0]!), Math.abs(values[size - 1]!));
  const close = 1e-13 * scale + 1e-300;
  let shift = 0,
    best = 0;
  for (let i = 0; i < size; i++) {
    let count = 0;
    for (let k = 0; k < size; k++) if (Math.abs(values[k]! - values[i]!) <= close) count++;
    if (count > best) {
      best = count;
      shift = values[i]!;
    }
  }
  const kept = Array.from({ length: size }, (_, i) => i).filter((i) => Math.abs(values[i]! - shift) > close);
  const columns = kept.length;
  const out = new Float64Array(2 * size * columns);
  kept.forEach((from, c) => {
    for (let i = 0; i < size; i++) {
      out[2 * (i * columns + c)] = vectors[2 * (i * size + from)]!;
      out[2 * (i * columns + c) + 1] = vectors[2 * (i * size + from) + 1]!;
    }
  });
  return { columns, vectors: out, weights: Float64Array.from(kept, (i) => values[i]! - shift), shift };
}

/** The factor of a density that is one vector's, without an eigen decomposition. */
function singleFactor(rho: Float64Array, size: number): Factors | undefined {
  let pivot = 0;
  for (let i = 1; i < size; i++) if (rho[2 * (i * size + i)]! > rho[2 * (pivot * size + pivot)]!) pivot = i;
  const top = rho[2 * (pivot * size + pivot)]!;
  if (!(top > 0)) return undefined;
  let trace = 0;
  const vectors = new Float64Array(2 * size);
  for (let i = 0; i < size; i++) {
    trace += rho[2 * (i * size + i)]!;
    vectors[2 * i] = rho[2 * (i * size + pivot)]!;
    vectors[2 * i + 1] = rho[2 * (i * size + pivot) + 1]!;
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const p = 2 * (i * size + k);
      const re = vectors[2 * i]! * vectors[2 * k]! + vectors[2 * i + 1]! * vectors[2 * k + 1]!;
      const im = vectors[2 * i + 1]! * vectors[2 * k]! - vectors[2 * i]! * vectors[2 * k + 1]!;
      if (Math.abs(re - top * rho[p]!) > 1e-15 * top * trace || Math.abs(im - top * rho[p + 1]!) > 1e-15 * top * trace)
        return undefined;
    }
  }
  const norm = 1 / Math.sqrt(top * trace);
  for (let i = 0; i < 2 * size; i++) vectors[i]! *= norm;
  return { columns: 1, vectors, weights: Float64Array.of(trace), shift: 0 };
}

/** shift + sum weights |x><x|. */
export function densityOf(x: Float64Array, weights: Float64Array, shift: number, size: number): Float64Array {
  const columns = weights.length;
  const out = new Float64Array(2 * size * size);
  for (let i = 0; i < size; i++) {
    out[2 * (i * size + i)] = shift;
    for (let k = 0; k < size; k++) {
      for (let c = 0; c < columns; c++) {
        const p = 2 * (i * columns + c),
          q = 2 * (k * columns + c),
          w = weights[c]!;
        out[2 * (i * size + k)]! += w * (x[p]! * x[q]! + x[p + 1]! * x[q + 1]!);
        out[2 * (i * size + k) + 1]! += w * (x[p + 1]! * x[q]! - x[p]! * x[q + 1]!);
      }
    }
  }
  return out;
}
