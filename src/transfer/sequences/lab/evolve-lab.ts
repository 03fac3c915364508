// A field cycle with radio or audio frequency on: Bz(t) and oscillating fields together in the lab frame, full couplings, nothing averaged.
import { ScienceError } from '../../../base/index.ts';
import { complexMultiplyInto } from '../../../math/complex/index.ts';
import { denseHamiltonian_Hz, spinOperator, stateDigits, type Spins } from '../../../physics/spins/index.ts';
import type { EvolveSettings } from '../../propagate/evolve.ts';
import { densityOf, factorsOf } from '../../propagate/factors.ts';
import { refine, type Refined } from '../../propagate/refine.ts';
import type { Profile } from '../../profile.ts';
import { polarizationVectors } from '../motion.ts';
import { drivenMatrix, makeStepper, type Drive } from './magnus.ts';

/** A linearly oscillating field, amplitude cos(2 pi f t + phase) with t from the begin of the profile, on from `start_s` for `duration_s`. */
export interface OscillatingField {
  readonly start_s: number;
  readonly duration_s: number;
  /** Largest value of the field. Half of it turns with the spins: nutation = gamma amplitude / 4 pi. */
  readonly amplitude_T: number;
  readonly frequency_Hz: number;
  readonly phase_deg: number;
  /** Across the field, or along it (as in WOLF excitation); x if not given. */
  readonly axis?: 'x' | 'z';
}

/** Something that happens in no time: an ideal pulse. */
export interface SuddenTurn {
  readonly time_s: number;
  /** [N, N] in the lab frame. */
  readonly unitary: Float64Array;
}

export interface LabSettings extends EvolveSettings {
  readonly turns?: readonly SuddenTurn[];
  /** Times at which the polarizations are wanted, rising, within the profile. */
  readonly samples_s?: readonly number[];
}

export interface LabOutcome extends Refined {
  readonly density: Float64Array;
  /** [sample, spin, 3]: <I>/I along x, y, z in the lab frame. */
  readonly samples: readonly Float64Array[];
}

/** Largest Hilbert space in the lab frame: 8 spins 1/2. */
const LARGEST_DIMENSION = 256;
/** First run: steps in a turn of what turns fastest. */
const STEPS_PER_TURN = 8;

/**
 * The density [N, N] at the end of `profile`. Fourth-order commutator-free Magnus steps, refined until two runs agree to the tolerance
 * in all populations and polarizations. Throws `unsupported` where one run would need more than `maxSteps` steps, or has too many states.
 */
export function evolveInLab(
  spins: Spins,
  rho: Float64Array,
  profile: Profile,
  fields: readonly OscillatingField[],
  settings: LabSettings,
): LabOutcome {
  const n = spins.dimension;
  if (n > LARGEST_DIMENSION) {
    throw new ScienceError(
      'unsupported',
      `${spins.name}: the lab frame moves all ${n} states at once, ${((32 * n * n) / 1e6).toPrecision(3)} MB a state; the limit is ${LARGEST_DIMENSION} states`,
    );
  }
  checkFields(fields);
  const { turns = [], samples_s = [] } = settings;
  const matrix = labMatrix(spins);
  const edges = edgesOf(profile, fields, turns, samples_s);
  const fastest_Hz = fastestOf(spins, profile, fields, edges);
  const least = profile.duration_s * fastest_Hz * STEPS_PER_TURN;
  if (least > settings.maxSteps) {
    throw new ScienceError(
      'unsupported',
      `${spins.name}: ${profile.duration_s} s at ${fastest_Hz.toPrecision(3)} Hz need ${Math.ceil(least).toExponential(1)} steps in the lab frame; the limit is ${settings.maxSteps.toExponential(1)}. Use the rotating frame`,
    );
  }
  const { columns, vectors, weights, shift } = factorsOf(rho, n);
  let density = rho;
  let samples: Float64Array[] = [];
  const run = (scale: number): { readonly n: number; readonly values: Float64Array } => {
    let psi = vectors.slice();
    samples = [];
    let steps = 0;
    const read = (): Float64Array => densityOf(psi, weights, shift, n);
    const accuracy = Math.max(1e-17, Math.min(1e-10, 1e-3 * settings.tolerance));
    edges.forEach((from, i) => {
      for (const turn of turns) {
        if (turn.time_s !== from) continue;
        const turned = new Float64Array(psi.length);
        complexMultiplyInto(turned, turn.unitary, psi, n, n, columns);
        psi = turned;
      }
      if (samples_s.includes(from)) samples.push(polarizationVectors(spins, read()));
      const to = edges[i + 1];
      if (to === undefined) return;
      const middle = 0.5 * (from + to);
      const on = fields.filter((one) => one.start_s <= middle && middle <= one.start_s + one.duration_s);
      const count = Math.ceil(scale * Math.max(4, (to - from) * fastest_Hz * STEPS_PER_TURN));
      makeStepper(matrix, driveOf(profile, on, from, to), accuracy / Math.sqrt(count)).advance(
        psi,
        columns,
        from,
        to,
        count,
      );
      steps += count;
    });
    density = read();
    const values = new Float64Array(n + 3 * spins.n);
    for (let s = 0; s < n; s++) values[s] = density[2 * (s * n + s)]!;
    values.set(polarizationVectors(spins, density), n);
    return { n: steps, values };
  };
  const refined = refine(settings.tolerance, settings.maxSteps, { run });
  return { ...refined, density, samples };
}

