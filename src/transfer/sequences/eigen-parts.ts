// Unitary motion of a real symmetric matrix that falls into parts.
import { complexIdentity, complexMultiply, symmetricEigen } from '../../math/complex/index.ts';

export type EigenParts = readonly {
  readonly states: readonly number[];
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}[];

/** Eigenvectors of the parts of a symmetric matrix that do not touch each other. */
export function eigenParts(h: Float64Array, size: number): EigenParts {
  const seen = new Uint8Array(size);
  const parts: { states: number[]; values: Float64Array; vectors: Float64Array }[] = [];
  for (let first = 0; first < size; first++) {
    if (seen[first]) continue;
    seen[first] = 1;
    const states = [first];
    for (const s of states) {
      for (let t = 0; t < size; t++) {
        if (seen[t] || h[s * size + t] === 0) continue;
        seen[t] = 1;
        states.push(t);
      }
    }
    const n = states.length;
    const inside = new Float64Array(n * n);
    states.forEach((s, i) => states.forEach((t, j) => (inside[i * n + j] = h[s * size + t]!)));
    parts.push({ states, ...symmetricEigen(inside, n) });
  }
  return parts;
}

/** exp(-2 pi i h t), interleaved complex [N, N]. */
export function partsUnitary(parts: EigenParts, size: number, time_s: number): Float64Array {
  const out = new Float64Array(2 * size * size);
  for (const { states, values, vectors } of parts) {
    const n = states.length;
    for (let k = 0; k < n; k++) {
      const angle = -2 * Math.PI * values[k]! * time_s;
      const c = Math.cos(angle),
        s = Math.sin(angle);
      for (let i = 0; i < n; i++) {
        const x = vectors[i * n + k]!;
        if (x === 0) continue;
        for (let j = 0; j < n; j++) {
          const y = x * vectors[j * n + k]!;
          const at = 2 * (states[i]! * size + states[j]!);
          out[at]! += c * y;
          out[at + 1]! += s * y;
        }
      }
    }
  }
  return out;
}

/** u times itself. */
export function unitaryPower(u: Float64Array, times: number, size: number): Float64Array {
  let out: Float64Array | undefined,
    square = u;
  for (let left = times; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) out = out ? complexMultiply(square, out, size) : square;
    if (left > 1) square = complexMultiply(square, square, size);
  }
  return out ?? complexIdentity(size);
}
