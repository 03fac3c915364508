// Shim: the field of an organ made as even as coils of up to second order can, by least squares over its voxels (solid harmonics; Romeo and Hoult 1984).
import { ScienceError } from '../../base/index.ts';
import { invertSymmetric } from '../../math/index.ts';
import { checkGrid, type FieldGrid } from './susceptibility.ts';

export interface ShimSettings extends FieldGrid {
  /** 0: frequency only; 1: with gradients; 2: with second order. */
  readonly order: 0 | 1 | 2;
}

export interface Shimmed {
  /** [voxel], also outside of the organ, where the shims act too. */
  readonly field_Hz: Float64Array;
  /** Hz at the edge of the grid: 1; a, b, c; ab, ac, bc, a2 - b2, 2 c2 - a2 - b2, along the axes of the array. */
  readonly currents_Hz: Float64Array;
  /** Standard deviation over the organ. */
  readonly before_Hz: number;
  readonly after_Hz: number;
}

const TERMS = [1, 4, 9] as const;

/** `mask` [voxel]: above 0 in the organ. Throws where it holds too few voxels, or too flat a set, to tell the harmonics apart. */
export function shimmed(field_Hz: ArrayLike<number>, mask: ArrayLike<number>, settings: ShimSettings): Shimmed {
  const { shape, spacing_m, order } = settings;
  checkGrid(field_Hz, settings, 'field');
  checkGrid(mask, settings, 'mask');
  const n = TERMS[order];
  const middle = shape.map((size) => (size - 1) / 2);
  const half_m = Math.max(...shape.map((size, axis) => Math.max(0.5, middle[axis]!) * spacing_m[axis]! * (size > 0 ? 1 : 0))); // prettier-ignore
  const terms = new Float64Array(n);
  const termsAt = (v: number): void => {
    const index = [Math.floor(v / (shape[1] * shape[2])), Math.floor(v / shape[2]) % shape[1], v % shape[2]];
    const [a, b, c] = index.map((i, axis) => ((i - middle[axis]!) * spacing_m[axis]!) / half_m) as [number, number, number]; // prettier-ignore
    const all = [1, a, b, c, a * b, a * c, b * c, a * a - b * b, 2 * c * c - a * a - b * b];
    for (let t = 0; t < n; t++) terms[t] = all[t]!;
  };
  const normal = new Float64Array(n * n),
    right = new Float64Array(n);
  let count = 0;
  for (let v = 0; v < field_Hz.length; v++) {
    if (!(mask[v]! > 0)) continue;
    count++;
    termsAt(v);
    for (let s = 0; s < n; s++) {
      right[s] = right[s]! + terms[s]! * field_Hz[v]!;
      for (let t = 0; t < n; t++) normal[s * n + t] = normal[s * n + t]! + terms[s]! * terms[t]!;
    }
  }
  const inverse = count < n ? undefined : invertSymmetric(normal, n);
  if (inverse === undefined)
    throw new ScienceError('argument', `${count} voxels of the organ do not tell ${n} harmonics apart; take a lower order or a thicker region`, { where: 'mask' }); // prettier-ignore
  const currents_Hz = Float64Array.from({ length: n }, (_, s) => right.reduce((sum, r, t) => sum - inverse[s * n + t]! * r, 0)); // prettier-ignore
  const out = new Float64Array(field_Hz.length);
  for (let v = 0; v < out.length; v++) {
    termsAt(v);
    out[v] = field_Hz[v]! + terms.reduce((sum, term, t) => sum + currents_Hz[t]! * term, 0);
  }
  return { field_Hz: out, currents_Hz, before_Hz: sdOver(field_Hz, mask), after_Hz: sdOver(out, mask) };
}

function sdOver(values: ArrayLike<number>, mask: ArrayLike<number>): number {
  let n = 0,
    mean = 0,
    squares = 0;
  for (let v = 0; v < values.length; v++) {
    if (!(mask[v]! > 0)) continue;
    n++;
    const gap = values[v]! - mean;
    mean += gap / n;
    squares += gap * (values[v]! - mean);
  }
  return Math.sqrt(squares / n);
}