function labMatrix(spins: Spins): ReturnType<typeof drivenMatrix> {
  const n = spins.dimension;
  const a = denseHamiltonian_Hz(spins, { field_T: 0, heteronuclear: 'full' });
  const x = new Float64Array(n * n),
    z = new Float64Array(n);
  const digits = stateDigits(spins);
  for (let k = 0; k < spins.n; k++) {
    const perT = (spins.gamma_radPerSPerT[k]! * (1 + 1e-6 * spins.shift_ppm[k]!)) / (2 * Math.PI);
    const one = spinOperator(spins, k, 'x');
    for (let i = 0; i < n * n; i++) x[i]! -= perT * one[2 * i]!;
    for (let s = 0; s < n; s++) z[s]! -= perT * (spins.twiceSpin[k]! / 2 - digits[s * spins.n + k]!);
  }
  return drivenMatrix(a, x, z, n);
}

/** The fields within one stretch; a profile that jumps at an edge is read inside. */
function driveOf(profile: Profile, on: readonly OscillatingField[], from: number, to: number): Drive {
  const inset = 1e-12 * (to - from);
  return (out, time) => {
    out[0] = profile.field_T(Math.min(to - inset, Math.max(from + inset, time)));
    out[1] = 0;
    for (const { amplitude_T, frequency_Hz, phase_deg, axis } of on) {
      out[axis === 'z' ? 0 : 1]! +=
        amplitude_T * Math.cos(2 * Math.PI * frequency_Hz * time + (Math.PI * phase_deg) / 180);
    }
  };
}

/** Every time at which something begins, ends or is looked at; no step goes across one. */
function edgesOf(
  { duration_s, corners_s }: Profile,
  fields: readonly OscillatingField[],
  turns: readonly SuddenTurn[],
  samples_s: readonly number[],
): readonly number[] {
  const inside = [
    ...corners_s,
    ...fields.flatMap((one) => [one.start_s, one.start_s + one.duration_s]),
    ...turns.map((one) => one.time_s),
    ...samples_s,
  ];
  const outside = inside.find((time) => !(time >= 0 && time <= duration_s * (1 + 1e-12)));
  if (outside !== undefined) {
    throw new ScienceError(
      'argument',
      `something happens at ${outside} s, but the field profile runs from 0 to ${duration_s} s`,
    );
  }
  return [...new Set([0, duration_s, ...inside.map((time) => Math.min(time, duration_s))])].sort((a, b) => a - b);
}

/** Largest Larmor frequency on the way, or of an oscillating field, plus the couplings. */
function fastestOf(
  spins: Spins,
  profile: Profile,
  fields: readonly OscillatingField[],
  edges: readonly number[],
): number {
  let field = 0;
  for (let i = 0; i <= 200; i++) field = Math.max(field, Math.abs(profile.field_T((profile.duration_s * i) / 200)));
  for (const time of edges) field = Math.max(field, Math.abs(profile.field_T(time)));
  for (const one of fields) field = Math.max(field, Math.abs(one.amplitude_T) + field * Number(one.axis === 'z'));
  const gamma = Math.max(...spins.gamma_radPerSPerT.map(Math.abs));
  const oscillation = Math.max(0, ...fields.map((one) => Math.abs(one.frequency_Hz)));
  const couplings = spins.j_Hz.reduce((sum, j) => sum + Math.abs(j), 0) / 2;
  return Math.max((gamma * field) / (2 * Math.PI), oscillation) + couplings;
}

function checkFields(fields: readonly OscillatingField[]): void {
  fields.forEach((one, i) => {
    for (const key of ['start_s', 'duration_s', 'amplitude_T', 'frequency_Hz', 'phase_deg'] as const) {
      const value = one[key];
      if (Number.isFinite(value) && (value >= 0 || key === 'phase_deg' || key === 'amplitude_T')) continue;
      throw new ScienceError('argument', `is ${value}; expected a finite number, not negative`, {
        where: `fields[${i}].${key}`,
      });
    }
  });
}
