// What files before 1.5 leave to the reader: the ends of sampled gradients and the centres of pulses.

/** Value on the edge after the last of samples at raster centres: each sample is the mean of the edges around it. */
export function edgeAfter(samples: Float64Array, first: number): number {
  let edge = first;
  for (const sample of samples) edge = 2 * sample - edge;
  return edge;
}

/** Share of the peak that counts as peak, as in the Pulseq toolbox. */
const PEAK = 0.99999;

/** Middle of the peak of the magnitude. */
export function peakCentre_s(time_s: Float64Array, amplitude: Float64Array): number {
  let peak = 0;
  for (const value of amplitude) peak = Math.max(peak, value);
  const first = amplitude.findIndex((value) => value >= PEAK * peak);
  const last = amplitude.findLastIndex((value) => value >= PEAK * peak);
  return 0.5 * (time_s[first]! + time_s[last]!);
}
