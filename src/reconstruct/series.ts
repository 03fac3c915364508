// Images of all contrasts as one complex series each.
import { makeGrid } from '../base/index.ts';
import type { ComplexSeries, RawScan } from '../records/index.ts';
import { geometryOf } from './sort/geometry.ts';

/** One series per contrast from [frame, contrast, slice, z, y, x]. */
export function seriesOf(
  scan: RawScan,
  data: Float64Array,
  noiseSd: (contrast: number) => Float64Array,
  encoding: number,
  { nFrames, nContrasts, nSlices, volume }: { readonly nFrames: number; readonly nContrasts: number; readonly nSlices: number; readonly volume: number }, // prettier-ignore
): ComplexSeries[] {
  const geometry = geometryOf(scan, scan.encodings[encoding]!, nSlices);
  const [nx, ny, nz] = geometry.shape;
  const size = 2 * nSlices * volume;
  return Array.from({ length: nContrasts }, (_, contrast) => {
    const mine = new Float64Array(nFrames * size);
    for (let frame = 0; frame < nFrames; frame++) {
      const from = (frame * nContrasts + contrast) * size;
      mine.set(data.subarray(from, from + size), frame * size);
    }
    const name = scan.contrasts?.[contrast]?.name ?? (nContrasts === 1 ? scan.name : `contrast ${contrast + 1}`);
    return {
      name,
      geometry,
      images: makeGrid(['time', 'z', 'y', 'x'], [nFrames, nz, ny, nx], mine, true),
      noiseSd: noiseSd(contrast),
      claims: scan.claims,
      notes: [],
    };
  });
}
