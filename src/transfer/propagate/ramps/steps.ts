// The part of the way that is not adiabatic, cut into equal steps.
import { moveBasis, type Basis, type EigenPath } from '../../../math/fast/index.ts';
import { basisOf, type FieldPoint } from './field-point.ts';

/**
 * `steps` equal steps from one point to the other, each at its middle field.
 *
 * What the middle field misses to fourth order beside a change of frame is h^5 r^2 [D, [D, H]]/1440 a step (from the sixth-order Magnus series,
 * Blanes et al., Phys. Rep. 470 (2009) 151): put into H for the rate given, it leaves little for rates near by.
 */
export function equalSteps(from: FieldPoint, to: FieldPoint, steps: number, rate_TPerS: number): EigenPath {
  const size = from.levels_Hz.length;
  const step_T = (to.field_T - from.field_T) / steps;
  const basis = basisOf(from),
    entry = new Float64Array(size * size);
  const angle = (2 * Math.PI * step_T * step_T) / rate_TPerS;
  perturb(basis, size, (angle * angle) / 1440, entry);
  // The basis at the end is the spine's own, so that its levels go on with their names there.
  return { steps, step_T, basis, entry, endVectors: to.vectors };
}

/** Turns the basis to the eigenbasis of H + factor [D, [D, H]]; `turn` becomes the change. */
function perturb(basis: Basis, size: number, factor: number, turn: Float64Array): void {
  const levels = basis.slice(0, size),
    drive = basis.slice(size, size + size * size);
  const added = new Float64Array(size * size);
  for (let m = 0; m < size; m++) {
    for (let k = 0; k < size; k++) {
      let sum = 0;
      for (let l = 0; l < size; l++)
        sum += drive[m * size + l]! * drive[l * size + k]! * (levels[m]! + levels[k]! - 2 * levels[l]!);
      added[m * size + k] = factor * sum;
    }
  }
  // `moveBasis` adds a multiple of what stands in the place of the drive, and turns that too; the drive itself is turned here.
  basis.set(added, size);
  moveBasis(basis, size, 1, turn, 0);
  basis.set(product(product(turn, drive, size), transposed(turn, size), size), size);
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      let sum = 0;
      for (let l = 0; l < n; l++) sum += a[i * n + l]! * b[l * n + k]!;
      out[i * n + k] = sum;
    }
  }
  return out;
}

function transposed(a: Float64Array, n: number): Float64Array {
  return a.map((_, i) => a[(i % n) * n + Math.floor(i / n)]!);
}
