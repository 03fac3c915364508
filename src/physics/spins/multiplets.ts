// The states of a group of equivalent spins, sorted into multiplets of total spin K.
// What couples to the group from outside sees only K; couplings inside the group shift whole multiplets.
import { symmetricEigen } from '../../math/complex/index.ts';

export interface Multiplet {
  readonly twiceK: number;
  /** Energy of the couplings inside the group. */
  readonly energy_Hz: number;
  /** [2K + 1, (2I + 1)^n] row-major: states of falling projection in the product basis of the group (first member most significant). */
  readonly vectors: Float64Array;
}

/** A whole power, exact in every engine. */
export function power(base: number, exponent: number): number {
  let out = 1;
  for (let i = 0; i < exponent; i++) out *= base;
  return out;
}

/**
 * Multiplets of `n` equal spins I = `twiceSpin`/2 with couplings `j_Hz` [n, n] among them, highest K first.
 * Highest-weight states are the null space of K+; inside it the couplings are diagonalised; K- gives the rest (Edmonds 1957, ch. 2).
 */
export function multipletsOf(twiceSpin: number, n: number, j_Hz: Float64Array): readonly Multiplet[] {
  const levels = twiceSpin + 1;
  const size = power(levels, n);
  const digits = new Int32Array(size * n); // projection index of each member, 0 = highest
  const twiceM = new Int32Array(size);
  for (let s = 0; s < size; s++) {
    let rest = s;
    for (let i = n - 1; i >= 0; i--) {
      digits[s * n + i] = rest % levels;
      rest = Math.floor(rest / levels);
    }
    for (let i = 0; i < n; i++) twiceM[s]! += twiceSpin - 2 * digits[s * n + i]!;
  }
  const stride = Array.from({ length: n }, (_, i) => power(levels, n - 1 - i));
  // <d-1| I+ |d> for projection index d.
  const raise = (d: number): number => Math.sqrt(d * (twiceSpin + 1 - d));
  const lowered = (v: Float64Array): Float64Array => {
    const out = new Float64Array(size);
    for (let s = 0; s < size; s++) {
      if (v[s] === 0) continue;
      for (let i = 0; i < n; i++) {
        const d = digits[s * n + i]!;
        if (d < twiceSpin) out[s + stride[i]!]! += v[s]! * raise(d + 1);
      }
    }
    return out;
  };
  const out: Multiplet[] = [];
  for (let twiceK = n * twiceSpin; twiceK >= 0; twiceK -= 2) {
    const states = Array.from({ length: size }, (_, s) => s).filter((s) => twiceM[s] === twiceK);
    const at = new Map(states.map((s, i) => [s, i]));
    const m = states.length;
    // K- K+ in this projection: its null vectors are the highest weights of K.
    const ladder = new Float64Array(m * m),
      inner = new Float64Array(m * m);
    for (let i = 0; i < m; i++) {
      const s = states[i]!;
      for (let a = 0; a < n; a++) {
        const da = digits[s * n + a]!;
        for (let b = 0; b < n; b++) {
          if (a === b) {
            ladder[i * m + i]! += da * (twiceSpin + 1 - da);
            continue;
          }
          const db = digits[s * n + b]!;
          const half = 0.5 * j_Hz[a * n + b]!; // each pair is met twice
          inner[i * m + i]! += half * (twiceSpin / 2 - da) * (twiceSpin / 2 - db);
          if (da === 0 || db === twiceSpin) continue;
          const to = at.get(s - stride[a]! + stride[b]!)!;
          const element = raise(da) * raise(db + 1);
          ladder[to * m + i]! += element;
          inner[to * m + i]! += half * element;
        }
      }
    }
    const { values, vectors } = symmetricEigen(ladder, m);
    let count = 0;
    while (count < m && values[count]! < 0.5) count++;
    if (count === 0) continue;
    // Couplings inside the null space, then their eigenvectors as highest weights.
    const reduced = new Float64Array(count * count);
    for (let p = 0; p < count; p++)
      for (let q = 0; q < count; q++)
        for (let i = 0; i < m; i++)
          for (let k = 0; k < m; k++)
            reduced[p * count + q]! += vectors[i * m + p]! * inner[i * m + k]! * vectors[k * m + q]!;
    const split = symmetricEigen(reduced, count);
    for (let w = 0; w < count; w++) {
      let state = new Float64Array(size);
      for (let i = 0; i < m; i++)
        for (let p = 0; p < count; p++) state[states[i]!]! += vectors[i * m + p]! * split.vectors[p * count + w]!;
      const rows = new Float64Array((twiceK + 1) * size);
      rows.set(state);
      for (let step = 1; step <= twiceK; step++) {
        state = lowered(state) as Float64Array<ArrayBuffer>;
        const norm = Math.hypot(...state);
        for (let s = 0; s < size; s++) state[s]! /= norm;
        rows.set(state, step * size);
      }
      out.push({ twiceK, energy_Hz: split.values[w]!, vectors: rows });
    }
  }
  return out;
}
