// What leaves the reactor: concentrations, the order of the pairs, and how long ago each pair was added.

export interface Batch {
  /** Name of the molecule of the spin library that carries the order, such as 'fumarate, set B'. */
  readonly product: string;
  /** Key of the product in `concentration_mM`, such as 'fumarate'. */
  readonly productSpecies: string;
  readonly volume_m3: number;
  /** By species, at the moment of transfer; 1 mM = 1 mol/m3. */
  readonly concentration_mM: Readonly<Record<string, number>>;
  /** Para fraction of the hydrogen that was built into the product, averaged over the product. */
  readonly paraFraction: number;
  /** Age distribution of the product at the moment of transfer: `weight` sums to 1. */
  readonly ages: { readonly age_s: readonly number[]; readonly weight: readonly number[] };
  /** Field in which the product was made and aged. */
  readonly field_T: number;
  /** From the first bubble to the moment of transfer. */
  readonly time_s: number;
  readonly notes: readonly string[];
}
