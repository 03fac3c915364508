// From a program to the samples of a coil driver, with its digital steps and limits, and from samples back to a program.
import { ScienceError } from '../../base/index.ts';
import type { Program } from './command.ts';

export interface Coil {
  readonly constant_TPerA: number;
  readonly resistance_ohm: number;
  readonly inductance_H: number;
  /** Samples that the driver puts out each second. */
  readonly sampleRate_Hz: number;
  /** With `fullScale_A`: currents are multiples of 2 fullScale / 2^bits. */
  readonly dacBits?: number | undefined;
  readonly fullScale_A?: number | undefined;
  readonly slew_APerS?: number | undefined;
  readonly largestCurrent_A?: number | undefined;
  readonly largestVoltage_V?: number | undefined;
}

export interface CoilSamples {
  readonly time_s: Float64Array;
  readonly current_A: Float64Array;
  /** R I + L dI/dt, with the slope towards the next sample. */
  readonly voltage_V: Float64Array;
  /** Smallest step of the driver; 0 without digital steps. */
  readonly step_A: number;
  /** Samples that the slew limit of the driver held back. */
  readonly heldBack: number;
}

/** The samples of a program. Throws where the coil cannot carry it, and says what it would take. */
export function coilSamples({ command_T, duration_s, held }: Program, coil: Coil): CoilSamples {
  checkCoil(coil);
  const { constant_TPerA, resistance_ohm, inductance_H, sampleRate_Hz, slew_APerS = Infinity } = coil;
  const n = Math.ceil(duration_s * sampleRate_Hz - 1e-9) + 1;
  if (n < 3)
    fault(`is ${sampleRate_Hz}; a profile of ${duration_s} s has ${n} samples at this rate`, 'coil.sampleRate_Hz');
  const pieces = command_T.length - 1;
  const step_A = coil.dacBits === undefined ? 0 : (2 * coil.fullScale_A!) / 2 ** coil.dacBits;
  // Whole digital steps that fit into the slew limit, so that rounding keeps it.
  const most = slew_APerS / sampleRate_Hz;
  const change = step_A === 0 || most === Infinity ? most : step_A * Math.floor(most / step_A + 1e-9);
  if (change === 0)
    fault(`is ${slew_APerS}; one digital step of ${step_A} A a sample needs ${step_A * sampleRate_Hz} A/s`, 'coil.slew_APerS'); // prettier-ignore
  const largest_A = largestOf(command_T) / constant_TPerA;
  checkWithin(largest_A, 'A', coil, ['fullScale_A', 'largestCurrent_A']);
  const whole = step_A === 0 ? 0 : Math.floor(Math.min(coil.fullScale_A!, coil.largestCurrent_A ?? Infinity) / step_A + 1e-9); // prettier-ignore
  const rounded = (current: number): number => step_A * Math.min(whole, Math.max(-whole, Math.round(current / step_A)));
  const time_s = Float64Array.from({ length: n }, (_, i) => i / sampleRate_Hz);
  const current_A = new Float64Array(n);
  let heldBack = 0,
    carried = 0;
  for (let i = 0; i < n; i++) {
    const place = Math.min(1, time_s[i]! / duration_s) * pieces,
      k = held ? Math.floor(place + 1e-9) : Math.min(pieces - 1, Math.floor(place));
    const between = held ? 0 : (place - k) * (command_T[k + 1]! - command_T[k]!);
    const exact = (command_T[k]! + between) / constant_TPerA;
    const wish = step_A === 0 ? exact : rounded(exact + carried);
    const before = i === 0 ? wish : current_A[i - 1]!;
    current_A[i] = Math.min(before + change, Math.max(before - change, wish));
    const off = exact - current_A[i]!;
    // What rounding left over goes to the next sample, so that the mean over a few of them is exact.
    carried = Math.min(0.5 * step_A, Math.max(-0.5 * step_A, carried + off));
    if (Math.abs(current_A[i]! - wish) > 1e-9 * change) heldBack++;
  }
  const voltage_V = current_A.map((current, i) => {
    const slope = i + 1 < n ? (current_A[i + 1]! - current) * sampleRate_Hz : 0;
    return resistance_ohm * current + inductance_H * slope;
  });
  checkWithin(largestOf(voltage_V), 'V', coil, ['largestVoltage_V']);
  return { time_s, current_A, voltage_V, step_A, heldBack };
}

