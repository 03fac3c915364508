// One number of a sequence: the polarization of a nucleus along z at its end, ideal or with errors of amplitude, offset and couplings.
import { conjugateBy } from '../../math/complex/index.ts';
import { stateDigits, type Spins } from '../../physics/spins/index.ts';
import { sequenceMotion } from './motion.ts';
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

/** <Iz>/I of spin `target` after `sequence` from the density `start` [N, N]. */
export function polarizationAfter(
  spins: Spins,
  start: Float64Array,
  sequence: PulseSequence,
  target: number,
  errors: SequenceErrors = {},
): number {
  const { b1Scale = 1, offset_Hz = {}, jScale = 1 } = errors;
  const frame = frameOf(sequence, spins);
  const reference_ppm = { ...frame.reference_ppm };
  for (const [isotope, offset] of Object.entries(offset_Hz)) {
    const perPpm_Hz =
      (spins.gamma_radPerSPerT[spins.isotopes.indexOf(isotope)]! * frame.field_T * 1e-6) / (2 * Math.PI);
    reference_ppm[isotope]! -= offset / perPpm_Hz;
  }
  const scaled = jScale === 1 ? spins : { ...spins, j_Hz: spins.j_Hz.map((j) => j * jScale) };
  const motion = sequenceMotion(scaled, { ...frame, reference_ppm }, { b1Scale });
  const rho = conjugateBy(motion.unitary(sequence.events), start, motion.size);
  return alongZ(spins, rho, target);
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

/** `polarizationAfter`, averaged over a spread. */
export function meanPolarizationAfter(
  spins: Spins,
  start: Float64Array,
  sequence: PulseSequence,
  target: number,
  { b1_sd = 0, offset_sd_Hz = 0 }: Spread,
): number {
  const isotope = spins.isotopes[target]!;
  let sum = 0;
  for (const [i, b1] of b1_sd > 0 ? NODES.entries() : [[2, 0] as const]) {
    for (const [k, offset] of offset_sd_Hz > 0 ? NODES.entries() : [[2, 0] as const]) {
      const weight = (b1_sd > 0 ? WEIGHTS[i]! : 1) * (offset_sd_Hz > 0 ? WEIGHTS[k]! : 1);
      const errors = { b1Scale: 1 + b1_sd * b1, offset_Hz: { [isotope]: offset_sd_Hz * offset } };
      sum += weight * polarizationAfter(spins, start, sequence, target, errors);
    }
  }
  return sum;
}
