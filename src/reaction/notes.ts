// What a person must know about a batch: assumptions, extrapolations, how the numbers ended.
import { usualFrequency_Hz } from './ages/age-distribution.ts';
import type { NumberStatus } from '../physics/spins/index.ts';
import type { StiffEnd } from '../math/ode/index.ts';
import { REACTOR_INPUTS, type ReactionSettings } from './settings.ts';
import { solventOf } from './solvents.ts';
import type { ReactionSystem, Sourced } from './system.ts';

export interface Assumption extends Sourced {
  /** 'trans addition, k' or a key of the settings. */
  readonly name: string;
}

const FIRM: readonly NumberStatus[] = ['read', 'computed'];

/** Every number of a system that no source stands behind. */
export function assumptionsOf(system: ReactionSystem): Assumption[] {
  const solvent = solventOf(system.solvent);
  const named = (name: string, number: Sourced | undefined): Assumption[] => (number ? [{ name, ...number }] : []);
  const all = [
    ...system.reactions.flatMap(({ name, k, activation_JPerMol, pairwise }) => [
      ...named(`${name}, k`, k),
      ...named(`${name}, activation`, activation_JPerMol),
      ...named(`${name}, pairwise`, pairwise),
    ]),
    ...named('back-conversion, k', system.backConversion?.k_perMMPerS),
    ...named('back-conversion, activation', system.backConversion?.activation_JPerMol),
    ...named(`H2 in ${solvent.name}`, solvent.henry_molPerM3Pa),
    ...named(`H2 in ${solvent.name}, with temperature`, solvent.henrySlope_K),
    ...Object.entries(REACTOR_INPUTS).map(([name, number]) => ({ name, ...number })),
  ];
  return all.filter(({ status }) => !FIRM.includes(status));
}

export function notesOf(
  settings: ReactionSettings,
  ended: { readonly end: StiffEnd; readonly agesError: number | undefined },
): string[] {
  const { system, temperature_K, field_T, largestFrequency_Hz } = settings;
  const solvent = solventOf(system.solvent);
  const notes: string[] = [];
  const rates = system.reactions.filter(({ k }) => k.status === 'assumed').length;
  if (rates > 0)
    notes.push(
      `${rates} of the ${system.reactions.length} rate constants of '${system.name}' are ASSUMED, or derived with what is.`,
    );
  if (temperature_K > solvent.extrapolatedAbove_K)
    notes.push(
      `The solubility of H2 in ${solvent.name} at ${temperature_K} K is extrapolated by van 't Hoff from 25 C: too low by some 10 to 20 percent, as the real one has a minimum near 57 C.`,
    );
  if (settings.orderLifetime_s === undefined)
    notes.push(
      'The pairs in the product are taken to keep their order until the transfer: no orderLifetime_s was given.',
    );
  if (ended.agesError === undefined) notes.push('Nothing in the product is ordered at the moment of transfer.');
  else if (largestFrequency_Hz === undefined && 32.2e6 * Math.abs(field_T) > usualFrequency_Hz(field_T))
    notes.push(
      `In ${field_T} T protons turn against 13C faster than the ages resolve, which is right to about 1e-6 of the polarization; largestFrequency_Hz makes it exact.`,
    );
  if (ended.agesError !== undefined && ended.agesError > 1e-7)
    notes.push(
      `The ages are right to ${ended.agesError.toExponential(0)} of the polarization only: the reaction begins too abruptly for the grid.`,
    );
  if (Math.abs(settings.paraFraction - 0.25) < 1e-6)
    notes.push('The gas is normal hydrogen: there is no order to transfer.');
  if (ended.end !== 'reached') notes.push(`The integration ended early: ${ended.end}. The numbers are not to be used.`);
  return notes;
}
