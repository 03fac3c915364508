// Connected regions of a mask.
import { ScienceError } from '../../base/index.ts';

/** Neighbours through faces (6), or through edges and corners too (26). */
export type Connectivity = 6 | 26;

export interface Connected {
  /** [z, y, x]: 0 outside, else the label of the region, 1 the largest; of equal ones, that with the first voxel. */
  readonly labels: Int32Array;
  /** Voxels of region `label - 1`. */
  readonly sizes: readonly number[];
}

/** `mask` [z, y, x] of `shape` (nx, ny, nz). */
export function connectedRegions(
  mask: ArrayLike<number>,
  [nx, ny, nz]: readonly [number, number, number],
  connectivity: Connectivity,
): Connected {
  if (mask.length !== nx * ny * nz)
    throw new ScienceError('argument', `the mask has ${mask.length} voxels, its shape ${nx * ny * nz}`);
  const steps: (readonly [number, number, number])[] = [];
  for (const k of [-1, 0, 1])
    for (const j of [-1, 0, 1])
      for (const i of [-1, 0, 1]) {
        const moved = Math.abs(i) + Math.abs(j) + Math.abs(k);
        if (moved > 0 && (connectivity === 26 || moved === 1)) steps.push([i, j, k]);
      }
  const found = new Int32Array(mask.length);
  const sizes: number[] = [];
  for (let seed = 0; seed < mask.length; seed++) {
    if (!(mask[seed]! > 0) || found[seed] !== 0) continue;
    const label = sizes.length + 1;
    const waiting = [seed];
    found[seed] = label;
    let size = 0;
    while (waiting.length > 0) {
      const at = waiting.pop()!;
      size++;
      const [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      for (const [i, j, k] of steps) {
        const [a, b, c] = [x + i, y + j, z + k];
        if (a < 0 || b < 0 || c < 0 || a >= nx || b >= ny || c >= nz) continue;
        const next = (c * ny + b) * nx + a;
        if (!(mask[next]! > 0) || found[next] !== 0) continue;
        found[next] = label;
        waiting.push(next);
      }
    }
    sizes.push(size);
  }
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const rank = new Int32Array(sizes.length + 1);
  order.forEach((old, i) => (rank[old + 1] = i + 1));
  return { labels: found.map((label) => rank[label]!), sizes: order.map((old) => sizes[old]!) };
}
