// Noise brought to one level before anything else, and how large it then is.
import type { RawScan } from '../../records/index.ts';
import type { Reconstruction } from '../settings.ts';
import type { KSpace } from '../sort/kspace.ts';
import { bandwidthRatio, noiseCovariance, whitened } from './covariance.ts';
import { noiseFromEdges } from './from-edges.ts';

export interface Prepared {
  readonly scan: RawScan;
  /** E |n|^2 of a sample; undefined where nothing tells it. */
  readonly power: number | undefined;
  readonly source: 'readouts' | 'record' | undefined;
}

/** Several channels are whitened; one channel keeps its scale and its noise is noted. */
export function prepareNoise(raw: RawScan): Prepared {
  const measured = noiseCovariance(raw);
  const source = measured !== undefined ? 'readouts' : raw.noiseCovariance !== undefined ? 'record' : undefined;
  if (source === undefined) return { scan: raw, power: undefined, source };
  if (raw.nChannels === 1) {
    const power = measured === undefined ? raw.noiseCovariance![0]! : measured[0]! * bandwidthRatio(raw);
    return { scan: raw, power, source };
  }
  return { scan: whitened(raw)!, power: 1, source };
}

export interface LevelKSpace {
  readonly kspace: KSpace;
  readonly noisePower: number;
  readonly noiseSource: Reconstruction['noiseSource'];
  /** [coil] by which the samples of the scan were multiplied; absent: by 1. */
  readonly scales?: ArrayLike<number>;
}

/** Where nothing tells the noise it is taken from the edge of k-space, and channels are brought to one level. */
export function levelNoise(kspace: KSpace, { power, source }: Prepared, notes: string[]): LevelKSpace {
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
  return { kspace: { ...kspace, data }, noisePower: mean, noiseSource: 'edges', scales: scale };
}
