/** Constant steps of a pulse with a gradient along one axis, as seen in the frame that turns with the centre frequency. */
export interface PulseSteps {
  readonly dwell_s: number;
  /** gamma B1 / (2 pi), interleaved re (x), im (y). */
  readonly b1_Hz: Float64Array;
  /** Mean of each step. */
  readonly gradient_HzPerM: Float64Array;
}
