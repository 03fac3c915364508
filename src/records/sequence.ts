// A pulse sequence as a scanner plays it: blocks one after another; in a block at most one RF pulse, one gradient per axis, one sampling window
// (Layton et al. 2017, Pulseq). Amplitudes in Hz and Hz/m, so that a sequence is complete only together with its nucleus.

/** What the scanner can do. The nucleus is never assumed. */
export interface Hardware {
  /** Such as `13C`. */
  readonly nucleus: string;
  /** gamma / (2 pi). */
  readonly gamma_HzPerT: number;
  readonly b0_T: number;
  readonly largestGradient_TPerM: number;
  readonly largestSlew_TPerMPerS: number;
  readonly largestB1_T: number;
  readonly gradientRaster_s: number;
  readonly rfRaster_s: number;
  readonly adcRaster_s: number;
  readonly blockRaster_s: number;
  /** Waits: before an RF pulse, after it, and on both sides of a sampling window. */
  readonly rfDeadTime_s: number;
  readonly rfRingdown_s: number;
  readonly adcDeadTime_s: number;
  /** Largest share of time with RF on, over the whole sequence; absent = no limit known. */
  readonly largestRfDuty?: number;
}

export interface RfPulse {
  /** From the start of the block to the start of the shape. */
  readonly delay_s: number;
  readonly duration_s: number;
  /** Sample times from the start of the shape; lines between samples, constant before the first and after the last. */
  readonly time_s: Float64Array;
  /** gamma B1 / (2 pi), at least 0. */
  readonly amplitude_Hz: Float64Array;
  /** Of the shape alone: `phaseOffset_rad` and the turning by `frequencyOffset_Hz` come on top. One that rises by 2 pi f t hits what precesses at +f (Pulseq). */
  readonly phase_rad: Float64Array;
  /** From the start of the shape to the moment that counts as excitation. */
  readonly center_s: number;
  readonly frequencyOffset_Hz: number;
  readonly phaseOffset_rad: number;
  /** Offsets that follow the field (Pulseq 1.5): frequency in parts per million, phase in rad per MHz. */
  readonly frequencyOffset_ppm?: number;
  readonly phaseOffset_radPerMHz?: number;
  readonly use: 'excitation' | 'refocusing' | 'inversion' | 'saturation' | 'preparation' | 'other' | 'undefined';
}

export interface Trapezoid {
  readonly kind: 'trapezoid';
  readonly delay_s: number;
  readonly amplitude_HzPerM: number;
  readonly rise_s: number;
  readonly flat_s: number;
  readonly fall_s: number;
}

/** Lines between samples; `first` at time 0 and `last` at `duration_s` after the delay. */
export interface ShapedGradient {
  readonly kind: 'shape';
  readonly delay_s: number;
  readonly duration_s: number;
  /** Since the delay. */
  readonly time_s: Float64Array;
  readonly amplitude_HzPerM: Float64Array;
  readonly first_HzPerM: number;
  readonly last_HzPerM: number;
}

export type GradientEvent = Trapezoid | ShapedGradient;

/** Sample n stands at delay + (n + 1/2) dwell. */
export interface SamplingWindow {
  readonly delay_s: number;
  readonly nSamples: number;
  readonly dwell_s: number;
  readonly frequencyOffset_Hz: number;
  readonly phaseOffset_rad: number;
  readonly frequencyOffset_ppm?: number;
  readonly phaseOffset_radPerMHz?: number;
  /** Receiver phase of each sample, rad, on top of the offset. */
  readonly phase_rad?: Float64Array;
}

/** Counters and flags of the Pulseq label extension: `SLC`, `LIN`, `PAR`, `REP`, `SET`, `SEG`, `ECO`, `PHS`, `AVG`, `NAV`, `REV`, `SMS`, ... */
export interface LabelChange {
  readonly label: string;
  readonly change: 'set' | 'increase';
  readonly value: number;
}

export interface Trigger {
  readonly kind: 'input' | 'output';
  readonly channel: number;
  readonly delay_s: number;
  readonly duration_s: number;
}

/** Delay that the user sets at the scanner: block duration = `input` / factor + offset. */
export interface SoftDelay {
  readonly name: string;
  readonly number: number;
  readonly offset_s: number;
  readonly factor: number;
}

/** Weights of parallel transmit channels (Pulseq 1.5), one per channel. */
export interface RfShim {
  readonly magnitude: readonly number[];
  readonly phase_rad: readonly number[];
}

export interface SequenceBlock {
  readonly duration_s: number;
  readonly rf?: RfPulse;
  /** x, y, z of the logical frame. */
  readonly gradients: readonly [GradientEvent | undefined, GradientEvent | undefined, GradientEvent | undefined];
  readonly sampling?: SamplingWindow;
  readonly labels?: readonly LabelChange[];
  readonly triggers?: readonly Trigger[];
  /** Unit quaternion (w, x, y, z) that turns the gradients of this block. */
  readonly rotation?: readonly [number, number, number, number];
  readonly softDelay?: SoftDelay;
  readonly rfShim?: RfShim;
}

export interface Sequence {
  readonly name: string;
  readonly blocks: readonly SequenceBlock[];
  /** Free definitions as the file or the designer gave them (`FOV`, `Name`, ...). */
  readonly definitions: Readonly<Record<string, string | readonly number[]>>;
  readonly rasters: Pick<Hardware, 'gradientRaster_s' | 'rfRaster_s' | 'adcRaster_s' | 'blockRaster_s'>;
  /** What the reader corrected, assumed or could not know, one sentence each. */
  readonly notes: readonly string[];
}
