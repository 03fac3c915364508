// Model-free numbers of one time course: area, time to peak, mean time. Time 0 is the first frame; all frames count.

export interface CurveMetrics {
  /** Sum over all frames, in signal units (times the repetition time it is the area under the curve). */
  readonly auc: number;
  readonly timeToPeak_s: number;
  /** Signal-weighted mean time; NaN where the signal sums to zero. */
  readonly meanTime_s: number;
}

export function curveMetrics(signal: Float64Array, repetition_s: number): CurveMetrics {
  let auc = 0;
  let weighted = 0;
  signal.forEach((value, i) => {
    auc += value;
    weighted += i * repetition_s * value;
  });
  return { auc, timeToPeak_s: peakTime(signal) * repetition_s, meanTime_s: auc === 0 ? NaN : weighted / auc };
}

/** Place of the maximum in frames, by the parabola through it and its neighbours; the frame itself at an end of the course. */
function peakTime(signal: Float64Array): number {
  let peak = 0;
  signal.forEach((value, i) => {
    if (value > signal[peak]!) peak = i;
  });
  if (peak === 0 || peak === signal.length - 1) return peak;
  const before = signal[peak - 1]!;
  const after = signal[peak + 1]!;
  const curvature = before - 2 * signal[peak]! + after;
  return curvature === 0 ? peak : peak + (before - after) / (2 * curvature);
}
