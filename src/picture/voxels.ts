// Which voxels count: thresholds on sums or on signal to noise, masks and regions from files; and back from a list of voxels to a volume.
import type { Geometry, ImageSeries, Volume } from '../records/index.ts';

/** Sum over all frames of each voxel, [z, y, x]. */
export function sumOverTime(series: ImageSeries): Float64Array {
  const [nTimes, nz, ny, nx] = series.images.shape;
  const nVoxels = nz * ny * nx;
  const sum = new Float64Array(nVoxels);
  for (let t = 0; t < nTimes; t++)
    for (let v = 0; v < nVoxels; v++) sum[v] = sum[v]! + series.images.data[t * nVoxels + v]!;
  return sum;
}

/** Largest value over all frames of each voxel, [z, y, x]. */
export function peakOverTime(series: ImageSeries): Float64Array {
  const [nTimes, nz, ny, nx] = series.images.shape;
  const nVoxels = nz * ny * nx;
  const peak = new Float64Array(nVoxels).fill(-Infinity);
  for (let t = 0; t < nTimes; t++)
    for (let v = 0; v < nVoxels; v++) peak[v] = Math.max(peak[v]!, series.images.data[t * nVoxels + v]!);
  return peak;
}

/** Indices of the voxels above a threshold, in memory order (x fastest). */
export function voxelsAbove(values: Float64Array, threshold: number): Int32Array {
  return Int32Array.from(Array.from(values.keys()).filter((v) => values[v]! > threshold));
}

/** Column i, row j and slice k of a voxel, 0-based. */
export function indexOfVoxel({ shape: [nx, ny] }: Geometry, voxel: number): readonly [number, number, number] {
  return [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))];
}

/** A volume that holds `values` at `voxels` and `outside` elsewhere. */
export function scatter(geometry: Geometry, voxels: Int32Array, values: ArrayLike<number>, outside: number): Volume {
  const [nx, ny, nz] = geometry.shape;
  const data = new Float64Array(nx * ny * nz).fill(outside);
  voxels.forEach((voxel, row) => (data[voxel] = values[row]!));
  return { geometry, data };
}

/** Time courses of some voxels of some series, [metabolite, voxel, time]. */
export function gatherCourses(series: readonly ImageSeries[], voxels: Int32Array): Float64Array {
  const [nTimes, nz, ny, nx] = series[0]!.images.shape;
  const out = new Float64Array(series.length * voxels.length * nTimes);
  let at = 0;
  for (const { images } of series)
    for (const voxel of voxels) for (let t = 0; t < nTimes; t++) out[at++] = images.data[t * nz * ny * nx + voxel]!;
  return out;
}
