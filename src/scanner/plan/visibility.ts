// How long a metabolite stays above the noise.

export interface SingleDecay {
  /** SNR of a 90 degree excitation at time 0. */
  readonly snrAtStart: number;
  /** R1 and all other first-order losses, 1/s. */
  readonly lossRate_perS: number;
  readonly flip_rad: number;
  readonly repetition_s: number;
}

/**
 * Time until the signal of one frame falls to `leastSnr`, for a metabolite that only decays under equal excitations: ln(SNR0 sin a / least) / (loss - ln cos a / TR). 0 where it
 * never stood above. The angle that keeps it visible longest is small; `longestVisible_s` finds it.
 */
export function visible_s(
  { snrAtStart, lossRate_perS, flip_rad, repetition_s }: SingleDecay,
  leastSnr: number,
): number {
  const first = snrAtStart * Math.sin(flip_rad);
  if (!(first > leastSnr)) return 0;
  const spent = flip_rad >= Math.PI / 2 ? Infinity : -Math.log(Math.cos(flip_rad)) / repetition_s;
  return Math.log(first / leastSnr) / (lossRate_perS + spent);
}

/** Over all equal angles: the longest time, and its angle. Golden section on the logarithm of the angle, where the time has one maximum. */
export function longestVisible_s(
  decay: Omit<SingleDecay, 'flip_rad'>,
  leastSnr: number,
): { readonly time_s: number; readonly flip_rad: number } {
  const timeOf = (log: number): number => visible_s({ ...decay, flip_rad: Math.exp(log) }, leastSnr);
  // Below the first angle of the bracket the signal starts under the noise.
  const least = Math.asin(Math.min(1, leastSnr / decay.snrAtStart));
  let low = Math.log(least);
  let high = Math.log(Math.PI / 2);
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let step = 0; step < 100 && high - low > 1e-10; step++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (timeOf(left) < timeOf(right)) low = left;
    else high = right;
  }
  const flip_rad = Math.exp((low + high) / 2);
  return { time_s: visible_s({ ...decay, flip_rad }, leastSnr), flip_rad };
}

/** Last time at which a course stands at or above `leastSnr`, s; NaN where it never does. */
export function lastVisible_s(times_s: ArrayLike<number>, snr: ArrayLike<number>, leastSnr: number): number {
  for (let n = snr.length - 1; n >= 0; n--) if (snr[n]! >= leastSnr) return times_s[n]!;
  return NaN;
}
