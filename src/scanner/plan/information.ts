// How well a scan would know the rate, and how far off it is where T1 or B1 are not what the fit takes them for.
import { ScienceError } from '../../base/index.ts';
import { invertSymmetric } from '../../math/index.ts';
import { pairCourse, prepare, type FlipPair, type Frames, type PairCourse, type TwoPool } from './two-pool.ts';

/**
 * Cramer-Rao bound: least standard deviation of the rate of any unbiased fit, 1/s; the size of the bolus is fitted with it, its shape and both R1 are known.
 * Fisher information of Gaussian noise, sum over frames and metabolites of J J^T / sd^2, sd in the units of the signal (Cramer 1946; Rao 1945). Infinity where
 * the scan shows nothing.
 */
export function rateBound_perS({ signal, slope }: PairCourse, sd: readonly [number, number]): number {
  for (const value of sd)
    if (!(value > 0) || !Number.isFinite(value))
      throw new ScienceError('argument', `a noise of ${value}; expected a standard deviation, more than 0`);
  let [kk, ka, aa] = [0, 0, 0];
  for (const pool of [0, 1] as const) {
    const weight = 1 / (sd[pool] * sd[pool]);
    for (let n = 0; n < slope[pool].length; n++) {
      kk += weight * slope[pool][n]! * slope[pool][n]!;
      ka += weight * slope[pool][n]! * signal[pool][n]!;
      aa += weight * signal[pool][n]! * signal[pool][n]!;
    }
  }
  const information = kk - (aa > 0 ? (ka * ka) / aa : 0);
  return information > 1e-14 * kk ? 1 / Math.sqrt(information) : Infinity;
}

/** Standard error of the ratio of areas product / substrate by the delta method; noise alike in all frames. */
export function areaRatio(
  { signal }: PairCourse,
  sd: readonly [number, number],
): { readonly ratio: number; readonly error: number } {
  const [substrate, product] = signal.map((values) => values.reduce((sum, value) => sum + value, 0)) as [
    number,
    number,
  ];
  const n = signal[0].length;
  const ratio = product / substrate;
  return { ratio, error: (Math.sqrt(n) * Math.hypot(sd[1], ratio * sd[0])) / substrate };
}

const STEPS = 60;

export interface Misjudged {
  /** Rate that the fit gives without noise. */
  readonly rate_perS: number;
  /** (fitted - true) / true. */
  readonly relativeBias: number;
  readonly end: 'converged' | 'step-limit';
}

/**
 * Least-squares rate (and bolus size) where the fit takes `assumed` for what is really `truth`, and the nominal angles for the actual ones: Gauss-Newton on
 * noise-free signals, from the true rate.
 */
export function misjudgedRate(
  truth: { readonly model: TwoPool; readonly flips_rad: FlipPair },
  assumed: { readonly model: TwoPool; readonly flips_rad: FlipPair },
  frames: Frames,
  sd: readonly [number, number],
): Misjudged {
  const seen = pairCourse(prepare(truth.model, frames), truth.flips_rad).signal;
  const real = truth.model.rate_perS;
  let rate_perS = real;
  let size = 1;
  for (let step = 0; step < STEPS; step++) {
    const { signal, slope } = pairCourse(prepare({ ...assumed.model, rate_perS }, frames), assumed.flips_rad);
    const normal = new Float64Array(4);
    const right = [0, 0];
    for (const pool of [0, 1] as const) {
      const weight = 1 / (sd[pool] * sd[pool]);
      for (let n = 0; n < frames.nFrames; n++) {
        const j = [size * slope[pool][n]!, signal[pool][n]!];
        const rest = seen[pool][n]! - size * signal[pool][n]!;
        for (const r of [0, 1]) {
          right[r] = right[r]! + weight * j[r]! * rest;
          for (const c of [0, 1]) normal[2 * r + c] = normal[2 * r + c]! + weight * j[r]! * j[c]!;
        }
      }
    }
    const inverse = invertSymmetric(normal, 2);
    if (inverse === undefined) break;
    const move = inverse[0]! * right[0]! + inverse[1]! * right[1]!;
    size += inverse[2]! * right[0]! + inverse[3]! * right[1]!;
    rate_perS = Math.max(0, rate_perS + move);
    if (Math.abs(move) <= 1e-10 * Math.max(real, rate_perS))
      return { rate_perS, relativeBias: (rate_perS - real) / real, end: 'converged' };
  }
  return { rate_perS, relativeBias: (rate_perS - real) / real, end: 'step-limit' };
}
