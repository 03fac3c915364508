// What a reconstruction is told, and what it says.
import type { FourierKernel, Precision } from '../math/fourier/index.ts';
import type { ComplexSeries } from '../records/index.ts';
import type { LowRankSparseSettings } from './dynamic/low-rank-sparse.ts';
import type { KSpace } from './sort/kspace.ts';
import type { Spectra } from './spectral/spectra.ts';

export type Method = 'fourier' | 'sense' | 'lowRank' | 'partialFourier';
/** `auto`: the centre of k-space (ESPIRiT) where lines were left out and it was sampled, else neighbouring voxels. */
export type CoilMethod = 'auto' | 'adaptive' | 'svd' | 'espirit';

export interface MetaboliteLine {
  readonly name: string;
  /** From the centre frequency, in the sense of the gradients: where k-space is exp(-2 pi i k r), its phase is exp(-2 pi i f t). */
  readonly offset_Hz: number;
}

export interface ReconstructionSettings {
  /**
   * `auto`: Fourier where all is sampled; partial Fourier where one side of one axis was left out; else low rank for dynamics of four frames or more, SENSE for several
   * coils with a sampled centre to take maps from, else zeros stay. Along a trajectory: gridding, SENSE where the header tells of an acceleration and there are several coils.
   */
  readonly method: Method | 'auto';
  readonly coils: CoilMethod;
  readonly encoding: number;
  /** Given: taken as they are; absent: chosen by hidden samples. */
  readonly lowRank?: LowRankSparseSettings;
  /** Of a scan with spectra; from the counters if not given. */
  readonly readout?: 'csi' | 'epsi';
  /** Told apart by their frequencies: from echoes (IDEAL), or from spectra. */
  readonly metabolites?: readonly MetaboliteLine[];
  /** Of the contrasts, where they are echoes; from the header if not given. */
  readonly echoTimes_s?: readonly number[];
  /** 1 / T2* of all metabolites; 0 if not given. */
  readonly decay_perS?: number;
  /** [slice or z, y, x] of the images, in the sense of `offset_Hz`: taken off along spirals and echo-planar lines, and between echoes. Absent: 0, or found from echoes. */
  readonly field_Hz?: Float64Array;
  /** Of least squares with the field along a trajectory; 8 if not given; 0: its phase alone is taken off (conjugate phase), which leaves the noise as it is. */
  readonly fieldSteps?: number;
  /** How far from the centre the field is looked for in echoes; 100 Hz if not given. */
  readonly widestField_Hz?: number;
  /** Between echo-planar lines, for the field; from the time stamps if not given. */
  readonly echoSpacing_s?: number;
  readonly seed: number;
  /** Of all transforms; the plain one if not given. */
  readonly kernel?: FourierKernel;
  /** Of the transforms inside SENSE and low rank, whose steps end far above its rounding; float64 if not given. */
  readonly precision?: Precision;
}
export const DEFAULT_RECONSTRUCTION: ReconstructionSettings = {
  method: 'auto',
  coils: 'auto',
  encoding: 0,
  seed: 1,
};

export interface Reconstruction {
  /** One per contrast or metabolite; slices along z. */
  readonly series: readonly ComplexSeries[];
  readonly method: Method;
  /** How metabolites were told apart, where they were. */
  readonly readout?: 'csi' | 'epsi' | 'ideal';
  /** Coils joined; of CSI and EPSI. */
  readonly spectra?: Spectra;
  /** [slice or z, y, x] that was taken off, given or found. */
  readonly field_Hz?: Float64Array;
  /** Sorted and whitened; absent for scans along a trajectory and for spectra. */
  readonly kspace?: KSpace;
  /** Share of k-space that was sampled; NaN along a trajectory and for spectra. */
  readonly sampled: number;
  /** [coil, z, y, x] of the first slice, and the way they were found. */
  readonly maps: Float64Array;
  readonly mapsFrom: Exclude<CoilMethod, 'auto'>;
  /** E |n|^2 of a sample as it was reconstructed, and where it is from. */
  readonly noisePower: number;
  readonly noiseSource: 'readouts' | 'record' | 'edges' | 'unknown';
  readonly lowRank?: { readonly settings: LowRankSparseSettings; readonly errors: readonly number[]; readonly misfit: number; readonly change: number }; // prettier-ignore
  readonly notes: readonly string[];
}
