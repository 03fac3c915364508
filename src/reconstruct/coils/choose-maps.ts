// Coil maps of every slice by one of three ways.
import { ScienceError } from '../../base/index.ts';
import type { CoilImages } from '../grid/cartesian.ts';
import type { CoilMethod } from '../settings.ts';
import type { KSpace } from '../sort/kspace.ts';
import { calibrationOf, DEFAULT_ESPIRIT, espiritMaps } from './espirit.ts';
import { ADAPTIVE, localMaps } from './local-maps.ts';

/** Maps [slice, coil, z, y, x] by the chosen way, over frames and contrasts together. */
export function mapsOf(
  images: CoilImages,
  kspace: KSpace | undefined,
  method: CoilMethod,
  notes: string[],
): Float64Array {
  const { nSlices, nCoils, shape, data, nFrames, nContrasts } = images;
  const volume = shape[0] * shape[1] * shape[2];
  const maps = new Float64Array(2 * nSlices * nCoils * volume);
  for (let slice = 0; slice < nSlices; slice++) {
    const mine = new Float64Array(2 * nFrames * nContrasts * nCoils * volume);
    for (let group = 0; group < nFrames * nContrasts; group++) {
      const from = 2 * (group * nSlices + slice) * nCoils * volume;
      mine.set(data.subarray(from, from + 2 * nCoils * volume), 2 * group * nCoils * volume);
    }
    maps.set(oneSlice(mine, slice), 2 * slice * nCoils * volume);
  }
  if (nCoils > 1) {
    const names = { adaptive: 'neighbouring voxels (Walsh 2000)', svd: 'time courses (Rodgers 2010)', espirit: 'the centre of k-space (ESPIRiT)' }; // prettier-ignore
    notes.push(`Coil maps from ${names[method]}.`);
  }
  return maps;

  function oneSlice(mine: Float64Array, slice: number): Float64Array {
    const isWhole = kspace !== undefined && kspace.shape.nx === shape[2] && kspace.shape.ny === shape[1];
    if (method === 'espirit' && nCoils > 1 && kspace !== undefined && isWhole) {
      return calibrated(kspace, slice, shape, DEFAULT_ESPIRIT);
    }
    if (method === 'espirit' && nCoils > 1) {
      throw new ScienceError(
        'unsupported',
        'ESPIRiT maps need k-space on the matrix of the images; take coils: adaptive',
      );
    }
    return localMaps(mine, nCoils, shape, method === 'svd' ? { radius: [0, 0, 0] } : ADAPTIVE);
  }
}

function calibrated(
  { data, counts, shape: { nFrames, nContrasts, nSlices, nCoils } }: KSpace,
  slice: number,
  shape: readonly [number, number, number],
  settings: typeof DEFAULT_ESPIRIT,
): Float64Array {
  const volume = shape[0] * shape[1] * shape[2];
  const groups = nFrames * nContrasts;
  const mine = new Float64Array(2 * groups * nCoils * volume);
  for (let group = 0; group < groups; group++) {
    const from = 2 * (group * nSlices + slice) * nCoils * volume;
    mine.set(data.subarray(from, from + 2 * nCoils * volume), 2 * group * nCoils * volume);
  }
  const sampled = (at: number): boolean => {
    for (let group = 0; group < groups; group++)
      if (counts[(group * nSlices + slice) * volume + at] === 0) return false;
    return true;
  };
  const { calibration, size } = calibrationOf(mine, sampled, nCoils, shape, [8, 24, 24]);
  return espiritMaps(calibration, nCoils, size, shape, settings).maps;
}
