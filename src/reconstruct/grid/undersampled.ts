// Undersampled Cartesian scans: SENSE frame by frame, or low rank + sparse over all frames, with coil maps from what was sampled.
import { QUIET, Random, ScienceError, type Run } from '../../base/index.ts';
import type { Encoding, RawScan } from '../../records/index.ts';
import { coilImagesOf, type CoilImages } from './cartesian.ts';
import { chooseLowRank } from '../dynamic/choose.ts';
import {
  DEFAULT_LOW_RANK,
  lowRankSparse,
  type DynamicSamples,
  type LowRankSparseSettings,
} from '../dynamic/low-rank-sparse.ts';
import { replicaSd } from '../noise/replica.ts';
import { mapsOf } from '../coils/choose-maps.ts';
import { seriesOf } from '../series.ts';
import type { Method, Reconstruction, ReconstructionSettings } from '../settings.ts';
import { DEFAULT_SENSE, senseCartesian } from '../sense/sense.ts';
import type { KSpace } from '../sort/kspace.ts';
import { resized } from './resize.ts';

/** Thresholds that hidden samples choose from; falling, as each starts at the images of the one before. */
const CANDIDATES: readonly Pick<LowRankSparseSettings, 'rankThreshold' | 'sparseThreshold'>[] = [
  { rankThreshold: 0.9, sparseThreshold: Infinity },
  { rankThreshold: 0.6, sparseThreshold: 3 },
  { rankThreshold: 0.45, sparseThreshold: Infinity },
];
const SENSE_REPLICAS = 16;
/** Of low rank, times the frames: each replica tells of all of them. */
const REPLICA_FRAMES = 24;
/** Steps of the last part, with thresholds at their end; replicas take the same from the same start. */
const LAST_STEPS = 8;
/** Noise of a replica of low rank, over that of the samples: small, so that thresholds see what they saw. */
const REPLICA_NOISE = 0.3;

export interface Undersampled {
  readonly scan: RawScan;
  readonly kspace: KSpace;
  readonly images: CoilImages;
  readonly method: Method;
  readonly settings: ReconstructionSettings;
  readonly noisePower: number;
  readonly noiseSource: Reconstruction['noiseSource'];
  readonly sampled: number;
  readonly notes: string[];
}

export function undersampled(input: Undersampled, run: Run): Reconstruction {
  const { scan, kspace, images, method, settings, noisePower, notes } = input;
  const { nFrames, nContrasts, nSlices, nCoils, nz, ny, nx } = kspace.shape;
  const shape = [nz, ny, nx] as const;
  const volume = nz * ny * nx;
  const { imageMatrix, encodedMatrix } = scan.encodings[settings.encoding]!;
  if (!isEncodedResolution(scan.encodings[settings.encoding]!)) {
    throw new ScienceError('unsupported', `method ${method} with zeros round k-space; ask for images of the encoded resolution`, { where: scan.name }); // prettier-ignore
  }
  const wide = encodedMatrix.some((n, axis) => n !== imageMatrix[axis]);
  const maps = mapsOf(wide ? encodedImages(kspace, settings) : images, kspace, settings.coils, notes);
  const out = new Float64Array(2 * nFrames * nContrasts * nSlices * volume);
  const sd = Array.from({ length: nContrasts }, () => new Float64Array(nSlices * volume));
  let lowRank: Reconstruction['lowRank'];
  for (let contrast = 0; contrast < nContrasts; contrast++) {
    for (let slice = 0; slice < nSlices; slice++) {
      const groups = Array.from({ length: nFrames }, (_, frame) => (frame * nContrasts + contrast) * nSlices + slice);
      const data: DynamicSamples = {
        samples: picked(kspace.data, groups, 2 * nCoils * volume, Float64Array),
        mask: picked(kspace.counts, groups, volume, Uint16Array),
        maps: maps.subarray(2 * slice * nCoils * volume, 2 * (slice + 1) * nCoils * volume),
        nFrames,
        shape,
        noisePower,
      };
      const random = new Random(settings.seed).fork(`replicas ${contrast} ${slice}`);
      let result: Pick<Solved, 'images' | 'sd'>;
      if (method === 'sense') result = bySense(data, settings, random, notes, run);
      else {
        const solved = byLowRank(data, settings, lowRank?.settings, random, run);
        lowRank ??= solved.lowRank;
        result = solved;
      }
      const scale = 1 / Math.sqrt(volume); // from unitary to mean
      groups.forEach(
        (group, frame) =>
        out.set(result.images.subarray(2 * frame * volume, 2 * (frame + 1) * volume).map((x) => x * scale), 2 * group * volume), // prettier-ignore
      );
      sd[contrast]!.set(result.sd.map((x) => x * scale), slice * volume); // prettier-ignore
    }
  }
  if (Number.isFinite(noisePower)) {
    notes.push(
      method === 'sense'
        ? `Noise of the images from ${SENSE_REPLICAS} pseudo-replicas of the first frame.`
        : `Low rank is not linear: the noise of its images, from ${replicasOf(nFrames)} pseudo-replicas over all frames, is that of small changes of the samples. What is left of aliasing is not in it, and small, short signals may be lowered.`,
    );
  }
  if (settings.precision === 'float32') notes.push('Transforms inside the steps in float32: a relative error of 3e-7, far below the noise.'); // prettier-ignore
  const cut = [imageMatrix[2], imageMatrix[1], imageMatrix[0]] as const;
  const kept = nSlices > 1 ? ([1, cut[1], cut[2]] as const) : cut;
  const asComplex = (values: Float64Array): Float64Array => Float64Array.from({ length: 2 * values.length }, (_, i) => (i % 2 === 0 ? values[i >> 1]! : 0)); // prettier-ignore
  const noiseSd = (contrast: number): Float64Array => resized(asComplex(sd[contrast]!), shape, kept).filter((_, i) => i % 2 === 0); // prettier-ignore
  const extent = { nFrames, nContrasts, nSlices, volume: kept[0] * kept[1] * kept[2] };
  return {
    series: seriesOf(scan, resized(out, shape, kept), noiseSd, settings.encoding, extent),
    method,
    kspace,
    sampled: input.sampled,
    maps: maps.slice(0, 2 * nCoils * volume),
    noisePower,
    noiseSource: input.noiseSource,
    ...(lowRank !== undefined && { lowRank }),
    notes,
  };
}

