// table: what follows the reactor for molecules other than fumarate: legs, the molecule, its ranges. No process with all its numbers was found in print.
import { assumed, EARTH_T, GUIDE_T, NOT_FOUND } from './assumed.ts';
import type { DoseSettings } from './settings.ts';

export interface Origin {
  readonly place: string;
  readonly status: string;
  readonly source: string;
}

export interface Road {
  readonly title: string;
  /** Of the library of reactions, and molecules of the spin library for a batch that was measured. */
  readonly systems: readonly string[];
  readonly molecules: readonly string[];
  readonly molecule: Partial<DoseSettings['molecule']>;
  readonly legs: DoseSettings['legs'];
  readonly limits: Partial<DoseSettings['limits']>;
  readonly uncertain: DoseSettings['uncertain'];
  readonly origins: readonly Origin[];
}

type Legs = DoseSettings['legs'];
const PHOSPHATE = { acid: 'phosphate', concentration_mM: 100, pH: 7.4, sodiumChloride_mM: 0 } as const;
/** That of blood. */
const ISOTONIC = { osmolality_mOsmPerKg: 290 };
const TO_THE_ANIMAL: Legs = [
  { leg: 'filtration', duration_s: 3, field_T: GUIDE_T, temperature_K: 305, yield: 0.98, lostVolume_mL: 0.1 },
  { leg: 'transport', duration_s: 15, field_T: GUIDE_T, temperature_K: 305 },
  { leg: 'line', duration_s: 4, field_T: 1.5, temperature_K: 308, deadVolume_mL: 0.15 },
];
const FILTRATION: DoseSettings['uncertain'] = {
  'legs.filtration.duration_s': { triangular: [2, 10], ...assumed(NOT_FOUND) },
};
const LEGS_ASSUMED: Origin = { place: 'legs', status: 'assumed', source: NOT_FOUND };

/** Of every road but that of fumarate, which has its own. */
export const SHARED_ORIGINS: readonly Origin[] = [
  { place: 'hydrogen', status: 'assumed', source: 'a cryocooler, a bottle of the day' },
  { place: 'reaction', status: 'assumed', source: 'representative of such experiments; none read' },
  { place: 'transfer.profile', status: 'assumed', source: 'that of fumarate; fumarole design finds a better one' },
  { place: 'molecule.osmoticCoefficient', status: 'assumed', source: 'salts of some 0.1 to 0.3 M' },
  { place: 'limits.bolus_mLPerKg', status: 'read', source: 'mouse, i.v.: doi:10.1186/s40658-015-0135-y, Table 2' },
  { place: 'limits.solubility_mM', status: 'assumed', source: NOT_FOUND },
  { place: 'limits', status: 'assumed', source: 'usual for injections' },
  {
    place: 'legs.dilution.osmolality_mOsmPerKg',
    status: 'memory-unverified',
    source: 'blood plasma, textbook; reached with sodium chloride',
  },
];

const SIDE_ARM: Road = {
  title: 'Pyruvate by a side arm, reactor to mouse',
  systems: [
    'ethyl pyruvate from vinyl pyruvate',
    'propyl pyruvate from allyl pyruvate',
    'allyl pyruvate from propargyl pyruvate',
  ],
  molecules: [
    'ethyl pyruvate',
    'ethyl pyruvate-d3',
    'propyl pyruvate',
    'allyl pyruvate',
    'propargyl pyruvate, hydrogenated',
  ],
  molecule: { t1_s: 40, pKa: [2.5], counterIons: 0, osmoticCoefficient: 0.9 },
  legs: [
    { leg: 'hold', duration_s: 2, field_T: EARTH_T, temperature_K: 298.15 },
    { leg: 'transfer', temperature_K: 298.15 },
    {
      leg: 'cleavage',
      duration_s: 5,
      field_T: GUIDE_T,
      temperature_K: 315,
      yield: 0.9,
      addedVolume_mL: 0.8,
      baseEquivalents: 0.9,
      product: 'pyruvate',
      t1_s: 50,
    },
    {
      leg: 'extraction',
      duration_s: 8,
      field_T: GUIDE_T,
      temperature_K: 305,
      yield: 0.9,
      volume_mL: 0.8,
      catalystKept: 0.002,
      othersKept: 0.3,
    },
    {
      leg: 'dilution',
      duration_s: 2,
      field_T: GUIDE_T,
      temperature_K: 305,
      addedVolume_mL: 0.4,
      buffer: PHOSPHATE,
      ...ISOTONIC,
    },
    ...TO_THE_ANIMAL,
  ],
  limits: { solubility_mM: 2000 },
  uncertain: {
    'molecule.t1_s': { triangular: [20, 70], ...assumed('13C T1 of such esters in methanol: not found') },
    'legs.cleavage.duration_s': { triangular: [2, 15], ...assumed('seconds with warm base; not found') },
    'legs.cleavage.yield': { triangular: [0.7, 1], ...assumed(NOT_FOUND) },
    'legs.cleavage.t1_s': {
      triangular: [25, 67],
      status: 'memory-unverified',
      source: '[1-13C]pyruvate: 60 to 67 s in solution at 3 T, 25 to 30 s in vivo (recalled); in millitesla not found',
    },
    'legs.extraction.duration_s': { triangular: [4, 30], ...assumed('phases that separate in seconds; not found') },
    'legs.extraction.yield': { triangular: [0.7, 0.98], ...assumed(NOT_FOUND) },
    'legs.extraction.volume_mL': { triangular: [0.7, 0.85], ...assumed('what is drawn off') },
    ...FILTRATION,
  },
  origins: [
    {
      place: 'legs.cleavage',
      status: 'assumed',
      source: 'base takes the arm off in seconds and is used up by it; not found',
    },
    {
      place: 'legs.extraction',
      status: 'assumed',
      source:
        'water beside a solvent that does not mix with it; the methanol of the rate constants does: give your own',
    },
    LEGS_ASSUMED,
    { place: 'molecule.pKa', status: 'memory-unverified', source: 'pyruvic acid, textbook' },
    { place: 'molecule.orderLifetime_s', status: 'assumed', source: 'that of fumarate; not found for such esters' },
  ],
};

