// Flip angles for one metabolite that nothing feeds, or whose feeding does not depend on them. Radians; the last angle spends what is left.
import { ScienceError } from '../../base/index.ts';

/** A train of excitations and what is lost between two of them. */
export interface Train {
  readonly nFrames: number;
  readonly repetition_s: number;
  /** All first-order losses between excitations: R1, conversion, wash-out; negative where a metabolite gains. 1/s. */
  readonly lossRate_perS: number;
}

/** The same angle in every frame. */
export function constantFlips(nFrames: number, angle_rad: number): Float64Array {
  checkTrain({ nFrames, repetition_s: 1, lossRate_perS: 0 });
  checkAngle(angle_rad);
  return new Float64Array(nFrames).fill(angle_rad);
}

/**
 * Equal signal in every frame, everything spent by the last: tan(a_n) = E sin(a_{n+1}), a_N = 90 degrees, E = exp(-TR lossRate).
 * Zhao et al. 1996; the "T1-effective" scheme of Xing et al. 2013 with lossRate = R1 + k of the substrate, R1 - k of the product.
 */
export function constantSignalFlips(train: Train): Float64Array {
  checkTrain(train);
  const kept = Math.exp(-train.repetition_s * train.lossRate_perS);
  const flips = new Float64Array(train.nFrames).fill(Math.PI / 2);
  for (let n = train.nFrames - 2; n >= 0; n--) flips[n] = Math.atan(kept * Math.sin(flips[n + 1]!));
  return flips;
}

/**
 * Largest sum of signals over all frames, so the largest total SNR where each frame has the same noise: cos^2(a_n) = (E^2 - E^(2m)) / (1 - E^(2m)),
 * m = N - n + 1 frames left (Xing et al. 2013). What one unit of Mz can still give is c_m, c_m^2 = 1 + E^2 c_{m-1}^2, whenever it
 * came in: the design is the best for a product under any production, and for a substrate under any arrival.
 */
export function maximumSignalFlips(train: Train): Float64Array {
  checkTrain(train);
  const kept = Math.exp(-train.repetition_s * train.lossRate_perS);
  const flips = new Float64Array(train.nFrames);
  let still = 0; // E c_{m-1}: what one unit of Mz gives after this frame
  for (let n = train.nFrames - 1; n >= 0; n--) {
    flips[n] = Math.atan2(1, still);
    still = kept * Math.sqrt(1 + still * still);
  }
  return flips;
}

export function checkTrain({ nFrames, repetition_s, lossRate_perS }: Train): void {
  if (!Number.isInteger(nFrames) || nFrames < 1)
    throw new ScienceError('argument', `nFrames is ${nFrames}; a scan needs a whole number of frames, at least 1`);
  if (!(repetition_s > 0) || !Number.isFinite(repetition_s))
    throw new ScienceError('argument', `repetition_s is ${repetition_s}; expected a positive number of seconds`);
  if (!Number.isFinite(lossRate_perS))
    throw new ScienceError('argument', `lossRate_perS is ${lossRate_perS}; expected a finite rate in 1/s`);
}

/** Throws unless 0 <= angle <= 90 degrees: beyond, an excitation spends more than it shows. */
export function checkAngle(angle_rad: number, where?: string): void {
  if (angle_rad >= 0 && angle_rad <= Math.PI / 2 + 1e-12) return;
  const degrees = Number(((angle_rad * 180) / Math.PI).toPrecision(6));
  throw new ScienceError(
    'argument',
    `a flip angle is ${degrees} degrees; expected 0 to 90. Was it given in degrees where radians are meant?`,
    where === undefined ? {} : { where },
  );
}
