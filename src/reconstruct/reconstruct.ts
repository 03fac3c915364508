// A raw scan to images, one series per contrast, with their noise and with what was assumed.
import { QUIET, Random, ScienceError, type Run } from '../base/index.ts';
import type { ComplexSeries, RawScan } from '../records/index.ts';
import { makeGrid } from '../base/index.ts';
import { coilImagesOf, type CoilImages } from './cartesian.ts';
import { combined } from './coils/combine.ts';
import { ADAPTIVE, localMaps } from './coils/local-maps.ts';
import { calibrationOf, DEFAULT_ESPIRIT, espiritMaps } from './coils/espirit.ts';
import { correctedEpi } from './sort/epi.ts';
import { noiseCovariance, whitened } from './noise/covariance.ts';
import { noiseFromEdges } from './noise/from-edges.ts';
import { gridded } from './sampled.ts';
import { sortReadouts, type KSpace } from './sort/kspace.ts';
import { geometryOf } from './sort/geometry.ts';
import { undersampled } from './undersampled.ts';
import type { LowRankSparseSettings } from './dynamic/low-rank-sparse.ts';

export type Method = 'fourier' | 'sense' | 'lowRank';
export type CoilMethod = 'adaptive' | 'svd' | 'espirit';

export interface ReconstructionSettings {
  /** `auto`: Fourier where all is sampled; else low rank for dynamics of four frames or more, SENSE for several coils, else zeros stay. */
  readonly method: Method | 'auto';
  readonly coils: CoilMethod;
  readonly encoding: number;
  /** Given: taken as they are; absent: chosen by hidden samples. */
  readonly lowRank?: LowRankSparseSettings;
  readonly seed: number;
}
export const DEFAULT_RECONSTRUCTION: ReconstructionSettings = {
  method: 'auto',
  coils: 'adaptive',
  encoding: 0,
  seed: 1,
};

export interface Reconstruction {
  /** One per contrast; slices along z. */
  readonly series: readonly ComplexSeries[];
  readonly method: Method;
  /** Sorted and whitened; absent for scans along a trajectory. */
  readonly kspace?: KSpace;
  /** Share of k-space that was sampled; NaN along a trajectory. */
  readonly sampled: number;
  /** [coil, z, y, x] of the first slice. */
  readonly maps: Float64Array;
  /** E |n|^2 of a sample as it was reconstructed, and where it is from. */
  readonly noisePower: number;
  readonly noiseSource: 'readouts' | 'record' | 'edges' | 'unknown';
  readonly lowRank?: { readonly settings: LowRankSparseSettings; readonly errors: readonly number[]; readonly misfit: number; readonly change: number }; // prettier-ignore
  readonly notes: readonly string[];
}

/** Throws where the scan cannot be reconstructed: nothing to sort, spectral readouts, several slabs. */
export function reconstruct(
  raw: RawScan,
  settings: ReconstructionSettings = DEFAULT_RECONSTRUCTION,
  run: Run = QUIET,
): Reconstruction {
  const encoding = raw.encodings[settings.encoding];
  if (encoding === undefined) {
    throw new ScienceError('argument', `encoding ${settings.encoding + 1} of ${raw.encodings.length}`, {
      where: raw.name,
    });
  }
  if ((encoding.nSpectral ?? 1) > 1) {
    throw new ScienceError('unsupported', 'a spectroscopic scan: take csiSpectra or epsiSpectra of the library', { where: raw.name }); // prettier-ignore
  }
  const isGrid = encoding.kind === 'cartesian' || encoding.kind === 'epi';
  const prepared = prepareNoise(raw);
  const scan = encoding.kind === 'epi' ? correctedEpi(prepared.scan, settings.encoding) : prepared.scan;
  const notes: string[] = [...scan.notes];
  if (!isGrid) return alongTrajectory(scan, prepared, settings, notes);
  const sorted = sortReadouts(scan, settings.encoding);
  const { kspace, noisePower, noiseSource } = levelNoise(sorted, prepared, notes);
  const images = coilImagesOf(kspace);
  notes.push(...images.notes);
  const sampled = kspace.counts.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0) / kspace.counts.length;
  const { nFrames, nCoils } = kspace.shape;
  const auto: Method = sampled >= 0.999 ? 'fourier' : nFrames >= 4 ? 'lowRank' : nCoils > 1 ? 'sense' : 'fourier';
  const method = settings.method === 'auto' ? auto : settings.method;
  if (method === 'fourier') {
    if (sampled < 0.999) notes.push('What was not sampled is 0: the images are aliased or blurred.');
    const maps = mapsOf(images, kspace, settings.coils, notes);
    return { ...finish(scan, images, maps, noisePower, settings.encoding, notes), method, kspace, sampled, noisePower, noiseSource }; // prettier-ignore
  }
  return undersampled({ scan, kspace, images, method, settings, noisePower, noiseSource, sampled, notes }, run);
}

