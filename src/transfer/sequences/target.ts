// One number of a sequence: the polarization of a nucleus along z at its end, ideal or with errors of amplitude, offset and couplings.
import { conjugateBy } from '../../math/complex/index.ts';
import { stateDigits, type Spins } from '../../physics/spins/index.ts';
import type { RotatingFrame } from '../highfield/frame.ts';
import { sequenceMotion, type SequenceMotion } from './motion.ts';
import type { PulseSequence } from './record.ts';
import { frameOf } from './start.ts';

export interface SequenceErrors {
  /** All amplitudes times this. */
  readonly b1Scale?: number;
  /** By isotope: how far all its resonances lie above where they should. */
  readonly offset_Hz?: Readonly<Record<string, number>>;
  /** All couplings times this. */
  readonly jScale?: number;
}

/** <Iz>/I of one spin after a sequence with errors. */
export type SequenceMeter = (sequence: PulseSequence, errors?: SequenceErrors) => number;

/** A meter of spin `target` for the density `start` [N, N]; what one error and one frame need is computed once for many sequences. */
export function sequenceMeter(spins: Spins, start: Float64Array, target: number): SequenceMeter {
  const motions = new Map<string, SequenceMotion>();
  return (sequence, errors = {}) => {
    const frame = frameOf(sequence, spins);
    const key = JSON.stringify([frame, errors]);
    let motion = motions.get(key);
    if (!motion) {
      if (motions.size >= MOST_MOTIONS) motions.clear();
      motions.set(key, (motion = motionWith(spins, frame, errors)));
    }
    const rho = conjugateBy(motion.unitary(sequence.events), start, motion.size);
    return alongZ(spins, rho, target);
  };
}

const MOST_MOTIONS = 32;

function motionWith(
  spins: Spins,
  frame: RotatingFrame,
  { b1Scale = 1, offset_Hz = {}, jScale = 1 }: SequenceErrors,
): SequenceMotion {
  const reference_ppm = { ...frame.reference_ppm };
  for (const [isotope, offset] of Object.entries(offset_Hz)) {
    const perPpm_Hz =
      (spins.gamma_radPerSPerT[spins.isotopes.indexOf(isotope)]! * frame.field_T * 1e-6) / (2 * Math.PI);
    reference_ppm[isotope]! -= offset / perPpm_Hz;
  }
  const scaled = jScale === 1 ? spins : { ...spins, j_Hz: spins.j_Hz.map((j) => j * jScale) };
  return sequenceMotion(scaled, { ...frame, reference_ppm }, { b1Scale });
}

function alongZ(spins: Spins, rho: Float64Array, k: number): number {
  const digits = stateDigits(spins);
  const n = spins.dimension;
  let sum = 0;
  for (let s = 0; s < n; s++) sum += rho[2 * (s * n + s)]! * (1 - (2 * digits[s * spins.n + k]!) / spins.twiceSpin[k]!);
  return sum;
}

/** Gaussian spread of the amplitude (a fraction) and of the target's offset over the sample. */
export interface Spread {
  readonly b1_sd?: number;
  readonly offset_sd_Hz?: number;
}

/** Gauss-Hermite with five points: exact for polynomials up to the ninth degree (Abramowitz and Stegun 25.4.46, for a unit normal). */
const NODES = [-2.8569700138728056, -1.355626179974266, 0, 1.355626179974266, 2.8569700138728056];
const WEIGHTS = [
  0.011257411327720691, 0.2220759220056126, 0.5333333333333333, 0.2220759220056126, 0.011257411327720691,
];

/** What a meter shows for a sequence, averaged over a spread of the amplitude and of the offset of `isotope`. */
export function meanOver(
  meter: SequenceMeter,
  sequence: PulseSequence,
  isotope: string,
  { b1_sd = 0, offset_sd_Hz = 0 }: Spread,
): number {
  const nodes = (sd: number): readonly (readonly [number, number])[] =>
    sd > 0 ? NODES.map((node, i) => [sd * node, WEIGHTS[i]!] as const) : [[0, 1]];
  let sum = 0;
  for (const [b1, b1Weight] of nodes(b1_sd)) {
    for (const [offset, weight] of nodes(offset_sd_Hz))
      sum += b1Weight * weight * meter(sequence, { b1Scale: 1 + b1, offset_Hz: { [isotope]: offset } });
  }
  return sum;
}
