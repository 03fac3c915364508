// Coil images joined to one series per contrast, with the noise that their linear weights leave.
import type { RawScan } from '../records/index.ts';
import { combined } from './coils/combine.ts';
import type { CoilImages } from './grid/cartesian.ts';
import { seriesOf } from './series.ts';
import type { Reconstruction } from './settings.ts';

/** `maps` [slice, coil, z, y, x]. */
export function finish(
  scan: RawScan,
  images: CoilImages,
  maps: Float64Array,
  noisePower: number,
  encoding: number,
): Pick<Reconstruction, 'series' | 'maps'> {
  const { nSlices, nCoils, shape, nFrames, nContrasts, data, noiseGain } = images;
  const volume = shape[0] * shape[1] * shape[2];
  const out = new Float64Array(2 * nFrames * nContrasts * nSlices * volume);
  for (let group = 0; group < nFrames * nContrasts * nSlices; group++) {
    const slice = group % nSlices;
    const one = data.subarray(2 * group * nCoils * volume, 2 * (group + 1) * nCoils * volume);
    out.set(combined(one, maps.subarray(2 * slice * nCoils * volume, 2 * (slice + 1) * nCoils * volume), nCoils), 2 * group * volume); // prettier-ignore
  }
  const noiseSd = (contrast: number): Float64Array => {
    const sd = new Float64Array(nSlices * volume);
    for (let slice = 0; slice < nSlices; slice++) {
      let gain = 0;
      for (let frame = 0; frame < nFrames; frame++) gain += noiseGain[(frame * nContrasts + contrast) * nSlices + slice]! / nFrames; // prettier-ignore
      sd.fill(Math.sqrt((noisePower * gain) / 2), slice * volume, (slice + 1) * volume);
    }
    return sd;
  };
  const extent = { nFrames, nContrasts, nSlices, volume };
  return { series: seriesOf(scan, out, noiseSd, encoding, extent), maps: maps.slice(0, 2 * nCoils * volume) };
}
