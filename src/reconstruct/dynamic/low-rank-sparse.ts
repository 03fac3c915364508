// Undersampled dynamic images as local low rank plus sparse (Otazo, Candes, Sodickson 2015; local ranks as Milshteyn et al. 2018 for hyperpolarized 13C).
import { QUIET, Random, ScienceError, type Run } from '../../base/index.ts';
import { fftInto } from '../../math/fourier/index.ts';
import { isWhole } from '../sort/whole-axis.ts';
import { lowerRanksInto } from './local-low-rank.ts';

export interface LowRankSparseSettings {
  /** Voxels of a block along z, y, x. */
  readonly block: readonly [number, number, number];
  /** Threshold of singular values, in units of the largest that noise alone has in a block: sigma (sqrt(voxels) + sqrt(frames)). */
  readonly rankThreshold: number;
  /** Threshold of voxels in the sparse part, in units of the noise sigma; Infinity: no sparse part. */
  readonly sparseThreshold: number;
  readonly steps: number;
  readonly seed: number;
}
export const DEFAULT_LOW_RANK: LowRankSparseSettings = {
  block: [4, 4, 4],
  rankThreshold: 0.2,
  sparseThreshold: Infinity,
  steps: 40,
  seed: 1,
};
/** Thresholds start this much larger and come down by a factor each step. */
const START = 20;
const DESCENT = 0.8;

export interface DynamicSamples {
  /** [frame, coil, z, y, x], interleaved complex, centred k-space; 0 where `mask` is. */
  readonly samples: Float64Array;
  /** [frame, z, y, x]. */
  readonly mask: ArrayLike<number>;
  /** [coil, z, y, x]; unit length over the coils. One coil: all 1. */
  readonly maps: Float64Array;
  readonly nFrames: number;
  readonly shape: readonly [number, number, number];
  /** E |n|^2 of one sample. */
  readonly noisePower: number;
}

export interface LowRankSparse {
  /** [frame, z, y, x], unitary scale: the image whose unitary transform is the k-space. */
  readonly images: Float64Array;
  /** The sparse part of it. */
  readonly sparse: Float64Array;
  /** Change of the last step over the size of the images. */
  readonly change: number;
  /** |E x - d| / |d| over the samples. */
  readonly misfit: number;
}

/**
 * Images L + S with E (L + S) near the samples: accelerated proximal gradients (Beck and Teboulle 2009) on 1/2 |E x - d|^2 with, in each step, the singular values of blocks
 * of x - S lowered, then the voxels of x - L shrunk. Thresholds begin high and sink to their end.
 */
export function lowRankSparse(data: DynamicSamples, settings: LowRankSparseSettings, run: Run = QUIET): LowRankSparse {
  const { nFrames, shape, noisePower } = data;
  const volume = shape[0] * shape[1] * shape[2];
  if (!(noisePower > 0)) throw new ScienceError('argument', 'lowRankSparse needs the power of the noise, above 0');
  const random = new Random(settings.seed).fork('blocks');
  const sigma = Math.sqrt(noisePower);
  const block = settings.block.map((n, axis) => Math.min(n, shape[axis]!)) as [number, number, number];
  const rankThreshold =
    settings.rankThreshold * sigma * (Math.sqrt(block[0] * block[1] * block[2]) + Math.sqrt(nFrames));
  const operator = residualOperator(data);
  let images: Float64Array = new Float64Array(2 * nFrames * volume);
  let ahead: Float64Array = images.slice();
  let sparse: Float64Array = new Float64Array(images.length);
  let momentum = 1,
    change = Infinity,
    misfit = 1;
  for (let step = 0; step < settings.steps; step++) {
    run.step(step, settings.steps, 'local low rank + sparse');
    const factor = Math.max(1, START * Math.exp(step * Math.log(DESCENT)));
    const { gradient, misfit: now } = operator(ahead);
    misfit = now;
    const target = ahead.map((x, i) => x - gradient[i]!);
    const low = target.map((x, i) => x - sparse[i]!);
    lowerRanksInto(low, nFrames, shape, block, rankThreshold * factor, random);
    if (settings.sparseThreshold < Infinity) {
      sparse = shrunk(target, low, settings.sparseThreshold * sigma * factor);
      for (let i = 0; i < low.length; i++) low[i]! += sparse[i]!;
    }
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const share = (momentum - 1) / next;
    let moved = 0,
      size = 0;
    ahead = low.map((x, i) => {
      const by = x - images[i]!;
      moved += by * by;
      size += x * x;
      return x + share * by;
    });
    change = Math.sqrt(moved / Math.max(size, Number.MIN_VALUE));
    images = low;
    momentum = next;
  }
  return { images, sparse, change, misfit };
}

