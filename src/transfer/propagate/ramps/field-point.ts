// The eigenbasis of H = A + B D at one field.
import { basisLength, moveBasis, type Basis } from '../../../math/fast/index.ts';

/** Levels and the drive in their own basis: H = levels + (B - field) drive. */
export interface FieldPoint {
  readonly field_T: number;
  readonly levels_Hz: Float64Array;
  /** D in the eigenbasis, [size, size], Hz per T. */
  readonly drive_HzPerT: Float64Array;
  /** Columns are the eigenvectors, [size, size]. */
  readonly vectors: Float64Array;
}

/** The eigenbasis at `field_T`, followed from one nearby; `turn` [size, size] becomes the change of basis. */
export function pointFrom(point: FieldPoint, field_T: number, turn: Float64Array): FieldPoint {
  const size = point.levels_Hz.length;
  const basis = basisOf(point);
  moveBasis(basis, size, field_T - point.field_T, turn, 0);
  return pointOf(basis, size, field_T);
}

/** A copy that moves. */
export function basisOf({ levels_Hz, drive_HzPerT, vectors }: FieldPoint): Basis {
  const size = levels_Hz.length;
  const basis = new Float64Array(basisLength(size));
  basis.set(levels_Hz);
  basis.set(drive_HzPerT, size);
  basis.set(vectors, size + size * size);
  return basis;
}

function pointOf(basis: Basis, size: number, field_T: number): FieldPoint {
  return {
    field_T,
    levels_Hz: basis.subarray(0, size),
    drive_HzPerT: basis.subarray(size, size + size * size),
    vectors: basis.subarray(size + size * size),
  };
}

/** A point where H = A + B D is given outright. */
export function pointAt(a_Hz: Float64Array, d_HzPerT: Float64Array, field_T: number): FieldPoint {
  const n = d_HzPerT.length;
  const levels_Hz = new Float64Array(n),
    drive = new Float64Array(n * n),
    vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  // From no couplings to all of them: A's off-diagonal part plays the field.
  const couplings = a_Hz.slice();
  for (let i = 0; i < n; i++) {
    levels_Hz[i] = a_Hz[i * n + i]! + field_T * d_HzPerT[i]!;
    couplings[i * n + i] = 0;
  }
  const bare = { field_T: 0, levels_Hz, drive_HzPerT: couplings, vectors };
  const full = pointFrom(bare, 1, new Float64Array(n * n));
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      let sum = 0;
      for (let l = 0; l < n; l++) sum += full.vectors[l * n + i]! * d_HzPerT[l]! * full.vectors[l * n + k]!;
      drive[i * n + k] = sum;
    }
  }
  return { field_T, levels_Hz: full.levels_Hz, drive_HzPerT: drive, vectors: full.vectors };
}

/** Drive elements below this part of the largest count as none: levels that cross without meeting. */
const UNCOUPLED = 1e-12;

/** D_mk, or 0 where it is rounding. */
export function coupled(drive_HzPerT: Float64Array, n: number, m: number, k: number): number {
  const d = drive_HzPerT[m * n + k]!;
  const scale = Math.abs(drive_HzPerT[m * n + m]!) + Math.abs(drive_HzPerT[k * n + k]!);
  return Math.abs(d) <= UNCOUPLED * scale ? 0 : d;
}
