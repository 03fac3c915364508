// pH and osmolality of what is in the vial: charges balanced over weak acids, particles counted with their counter ions.
import type { Buffer } from './leg.ts';

export interface WeakAcid {
  /** Steps of the dissociation. */
  readonly pKa: readonly number[];
  /** Charge of the fully protonated form. */
  readonly charge: number;
}

/** Textbook values at 25 C and low ionic strength (recalled, not verified at the source): at 100 mM the pH shifts by some tenths. */
export const BUFFERS: Readonly<Record<Buffer['acid'], WeakAcid>> = {
  phosphate: { pKa: [2.15, 7.2, 12.35], charge: 0 },
  tris: { pKa: [8.07], charge: 1 },
  hepes: { pKa: [3, 7.48], charge: 1 },
};
const PK_WATER = 14;

/** Mean charge of a molecule of the acid at a pH. */
export function chargeAt({ pKa, charge }: WeakAcid, pH: number): number {
  let [weight, sum, mean] = [1, 1, charge];
  pKa.forEach((pK, step) => {
    weight *= Math.exp(Math.LN10 * (pH - pK));
    sum += weight;
    mean += weight * (charge - step - 1);
  });
  return mean / sum;
}

/** pH where the charges add up to nothing: strong cations less strong anions, weak acids, water. Bisected to 1e-12 over 0 to 14. */
export function balancedPH(
  strongCharge_mM: number,
  acids: readonly { readonly acid: WeakAcid; readonly concentration_mM: number }[],
): number {
  const excess = (pH: number): number =>
    acids.reduce((sum, { acid, concentration_mM }) => sum + concentration_mM * chargeAt(acid, pH), strongCharge_mM) +
    1e3 * (Math.exp(-Math.LN10 * pH) - Math.exp(Math.LN10 * (pH - PK_WATER)));
  let [low, high] = [0, 14];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Equivalents of sodium that a weak acid carries at a pH: what was titrated in to get there. mM. */
export function strongChargeFor(acid: WeakAcid, concentration_mM: number, pH: number): number {
  return (
    -concentration_mM * chargeAt(acid, pH) - 1e3 * (Math.exp(-Math.LN10 * pH) - Math.exp(Math.LN10 * (pH - PK_WATER)))
  );
}
