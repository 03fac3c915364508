// Ratio of two areas with its standard error twice over (delta method, parametric bootstrap), and an upper bound where the product is not detected.
import type { Random } from '../base/index.ts';
import { riceSd } from '../math/index.ts';
import { correctedMagnitude } from './inputless/rician.ts';

/** A sum over frames, with the standard deviation of its noise and what the background adds to it (magnitude data). */
export interface Area {
  readonly sum: number;
  readonly sd: number;
  readonly floor: number;
}

export interface RatioEstimate {
  /** Plain ratio of the sums. */
  readonly ratio: number;
  readonly error: number;
  readonly bootstrapError: number;
  /** The ratio that a product at its detection limit would have: 3.29 sd of the product's area (Currie 1968). What is called detected is above it: false positives stay below 0.1% (Gaussian) or 5% (near the noise floor of magnitudes). */
  readonly detectionLimit: number;
  readonly detected: boolean;
  /** 95% one-sided upper bound of the ratio, background taken off. */
  readonly upper: number;
}

export const BOOTSTRAP_DRAWS = 400;
const DETECTION = 3.29;
const ONE_SIDED_95 = 1.645;

/** Noise of a sum over frames. `rician`: each sample's own spread at its corrected amplitude. */
export function areaOf(signal: Float64Array, sd: number, offset: number, noise: 'gaussian' | 'rician'): Area {
  let sum = 0;
  let variance = 0;
  for (const value of signal) {
    sum += value;
    variance += noise === 'rician' ? riceSd(correctedMagnitude(value, sd), sd) ** 2 : sd * sd;
  }
  return { sum, sd: Math.sqrt(variance), floor: offset * signal.length };
}

/** Whether a metabolite is above its detection limit; without known noise none is known to be below it. */
export const isDetected = ({ sum, sd, floor }: Area): boolean => !(sum - floor <= DETECTION * sd);

/** `redraw` gives the two sums anew, with fresh noise. */
export function ratioOf(substrate: Area, product: Area, redraw: () => readonly [number, number]): RatioEstimate {
  const ratio = product.sum / substrate.sum;
  const error = Math.hypot(product.sd, ratio * substrate.sd) / Math.abs(substrate.sum);
  let mean = 0;
  let squares = 0;
  for (let d = 1; d <= BOOTSTRAP_DRAWS; d++) {
    const [s, p] = redraw();
    const gap = p / s - mean;
    mean += gap / d;
    squares += gap * (p / s - mean);
  }
  const above = product.sum - product.floor;
  return {
    ratio,
    error,
    bootstrapError: Math.sqrt(squares / (BOOTSTRAP_DRAWS - 1)),
    detectionLimit: (DETECTION * product.sd) / Math.abs(substrate.sum),
    detected: isDetected(product),
    upper: (Math.max(above, 0) + ONE_SIDED_95 * product.sd) / Math.abs(substrate.sum),
  };
}

/** A sum with fresh noise: Gaussian about the measured sum, or the sum of fresh Rice magnitudes about each corrected amplitude. */
export function redrawSum(
  signal: Float64Array,
  area: Area,
  sd: number,
  noise: 'gaussian' | 'rician',
  random: Random,
): number {
  if (noise === 'gaussian') return area.sum + area.sd * random.normal();
  let sum = 0;
  for (const value of signal) {
    const real = correctedMagnitude(value, sd) + sd * random.normal();
    const imaginary = sd * random.normal();
    sum += Math.sqrt(real * real + imaginary * imaginary);
  }
  return sum;
}
