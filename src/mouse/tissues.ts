// table
// Tissues of the abdomen: size, blood, exchange, 1H contrast. Numbers that matter most for the liver stand in values.ts and override these.

export const TISSUES = [
  'liver', 'necroticLiver', 'kidneyCortex', 'kidneyMedulla', 'spleen', 'stomach', 'gut', 'muscle', 'fat', 'skin', 'bone',
  'aorta', 'venaCava', 'portalVein', 'hepaticVein', 'heart', 'lung', 'lumen', 'bile', 'urine', 'cord',
] as const; // prettier-ignore
export type Tissue = (typeof TISSUES)[number];

/** Organs that blood flows through and whose label comes from it; `rest` is the animal outside the abdomen. */
export type Organ =
  'liver' | 'necroticLiver' | 'kidneyCortex' | 'kidneyMedulla' | 'spleen' | 'stomach' | 'gut' | 'muscle' | 'fat' | 'skin' | 'bone' | 'rest'; // prettier-ignore

export interface OrganRow {
  /** mL of organ per g of animal. */
  readonly volume_mLPerG: number;
  /** Share of cardiac output. Portal organs share `portalFlowShare` in these proportions, kidneys `kidneyFlowShare`. */
  readonly flowShare: number;
  readonly bloodFraction: number;
  readonly interstitialFraction: number;
  /** Permeability-surface product per volume, plasma to interstitium. ASSUMED everywhere but where flow limits. */
  readonly exchange_perS: number;
  /** Share that the coil over the abdomen excites. ASSUMED. */
  readonly seen: number;
}

const row = (
  volume_mLPerG: number,
  flowShare: number,
  bloodFraction: number,
  interstitialFraction: number,
  exchange_perS: number,
  seen: number,
): OrganRow => ({ volume_mLPerG, flowShare, bloodFraction, interstitialFraction, exchange_perS, seen });

/** Volumes and flows: Brown 1997, Davies and Morris 1993, Shah and Betts 2012 (SOURCES.md); kidney cortex to medulla 65 : 35, its flow 85 : 15: ASSUMED. */
export const ORGAN_TABLE: Readonly<Record<Exclude<Organ, 'necroticLiver' | 'rest'>, OrganRow>> = {
  liver: row(0.0524, 0.02, 0.155, 0.2, 0.3, 1),
  kidneyCortex: row(0.0105, 0.0774, 0.24, 0.2, 0.1, 1),
  kidneyMedulla: row(0.0057, 0.0136, 0.2, 0.3, 0.05, 1),
  spleen: row(0.0048, 0.011, 0.17, 0.2, 0.05, 1),
  stomach: row(0.006, 0.012, 0.04, 0.2, 0.02, 1),
  gut: row(0.034, 0.118, 0.05, 0.2, 0.03, 1),
  muscle: row(0.366, 0.159, 0.04, 0.13, 0.002, 0.3),
  fat: row(0.07, 0.07, 0.03, 0.17, 0.001, 0.6),
  skin: row(0.157, 0.058, 0.03, 0.33, 0.002, 0.3),
  bone: row(0.05, 0.05, 0.04, 0.1, 0.003, 0.3),
};
/** The rest of the animal: brain, heart muscle, head, limbs, tail. */
export const REST: Pick<OrganRow, 'interstitialFraction' | 'exchange_perS' | 'seen'> = {
  interstitialFraction: 0.15,
  exchange_perS: 0.003,
  seen: 0,
};

/** Large vessels: mL of blood in 25 g, and the share that the coil excites. ASSUMED from calibres and lengths. */
export const VESSEL_TABLE = {
  venaCava: { blood_mL: 0.14, seen: 1 },
  rightHeart: { blood_mL: 0.06, seen: 0 },
  lungs: { blood_mL: 0.09, seen: 0.1 },
  leftHeart: { blood_mL: 0.06, seen: 0 },
  aorta: { blood_mL: 0.1, seen: 0.6 },
  portalVein: { blood_mL: 0.05, seen: 1 },
  hepaticVein: { blood_mL: 0.04, seen: 1 },
} as const;
export type Vessel = keyof typeof VESSEL_TABLE;

/** Which vessel fills a tissue that is blood, and how much of it is blood. */
export const BLOOD_TISSUES: Partial<Record<Tissue, { readonly vessel: Vessel; readonly bloodFraction: number }>> = {
  aorta: { vessel: 'aorta', bloodFraction: 1 },
  venaCava: { vessel: 'venaCava', bloodFraction: 1 },
  portalVein: { vessel: 'portalVein', bloodFraction: 1 },
  hepaticVein: { vessel: 'hepaticVein', bloodFraction: 1 },
  heart: { vessel: 'leftHeart', bloodFraction: 0.5 },
  lung: { vessel: 'lungs', bloodFraction: 0.25 },
};

export interface ProtonRow {
  readonly t1_s: number;
  readonly t2_s: number;
  /** Proton density over that of water; blood that flows out of the slice between the pulses of a spin echo counts as little. */
  readonly density: number;
}
const proton = (t1_s: number, t2_s: number, density: number): ProtonRow => ({ t1_s, t2_s, density });

/** 3 T: human in vivo (de Bazelaire 2004) where read, mouse liver and muscle in vitro recalled (Stanisz 2005), fluids and density ASSUMED. */
export const PROTON_TABLE: Readonly<Record<Tissue, ProtonRow>> = {
  liver: proton(0.81, 0.034, 0.8),
  necroticLiver: proton(1.0, 0.046, 0.86),
  kidneyCortex: proton(1.14, 0.07, 0.82),
  kidneyMedulla: proton(1.55, 0.088, 0.92),
  spleen: proton(1.33, 0.061, 0.85),
  stomach: proton(1.2, 0.048, 0.82),
  gut: proton(1.2, 0.048, 0.8),
  muscle: proton(1.41, 0.029, 0.78),
  fat: proton(0.38, 0.068, 0.85),
  skin: proton(0.9, 0.03, 0.6),
  bone: proton(0.7, 0.035, 0.35),
  aorta: proton(1.66, 0.2, 0.06),
  venaCava: proton(1.58, 0.15, 0.12),
  portalVein: proton(1.58, 0.15, 0.14),
  hepaticVein: proton(1.58, 0.15, 0.14),
  heart: proton(1.4, 0.05, 0.35),
  lung: proton(1.2, 0.02, 0.12),
  lumen: proton(1.8, 0.11, 0.85),
  bile: proton(2.5, 0.3, 0.95),
  urine: proton(3.0, 0.6, 1),
  cord: proton(1.1, 0.08, 0.8),
};
