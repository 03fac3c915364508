// The signal of spins that stand still and are not pulsed while samples are taken, as the sum over voxels: the definition; and the quick way on a grid with
// a map of frequencies, by non-uniform transforms of a few points in time between which exp(-2 pi i f t) is fitted (Chebyshev interpolation between moments).
import { ScienceError } from '../../base/index.ts';
import { nufftPlan } from '../../math/fourier/index.ts';
import { chebyshevPoints, pointsFor, sharesAt } from './chebyshev.ts';

export interface StaticVoxels {
  /** [voxel, 3]. */
  readonly position_m: Float64Array;
  /** [voxel] interleaved re, im, at time 0. */
  readonly magnetization: Float64Array;
  /** [voxel]; M+ turns by exp(-2 pi i f t). */
  readonly frequency_Hz: Float64Array;
  /** [voxel]; Infinity = no decay. */
  readonly t2Star_s: Float64Array;
  /** Each voxel is a box of these sizes; points where absent. */
  readonly box_m?: readonly [number, number, number];
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const boxFactor = (k_perM: Float64Array, m: number, box_m: readonly [number, number, number] | undefined): number =>
  box_m === undefined ? 1 : sinc(k_perM[3 * m]! * box_m[0]) * sinc(k_perM[3 * m + 1]! * box_m[1]) * sinc(k_perM[3 * m + 2]! * box_m[2]); // prettier-ignore

/** [sample] interleaved: s = sum of M exp(-2 pi i (k r + f t)) exp(-t / T2*); k is [sample, 3], t since the magnetization was as given. */
export function staticSignal(voxels: StaticVoxels, k_perM: Float64Array, time_s: Float64Array): Float64Array {
  const { position_m, magnetization, frequency_Hz, t2Star_s, box_m } = voxels;
  if (k_perM.length !== 3 * time_s.length)
    throw new ScienceError('argument', `${k_perM.length} numbers of k for ${time_s.length} times; expected three each`);
  const out = new Float64Array(2 * time_s.length);
  for (let m = 0; m < time_s.length; m++) {
    const [kx, ky, kz, t] = [k_perM[3 * m]!, k_perM[3 * m + 1]!, k_perM[3 * m + 2]!, time_s[m]!];
    let re = 0,
      im = 0;
    for (let v = 0; v < frequency_Hz.length; v++) {
      const turns = kx * position_m[3 * v]! + ky * position_m[3 * v + 1]! + kz * position_m[3 * v + 2]! + frequency_Hz[v]! * t; // prettier-ignore
      const decay = Math.exp(-t / t2Star_s[v]!);
      const c = decay * Math.cos(2 * Math.PI * turns),
        s = -decay * Math.sin(2 * Math.PI * turns);
      const x = magnetization[2 * v]!,
        y = magnetization[2 * v + 1]!;
      re += x * c - y * s;
      im += x * s + y * c;
    }
    const box = boxFactor(k_perM, m, box_m);
    out[2 * m] = box * re;
    out[2 * m + 1] = box * im;
  }
  return out;
}

export interface StaticGrid {
  /** Last axis (z) fastest; pixel j of n stands at (j - floor(n / 2)) spacing. */
  readonly shape: readonly [number, number, number];
  readonly spacing_m: readonly [number, number, number];
  readonly magnetization: Float64Array;
  readonly frequency_Hz: Float64Array;
  readonly t2Star_s: Float64Array;
  /** True: voxels are boxes that fill the grid. */
  readonly boxes: boolean;
}

/** `error`: largest of what the fit in time leaves at any voxel and time, relative to its magnetization, plus the transform's. */
export interface GridSignal {
  readonly signal: Float64Array;
  readonly segments: number;
  readonly error: number;
}

/** As `staticSignal`, by Chebyshev points in time, as many as hold `tolerance`: exp(-(1/T2* + 2 pi i f) t) is interpolated between them. */
export function gridSignal(
  grid: StaticGrid,
  k_perM: Float64Array,
  time_s: Float64Array,
  tolerance: number,
): GridSignal {
  const { shape, spacing_m, magnetization, frequency_Hz, t2Star_s } = grid;
  const nSamples = time_s.length,
    nVoxels = frequency_Hz.length;
  const trajectory = k_perM.map((k, i) => k * spacing_m[i % 3]! * shape[i % 3]!);
  const plan = nufftPlan({ trajectory, shape, tolerance: Math.max(1e-12, tolerance / 4) });
  const bounds = (values: Float64Array): readonly [number, number] =>
    values.reduce<readonly [number, number]>(([low, high], x) => [Math.min(low, x), Math.max(high, x)], [Infinity, -Infinity]); // prettier-ignore
  const [from_s, to_s] = bounds(time_s);
  const [lowest, highest] = bounds(frequency_Hz);
  const [slowest, fastest] = bounds(t2Star_s.map((t2) => 1 / t2));
  const centre_Hz = 0.5 * (lowest + highest);
  const half_s = 0.5 * (to_s - from_s),
    middle_s = 0.5 * (to_s + from_s);
  // the true error is measured below
  const steep = half_s * Math.hypot(Math.PI * (highest - lowest), fastest);
  const segments = pointsFor(steep, tolerance / 4, Math.exp(half_s * (fastest - slowest)));
  const nodes = chebyshevPoints(segments);
  const perSample = Array.from(time_s, (t) => sharesAt(nodes, half_s === 0 ? 0 : (t - middle_s) / half_s));
  const signal = new Float64Array(2 * nSamples);
  for (let l = 0; l < segments; l++) {
    const t = middle_s + half_s * nodes[l]!;
    const image = new Float64Array(2 * nVoxels);
    for (let v = 0; v < nVoxels; v++) {
      const angle = -2 * Math.PI * (frequency_Hz[v]! - centre_Hz) * t,
        decay = Math.exp(-t / t2Star_s[v]!);
      const c = decay * Math.cos(angle),
        s = decay * Math.sin(angle);
      image[2 * v] = magnetization[2 * v]! * c - magnetization[2 * v + 1]! * s;
      image[2 * v + 1] = magnetization[2 * v]! * s + magnetization[2 * v + 1]! * c;
    }
    const part = plan.forward(image);
    for (let m = 0; m < 2 * nSamples; m++) signal[m]! += perSample[m >> 1]![l]! * part[m]!;
  }
  let error = 0;
  for (const f of [lowest, 0.5 * (lowest + centre_Hz), centre_Hz, highest])
    for (const rate of [slowest, fastest])
      for (let m = 0; m < nSamples; m += Math.max(1, Math.floor(nSamples / 512))) {
        const turn = -2 * Math.PI * (f - centre_Hz);
        let re = -Math.exp(-rate * time_s[m]!) * Math.cos(turn * time_s[m]!),
          im = -Math.exp(-rate * time_s[m]!) * Math.sin(turn * time_s[m]!);
        nodes.forEach((node, l) => {
          const t = middle_s + half_s * node;
          const part = perSample[m]![l]! * Math.exp(-rate * t);
          re += part * Math.cos(turn * t);
          im += part * Math.sin(turn * t);
        });
        error = Math.max(error, Math.hypot(re, im));
      }
  const box_m = grid.boxes ? spacing_m : undefined;
  for (let m = 0; m < nSamples; m++) {
    const angle = -2 * Math.PI * centre_Hz * time_s[m]!,
      box = boxFactor(k_perM, m, box_m);
    const [c, s] = [box * Math.cos(angle), box * Math.sin(angle)];
    const [x, y] = [signal[2 * m]!, signal[2 * m + 1]!];
    signal[2 * m] = x * c - y * s;
    signal[2 * m + 1] = x * s + y * c;
  }
  return { signal, segments, error: error + plan.error };
}
