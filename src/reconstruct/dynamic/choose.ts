// Thresholds chosen by the data alone: some samples are hidden, and the setting that foretells them best is taken (cross-validation; Stone 1974).
import { QUIET, Random, type Run } from '../../base/index.ts';
import { fftN, PLAIN_FOURIER } from '../../math/fourier/index.ts';
import { lowRankSparse, type DynamicSamples, type LowRankSparseSettings } from './low-rank-sparse.ts';

export interface Choice {
  readonly settings: LowRankSparseSettings;
  /** Mean |foretold - sample|^2 of the hidden samples over that of foretelling 0, for each candidate. */
  readonly errors: readonly number[];
  /** [frame, z, y, x] of that candidate, from the samples that were not hidden: near enough for others to start at. */
  readonly images: Float64Array;
}

/** Share of the sampled lines that is hidden. */
const HIDDEN = 0.1;
/** Of a candidate that starts at the images of the one before. */
const NEXT_STEPS = 5;
/** A lower threshold has to be better by this: it keeps more of what is noise. */
const MARGIN = 0.01;

/**
 * The candidate with the least error on hidden lines (all samples along x of some z, y, frame), never those within a quarter of the centre. Seeded. Each candidate starts
 * where the one before ended: let thresholds fall.
 */
export function chooseLowRank(
  data: DynamicSamples,
  candidates: readonly LowRankSparseSettings[],
  seed: number,
  run: Run = QUIET,
): Choice {
  const { nFrames, shape, mask, samples, maps } = data;
  const [nz, ny, nx] = shape;
  const volume = nz * ny * nx,
    nCoils = maps.length / (2 * volume);
  const random = new Random(seed).fork('hidden lines');
  const kept = Uint8Array.from({ length: nFrames * volume }, (_, at) => (mask[at]! > 0 ? 1 : 0));
  const hidden: number[] = [];
  for (let line = 0; line < nFrames * nz * ny; line++) {
    const y = line % ny,
      z = Math.floor(line / ny) % nz;
    const away = Math.max(Math.abs(y - (ny >> 1)) / ny, nz > 1 ? Math.abs(z - (nz >> 1)) / nz : 0);
    if (random.next() >= HIDDEN || away < 1 / 8 || kept[line * nx + (nx >> 1)] === 0) continue;
    for (let x = 0; x < nx; x++) if (kept[line * nx + x] === 1) hidden.push(line * nx + x);
    kept.fill(0, line * nx, (line + 1) * nx);
  }
  const seen = samples.slice();
  const indices = hidden.flatMap((at) =>
    Array.from({ length: nCoils }, (_, coil) => (Math.floor(at / volume) * nCoils + coil) * volume + (at % volume)),
  );
  for (const i of indices) seen[2 * i] = seen[2 * i + 1] = 0;
  const errors: number[] = [];
  let images: Float64Array | undefined,
    best: Omit<Choice, 'errors'> | undefined,
    least = Infinity;
  for (const settings of candidates) {
    run.step(errors.length, candidates.length, 'thresholds by hidden samples');
    const steps = images === undefined ? settings.steps : NEXT_STEPS;
    images = lowRankSparse({ ...data, samples: seen, mask: kept }, { ...settings, steps }, QUIET, images).images;
    const { kernel = PLAIN_FOURIER } = settings;
    const foretold = fftN(spread(images, maps, nCoils, volume), shape, [0, 1, 2], { centred: true, scale: 'unitary', kernel }); // prettier-ignore
    let error = 0,
      power = 0;
    for (const i of indices) {
      const re = foretold[2 * i]! - samples[2 * i]!,
        im = foretold[2 * i + 1]! - samples[2 * i + 1]!;
      error += re * re + im * im;
      power += samples[2 * i]! * samples[2 * i]! + samples[2 * i + 1]! * samples[2 * i + 1]!;
    }
    errors.push(error / Math.max(power, Number.MIN_VALUE));
    if (best !== undefined && !(errors.at(-1)! < (1 - MARGIN) * least)) continue;
    best = { settings, images };
    least = errors.at(-1)!;
  }
  return { ...best!, errors };
}

/** [frame, coil, voxel] = map image. */
function spread(images: Float64Array, maps: Float64Array, nCoils: number, volume: number): Float64Array {
  const nFrames = images.length / (2 * volume);
  const out = new Float64Array(2 * nFrames * nCoils * volume);
  for (let n = 0; n < nFrames * nCoils * volume; n++) {
    const at = n % volume,
      coil = Math.floor(n / volume) % nCoils,
      frame = Math.floor(n / volume / nCoils);
    const map = 2 * (coil * volume + at),
      image = 2 * (frame * volume + at);
    out[2 * n] = maps[map]! * images[image]! - maps[map + 1]! * images[image + 1]!;
    out[2 * n + 1] = maps[map]! * images[image + 1]! + maps[map + 1]! * images[image]!;
  }
  return out;
}
