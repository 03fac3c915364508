// What can happen between the reactor and the animal. A leg has a time, a field, a temperature, and what its kind asks for.

export interface LegPlace {
  readonly name: string;
  readonly duration_s: number;
  readonly field_T: number;
  readonly temperature_K: number;
  /** Lifetime on this leg where it is another than the molecule's in solution: in a solid, in a mixture. */
  readonly lifetime_s?: number | undefined;
}

export type LegWork =
  | { readonly kind: 'hold' | 'transport' }
  /** Proton order to 13C: `efficiency` is the 13C polarization at its end per unit of order at its begin, losses within included. */
  | { readonly kind: 'transfer'; readonly efficiency: number }
  /** A scavenger: parts that stay of the molecule and of the catalyst. */
  | {
      readonly kind: 'catalystRemoval';
      readonly yield: number;
      readonly catalystKept: number;
      readonly lostVolume_m3: number;
    }
  /** The acid falls out; what its solubility in the mother liquor holds back is lost, `yield` is the part of the solid that is collected. */
  | {
      readonly kind: 'precipitation';
      readonly yield: number;
      readonly solubility_mM: number;
      readonly othersKept: number;
    }
  /** The solid into a volume with base, in equivalents of the molecule. */
  | {
      readonly kind: 'redissolution';
      readonly yield: number;
      readonly volume_m3: number;
      readonly baseEquivalents: number;
    }
  | {
      readonly kind: 'dilution';
      readonly addedVolume_m3: number;
      readonly buffer?: Buffer | undefined;
      /** Solid sodium chloride up to an osmolality, if wanted. */
      readonly tonicity?: Tonicity | undefined;
    }
  /** Base takes a side arm off: from here on the molecule is its acid, with its own T1; `yield` is the part that is cleaved. The arms stay, without charge. */
  | {
      readonly kind: 'cleavage';
      readonly yield: number;
      readonly addedVolume_m3: number;
      /** Of the molecule before it. */
      readonly baseEquivalents: number;
      /** 13C T1 of the product, in every field. */
      readonly t1_s: number;
    }
  /** A phase of water is taken off the solvent of the reactor: parts that go with it, and its volume. */
  | {
      readonly kind: 'extraction';
      readonly yield: number;
      readonly volume_m3: number;
      readonly catalystKept: number;
      readonly othersKept: number;
    }
  | { readonly kind: 'filtration'; readonly yield: number; readonly lostVolume_m3: number }
  /** What the line holds stays in it. */
  | { readonly kind: 'line'; readonly deadVolume_m3: number };

export type Leg = LegPlace & LegWork;

export interface Buffer {
  readonly acid: 'phosphate' | 'tris' | 'hepes';
  readonly concentration_mM: number;
  readonly pH: number;
  readonly sodiumChloride_mM: number;
}

export interface Tonicity {
  readonly osmolality_mOsmPerKg: number;
  readonly osmoticCoefficient: number;
}
