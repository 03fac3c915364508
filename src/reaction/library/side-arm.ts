// table: unsaturated esters of pyruvate, hydrogenated on rhodium in methanol and cleaved by base: the side-arm way.
import { assumed, type Reaction, type ReactionSystem, type Sourced } from '../system.ts';

/** At which the pseudo-first-order constants that were read are taken to hold; the page does not say. */
const RHODIUM_mM = 5;
const DISSOLVED_mM = 20;
const ACTIVATION = assumed(50e3, [35e3, 70e3], 'typical of hydrogenations on dissolved rhodium; not found');

/** Third-order constant from the pseudo-first-order one of pmc6664436, in 1/s. */
function fromPseudoFirst(k_perS: number): Sourced {
  const k = k_perS / (RHODIUM_mM * DISSOLVED_mM);
  const source = `pmc6664436: ${k_perS} /s (read); over ${RHODIUM_mM} mM Rh and ${DISSOLVED_mM} mM H2, both ASSUMED`;
  return { value: k, range: [k / 3, 3 * k], source, status: 'assumed' };
}

function addition(from: string, to: string, k: Sourced): Reaction {
  return {
    name: `addition to ${from}`,
    stoichiometry: { [from]: -1, H2: -1, [to]: 1 },
    orders: { [from]: 1, H2: 1, 'Rh catalyst': 1 },
    k,
    activation_JPerMol: ACTIVATION,
    pairTo: to,
  };
}

function cleavage(ester: string, alcohol: string): Reaction {
  return {
    name: `cleavage of ${ester}`,
    stoichiometry: { [ester]: -1, 'OH-': -1, pyruvate: 1, [alcohol]: 1 },
    orders: { [ester]: 1, 'OH-': 1 },
    k: assumed(0.1, [0.01, 1], 'base cleaves such esters within a second; not found'),
    activation_JPerMol: assumed(45e3, [35e3, 55e3], 'saponification; not found'),
  };
}

const COMMON = {
  reference_K: 298.15,
  catalyst: 'Rh catalyst',
  solvent: 'methanol',
} as const;

const ester = (H2: number) => ({ pieces: { pyruvoyl: 1, arm: 1, ...(H2 > 0 ? { H2 } : {}) } });
const alcohol = (H2: number) => ({ pieces: { arm: 1, ...(H2 > 0 ? { H2 } : {}) } });
const SHARED = {
  H2: { pieces: { H2: 1 } },
  'OH-': { pieces: { base: 1 } },
  pyruvate: { pieces: { pyruvoyl: 1, base: 1 } },
  'Rh catalyst': { pieces: { Rh: 1 } },
} as const;

function oneStep(
  unsaturated: string,
  saturated: string,
  alcohols: readonly [string, string],
  k_perS: number,
): ReactionSystem {
  return {
    ...COMMON,
    name: `${saturated} pyruvate from ${unsaturated} pyruvate`,
    species: {
      ...SHARED,
      [`${unsaturated} pyruvate`]: ester(0),
      [`${saturated} pyruvate`]: ester(1),
      [alcohols[0]]: alcohol(0),
      [alcohols[1]]: alcohol(1),
    },
    precursor: `${unsaturated} pyruvate`,
    product: `${saturated} pyruvate`,
    molecule: `${saturated} pyruvate`,
    reactions: [
      addition(`${unsaturated} pyruvate`, `${saturated} pyruvate`, fromPseudoFirst(k_perS)),
      cleavage(`${unsaturated} pyruvate`, alcohols[0]),
      cleavage(`${saturated} pyruvate`, alcohols[1]),
    ],
  };
}

export const ETHYL_PYRUVATE = oneStep('vinyl', 'ethyl', ['acetaldehyde', 'ethanol'], 0.035);
export const PROPYL_PYRUVATE = oneStep('allyl', 'propyl', ['allyl alcohol', 'propanol'], 0.0031);

export const ALLYL_PYRUVATE: ReactionSystem = {
  ...COMMON,
  name: 'allyl pyruvate from propargyl pyruvate',
  species: {
    ...SHARED,
    'propargyl pyruvate': ester(0),
    'allyl pyruvate': ester(1),
    'propyl pyruvate': ester(2),
    'propargyl alcohol': alcohol(0),
    'allyl alcohol': alcohol(1),
    propanol: alcohol(2),
  },
  precursor: 'propargyl pyruvate',
  product: 'allyl pyruvate',
  molecule: 'propargyl pyruvate, hydrogenated',
  reactions: [
    addition('propargyl pyruvate', 'allyl pyruvate', fromPseudoFirst(0.15)),
    addition('allyl pyruvate', 'propyl pyruvate', fromPseudoFirst(0.0031)),
    cleavage('propargyl pyruvate', 'propargyl alcohol'),
    cleavage('allyl pyruvate', 'allyl alcohol'),
    cleavage('propyl pyruvate', 'propanol'),
  ],
};
