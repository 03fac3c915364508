// One time course for a region. Magnitudes are averaged as powers, so that the noise does not pile up where there is no signal.

export interface RegionCourse {
  /** [time], signal units. */
  readonly signal: Float64Array;
  /** Root mean square over time of its noise; NaN where the noise of a voxel is not known. */
  readonly sd: number;
}

/**
 * Mean of `voxels` [voxel][time]. Gaussian noise: the plain mean, sd / sqrt(n). Rician: with x = mean(m^2) - 2 sd^2, which is unbiased for the mean
 * squared amplitude (Gudbjartsson and Patz 1995), the signed root of x, whose spread stays finite at x = 0. Voxels count as independent.
 */
export function regionMean(voxels: readonly Float64Array[], sd: number, noise: 'gaussian' | 'rician'): RegionCourse {
  const n = voxels.length;
  const nTimes = voxels[0]!.length;
  const signal = new Float64Array(nTimes);
  if (noise === 'gaussian') {
    for (const voxel of voxels) for (let t = 0; t < nTimes; t++) signal[t] = signal[t]! + voxel[t]! / n;
    return { signal, sd: sd / Math.sqrt(n) };
  }
  let variance = 0;
  for (let t = 0; t < nTimes; t++) {
    const power = voxels.reduce((sum, voxel) => sum + voxel[t]! * voxel[t]!, 0) / n - 2 * sd * sd;
    const squared = Math.max(power, 0);
    signal[t] = Math.sign(power) * Math.sqrt(Math.abs(power));
    // Var(m^2) = 4 sd^2 amplitude^2 + 4 sd^4; a normal x about 0 has E|x| = 0.798 sd(x), hence the 0.314 = 1 / (4 * 0.798).
    const spread = Math.sqrt((4 * sd * sd * squared + 4 * sd * sd * sd * sd) / n);
    variance += (spread * spread) / (4 * (squared + 0.314 * spread)) / nTimes;
  }
  return { signal, sd: Math.sqrt(variance) };
}