/** E^H (E x - d) for E = mask F maps, F unitary; and |E x - d| / |d|. Axes that every readout has whole are taken out beforehand. */
function residualOperator({ samples, mask, maps, nFrames, shape }: DynamicSamples): (images: Float64Array) => {
  readonly gradient: Float64Array;
  readonly misfit: number;
} {
  const volume = shape[0] * shape[1] * shape[2];
  const nCoils = maps.length / (2 * volume);
  const axes = shape.flatMap((n, axis) => (n > 1 && !isWhole(mask, shape, axis) ? [axis] : []));
  const whole = shape.flatMap((n, axis) => (n > 1 && !axes.includes(axis) ? [axis] : []));
  const hybrid = samples.slice();
  if (whole.length > 0) fftInto(hybrid, hybrid, shape, whole, { inverse: true, centred: true, scale: 'unitary' });
  let power = 0;
  for (const x of hybrid) power += x * x;
  const coil = new Float64Array(2 * volume);
  return (images) => {
    const gradient = new Float64Array(images.length);
    let left = 0;
    for (let frame = 0; frame < nFrames; frame++) {
      for (let c = 0; c < nCoils; c++) {
        const map = 2 * c * volume,
          image = 2 * frame * volume,
          data = 2 * (frame * nCoils + c) * volume;
        for (let at = 0; at < 2 * volume; at += 2) {
          const mr = maps[map + at]!,
            mi = maps[map + at + 1]!,
            xr = images[image + at]!,
            xi = images[image + at + 1]!;
          coil[at] = mr * xr - mi * xi;
          coil[at + 1] = mr * xi + mi * xr;
        }
        if (axes.length > 0) fftInto(coil, coil, shape, axes, { centred: true, scale: 'unitary' });
        for (let at = 0; at < volume; at++) {
          const sampled = mask[frame * volume + at]! > 0;
          const re = sampled ? coil[2 * at]! - hybrid[data + 2 * at]! : 0,
            im = sampled ? coil[2 * at + 1]! - hybrid[data + 2 * at + 1]! : 0;
          coil[2 * at] = re;
          coil[2 * at + 1] = im;
          left += re * re + im * im;
        }
        if (axes.length > 0) fftInto(coil, coil, shape, axes, { inverse: true, centred: true, scale: 'unitary' });
        for (let at = 0; at < 2 * volume; at += 2) {
          const mr = maps[map + at]!,
            mi = maps[map + at + 1]!,
            xr = coil[at]!,
            xi = coil[at + 1]!;
          gradient[image + at]! += mr * xr + mi * xi;
          gradient[image + at + 1]! += mr * xi - mi * xr;
        }
      }
    }
    return { gradient, misfit: Math.sqrt(left / Math.max(power, Number.MIN_VALUE)) };
  };
}

/** Voxels of target - low, made smaller by the threshold. */
function shrunk(target: Float64Array, low: Float64Array, threshold: number): Float64Array {
  const out = new Float64Array(target.length);
  for (let i = 0; i < target.length; i += 2) {
    const re = target[i]! - low[i]!,
      im = target[i + 1]! - low[i + 1]!;
    const size = Math.sqrt(re * re + im * im);
    if (size <= threshold) continue;
    out[i] = re * (1 - threshold / size);
    out[i + 1] = im * (1 - threshold / size);
  }
  return out;
}
