// Undersampled Cartesian scans: SENSE frame by frame, or low rank + sparse over all frames, with coil maps from what was sampled.
import { Random, ScienceError, type Run } from '../base/index.ts';
import type { RawScan } from '../records/index.ts';
import { coilImagesOf, type CoilImages } from './cartesian.ts';
import { chooseLowRank } from './dynamic/choose.ts';
import { DEFAULT_LOW_RANK, lowRankSparse, type LowRankSparseSettings } from './dynamic/low-rank-sparse.ts';
import { replicaSd } from './noise/replica.ts';
import { mapsOf } from './coils/choose-maps.ts';
import { seriesOf } from './series.ts';
import type { Method, Reconstruction, ReconstructionSettings } from './settings.ts';
import { DEFAULT_SENSE, senseCartesian } from './sense/sense.ts';
import type { KSpace } from './sort/kspace.ts';
import { resized } from './sort/resize.ts';

/** Thresholds that hidden samples choose from. */
const CANDIDATES: readonly Pick<LowRankSparseSettings, 'rankThreshold' | 'sparseThreshold'>[] = [
  { rankThreshold: 0.05, sparseThreshold: Infinity },
  { rankThreshold: 0.1, sparseThreshold: Infinity },
  { rankThreshold: 0.15, sparseThreshold: 1 },
];
const REPLICAS = 16;

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
  const { imageMatrix, encodedMatrix, encodedFov_m, imageFov_m } = scan.encodings[settings.encoding]!;
  const voxels = [0, 1, 2].map((axis) => Math.round((encodedMatrix[axis]! * imageFov_m[axis]!) / encodedFov_m[axis]!));
  if (voxels.some((n, axis) => n !== imageMatrix[axis])) {
    throw new ScienceError('unsupported', `method ${method} with zeros round k-space; ask for images of the encoded resolution`, { where: scan.name }); // prettier-ignore
  }
  const wide = encodedMatrix.some((n, axis) => n !== imageMatrix[axis]);
  const onMatrix: CoilImages = wide ? encodedImages(kspace) : images;
  const maps = mapsOf(onMatrix, kspace, settings.coils, notes);
  const out = new Float64Array(2 * nFrames * nContrasts * nSlices * volume);
  const sd = Array.from({ length: nContrasts }, () => new Float64Array(nSlices * volume).fill(NaN));
  let lowRank: Reconstruction['lowRank'];
  for (let contrast = 0; contrast < nContrasts; contrast++) {
    for (let slice = 0; slice < nSlices; slice++) {
      const mine = maps.subarray(2 * slice * nCoils * volume, 2 * (slice + 1) * nCoils * volume);
      const groups = Array.from({ length: nFrames }, (_, frame) => (frame * nContrasts + contrast) * nSlices + slice);
      const samplesOf = (group: number): Float64Array =>
        kspace.data.subarray(2 * group * nCoils * volume, 2 * (group + 1) * nCoils * volume);
      const maskOf = (group: number): Uint16Array => kspace.counts.subarray(group * volume, (group + 1) * volume);
      const put = (group: number, image: Float64Array): void =>
        out.set(
          image.map((x) => x / Math.sqrt(volume)),
          2 * group * volume,
        ); // from unitary to mean
      if (method === 'sense') {
        groups.forEach((group, n) => {
          run.step(n, nFrames, 'SENSE');
          const solve = (samples: Float64Array) => senseCartesian(samples, maskOf(group), mine, shape, DEFAULT_SENSE);
          const result = solve(samplesOf(group).slice());
          if (result.end !== 'converged') notes.push(`SENSE of frame ${n + 1} ended with ${result.end}, residual ${result.residual.toExponential(1)}.`); // prettier-ignore
          put(group, result.x);
          if (n > 0 || !Number.isFinite(noisePower)) return;
          const random = new Random(settings.seed).fork(`replicas ${contrast} ${slice}`);
          const mask = maskOf(group);
          const noise = replicaSd((samples) => solve(samples.map((x, i) => (mask[(i >> 1) % volume]! > 0 ? x : 0))).x, new Float64Array(2 * nCoils * volume), noisePower, random, REPLICAS); // prettier-ignore
          sd[contrast]!.set(noise.map((x) => x / Math.sqrt(volume)), slice * volume); // prettier-ignore
        });
        continue;
      }
      const data = {
        samples: joined(groups.map(samplesOf)),
        mask: joinedCounts(groups.map(maskOf)),
        maps: mine,
        nFrames,
        shape,
        noisePower,
      };
      const candidates = CANDIDATES.map((one) => ({ ...DEFAULT_LOW_RANK, ...one, seed: settings.seed }));
      const choice = settings.lowRank === undefined && lowRank === undefined ? chooseLowRank(data, candidates, settings.seed, run) : undefined; // prettier-ignore
      const chosen = settings.lowRank ?? choice?.settings ?? lowRank!.settings;
      const result = lowRankSparse(data, chosen, run);
      lowRank ??= { settings: chosen, errors: choice?.errors ?? [], misfit: result.misfit, change: result.change };
      groups.forEach((group, frame) =>
        put(group, result.images.subarray(2 * frame * volume, 2 * (frame + 1) * volume)),
      );
    }
  }
  if (method === 'sense' && Number.isFinite(noisePower)) notes.push(`Noise of the images from ${REPLICAS} pseudo-replicas of the first frame.`); // prettier-ignore
  if (method === 'lowRank') notes.push('Low rank is not linear: the noise of its images is not white and not given; small, short signals may be lowered.'); // prettier-ignore
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

function joined(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.length * parts[0]!.length);
  parts.forEach((part, n) => out.set(part, n * part.length));
  return out;
}

function joinedCounts(parts: readonly Uint16Array[]): Uint16Array {
  const out = new Uint16Array(parts.length * parts[0]!.length);
  parts.forEach((part, n) => out.set(part, n * part.length));
  return out;
}

/** Coil images on the whole encoded matrix. */
function encodedImages(kspace: KSpace): CoilImages {
  const { encodedMatrix, encodedFov_m } = kspace.encoding;
  return coilImagesOf({
    ...kspace,
    encoding: { ...kspace.encoding, imageMatrix: encodedMatrix, imageFov_m: encodedFov_m },
  });
}
