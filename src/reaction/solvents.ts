// How much hydrogen a solvent takes up: Henry's law, and what its own vapour leaves of the pressure.
import { nearestName, ScienceError } from '../base/index.ts';
import type { Sourced } from './system.ts';

export interface Solvent {
  readonly name: string;
  /** Hscp of H2 at 298.15 K, mol/(m3 Pa): concentration over partial pressure. */
  readonly henry_molPerM3Pa: Sourced;
  /** van 't Hoff: d ln H / d(1/T). */
  readonly henrySlope_K: Sourced;
  readonly freezing_K: number;
  /** log10(p / Pa) = a - b / (T / K + c). */
  readonly antoine: { readonly a: number; readonly b: number; readonly c: number };
  /** Above this the extrapolation of Henry's law is not to be trusted to better than some 20 percent. */
  readonly extrapolatedAbove_K: number;
}

export const REFERENCE_K = 298.15;
const RECALLED = {
  source: 'recalled, order of magnitude; see SOURCES.md#reaction',
  status: 'memory-unverified',
} as const;

export const SOLVENTS: readonly Solvent[] = [
  {
    name: 'water',
    henry_molPerM3Pa: {
      value: 7.8e-6,
      range: [7.7e-6, 7.8e-6],
      source: 'sander-2023 (Fernandez-Prini 7.8e-6, Young and Wilhelm 7.7e-6)',
      status: 'read',
    },
    henrySlope_K: { value: 500, range: [490, 530], source: 'sander-2023', status: 'read' },
    freezing_K: 273.15,
    // 8.07131 - 1730.63 / (t + 233.426), t in Celsius, mmHg, 1 to 100 C.
    antoine: { a: 8.07131 + Math.log10(133.322368), b: 1730.63, c: 233.426 - 273.15 },
    extrapolatedAbove_K: 328,
  },
  {
    name: 'methanol',
    henry_molPerM3Pa: { value: 4e-5, range: [3.5e-5, 4.5e-5], ...RECALLED },
    henrySlope_K: { value: -500, range: [-800, -200], ...RECALLED },
    freezing_K: 175.5,
    // 8.08097 - 1582.271 / (t + 239.726), t in Celsius, mmHg, 15 to 84 C.
    antoine: { a: 8.08097 + Math.log10(133.322368), b: 1582.271, c: 239.726 - 273.15 },
    extrapolatedAbove_K: 330,
  },
];

export function solventOf(name: string): Solvent {
  const found = SOLVENTS.find((one) => one.name === name);
  if (found) return found;
  const known = SOLVENTS.map((one) => one.name);
  const message = `no solvent is called '${name}'; did you mean '${nearestName(name, known)!}'? Known: ${known.join(', ')}`;
  throw new ScienceError('format', message, { where: 'solvent' });
}

/** Vapour pressure of the pure solvent, Antoine's equation. */
export function vapourPressure_Pa({ antoine: { a, b, c } }: Solvent, temperature_K: number): number {
  return Math.exp(Math.LN10 * (a - b / (temperature_K + c)));
}

/** Concentration of H2 in equilibrium with gas and vapour at a total pressure; throws where the vapour leaves no room for hydrogen. */
export function saturation_mM(solvent: Solvent, temperature_K: number, pressure_Pa: number): number {
  const hydrogen_Pa = pressure_Pa - vapourPressure_Pa(solvent, temperature_K);
  if (!(hydrogen_Pa > 0)) {
    const bar = (pressure_Pa / 1e5).toPrecision(3);
    const message = `${bar} bar at ${temperature_K} K is all vapour of ${solvent.name}, which leaves no hydrogen; raise the pressure`;
    throw new ScienceError('format', message, { where: 'pressure_Pa' });
  }
  const warming = Math.exp(solvent.henrySlope_K.value * (1 / temperature_K - 1 / REFERENCE_K));
  return solvent.henry_molPerM3Pa.value * warming * hydrogen_Pa;
}