/** Currents that were sent or measured, as a program: straight lines between the samples, or each held until the next. */
export function programOfCurrent(
  time_s: ArrayLike<number>,
  current_A: ArrayLike<number>,
  constant_TPerA: number,
  { bandwidth_Hz, held }: Pick<Program, 'bandwidth_Hz' | 'held'> = {},
): Program {
  const n = time_s.length;
  if (n < 3 || current_A.length !== n)
    throw new ScienceError('format', `${n} times and ${current_A.length} currents; expected as many of both, three or more`); // prettier-ignore
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(time_s[i]) || !Number.isFinite(current_A[i]) || (i > 0 && !(time_s[i]! > time_s[i - 1]!)))
      throw new ScienceError('format', `time_s ${time_s[i]}, current_A ${current_A[i]}: expected finite numbers, times rising`, { where: `row ${i + 1}` }); // prettier-ignore
  }
  const duration_s = time_s[n - 1]! - time_s[0]!;
  const field_T = Float64Array.from(current_A, (current) => constant_TPerA * current);
  const even = Array.from(time_s).every((time, i) => Math.abs(time - time_s[0]! - (duration_s * i) / (n - 1)) < 1e-6 * duration_s / n); // prettier-ignore
  return { command_T: even ? field_T : evened(time_s, field_T, duration_s), duration_s, bandwidth_Hz, held };
}

const MOST_POINTS = 20_000;

/** Uneven samples on an even grid as fine as their shortest distance. */
function evened(time_s: ArrayLike<number>, field_T: Float64Array, duration_s: number): Float64Array {
  let shortest = Infinity;
  for (let i = 1; i < time_s.length; i++) shortest = Math.min(shortest, time_s[i]! - time_s[i - 1]!);
  const points = Math.min(MOST_POINTS, Math.ceil(duration_s / shortest) + 1);
  let k = 0;
  return Float64Array.from({ length: points }, (_, i) => {
    const time = time_s[0]! + (duration_s * i) / (points - 1);
    while (k < time_s.length - 2 && time_s[k + 1]! < time) k++;
    const part = (time - time_s[k]!) / (time_s[k + 1]! - time_s[k]!);
    return field_T[k]! + part * (field_T[k + 1]! - field_T[k]!);
  });
}

function checkCoil(coil: Coil): void {
  for (const [name, value, least] of [
    ['constant_TPerA', coil.constant_TPerA, 'above'],
    ['resistance_ohm', coil.resistance_ohm, 'from'],
    ['inductance_H', coil.inductance_H, 'from'],
    ['sampleRate_Hz', coil.sampleRate_Hz, 'above'],
    ['fullScale_A', coil.fullScale_A, 'above'],
    ['slew_APerS', coil.slew_APerS, 'above'],
    ['largestCurrent_A', coil.largestCurrent_A, 'above'],
    ['largestVoltage_V', coil.largestVoltage_V, 'above'],
  ] as const) {
    if (value === undefined) continue;
    if (!(least === 'above' ? value > 0 : value >= 0) || !Number.isFinite(value))
      fault(`is ${value}; expected a number ${least} 0`, `coil.${name}`);
  }
  if ((coil.dacBits === undefined) !== (coil.fullScale_A === undefined))
    fault('goes with fullScale_A: give both or none', 'coil.dacBits');
  if (coil.dacBits !== undefined && !(Number.isInteger(coil.dacBits) && coil.dacBits >= 2 && coil.dacBits <= 32))
    fault(`is ${coil.dacBits}; expected a whole number from 2 to 32`, 'coil.dacBits');
}

const largestOf = (values: Float64Array): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

function checkWithin(
  value: number,
  unit: string,
  coil: Coil,
  limits: readonly ('fullScale_A' | 'largestCurrent_A' | 'largestVoltage_V')[],
): void {
  for (const name of limits) {
    const limit = coil[name];
    if (limit !== undefined && value > limit * (1 + 1e-12))
      fault(`is ${limit}; the profile needs ${value.toPrecision(3)} ${unit}`, `coil.${name}`);
  }
}

/** The program that the samples of a coil are, for a simulation of what was sent; low-pass and what is between samples as in the program they are from. */
export function sentProgram(
  samples: CoilSamples,
  coil: Coil,
  from: Pick<Program, 'bandwidth_Hz' | 'held'> = {},
): Program {
  return programOfCurrent(samples.time_s, samples.current_A, coil.constant_TPerA, from);
}

function fault(message: string, where: string): never {
  throw new ScienceError('argument', message, { where });
}
