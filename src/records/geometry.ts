// Where voxels are: index (i column, j row, k slice; 0-based, voxel centres) to patient space in RAS millimetres.
import { ScienceError } from '../base/index.ts';

export interface Geometry {
  /** Number of voxels along i (columns, x fastest in memory), j (rows), k (slices). */
  readonly shape: readonly [number, number, number];
  /** 3 x 4, row-major: RAS_mm = A[0..2] i + A[..] j + A[..] k + origin; +x right, +y anterior, +z superior, as in NIfTI-1. */
  readonly affineRas_mm: readonly number[];
}

/** Throws unless the shape is positive and the affine is finite and not singular. */
export function checkGeometry(geometry: Geometry, where: string): void {
  const { shape, affineRas_mm: a } = geometry;
  if (shape.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new ScienceError('format', `image of shape [${shape.join(', ')}]; every axis needs at least one voxel`, {
      where,
    });
  }
  if (a.length !== 12 || a.some((x) => !Number.isFinite(x))) {
    throw new ScienceError('format', 'the voxel-to-patient matrix holds numbers that are not finite', { where });
  }
  const volume = Math.abs(voxelVolume_mm3(geometry));
  if (!(volume > 1e-9)) throw new ScienceError('format', 'the voxel-to-patient matrix is singular', { where });
}

export function voxelSize_mm({ affineRas_mm: a }: Geometry): readonly [number, number, number] {
  return [Math.hypot(a[0]!, a[4]!, a[8]!), Math.hypot(a[1]!, a[5]!, a[9]!), Math.hypot(a[2]!, a[6]!, a[10]!)];
}

/** Signed: negative where i, j, k make a left-handed triple in RAS. */
export function voxelVolume_mm3({ affineRas_mm: a }: Geometry): number {
  return (
    a[0]! * (a[5]! * a[10]! - a[6]! * a[9]!) -
    a[1]! * (a[4]! * a[10]! - a[6]! * a[8]!) +
    a[2]! * (a[4]! * a[9]! - a[5]! * a[8]!)
  );
}

/** Largest distance in mm between the same corner voxels of two grids; Infinity where the shapes differ. */
export function geometryGap_mm(a: Geometry, b: Geometry): number {
  if (a.shape.some((n, axis) => n !== b.shape[axis])) return Infinity;
  let gap = 0;
  for (let corner = 0; corner < 8; corner++) {
    const index = a.shape.map((n, axis) => ((corner >> axis) & 1) * (n - 1));
    const p = positionRas_mm(a, index[0]!, index[1]!, index[2]!);
    const q = positionRas_mm(b, index[0]!, index[1]!, index[2]!);
    gap = Math.max(gap, Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  }
  return gap;
}

/** RAS position in mm of a (fractional) voxel index. */
export function positionRas_mm(
  { affineRas_mm: a }: Geometry,
  i: number,
  j: number,
  k: number,
): readonly [number, number, number] {
  return [
    a[0]! * i + a[1]! * j + a[2]! * k + a[3]!,
    a[4]! * i + a[5]! * j + a[6]! * k + a[7]!,
    a[8]! * i + a[9]! * j + a[10]! * k + a[11]!,
  ];
}
