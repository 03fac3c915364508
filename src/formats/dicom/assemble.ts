// The images of one folder to one series: one metabolite over time, or one anatomy.
import { ScienceError } from '../../base/index.ts';
import { makeImageSeries, type ImageSeries } from '../../records/index.ts';
import { countValues } from '../bytes.ts';
import { claimsOf } from './claims.ts';
import { checkSame } from './complete.ts';
import { inTimeOrder } from './order.ts';
import type { DicomSlice } from './slice.ts';
import { stackOf } from './stack.ts';

/** i is the column, j the row, k the place along the normal of the slices (row direction x column direction). */
export function assembleDicom(slices: readonly DicomSlice[], name: string): ImageSeries {
  if (slices.length === 0) throw new ScienceError('format', 'there are no DICOM images here', { where: name });
  checkSame(slices);
  const stack = stackOf(slices);
  const order = inTimeOrder(stack.groups);
  const nTimes = order.groups[0]!.length;
  const { claims, notes } = claimsOf(slices, nTimes);
  const [nx, ny, nz] = stack.geometry.shape;
  const data = new Float64Array(countValues([nTimes, nz, ny, nx], name));
  order.groups.forEach((group, k) => group.forEach((slice, t) => data.set(slice.pixels, (t * nz + k) * ny * nx)));
  return makeImageSeries({
    name,
    geometry: stack.geometry,
    nTimes,
    data,
    claims,
    integer: slices.every((slice) => slice.integer),
    notes: [...stack.notes, ...order.notes, ...notes],
  });
}
