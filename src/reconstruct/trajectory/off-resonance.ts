// Phase of a field map during the readout, as a few frequencies between which it is fitted (multifrequency interpolation: Man, Pauly, Macovski 1997).
import { complexSolve } from '../../math/complex/index.ts';

export interface FrequencySegments {
  readonly frequencies_Hz: Float64Array;
  /** [segment, voxel], interleaved complex: exp(2 pi i f(voxel) t) = sum over segments of weight exp(2 pi i frequency t) for all times. */
  readonly weights: Float64Array;
  /** Root mean square over the times of what the fit leaves, at the frequency where it is largest. */
  readonly error: number;
}

/** Frequencies beyond what the longest time can tell apart, so that the fit holds to some 1e-4. */
const MORE = 4;
/** Frequencies and times at which the fit is made; between frequencies its weights go linearly. */
const NODES = 512;
const TIMES = 128;

/** Least squares over times between the first and the last of `times_s`. A map of one value has one segment and no error. */
export function frequencySegments(field_Hz: ArrayLike<number>, times_s: readonly [number, number]): FrequencySegments {
  let low = Infinity,
    high = -Infinity;
  for (let v = 0; v < field_Hz.length; v++) {
    low = Math.min(low, field_Hz[v]!);
    high = Math.max(high, field_Hz[v]!);
  }
  const nVoxels = field_Hz.length,
    span_s = times_s[1] - times_s[0];
  if (!(high - low > 0) || !(span_s > 0)) {
    return { frequencies_Hz: Float64Array.of(low), weights: Float64Array.from({ length: 2 * nVoxels }, (_, i) => 1 - (i % 2)), error: 0 }; // prettier-ignore
  }
  const n = Math.ceil((high - low) * span_s) + MORE;
  const frequencies_Hz = Float64Array.from({ length: n }, (_, j) => low + ((high - low) * j) / (n - 1));
  const middle_s = (times_s[0] + times_s[1]) / 2;
  const times = Array.from({ length: TIMES }, (_, i) => ((i + 0.5) / TIMES - 0.5) * span_s);
  const nodes = Array.from({ length: NODES }, (_, i) => low + ((high - low) * i) / (NODES - 1));
  const correlation = (a_Hz: number, b_Hz: number): number =>
    times.reduce((sum, t) => sum + Math.cos(2 * Math.PI * (a_Hz - b_Hz) * t), 0);
  const normal = new Float64Array(2 * n * n),
    right = new Float64Array(2 * n * NODES);
  frequencies_Hz.forEach((a, i) => {
    frequencies_Hz.forEach((b, j) => (normal[2 * (i * n + j)] = correlation(a, b) + (i === j ? 1e-9 * TIMES : 0)));
    nodes.forEach((b, j) => (right[2 * (i * NODES + j)] = correlation(a, b)));
  });
  const fitted = complexSolve(normal, right, n, NODES); // [segment, node], real: times are symmetric about their middle
  let error = 0;
  for (let node = 0; node < NODES; node++) {
    let left = TIMES;
    for (let i = 0; i < n; i++) left -= fitted[2 * (i * NODES + node)]! * right[2 * (i * NODES + node)]!;
    error = Math.max(error, Math.sqrt(Math.max(0, left) / TIMES));
  }
  const weights = new Float64Array(2 * n * nVoxels);
  for (let voxel = 0; voxel < nVoxels; voxel++) {
    const place = ((field_Hz[voxel]! - low) / (high - low)) * (NODES - 1);
    const node = Math.min(NODES - 2, Math.floor(place)),
      share = place - node;
    for (let i = 0; i < n; i++) {
      const weight = (1 - share) * fitted[2 * (i * NODES + node)]! + share * fitted[2 * (i * NODES + node + 1)]!;
      // the fit is about the middle of the times
      const angle = 2 * Math.PI * (field_Hz[voxel]! - frequencies_Hz[i]!) * middle_s;
      weights[2 * (i * nVoxels + voxel)] = weight * Math.cos(angle);
      weights[2 * (i * nVoxels + voxel) + 1] = weight * Math.sin(angle);
    }
  }
  return { frequencies_Hz, weights, error };
}

/**
 * The images of all segments as one (conjugate phase: Maeda, Sano, Yokoyama 1988): sum over segments of weight times `imageOf` the samples turned by
 * exp(2 pi i frequency t). `imageOf` is linear; it gives any number of images, [..., voxel] unless `voxelOf` a value says otherwise.
 */
export function conjugatePhase(
  { frequencies_Hz, weights }: FrequencySegments,
  imageOf: (frequency_Hz: number) => Float64Array,
  voxelOf: (value: number) => number = (value) => value % (weights.length / 2 / frequencies_Hz.length),
): Float64Array {
  let out: Float64Array | undefined;
  const nVoxels = weights.length / 2 / frequencies_Hz.length;
  frequencies_Hz.forEach((frequency_Hz, segment) => {
    const image = imageOf(frequency_Hz);
    out ??= new Float64Array(image.length);
    for (let i = 0; i < image.length; i += 2) {
      const w = 2 * (segment * nVoxels + voxelOf(i >> 1));
      out[i]! += weights[w]! * image[i]! - weights[w + 1]! * image[i + 1]!;
      out[i + 1]! += weights[w]! * image[i + 1]! + weights[w + 1]! * image[i]!;
    }
  });
  return out!;
}

/** Interleaved complex values [..., sample], each times exp(2 pi i frequency t of its sample). */
export function turnedInTime(data: Float64Array, times_s: Float64Array, frequency_Hz: number): Float64Array {
  const out = new Float64Array(data.length),
    n = times_s.length;
  for (let s = 0; s < n; s++) {
    const angle = 2 * Math.PI * frequency_Hz * times_s[s]!;
    const c = Math.cos(angle),
      d = Math.sin(angle);
    for (let i = 2 * s; i < data.length; i += 2 * n) {
      out[i] = data[i]! * c - data[i + 1]! * d;
      out[i + 1] = data[i]! * d + data[i + 1]! * c;
    }
  }
  return out;
}

/** An image times the conjugate weights of one segment: what `conjugatePhase` is the adjoint of. */
export function turnedBack(
  { frequencies_Hz, weights }: FrequencySegments,
  segment: number,
  image: Float64Array,
): Float64Array {
  const start = (segment * weights.length) / frequencies_Hz.length;
  const out = new Float64Array(image.length);
  for (let i = 0; i < image.length; i += 2) {
    const re = weights[start + i]!,
      im = weights[start + i + 1]!;
    out[i] = re * image[i]! + im * image[i + 1]!;
    out[i + 1] = re * image[i + 1]! - im * image[i]!;
  }
  return out;
}
