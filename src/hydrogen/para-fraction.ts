// The fraction of parahydrogen at thermal equilibrium, from the rotational levels of H2 in its vibrational ground state.
import { nearestName, ScienceError } from '../base/index.ts';

export interface RotorModel {
  readonly name: string;
  /** Rotational, centrifugal and sextic constants in 1/cm: E_J/hc = B N - D N^2 + H N^3 with N = J(J+1). */
  readonly b_perCm: number;
  readonly d_perCm: number;
  readonly h_perCm: number;
  /** Highest J in the sum; the non-rigid polynomial turns over far above and is cut there. */
  readonly highestJ: number;
}

/** Second radiation constant hc/k in cm K, CODATA 2018 (exact to the digits given). */
export const SECOND_RADIATION_CONSTANT_cmK = 1.438776877;

/** Non-rigid first: it is the default. Constants as in `test/reference/spin/parahydrogen.json`. */
export const ROTOR_MODELS: readonly RotorModel[] = [
  { name: 'non-rigid', b_perCm: 59.3343, d_perCm: 0.0457, h_perCm: 5.2e-5, highestJ: 12 },
  { name: 'rigid, B0', b_perCm: 59.322, d_perCm: 0, h_perCm: 0, highestJ: 20 },
  { name: 'rigid, Be', b_perCm: 60.853, d_perCm: 0, h_perCm: 0, highestJ: 20 },
];

export interface ParaFraction {
  readonly fraction: number;
  readonly temperature_K: number;
  /** Name of the rotor model the number comes from. */
  readonly model: string;
}

export function rotorModel(name: string): RotorModel {
  const names = ROTOR_MODELS.map((model) => model.name);
  const found = ROTOR_MODELS.find((model) => model.name === name);
  if (found) return found;
  throw new ScienceError('argument', `no rotor model is called "${name}"; nearest is "${nearestName(name, names)}"`);
}

/**
 * Fraction of para-H2 at equilibrium at `temperature_K`: Z_even / (Z_even + 3 Z_odd), Z = sum (2J+1) exp(-E_J/kT).
 * Farkas, Orthohydrogen, Parahydrogen and Heavy Hydrogen (1935). Throws unless the temperature is positive.
 */
export function paraFraction(temperature_K: number, model: RotorModel = ROTOR_MODELS[0]!): ParaFraction {
  if (!(temperature_K > 0) || !Number.isFinite(temperature_K)) {
    throw new ScienceError('argument', `temperature_K is ${temperature_K}; expected kelvin above 0`);
  }
  let even = 0,
    odd = 0;
  for (let j = 0; j <= model.highestJ; j++) {
    const n = j * (j + 1);
    const energy_perCm = n * (model.b_perCm + n * (-model.d_perCm + n * model.h_perCm));
    const weight = (2 * j + 1) * Math.exp((-SECOND_RADIATION_CONSTANT_cmK * energy_perCm) / temperature_K);
    if (j % 2 === 0) even += weight;
    else odd += 3 * weight;
  }
  return { fraction: even / (even + odd), temperature_K, model: model.name };
}

/** What is left of the singlet order of a para fraction x after the random three quarters: (4x - 1)/3, from -1/3 to 1. */
export function singletOrder(fraction: number): number {
  checkFraction(fraction, 'para fraction');
  return (4 * fraction - 1) / 3;
}

export function checkFraction(value: number, what: string): void {
  if (value >= 0 && value <= 1) return;
  throw new ScienceError('argument', `${what} is ${value}; expected a number from 0 to 1`);
}
