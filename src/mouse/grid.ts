// Grids about the liver: axial slices (rows along the back-to-belly axis) and coronal ones, in RAS.
import type { Geometry } from '../records/index.ts';

/** Voxels along i (to the right), j and k: axial j ventral, k cranial; coronal j cranial, k ventral. */
export function gridAbout(
  plane: 'axial' | 'coronal',
  shape: readonly [number, number, number],
  voxel_mm: readonly [number, number, number],
  centre_mm: readonly [number, number, number],
): Geometry {
  const corner = (ras: number, axis: number): number => centre_mm[ras]! - (voxel_mm[axis]! * (shape[axis]! - 1)) / 2;
  const [a, b, c] = voxel_mm;
  const [x, y, z] = plane === 'axial' ? [corner(0, 0), corner(1, 1), corner(2, 2)] : [corner(0, 0), corner(1, 2), corner(2, 1)]; // prettier-ignore
  const affineRas_mm = plane === 'axial' ? [a, 0, 0, x, 0, b, 0, y, 0, 0, c, z] : [a, 0, 0, x, 0, 0, c, y, 0, b, 0, z];
  return { shape, affineRas_mm };
}
