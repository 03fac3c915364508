// What a reconstruction is told, and what it says.
import type { FourierKernel, Precision } from '../math/fourier/index.ts';
import type { ComplexSeries } from '../records/index.ts';
import type { LowRankSparseSettings } from './dynamic/low-rank-sparse.ts';
import type { KSpace } from './sort/kspace.ts';

export type Method = 'fourier' | 'sense' | 'lowRank';
export type CoilMethod = 'adaptive' | 'svd' | 'espirit';

export interface ReconstructionSettings {
  /** `auto`: Fourier where all is sampled; else low rank for dynamics of four frames or more, SENSE for several coils, else zeros stay. */
  readonly method: Method | 'auto';
  readonly coils: CoilMethod;
  readonly encoding: number;
  /** Given: taken as they are; absent: chosen by hidden samples. */
  readonly lowRank?: LowRankSparseSettings;
  readonly seed: number;
  /** Of all transforms; the plain one if not given. */
  readonly kernel?: FourierKernel;
  /** Of the transforms inside SENSE and low rank, whose steps end far above its rounding; float64 if not given. */
  readonly precision?: Precision;
}
export const DEFAULT_RECONSTRUCTION: ReconstructionSettings = {
  method: 'auto',
  coils: 'adaptive',
  encoding: 0,
  seed: 1,
};

export interface Reconstruction {
  /** One per contrast; slices along z. */
  readonly series: readonly ComplexSeries[];
  readonly method: Method;
  /** Sorted and whitened; absent for scans along a trajectory. */
  readonly kspace?: KSpace;
  /** Share of k-space that was sampled; NaN along a trajectory. */
  readonly sampled: number;
  /** [coil, z, y, x] of the first slice. */
  readonly maps: Float64Array;
  /** E |n|^2 of a sample as it was reconstructed, and where it is from. */
  readonly noisePower: number;
  readonly noiseSource: 'readouts' | 'record' | 'edges' | 'unknown';
  readonly lowRank?: { readonly settings: LowRankSparseSettings; readonly errors: readonly number[]; readonly misfit: number; readonly change: number }; // prettier-ignore
  readonly notes: readonly string[];
}