/** Maleic acid stays in solution (some 6 M, recalled): what makes fumarate easy to clean does not work for it. */
const MALEATE: Road = {
  title: 'Maleate from parahydrogen, reactor to mouse',
  systems: ['maleate from acetylenedicarboxylate'],
  molecules: ['maleate'],
  molecule: { t1_s: 28, pKa: [1.92, 6.23], counterIons: 2, osmoticCoefficient: 0.9 },
  legs: [
    { leg: 'hold', duration_s: 2, field_T: EARTH_T, temperature_K: 340 },
    { leg: 'transfer', temperature_K: 330 },
    {
      leg: 'catalystRemoval',
      duration_s: 6,
      field_T: GUIDE_T,
      temperature_K: 315,
      yield: 0.95,
      catalystKept: 0.01,
      lostVolume_mL: 0.1,
    },
    {
      leg: 'dilution',
      duration_s: 2,
      field_T: GUIDE_T,
      temperature_K: 305,
      addedVolume_mL: 0.4,
      buffer: { ...PHOSPHATE, concentration_mM: 250 },
      ...ISOTONIC,
    },
    ...TO_THE_ANIMAL,
  ],
  limits: { solubility_mM: 1000 },
  uncertain: {
    'molecule.t1_s': { triangular: [20, 60], ...assumed('as fumarate; not found') },
    'legs.catalystRemoval.duration_s': { triangular: [3, 15], ...assumed(NOT_FOUND) },
    'legs.catalystRemoval.yield': { triangular: [0.85, 1], ...assumed(NOT_FOUND) },
    ...FILTRATION,
  },
  origins: [LEGS_ASSUMED, { place: 'molecule.pKa', status: 'memory-unverified', source: 'maleic acid, textbook' }],
};

const PROPIONATE: Road = {
  title: 'Hydroxyethyl propionate from parahydrogen, reactor to mouse',
  systems: ['hydroxyethyl propionate from hydroxyethyl acrylate'],
  molecules: ['hydroxyethyl propionate-d3'],
  molecule: { t1_s: 45, pKa: [], counterIons: 0, osmoticCoefficient: 1 },
  legs: [
    { leg: 'hold', duration_s: 1, field_T: EARTH_T, temperature_K: 325 },
    { leg: 'transfer', temperature_K: 325 },
    {
      leg: 'catalystRemoval',
      duration_s: 6,
      field_T: GUIDE_T,
      temperature_K: 315,
      yield: 0.95,
      catalystKept: 0.01,
      lostVolume_mL: 0.1,
    },
    {
      leg: 'dilution',
      duration_s: 2,
      field_T: GUIDE_T,
      temperature_K: 305,
      addedVolume_mL: 0.2,
      buffer: { ...PHOSPHATE, concentration_mM: 200 },
      ...ISOTONIC,
    },
    ...TO_THE_ANIMAL,
  ],
  limits: { solubility_mM: 1000, concentration_mM: [10, 200] },
  uncertain: {
    'molecule.t1_s': { triangular: [30, 70], ...assumed('long without protons at C2; recalled as some 50 s') },
    'legs.catalystRemoval.duration_s': { triangular: [3, 15], ...assumed(NOT_FOUND) },
    'legs.catalystRemoval.yield': { triangular: [0.85, 1], ...assumed(NOT_FOUND) },
    ...FILTRATION,
  },
  origins: [LEGS_ASSUMED, { place: 'molecule.orderLifetime_s', status: 'assumed', source: 'that of fumarate' }],
};

export const ROADS: readonly Road[] = [SIDE_ARM, MALEATE, PROPIONATE];
