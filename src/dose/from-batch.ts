// The begin of the road: what a batch from the reactor brings.
import { ScienceError, nearestName } from '../base/index.ts';
import type { Batch } from '../records/index.ts';
import type { Carried } from './carry.ts';

/** Species by what they are on the road; what is not named here counts as `others`, dissolved hydrogen not at all. */
export interface Species {
  readonly catalysts: readonly string[];
  readonly hydrogen: string;
  /** Sodium per molecule of the product and of the others in the reactor. */
  readonly counterIons: number;
}

/** Singlet order of pairs with a para fraction: 1 for pure parahydrogen, 0 at a quarter. */
export function orderOf(paraFraction: number): number {
  return (4 * paraFraction - 1) / 3;
}

/** The contents of the reactor at the moment of transfer, with the order that its para fraction stands for. Throws where the batch has no product. */
export function startOf(batch: Batch, { catalysts, hydrogen, counterIons }: Species): Carried {
  const { concentration_mM, productSpecies, volume_m3 } = batch;
  const product = concentration_mM[productSpecies];
  if (product === undefined) {
    const near = nearestName(productSpecies, Object.keys(concentration_mM));
    throw new ScienceError('argument', `the batch has no '${productSpecies}'; did you mean '${near ?? ''}'?`);
  }
  if (!(product > 0) || !(volume_m3 > 0))
    throw new ScienceError(
      'argument',
      `the batch holds ${product} mM in ${volume_m3} m3; expected some ${productSpecies}`,
    );
  let [catalyst, others] = [0, 0];
  for (const [name, value] of Object.entries(concentration_mM)) {
    if (name === productSpecies || name === hydrogen) continue;
    if (catalysts.includes(name)) catalyst += value;
    else others += value;
  }
  return {
    contents: {
      volume_m3,
      amount_mol: product * volume_m3,
      catalyst_mol: catalyst * volume_m3,
      others_mol: others * volume_m3,
      neutral_mol: 0,
      strongCharge_mol: counterIons * (product + others) * volume_m3,
      sodiumChloride_mol: 0,
      buffers_mol: {},
    },
    polarization: orderOf(batch.paraFraction),
    transferred: false,
    time_s: batch.time_s,
  };
}
