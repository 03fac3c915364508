// What the receiver wrote down, before any image: readouts in the order of acquisition, from a file (MRD, vendor) or from the simulated scanner alike.
import type { AcquisitionClaims } from './images.ts';

/** Where a readout belongs, counted from 0, in the words of the field: MRD's `kspace_encode_step_1` is `line`, its `repetition` is `frame`. */
export interface Counters {
  readonly line: number;
  readonly partition: number;
  readonly slice: number;
  readonly average: number;
  /** Echo, or metabolite where each has its own excitation. */
  readonly contrast: number;
  readonly phase: number;
  /** Time point of a dynamic series. */
  readonly frame: number;
  readonly set: number;
  readonly segment: number;
}

export interface Readout {
  readonly nSamples: number;
  /** [channel, sample], interleaved re, im: 2 nChannels nSamples numbers. */
  readonly samples: Float32Array;
  readonly dwell_s: number;
  /** Of the first sample, since the start of the scan. */
  readonly start_s: number;
  /** Sample in which k = 0 is crossed (Cartesian), 0-based. */
  readonly centerSample: number;
  /** Samples at both ends that are to be thrown away. */
  readonly discard: readonly [number, number];
  readonly counters: Counters;
  /** [sample, dimension], cycles per metre along readout, phase, partition of the encoding; absent where the counters say it. */
  readonly trajectory_perM?: Float32Array;
  readonly trajectoryDimensions: 0 | 1 | 2 | 3;
  /** Played from +k to -k. */
  readonly reversed: boolean;
  readonly purpose: 'image' | 'noise' | 'phaseCorrection' | 'navigation' | 'calibration' | 'calibrationAndImage';
  /** Which entry of `encodings`. */
  readonly encoding: number;
}

export interface CounterRange {
  readonly first: number;
  readonly last: number;
  readonly center: number;
}

export interface Encoding {
  readonly kind: 'cartesian' | 'epi' | 'spiral' | 'radial' | 'goldenangle' | 'other';
  /** Readout, phase, partition: what was encoded (with oversampling) and what is to be shown. */
  readonly encodedMatrix: readonly [number, number, number];
  readonly encodedFov_m: readonly [number, number, number];
  readonly imageMatrix: readonly [number, number, number];
  readonly imageFov_m: readonly [number, number, number];
  readonly lines: CounterRange;
  readonly partitions: CounterRange;
  /** Undersampling factors along line and partition. */
  readonly acceleration: readonly [number, number];
  /** Time between the samples of one k along the spectral axis (EPSI, CSI with a sampled FID: the dwell). */
  readonly spectralDwell_s?: number;
  readonly nSpectral?: number;
}

/** Directions (unit vectors, RAS) of readout, phase, slice, and the centre of the field of view in millimetres. */
export interface Orientation {
  readonly readout: readonly [number, number, number];
  readonly phase: readonly [number, number, number];
  readonly slice: readonly [number, number, number];
  readonly centreRas_mm: readonly [number, number, number];
}

export interface RawScan {
  readonly name: string;
  /** Such as `13C`; absent where the file does not say. */
  readonly nucleus?: string;
  readonly larmor_Hz?: number;
  readonly nChannels: number;
  readonly encodings: readonly Encoding[];
  readonly readouts: readonly Readout[];
  readonly orientation: Orientation;
  /** Centre of each slice by its counter, in millimetres RAS, where there are several; absent: all at `orientation.centreRas_mm`. */
  readonly sliceCentresRas_mm?: readonly (readonly [number, number, number])[];
  /** Name and frequency from the centre of each contrast, where known: metabolites with their own excitation, or echoes. */
  readonly contrasts?: readonly { readonly name: string; readonly offset_Hz?: number; readonly echoTime_s?: number }[];
  readonly claims: AcquisitionClaims;
  /** [channel, channel] interleaved re, im, of one sample; absent = unknown (noise readouts may tell). */
  readonly noiseCovariance?: Float64Array;
  /** What the reader corrected, assumed or could not know, one sentence each. */
  readonly notes: readonly string[];
}
