// What happens to para-enriched gas between the converter and the reactor: mixing, and slow return to the equilibrium of the bottle.
import { ScienceError } from '../base/index.ts';
import { checkFraction, paraFraction, rotorModel, ROTOR_MODELS } from './para-fraction.ts';

export interface GasPart {
  readonly paraFraction: number;
  /** Moles, or any amount proportional to them (pressure times volume at one temperature). */
  readonly amount_mol: number;
}

/** Para fraction of gases put together: the mean by amount. Throws on fractions outside 0..1, negative amounts, or nothing at all. */
export function mixedParaFraction(parts: readonly GasPart[]): number {
  let total = 0,
    para = 0;
  for (const { paraFraction: fraction, amount_mol } of parts) {
    checkFraction(fraction, 'para fraction');
    if (!(amount_mol >= 0) || !Number.isFinite(amount_mol)) {
      throw new ScienceError('argument', `amount_mol is ${amount_mol}; expected zero or more`);
    }
    total += amount_mol;
    para += amount_mol * fraction;
  }
  if (!(total > 0)) throw new ScienceError('argument', 'a mixture needs some gas: every amount_mol is 0');
  return para / total;
}

export interface Storage {
  readonly temperature_K: number;
  /** 1/e time of the way back to equilibrium on the walls of this vessel: measured, there is no default. */
  readonly lifetime_s: number;
  /** Rotor model of the equilibrium; non-rigid unless said. */
  readonly model?: string;
}

/** Para fraction after `time_s` in a vessel: x_eq + (x0 - x_eq) exp(-t/lifetime), first order as on paramagnetic walls (Farkas 1935). */
export function storedParaFraction(start: number, time_s: number, storage: Storage): number {
  checkFraction(start, 'para fraction');
  if (!(time_s >= 0)) throw new ScienceError('argument', `time_s is ${time_s}; expected zero or more`);
  checkLifetime(storage.lifetime_s);
  const equilibrium = paraFraction(storage.temperature_K, rotorModel(storage.model ?? ROTOR_MODELS[0]!.name)).fraction;
  return equilibrium + (start - equilibrium) * Math.exp(-time_s / storage.lifetime_s);
}

/** Time in s until the fraction has fallen (or risen) from `start` to `end`; Infinity where it never gets there. */
export function storageTime_s(start: number, end: number, storage: Storage): number {
  checkFraction(start, 'para fraction');
  checkFraction(end, 'para fraction');
  checkLifetime(storage.lifetime_s);
  const equilibrium = paraFraction(storage.temperature_K, rotorModel(storage.model ?? ROTOR_MODELS[0]!.name)).fraction;
  const ratio = (end - equilibrium) / (start - equilibrium);
  return ratio > 0 && ratio <= 1 ? -Math.log(ratio) * storage.lifetime_s : Infinity;
}

function checkLifetime(lifetime_s: number): void {
  if (lifetime_s > 0) return;
  throw new ScienceError('argument', `lifetime_s is ${lifetime_s}; expected seconds above 0`);
}