interface Solved {
  /** [frame, voxel], unitary. */
  readonly images: Float64Array;
  /** [voxel], of the real part; NaN where nothing tells the noise. */
  readonly sd: Float64Array;
  readonly lowRank: NonNullable<Reconstruction['lowRank']>;
}

function bySense(
  { samples, mask, maps, nFrames, shape, noisePower }: DynamicSamples,
  { kernel, precision }: ReconstructionSettings,
  random: Random,
  notes: string[],
  run: Run,
): Pick<Solved, 'images' | 'sd'> {
  const volume = shape[0] * shape[1] * shape[2];
  const settings = { ...DEFAULT_SENSE, ...(kernel && { kernel }), ...(precision && { precision }) };
  const images = new Float64Array(2 * nFrames * volume);
  let sd: Float64Array = new Float64Array(volume).fill(NaN);
  for (let frame = 0; frame < nFrames; frame++) {
    run.step(frame, nFrames, 'SENSE');
    const mine = (mask as Uint16Array).subarray(frame * volume, (frame + 1) * volume);
    const solve = (data: Float64Array) => senseCartesian(data, mine, maps, shape, settings);
    const { x, end, residual } = solve(samples.slice(frame * maps.length, (frame + 1) * maps.length));
    if (end !== 'converged') notes.push(`SENSE of frame ${frame + 1} ended with ${end}, residual ${residual.toExponential(1)}.`); // prettier-ignore
    images.set(x, 2 * frame * volume);
    if (frame > 0 || !Number.isFinite(noisePower)) continue;
    const noisy = (data: Float64Array) => solve(data.map((value, i) => (mine[(i >> 1) % volume]! > 0 ? value : 0))).x;
    sd = replicaSd(noisy, new Float64Array(maps.length), noisePower, random, SENSE_REPLICAS);
  }
  return { images, sd };
}

function byLowRank(
  data: DynamicSamples,
  { lowRank, seed, kernel, precision }: ReconstructionSettings,
  known: LowRankSparseSettings | undefined,
  random: Random,
  run: Run,
): Solved {
  const { samples, mask, maps, nFrames, shape, noisePower } = data;
  const volume = shape[0] * shape[1] * shape[2],
    nCoils = maps.length / (2 * volume);
  const transforms = { ...(kernel && { kernel }), ...(precision && { precision }) };
  const given = lowRank ?? known;
  const candidates = CANDIDATES.map((one) => ({ ...DEFAULT_LOW_RANK, ...one, seed, ...transforms }));
  const choice = given === undefined ? chooseLowRank(data, candidates, seed, run) : undefined;
  const settings = { ...(given ?? choice!.settings), ...transforms };
  const start = choice?.images ?? lowRankSparse(data, settings, run).images;
  const last = { ...settings, steps: LAST_STEPS };
  const { images, misfit, change } = lowRankSparse(data, last, run, start);
  const nReplicas = replicasOf(nFrames);
  let replica = 0;
  const again = (noisy: Float64Array): Float64Array => {
    run.step(replica++, nReplicas, 'noise by pseudo-replicas');
    const inside = noisy.map((x, i) => {
      const at = i >> 1;
      return mask[Math.floor(at / (nCoils * volume)) * volume + (at % volume)]! > 0 ? x : 0;
    });
    return lowRankSparse({ ...data, samples: inside }, last, QUIET, start).images;
  };
  const sds = replicaSd(again, samples, noisePower * REPLICA_NOISE * REPLICA_NOISE, random, nReplicas, images);
  const sd = new Float64Array(volume);
  for (let i = 0; i < sds.length; i++) sd[i % volume]! += (sds[i]! * sds[i]!) / nFrames;
  return {
    images,
    sd: sd.map((power) => Math.sqrt(power) / REPLICA_NOISE),
    lowRank: { settings, errors: choice?.errors ?? [], misfit, change },
  };
}

const replicasOf = (nFrames: number): number => Math.max(2, Math.ceil(REPLICA_FRAMES / nFrames));

/** Are the voxels of the images those that were encoded, without zeros round k-space? */
export function isEncodedResolution({ imageMatrix, encodedMatrix, encodedFov_m, imageFov_m }: Encoding): boolean {
  return imageMatrix.every((n, axis) => n === Math.round((encodedMatrix[axis]! * imageFov_m[axis]!) / encodedFov_m[axis]!)); // prettier-ignore
}

/** Some pieces of `size`, one after the other. */
function picked<T extends Float64Array | Uint16Array>(
  data: T,
  pieces: readonly number[],
  size: number,
  make: new (n: number) => T,
): T {
  const out = new make(pieces.length * size);
  pieces.forEach((piece, n) => out.set(data.subarray(piece * size, (piece + 1) * size), n * size));
  return out;
}

/** Coil images on the whole encoded matrix. */
function encodedImages(kspace: KSpace, { kernel }: ReconstructionSettings): CoilImages {
  const { encodedMatrix, encodedFov_m } = kspace.encoding;
  return coilImagesOf(
    { ...kspace, encoding: { ...kspace.encoding, imageMatrix: encodedMatrix, imageFov_m: encodedFov_m } },
    kernel,
  );
}
