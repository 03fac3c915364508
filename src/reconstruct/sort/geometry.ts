// From the encoding to the grid of the images: which voxels, and where they are.
import { ScienceError } from '../../base/index.ts';
import type { Encoding, Geometry, RawScan } from '../../records/index.ts';

/** Share of a step by which a slice may stand off the even row. */
const OFF_THE_ROW = 0.05;

/** Throws where slices do not stand in an even row: one grid cannot hold them. */
function checkSteps(centres: readonly (readonly number[])[], across: readonly number[], where: string): void {
  const step_mm = Math.hypot(...across);
  const off = centres.findIndex(
    (centre, n) =>
      Math.hypot(...centre.map((x, i) => x - centres[0]![i]! - n * across[i]!)) > OFF_THE_ROW * step_mm + 1e-3,
  );
  if (off < 0) return;
  throw new ScienceError('unsupported', `slice ${off} does not stand in an even row with the others (first, last and ${centres.length - 2} between); one image cannot hold them`, { where }); // prettier-ignore
}

/** Voxel floor(n / 2) of each axis stands in the centre of the field of view. For slices, their centres give the step. */
export function geometryOf(scan: RawScan, encoding: Encoding, nSlices: number): Geometry {
  const { readout, phase, slice, centreRas_mm } = scan.orientation;
  const shape = [
    encoding.imageMatrix[0],
    encoding.imageMatrix[1],
    nSlices > 1 ? nSlices : encoding.imageMatrix[2],
  ] as const;
  const step_mm = encoding.imageFov_m.map(
    (fov_m, axis) => (1000 * fov_m) / (axis === 2 && nSlices > 1 ? 1 : shape[axis]!),
  );
  let across: readonly number[] = slice.map((x) => x * step_mm[2]!);
  let centre: readonly number[] = centreRas_mm;
  const centres = scan.sliceCentresRas_mm;
  if (nSlices > 1 && centres !== undefined && centres.length >= nSlices) {
    const first = centres[0]!,
      last = centres[nSlices - 1]!;
    across = first.map((x, i) => (last[i]! - x) / (nSlices - 1));
    checkSteps(centres.slice(0, nSlices), across, scan.name);
    centre = first.map((x, i) => x + across[i]! * (nSlices >> 1));
    if (!(Math.hypot(...across) > 1e-6)) across = slice.map((x) => x * step_mm[2]!);
  }
  const columns = [readout.map((x) => x * step_mm[0]!), phase.map((x) => x * step_mm[1]!), across];
  const affineRas_mm = [0, 1, 2].flatMap((row) => [
    ...columns.map((column) => column[row]!),
    centre[row]! - columns.reduce((sum, column, axis) => sum + column[row]! * (shape[axis]! >> 1), 0),
  ]);
  if (nSlices > 1 && encoding.encodedMatrix[2] > 1) {
    throw new ScienceError('unsupported', `${nSlices} slabs of ${encoding.encodedMatrix[2]} partitions are not put together; reconstruct one slab`, { where: scan.name }); // prettier-ignore
  }
  return { shape, affineRas_mm };
}
