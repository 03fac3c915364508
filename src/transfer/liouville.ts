// All elements of a density as one vector, and a Hamiltonian that acts on it from both sides.
import type { Entries, ZeroQuantum } from '../physics/spins/index.ts';

/** Element i n + k of the vector is rho[i, k]. */
export function everyElement(n: number): ZeroQuantum {
  const at = Int32Array.from({ length: n * n }, (_, e) => e);
  return { size: n * n, dimension: n, row: at.map((e) => Math.floor(e / n)), column: at.map((e) => e % n), at };
}

/** -2 pi i [H, rho] of a real symmetric H [N, N] in Hz. */
export function addCommutator(entries: Entries, elements: ZeroQuantum, h_Hz: Float64Array): void {
  const n = elements.dimension;
  for (let e = 0; e < elements.size; e++) {
    const i = elements.row[e]!,
      k = elements.column[e]!;
    for (let l = 0; l < n; l++) {
      const left = h_Hz[i * n + l]!,
        right = h_Hz[l * n + k]!;
      if (left !== 0) entries.add(e, elements.at[l * n + k]!, 0, -2 * Math.PI * left);
      if (right !== 0) entries.add(e, elements.at[i * n + l]!, 0, 2 * Math.PI * right);
    }
  }
}
