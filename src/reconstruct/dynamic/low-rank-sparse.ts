// Undersampled dynamic images as local low rank plus sparse (Otazo, Candes, Sodickson 2015; local ranks as Milshteyn et al. 2018 for hyperpolarized 13C).
import { QUIET, Random, ScienceError, type Run } from '../../base/index.ts';
import { PLAIN_FOURIER, type FourierKernel, type Precision } from '../../math/fourier/index.ts';
import { cartesianNormal } from '../sense/normal.ts';
import { lowerRanksInto, sizeKept } from './local-low-rank.ts';

export interface LowRankSparseSettings {
  /** Voxels of a block along z, y, x. */
  readonly block: readonly [number, number, number];
  /** Threshold of singular values, in units of the largest that noise alone has in a block: sigma (sqrt(voxels) + sqrt(frames)). */
  readonly rankThreshold: number;
  /** Threshold of voxels in the sparse part, in units of the noise sigma; Infinity: no sparse part. */
  readonly sparseThreshold: number;
  readonly steps: number;
  readonly seed: number;
  /** Of the transforms; the plain one if not given. */
  readonly kernel?: FourierKernel;
  /** float64 if not given; float32 adds a relative error of 3e-7 to each step. */
  readonly precision?: Precision;
}
export const DEFAULT_LOW_RANK: LowRankSparseSettings = {
  block: [4, 4, 4],
  rankThreshold: 0.45,
  sparseThreshold: Infinity,
  steps: 25,
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
  /** [frame, z, y, x], unitary scale: the image whose unitary transform is the k-space. With one coil of map 1 it holds the samples as they are. */
  readonly images: Float64Array;
  /** The sparse part of it. */
  readonly sparse: Float64Array;
  /** Change of the last step over the size of the images. */
  readonly change: number;
  /** |E x - d| / |d| over the samples, before the last step put them back. */
  readonly misfit: number;
}

/**
 * Images L + S with E (L + S) near the samples: accelerated proximal gradients (Beck and Teboulle 2009) on 1/2 |E x - d|^2 with, in each step, the singular values of blocks
 * of x - S lowered, then the voxels of x - L shrunk, both as Josse and Sardy 2016. Thresholds begin high and sink to their end; with `warm` images they begin there.
 * In the end one step towards the samples without any threshold.
 */
export function lowRankSparse(
  data: DynamicSamples,
  settings: LowRankSparseSettings,
  run: Run = QUIET,
  warm?: Float64Array,
): LowRankSparse {
  const { samples, mask, maps, nFrames, shape, noisePower } = data;
  const volume = shape[0] * shape[1] * shape[2];
  if (!(noisePower > 0)) throw new ScienceError('argument', 'lowRankSparse needs the power of the noise, above 0');
  const random = new Random(settings.seed).fork('blocks');
  const sigma = Math.sqrt(noisePower);
  const block = settings.block.map((n, axis) => Math.min(n, shape[axis]!)) as [number, number, number];
  const rankThreshold =
    settings.rankThreshold * sigma * (Math.sqrt(block[0] * block[1] * block[2]) + Math.sqrt(nFrames));
  const { kernel = PLAIN_FOURIER, precision = 'float64' } = settings;
  const normal = cartesianNormal({ mask, maps, nFrames, shape, kernel, precision });
  const right = normal.adjoint(samples);
  const power = dot(samples, samples);
  let images = warm?.slice() ?? new Float64Array(2 * nFrames * volume),
    next = new Float64Array(images.length),
    momentum = 1,
    change = Infinity;
  const ahead = images.slice(),
    sparse = new Float64Array(images.length),
    target = settings.sparseThreshold < Infinity ? new Float64Array(images.length) : undefined;
  for (let step = 0; step < settings.steps; step++) {
    run.step(step, settings.steps, 'local low rank + sparse');
    const factor = warm === undefined ? Math.max(1, START * Math.exp(step * Math.log(DESCENT))) : 1;
    stepInto(normal.apply(ahead, next), ahead, right);
    if (target !== undefined) splitInto(target, next, sparse);
    lowerRanksInto(next, nFrames, shape, block, rankThreshold * factor, random);
    if (target !== undefined) shrinkInto(sparse, next, target, settings.sparseThreshold * sigma * factor);
    const after = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    change = leadInto(ahead, next, images, (momentum - 1) / after);
    [images, next, momentum] = [next, images, after];
  }
  const there = normal.apply(images, next);
  const misfit = Math.sqrt(Math.max(0, dot(images, there) - 2 * dot(images, right) + power) / Math.max(power, Number.MIN_VALUE)); // prettier-ignore
  stepInto(there, images, right);
  return { images: there, sparse, change, misfit };
}

/** there = x - there + right: a step of length 1 towards the samples. */
function stepInto(there: Float64Array, x: Float64Array, right: Float64Array): void {
  for (let i = 0; i < there.length; i++) there[i] = x[i]! - there[i]! + right[i]!;
}

/** whole = low, low less the sparse part. */
function splitInto(whole: Float64Array, low: Float64Array, sparse: Float64Array): void {
  for (let i = 0; i < low.length; i++) {
    const x = low[i]!;
    whole[i] = x;
    low[i] = x - sparse[i]!;
  }
}

/** ahead = next + share (next - images); returns the size of that change over that of `next`. */
function leadInto(ahead: Float64Array, next: Float64Array, images: Float64Array, share: number): number {
  let moved = 0,
    size = 0;
  for (let i = 0; i < next.length; i++) {
    const x = next[i]!,
      by = x - images[i]!;
    moved += by * by;
    size += x * x;
    ahead[i] = x + share * by;
  }
  return Math.sqrt(moved / Math.max(size, Number.MIN_VALUE));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** sparse = voxels of whole - low, made smaller by the threshold; they are added to low. */
function shrinkInto(sparse: Float64Array, low: Float64Array, whole: Float64Array, threshold: number): void {
  for (let i = 0; i < low.length; i += 2) {
    const re = whole[i]! - low[i]!,
      im = whole[i + 1]! - low[i + 1]!;
    const power = re * re + im * im;
    const keep = power > threshold * threshold ? sizeKept(Math.sqrt(power), threshold) : 0;
    sparse[i] = re * keep;
    sparse[i + 1] = im * keep;
    low[i]! += re * keep;
    low[i + 1]! += im * keep;
  }
}
