// What a scan of finite k-space makes of an object: one real matrix per axis, exact for voxels that are filled evenly.
import { ScienceError } from '../../base/index.ts';

/** Weights over k-space, u = k / (number of samples), -1/2 to 1/2; 1 at the centre, so that the mean of an image is kept. */
export const K_FILTERS = {
  none: () => 1,
  hamming: (u: number) => 0.54 + 0.46 * Math.cos(2 * Math.PI * u),
  hann: (u: number) => 0.5 + 0.5 * Math.cos(2 * Math.PI * u),
} as const satisfies Record<string, (u: number) => number>;
export type KFilter = keyof typeof K_FILTERS;

/** One axis of an image: out[i] = sum_j matrix[i * nIn + j] in[j]. */
export interface AxisOperator {
  readonly nOut: number;
  readonly nIn: number;
  readonly matrix: Float64Array;
}

/** Samples -n/2 ... n/2 of n; where n is even the two ends weigh half. */
function samples(n: number, filter: KFilter): readonly { readonly k: number; readonly weight: number }[] {
  const half = Math.floor(n / 2);
  return Array.from({ length: half + 1 }, (_, k) => {
    const pair = k === 0 ? 1 : 2;
    const end = n % 2 === 0 && k === half ? 0.5 : 1;
    return { k, weight: pair * end * K_FILTERS[filter](k / n) };
  });
}

/**
 * Object of `nIn` even boxes over a field of view to `nOut` image points over the same one, through `nSamples` of k-space:
 * sum over k of w(k) sinc(k / nIn) cos(2 pi k (x_i - x_j)) / nIn. Rows sum to 1: an even object keeps its value. Energy: what lies beyond the sampled k is
 * lost, nothing is added (Parseval; exact for odd nSamples = nOut). The object repeats at the ends of the field of view, as in a scan.
 */
export function pointSpread(nIn: number, nSamples: number, nOut: number, filter: KFilter): AxisOperator {
  for (const [name, n] of Object.entries({ nIn, nSamples, nOut }))
    if (!Number.isInteger(n) || n < 1)
      throw new ScienceError('argument', `${name} is ${n}; an axis needs a whole number, at least 1`);
  return fourier(nIn, nOut, samples(nSamples, filter), (k) => {
    const a = (Math.PI * k) / nIn;
    return a === 0 ? 1 : Math.sin(a) / a;
  });
}

/** What the filter makes of white noise of the samples, [nOut, nSamples]: the identity for `none` and nOut = nSamples. */
export function noiseSpread(nSamples: number, nOut: number, filter: KFilter): AxisOperator {
  return fourier(nSamples, nOut, samples(nSamples, filter), () => 1);
}

function fourier(
  nIn: number,
  nOut: number,
  list: ReturnType<typeof samples>,
  aperture: (k: number) => number,
): AxisOperator {
  const matrix = new Float64Array(nOut * nIn);
  for (let i = 0; i < nOut; i++) {
    for (let j = 0; j < nIn; j++) {
      const apart = (i + 0.5) / nOut - (j + 0.5) / nIn;
      let sum = 0;
      for (const { k, weight } of list) sum += weight * aperture(k) * Math.cos(2 * Math.PI * k * apart);
      matrix[i * nIn + j] = sum / nIn;
    }
  }
  return { nOut, nIn, matrix };
}

/** Slices of even profile: each takes the mean of what lies in it. */
export function sliceMeans(nIn: number, nOut: number): AxisOperator {
  const matrix = new Float64Array(nOut * nIn);
  for (let i = 0; i < nOut; i++) {
    const [from, to] = [(i * nIn) / nOut, ((i + 1) * nIn) / nOut];
    for (let j = Math.floor(from); j < Math.min(nIn, Math.ceil(to)); j++)
      matrix[i * nIn + j] = (Math.max(0, Math.min(to, j + 1) - Math.max(from, j)) * nOut) / nIn;
  }
  return { nOut, nIn, matrix };
}

/** A volume [z, y, x] through the operators of x, y and z. */
export function throughAxes(
  data: Float64Array,
  [x, y, z]: readonly [AxisOperator, AxisOperator, AxisOperator],
): Float64Array {
  const alongX = alongAxis(data, x, z.nIn * y.nIn, 1);
  const alongY = alongAxis(alongX, y, z.nIn, x.nOut);
  return alongAxis(alongY, z, 1, y.nOut * x.nOut);
}

/** data [outer, nIn, inner] to [outer, nOut, inner]. */
function alongAxis(
  data: Float64Array,
  { nOut, nIn, matrix }: AxisOperator,
  outer: number,
  inner: number,
): Float64Array {
  const out = new Float64Array(outer * nOut * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < nOut; i++) {
      const to = (o * nOut + i) * inner;
      for (let j = 0; j < nIn; j++) {
        const weight = matrix[i * nIn + j]!;
        if (weight === 0) continue;
        const from = (o * nIn + j) * inner;
        for (let s = 0; s < inner; s++) out[to + s] = out[to + s]! + weight * data[from + s]!;
      }
    }
  }
  return out;
}
