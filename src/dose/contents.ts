// What is in the vial, and the particles that count for its osmolality.
import type { Buffer } from './leg.ts';

export interface Contents {
  /** 0 while the molecule is a solid. */
  readonly volume_m3: number;
  /** Of the molecule that carries the polarization. */
  readonly amount_mol: number;
  readonly catalyst_mol: number;
  /** Everything else that came out of the reactor, dissolved hydrogen apart. */
  readonly others_mol: number;
  /** Dissolved without a charge: side arms, and esters that were not cleaved. */
  readonly neutral_mol: number;
  /** Strong cations less strong anions: sodium that balances the weak acids. */
  readonly strongCharge_mol: number;
  readonly sodiumChloride_mol: number;
  readonly buffers_mol: Readonly<Partial<Record<Buffer['acid'], number>>>;
}

/** Molecule, catalyst, others, sodium, sodium chloride twice, buffers. */
export function particlesOf_mol(contents: Contents): number {
  const { amount_mol, others_mol, neutral_mol, catalyst_mol, strongCharge_mol, sodiumChloride_mol, buffers_mol } =
    contents;
  const buffers = Object.values(buffers_mol).reduce((sum, amount) => sum + amount, 0);
  const ions = Math.abs(strongCharge_mol) + 2 * sodiumChloride_mol;
  return amount_mol + others_mol + neutral_mol + catalyst_mol + ions + buffers;
}