interface Prepared {
  readonly scan: RawScan;
  readonly power: number | undefined;
  readonly source: 'readouts' | 'record' | undefined;
}

/** Several channels are whitened; one channel keeps its scale and its noise is noted. */
function prepareNoise(raw: RawScan): Prepared {
  const measured = noiseCovariance(raw);
  const source = measured !== undefined ? 'readouts' : raw.noiseCovariance !== undefined ? 'record' : undefined;
  if (source === undefined) return { scan: raw, power: undefined, source };
  if (raw.nChannels === 1) return { scan: raw, power: (measured ?? raw.noiseCovariance!)[0]!, source };
  return { scan: whitened(raw)!, power: 1, source };
}

/** Where nothing tells the noise it is taken from the edge of k-space, and channels are brought to one level. */
function levelNoise(
  kspace: KSpace,
  { power, source }: Prepared,
  notes: string[],
): { kspace: KSpace; noisePower: number; noiseSource: Reconstruction['noiseSource'] } {
  if (power !== undefined) return { kspace, noisePower: power, noiseSource: source! };
  const { nCoils, nz, ny, nx } = kspace.shape;
  const powers = noiseFromEdges(kspace);
  if (!powers.every((one) => one > 0 && Number.isFinite(one))) {
    notes.push('Nothing tells the noise: neither noise readouts nor the edge of k-space.');
    return { kspace, noisePower: NaN, noiseSource: 'unknown' };
  }
  notes.push('No noise readouts: the noise was taken from the outer tenth of k-space, at most too large by the signal that is there.'); // prettier-ignore
  if (nCoils === 1) return { kspace, noisePower: powers[0]!, noiseSource: 'edges' };
  notes.push('Channels were scaled to equal noise; their correlation is not known.');
  const volume = 2 * nz * ny * nx;
  const mean = powers.reduce((a, b) => a + b, 0) / nCoils;
  const scale = powers.map((one) => Math.sqrt(mean / one));
  const data = kspace.data.map((x, i) => x * scale[Math.floor(i / volume) % nCoils]!);
  return { kspace: { ...kspace, data }, noisePower: mean, noiseSource: 'edges' };
}

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

function alongTrajectory(
  scan: RawScan,
  { power, source }: Prepared,
  settings: ReconstructionSettings,
  notes: string[],
): Reconstruction {
  if (settings.method !== 'auto' && settings.method !== 'fourier') {
    throw new ScienceError('unsupported', `method ${settings.method} along a trajectory: take senseSampled of the library`, { where: scan.name }); // prettier-ignore
  }
  const images = gridded(scan, settings.encoding);
  notes.push(...images.notes);
  if (power === undefined) notes.push('Nothing tells the noise: no noise readouts.');
  const maps = mapsOf(images, undefined, settings.coils, notes);
  const noisePower = power ?? NaN;
  return {
    ...finish(scan, images, maps, noisePower, settings.encoding, notes),
    method: 'fourier',
    sampled: NaN,
    noisePower,
    noiseSource: source ?? 'unknown',
  };
}

/** Combined images as series; noise through the linear weights. */
function finish(
  scan: RawScan,
  images: CoilImages,
  maps: Float64Array,
  noisePower: number,
  encoding: number,
  notes: readonly string[],
): Pick<Reconstruction, 'series' | 'maps' | 'notes'> {
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
  return { series: seriesOf(scan, out, noiseSd, encoding, { nFrames, nContrasts, nSlices, volume }), maps: maps.slice(0, 2 * nCoils * volume), notes }; // prettier-ignore
}

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

/** A stream for replicas and blocks. */
export const streamOf = (seed: number, name: string): Random => new Random(seed).fork(name);
