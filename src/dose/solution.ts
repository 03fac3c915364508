// What the solution is like: concentration, pH, osmolality.
import { balancedPH, BUFFERS, type WeakAcid } from './acid-base.ts';
import { particlesOf_mol, type Contents } from './contents.ts';
import type { Buffer } from './leg.ts';

/** The molecule as an acid, and how far its salts are from ideal. */
export interface Chemistry {
  readonly acid: WeakAcid;
  /** Osmotic coefficient: particles that count, over particles there are. */
  readonly osmoticCoefficient: number;
}

export interface Solution {
  readonly concentration_mM: number;
  readonly catalyst_mM: number;
  readonly others_mM: number;
  readonly pH: number;
  /** phi (molecule + catalyst + others + sodium + 2 NaCl + buffers); per kg of water taken as per litre of solution. */
  readonly osmolality_mOsmPerKg: number;
}

/** Throws nothing; a solid has no solution: `undefined`. Other products count as acids like the molecule. */
export function solutionOf(contents: Contents, { acid, osmoticCoefficient }: Chemistry): Solution | undefined {
  const { volume_m3 } = contents;
  if (!(volume_m3 > 0)) return undefined;
  const per = 1 / volume_m3;
  const buffers = Object.entries(contents.buffers_mol).map(([name, amount]) => ({
    acid: BUFFERS[name as Buffer['acid']],
    concentration_mM: amount * per,
  }));
  const { amount_mol, others_mol, neutral_mol, catalyst_mol, strongCharge_mol } = contents;
  return {
    concentration_mM: amount_mol * per,
    catalyst_mM: catalyst_mol * per,
    others_mM: (others_mol + neutral_mol) * per,
    pH: balancedPH(strongCharge_mol * per, [{ acid, concentration_mM: (amount_mol + others_mol) * per }, ...buffers]),
    osmolality_mOsmPerKg: osmoticCoefficient * particlesOf_mol(contents) * per,
  };
}
