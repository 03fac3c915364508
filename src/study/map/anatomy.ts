// The anatomy brought to the 13C voxels, the maps brought to the anatomy's, and a fine underlay for the pictures.
import { cropTo, refineInPlane, resliceMean, resliceNearest, scatter } from '../../picture/index.ts';
import { voxelSize_mm, type Column, type Geometry, type Volume } from '../../records/index.ts';

export interface AnatomyViews {
  /** Mean of the anatomy over each 13C voxel, slice thickness included. */
  readonly on13C: Volume;
  /** The same over pixels fine enough to show the anatomy, in the 13C slices. */
  readonly underlay: Volume;
  readonly factor: number;
  /** The part of the anatomy that the 13C images cover, on its own voxels. */
  readonly cropped: Volume;
}

/** Finest underlay: 13C voxels are cut in at most this many pixels per axis. */
const MAX_FACTOR = 8;

/** Undefined where anatomy and 13C images do not meet. */
export function anatomyViews(anatomy: Volume, geometry: Geometry): AnatomyViews | undefined {
  const crop = cropTo(anatomy.geometry, geometry);
  if (crop === undefined) return undefined;
  const finest = Math.min(...voxelSize_mm(anatomy.geometry));
  const inPlane = Math.min(voxelSize_mm(geometry)[0], voxelSize_mm(geometry)[1]);
  const factor = Math.max(1, Math.min(MAX_FACTOR, Math.round(inPlane / finest)));
  const underlay = resliceMean(anatomy, refineInPlane(geometry, factor));
  const cropped = resliceNearest(anatomy, crop.geometry, 0);
  return { on13C: resliceMean(anatomy, geometry), underlay, factor, cropped };
}

/** A map on the voxels of the (cropped) anatomy, each the value of the 13C voxel it lies in; NaN outside the mask. */
export function mapOnAnatomy(column: Column, voxels: Int32Array, geometry: Geometry, anatomy: Geometry): Volume {
  return resliceNearest(scatter(geometry, voxels, column.values, NaN), anatomy, NaN);
}
