// Coil maps of every slice by one of three ways.
import { ScienceError } from '../../base/index.ts';
import type { CoilImages } from '../grid/cartesian.ts';
import type { CoilMethod } from '../settings.ts';
import type { Calibration } from './calibration.ts';
import { DEFAULT_ESPIRIT, espiritMaps, kernelFor } from './espirit.ts';
import { ADAPTIVE, localMaps } from './local-maps.ts';

/** The sampled centre of k-space on the matrix of the images, per slice. */
export interface Calibrated {
  readonly calibrations: readonly Calibration[];
  /** z, y, x of k-space. */
  readonly matrix: readonly [number, number, number];
  readonly noisePower: number;
}

export interface ChosenMaps {
  /** [slice, coil, z, y, x] */
  readonly maps: Float64Array;
  readonly mapsFrom: Exclude<CoilMethod, 'auto'>;
}

/** Maps by the chosen way, over frames and contrasts together. `auto`: from the calibration where one is given, else from neighbours. */
export function mapsOf(images: CoilImages, method: CoilMethod, notes: string[], calibrated?: Calibrated): ChosenMaps {
  const { nSlices, nCoils, shape } = images;
  const volume = shape[0] * shape[1] * shape[2];
  const maps = new Float64Array(2 * nSlices * nCoils * volume);
  const fits = calibrated?.matrix.every((n, axis) => n === shape[axis]) ?? false;
  const byCentre = nCoils > 1 && (method === 'espirit' || (method === 'auto' && fits));
  if (byCentre && calibrated === undefined) throw new ScienceError('unsupported', 'ESPIRiT maps need a sampled centre of k-space of 6 lines and more; take coils: adaptive'); // prettier-ignore
  if (byCentre && !fits) throw new ScienceError('unsupported', 'ESPIRiT maps need k-space on the matrix of the images; take coils: adaptive'); // prettier-ignore
  for (let slice = 0; slice < nSlices; slice++) {
    const mine = byCentre
      ? fromCentre(calibrated!, slice, nCoils, shape)
      : localMaps(sliceOf(images, slice), nCoils, shape, method === 'svd' ? { radius: [0, 0, 0] } : ADAPTIVE);
    maps.set(mine, 2 * slice * nCoils * volume);
  }
  if (byCentre) notes.push(centreNote(calibrated!.calibrations[0]!, maps, nCoils, volume));
  else if (nCoils > 1) notes.push(`Coil maps from ${method === 'svd' ? 'time courses (Rodgers 2010)' : 'neighbouring voxels (Walsh 2000)'}.`); // prettier-ignore
  return { maps, mapsFrom: byCentre ? 'espirit' : method === 'svd' ? 'svd' : 'adaptive' };
}

/** [frame, contrast, coil, z, y, x] of one slice. */
function sliceOf({ nSlices, nCoils, shape, data, nFrames, nContrasts }: CoilImages, slice: number): Float64Array {
  const size = 2 * nCoils * shape[0] * shape[1] * shape[2];
  const mine = new Float64Array(nFrames * nContrasts * size);
  for (let group = 0; group < nFrames * nContrasts; group++) {
    const from = (group * nSlices + slice) * size;
    mine.set(data.subarray(from, from + size), group * size);
  }
  return mine;
}

function fromCentre(
  { calibrations, noisePower }: Calibrated,
  slice: number,
  nCoils: number,
  shape: readonly [number, number, number],
): Float64Array {
  const { data, size } = calibrations[slice]!;
  const kernel = kernelFor(nCoils, size);
  const settings = { ...DEFAULT_ESPIRIT, kernel, ...(Number.isFinite(noisePower) && { noisePower }) };
  return espiritMaps(data, nCoils, size, shape, settings).maps;
}

function centreNote({ size, from }: Calibration, maps: Float64Array, nCoils: number, volume: number): string {
  let [inside, all] = [0, 0];
  for (let slice = 0; slice < maps.length; slice += 2 * nCoils * volume)
    for (let v = 0; v < volume; v++, all++) if (coilPower(maps, slice, v, nCoils, volume) > 0) inside++;
  const share = ((100 * inside) / all).toFixed(0);
  return `Coil maps from the centre of k-space (ESPIRiT), ${size.toReversed().join(' x ')} places of ${from}; they cover ${share}% of the voxels, elsewhere images are 0.`;
}

function coilPower(maps: Float64Array, from: number, v: number, nCoils: number, volume: number): number {
  let power = 0;
  for (let coil = 0; coil < nCoils; coil++) {
    const at = from + 2 * (coil * volume + v);
    power += maps[at]! * maps[at]! + maps[at + 1]! * maps[at + 1]!;
  }
  return power;
}
