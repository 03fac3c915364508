// A phantom of points that stand anywhere, and what a fully sampled scan makes of it: each point becomes the point-spread function of the matrix, in closed form.
import { Random } from '../../src/base/index.ts';
import { directAdjoint } from '../../src/math/fourier/index.ts';
import type { StaticVoxels } from '../../src/scanner/index.ts';

type Triple = readonly [number, number, number];

export interface PointsSettings {
  readonly n: number;
  /** Of the region in which they stand, about 0; 0 along an axis: all in its middle. */
  readonly size_m: Triple;
  readonly frequency_Hz?: number;
  readonly t2Star_s?: number;
  /** Along x they stand on multiples of this length. */
  readonly stepX_m?: number;
  readonly seed?: number;
}

export function points({
  n,
  size_m,
  frequency_Hz = 0,
  t2Star_s = Infinity,
  stepX_m,
  seed = 7,
}: PointsSettings): StaticVoxels {
  // prettier-ignore
  const random = new Random(seed);
  const at = (axis: number): number => (random.next() - 0.5) * size_m[axis]!;
  const onStep = (x: number): number => (stepX_m === undefined ? x : Math.round(x / stepX_m) * stepX_m);
  return {
    position_m: Float64Array.from({ length: 3 * n }, (_, i) => (i % 3 === 0 ? onStep(at(0)) : at(i % 3))),
    magnetization: Float64Array.from({ length: 2 * n }, () => random.next() - 0.3),
    frequency_Hz: new Float64Array(n).fill(frequency_Hz),
    t2Star_s: new Float64Array(n).fill(t2Star_s),
  };
}

/** (1 / n) sum over k = -floor(n / 2) .. of exp(2 pi i k u): cos and sin parts; u in fields of view. */
function dirichlet(n: number, u: number): readonly [number, number] {
  const s = Math.sin(Math.PI * u);
  const size = Math.abs(s) < 1e-12 ? Math.cos(Math.PI * n * u) / Math.cos(Math.PI * u) : Math.sin(Math.PI * n * u) / (n * s); // prettier-ignore
  const turn = n % 2 === 0 ? -Math.PI * u : 0; // an even matrix has one sample more on the side of -k
  return [size * Math.cos(turn), size * Math.sin(turn)];
}

/** [z, y, x] interleaved: the points convolved with the point-spread function of a matrix. `shift_m` moves all points. */
export function pointImage(
  { position_m, magnetization }: StaticVoxels,
  matrix: Triple,
  fov_m: Triple,
  shift_m: Triple = [0, 0, 0],
): Float64Array {
  const [nx, ny, nz] = matrix;
  const out = new Float64Array(2 * nx * ny * nz);
  for (let p = 0; p < magnetization.length / 2; p++) {
    const spread = matrix.map((n, axis) => Array.from({ length: n }, (_, j) => dirichlet(n, (j - (n >> 1)) / n - (position_m[3 * p + axis]! + shift_m[axis]!) / fov_m[axis]!))); // prettier-ignore
    const [re, im] = [magnetization[2 * p]!, magnetization[2 * p + 1]!];
    for (let z = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++) {
          const [c, s] = times(times(spread[0]![x]!, spread[1]![y]!), spread[2]![z]!);
          const at = 2 * ((z * ny + y) * nx + x);
          out[at] = out[at]! + re * c - im * s;
          out[at + 1] = out[at + 1]! + re * s + im * c;
        }
  }
  return out;
}

const times = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): readonly [number, number] => [
  a * c - b * d,
  a * d + b * c,
];

/**
 * [y, x] interleaved: the points convolved with the point-spread function of weighted samples along a trajectory [sample, (y, x)] in cycles per field of view,
 * sum over samples of weight exp(2 pi i k (r - r_point)), by its definition.
 */
export function sampledImage(
  { position_m, magnetization }: StaticVoxels,
  { trajectory, weights, shape, fov_m, turns }: { readonly trajectory: Float64Array; readonly weights: Float64Array; readonly shape: readonly [number, number]; readonly fov_m: number; readonly turns?: Float64Array }, // prettier-ignore
): Float64Array {
  const out = new Float64Array(2 * shape[0] * shape[1]);
  for (let p = 0; p < magnetization.length / 2; p++) {
    const samples = new Float64Array(2 * weights.length);
    weights.forEach((w, m) => {
      const angle = -2 * Math.PI * ((trajectory[2 * m]! * position_m[3 * p + 1]! + trajectory[2 * m + 1]! * position_m[3 * p]!) / fov_m + (turns?.[m] ?? 0)); // prettier-ignore
      const [re, im] = [w * magnetization[2 * p]!, w * magnetization[2 * p + 1]!];
      samples[2 * m] = re * Math.cos(angle) - im * Math.sin(angle);
      samples[2 * m + 1] = re * Math.sin(angle) + im * Math.cos(angle);
    });
    directAdjoint(samples, trajectory, shape).forEach((x, i) => (out[i] = out[i]! + x));
  }
  return out;
}

/** Largest |a - b| over the largest |b|, of complex values. */
export function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let gap = 0,
    size = 0;
  for (let i = 0; i < Math.max(a.length, b.length); i += 2) {
    gap = Math.max(gap, Math.hypot(a[i]! - b[i]!, a[i + 1]! - b[i + 1]!));
    size = Math.max(size, Math.hypot(b[i]!, b[i + 1]!));
  }
  return Number.isNaN(gap) ? NaN : gap / size;
}
