// Weights that make the adjoint of a non-uniform transform an inverse: what piece of k-space each sample stands for.
import { ScienceError } from '../../../base/index.ts';
import { complexZeros } from '../complex-data.ts';
import type { NufftPlan } from './plan.ts';

export interface DensitySettings {
  readonly iterations?: number;
}
export const DEFAULT_DENSITY = { iterations: 20 } as const;

/**
 * Weights [nSamples] so that adjoint(weights * forward(image)) is about the image: pieces of k-space (cycles per field of view) over the number of pixels.
 * Iterations of Pipe and Menon (1999) with the plan's own kernel, w <- w / (w * kernel). A fully sampled Cartesian set gives 1 / pixels.
 */
export function densityCompensation(plan: NufftPlan, { iterations }: DensitySettings = DEFAULT_DENSITY): Float64Array {
  const rounds = iterations ?? DEFAULT_DENSITY.iterations;
  const w = complexZeros(plan.precision, plan.nSamples);
  for (let m = 0; m < w.length; m += 2) w[m] = 1;
  for (let round = 0; round < rounds; round++) {
    const beside = plan.convolve(w);
    for (let m = 0; m < w.length; m += 2) w[m]! /= Math.hypot(beside[m]!, beside[m + 1]!);
  }
  // spread and collect are the kernel twice, and its integral is that of the square of its transform at 0
  const scale = plan.convolutionIntegral;
  return Float64Array.from({ length: plan.nSamples }, (_, m) => w[2 * m]! * scale);
}

/**
 * Weights of a spiral that turns evenly, [nSamples] (Hoge, Kwan, Pike 1997, in the form of sectors): 2 pi |k| d|k| / interleaves, over the number of pixels.
 * `trajectory` [interleaf, sample, 2] cycles per field of view, from the middle outwards.
 */
export function spiralDensity(
  trajectory: Float64Array | Float32Array,
  shape: readonly number[],
  nInterleaves: number,
): Float64Array {
  const n = trajectory.length / 2 / nInterleaves;
  if (shape.length !== 2 || !Number.isInteger(n) || n < 2)
    throw new ScienceError(
      'argument',
      `spiralDensity: ${trajectory.length} numbers are not [${nInterleaves} interleaves, samples, 2] for an image with 2 axes`,
    );
  const pixels = shape[0]! * shape[1]!;
  const out = new Float64Array(n * nInterleaves);
  for (let start = 0; start < out.length; start += n) {
    const radius = Float64Array.from({ length: n }, (_, i) =>
      Math.hypot(trajectory[2 * (start + i)]!, trajectory[2 * (start + i) + 1]!),
    );
    for (let i = 0; i < n; i++) {
      // the ring between the middles to both neighbours
      const inner = i === 0 ? 0 : (radius[i - 1]! + radius[i]!) / 2,
        outer = i === n - 1 ? (3 * radius[i]! - radius[i - 1]!) / 2 : (radius[i]! + radius[i + 1]!) / 2;
      out[start + i] = (Math.PI * Math.abs(outer * outer - inner * inner)) / (nInterleaves * pixels);
    }
  }
  return out;
}
