// Noise of samples, and what a reconstruction makes of it.
import { densityCompensation, makeFourierKernel, nufftPlan } from '../../math/fourier/index.ts';
import type { Geometry } from '../../records/index.ts';
import type { Shot } from '../design/shot.ts';
import { noiseSd_mM } from './coil.ts';
import { voxel_m3, type Protocol } from './protocol.ts';

/** Standard deviation of one sample, real or imaginary, where an image is its samples' transform over their number. */
export function sampleNoise({ coil, b0_T, matrix: [nx, ny] }: Protocol, geometry: Geometry, dwell_s: number): number {
  const sampling_s = nx * ny * dwell_s;
  return noiseSd_mM(coil, { b0_T, voxel_m3: voxel_m3(geometry), sampling_s }) * Math.sqrt(nx * ny);
}

/** Noise of a voxel for samples of noise 1: the root of the sum of the squared weights of the reconstruction. */
export function noiseGain({ readout, lines }: Shot, [nx, ny]: readonly [number, number, number]): number {
  if (readout === 'epi') return 1 / Math.sqrt(nx * ny);
  const { kx, ky } = lines[0]!;
  const trajectory = Float64Array.from({ length: 2 * kx.length }, (_, i) => (i % 2 === 0 ? ky : kx)[i >> 1]!);
  const plan = nufftPlan({ trajectory, shape: [ny, nx], tolerance: 1e-4, kernel: makeFourierKernel() });
  return Math.hypot(...densityCompensation(plan));
}
