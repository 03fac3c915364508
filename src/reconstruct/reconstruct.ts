// A raw scan to images, one series per contrast, with their noise and with what was assumed.
import { QUIET, ScienceError, type Run } from '../base/index.ts';
import type { RawScan } from '../records/index.ts';
import { coilImagesOf, type CoilImages } from './cartesian.ts';
import { mapsOf } from './coils/choose-maps.ts';
import { combined } from './coils/combine.ts';
import { correctedEpi } from './sort/epi.ts';
import { noiseCovariance, whitened } from './noise/covariance.ts';
import { noiseFromEdges } from './noise/from-edges.ts';
import { gridded } from './sampled.ts';
import { seriesOf } from './series.ts';
import { DEFAULT_RECONSTRUCTION, type Method, type Reconstruction, type ReconstructionSettings } from './settings.ts';
import { sortReadouts, type KSpace } from './sort/kspace.ts';
import { undersampled } from './undersampled.ts';

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
  const images = coilImagesOf(kspace, settings.kernel);
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
