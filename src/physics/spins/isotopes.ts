// Magnetic nuclei: spin and gyromagnetic ratio, with where each number comes from.
import { nearestName, ScienceError } from '../../base/index.ts';

export interface Isotope {
  readonly name: string;
  /** Twice the spin quantum number, a whole number. */
  readonly twiceSpin: number;
  readonly gamma_radPerSPerT: number;
  readonly source: string;
}

const CODATA = 'CODATA shielded-to-free proton value as fixed in the spin references';
const REFERENCE = 'value fixed in the spin references of this project';
const IUPAC = 'Harris et al., IUPAC Recommendations 2001, Table 1 (recalled, not verified at the source)';

/** 1H, 13C, 15N and 129Xe are the explicit inputs of the references in `test/reference/spin`. */
export const ISOTOPES: readonly Isotope[] = [
  { name: '1H', twiceSpin: 1, gamma_radPerSPerT: 267522187.44, source: CODATA },
  { name: '2H', twiceSpin: 2, gamma_radPerSPerT: 41066279.1, source: IUPAC },
  { name: '13C', twiceSpin: 1, gamma_radPerSPerT: 67282840, source: REFERENCE },
  { name: '14N', twiceSpin: 2, gamma_radPerSPerT: 19337792, source: IUPAC },
  { name: '15N', twiceSpin: 1, gamma_radPerSPerT: -27116000, source: REFERENCE },
  { name: '19F', twiceSpin: 1, gamma_radPerSPerT: 251814800, source: IUPAC },
  { name: '23Na', twiceSpin: 3, gamma_radPerSPerT: 70808493, source: IUPAC },
  { name: '31P', twiceSpin: 1, gamma_radPerSPerT: 108394000, source: IUPAC },
  { name: '129Xe', twiceSpin: 1, gamma_radPerSPerT: -73997000, source: REFERENCE },
];

/** The isotope called `name`. Throws with the nearest known name; `where` says in which file or field it stood. */
export function isotope(name: string, where: string): Isotope {
  const found = ISOTOPES.find((one) => one.name === name);
  if (found) return found;
  const nearest = nearestName(
    name,
    ISOTOPES.map((one) => one.name),
  );
  throw new ScienceError('format', `unknown isotope "${name}"; nearest known is "${nearest}"`, { where });
}

/** Reduced Planck constant in J s and Boltzmann constant in J/K (CODATA 2018; the latter exact). */
export const HBAR_JS = 1.054571817e-34;
export const BOLTZMANN_JPerK = 1.380649e-23;

/** Polarization of a spin 1/2 at thermal equilibrium, tanh(gamma hbar B / 2kT), with the sign of gamma. */
export function thermalPolarization(gamma_radPerSPerT: number, field_T: number, temperature_K: number): number {
  if (!(temperature_K > 0))
    throw new ScienceError('argument', `temperature_K is ${temperature_K}; expected kelvin above 0`);
  return Math.tanh((gamma_radPerSPerT * HBAR_JS * field_T) / (2 * BOLTZMANN_JPerK * temperature_K));
}

/** Polarization as a multiple of the thermal one at a field and temperature. */
export function enhancement(
  polarization: number,
  gamma_radPerSPerT: number,
  field_T: number,
  temperature_K: number,
): number {
  return polarization / thermalPolarization(gamma_radPerSPerT, field_T, temperature_K);
}
