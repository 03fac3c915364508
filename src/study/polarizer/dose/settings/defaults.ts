// table: the road that `fumarole dose` shows without a file: 25 K hydrogen, fumarate in water, a mouse. Almost all of it is ASSUMED, and says so.
import { DEFAULT_REACTION, libraryReactor, type ReactionSettings } from '../../../../reaction/index.ts';
import type { DoseChanges, DoseSettings } from './settings.ts';
import { numberAt, numberPlaces } from './places.ts';
import { assumed, EARTH_T, GUIDE_T, NOT_FOUND, ROOM_K } from './assumed.ts';
import { ROADS, SHARED_ORIGINS, type Origin, type Road } from './roads.ts';

/** A reactor of the library as the file writes it. */
function reactorOf(reactor: ReactionSettings): NonNullable<DoseSettings['reaction']> {
  const { system, temperature_K, pressure_Pa, kLa_perS, initial_mM, bubbling_s, wait_s, volume_m3, field_T } = reactor;
  return {
    system: system.name,
    temperature_K,
    pressure_Pa,
    kLa_perS,
    initial_mM: { ...initial_mM },
    bubbling_s,
    wait_s,
    volume_mL: volume_m3 * 1e6,
    field_T,
    rateFactors: {},
  };
}

export const DEFAULT_DOSE: DoseSettings = {
  title: 'Fumarate from parahydrogen, reactor to mouse',
  hydrogen: {
    converter_K: 25,
    conversion: 0.99,
    storage: { time_s: 3600, lifetime_s: 864_000, temperature_K: ROOM_K },
  },
  reaction: {
    ...reactorOf(DEFAULT_REACTION),
    rateFactors: { 'trans addition': 1, 'over-hydrogenation': 1, deactivation: 1 },
  },
  transfer: {
    profile: { kind: 'constantAdiabaticity', from_T: 5e-8, to_T: 2e-6, duration_s: 1 },
    T1_s: { '1H': 8, '13C': 40 },
    couplings_Hz: { 'Ha-C1': 5.8, 'Hb-C1': 3.2 },
    quality: 0.9,
  },
  molecule: {
    orderLifetime_s: 60,
    t1_s: 28,
    pKa: [3.03, 4.44],
    counterIons: 2,
    osmoticCoefficient: 0.9,
  },
  legs: [
    { leg: 'hold', duration_s: 2, field_T: EARTH_T, temperature_K: 340 },
    { leg: 'transfer', temperature_K: 330 },
    {
      leg: 'catalystRemoval',
      duration_s: 4,
      field_T: GUIDE_T,
      temperature_K: 315,
      yield: 0.96,
      catalystKept: 0.05,
      lostVolume_mL: 0.1,
    },
    {
      leg: 'precipitation',
      duration_s: 8,
      field_T: GUIDE_T,
      temperature_K: 280,
      lifetime_s: 60,
      yield: 0.9,
      solubility_mM: 20,
      othersKept: 0.05,
    },
    {
      leg: 'redissolution',
      duration_s: 5,
      field_T: GUIDE_T,
      temperature_K: 305,
      yield: 0.97,
      volume_mL: 1.2,
      baseEquivalents: 2,
    },
    {
      leg: 'dilution',
      duration_s: 2,
      field_T: GUIDE_T,
      temperature_K: 305,
      addedVolume_mL: 0.4,
      buffer: { acid: 'phosphate', concentration_mM: 100, pH: 7.4, sodiumChloride_mM: 100 },
    },
    { leg: 'filtration', duration_s: 3, field_T: GUIDE_T, temperature_K: 305, yield: 0.98, lostVolume_mL: 0.1 },
    { leg: 'transport', duration_s: 15, field_T: GUIDE_T, temperature_K: 305 },
    { leg: 'line', duration_s: 4, field_T: 1.5, temperature_K: 308, deadVolume_mL: 0.15 },
  ],
  limits: {
    solubility_mM: 1400,
    concentration_mM: [20, 200],
    pH: [6.8, 8],
    osmolality_mOsmPerKg: [250, 600],
    catalyst_mM: 0.05,
    bodyMass_g: 25,
    bolus_mLPerKg: 10,
  },
  reference: { field_T: [1.5, 3, 7], temperature_K: ROOM_K },
  uncertain: {
    'hydrogen.conversion': { triangular: [0.95, 1], ...assumed('a converter that is warm or short') },
    'hydrogen.storage.lifetime_s': {
      logNormal: 2.5,
      ...assumed('hours to days in aluminium, number not found; 280 min in borosilicate glass (molecules28052329)'),
    },
    'reaction.kLa_perS': {
      triangular: [0.3, 3],
      ...assumed(
        'not found for H2 in such a vessel; 0.1-0.24 /s in a film reactor (read), fast bubbling more (recalled)',
      ),
    },
    'reaction.rateFactors.trans addition': { logNormal: 1.5, ...assumed('no rate constant in print') },
    'reaction.rateFactors.over-hydrogenation': { logNormal: 1.4, ...assumed('no rate constant in print') },
    'reaction.rateFactors.deactivation': { logNormal: 2, ...assumed('no rate constant in print') },
    'molecule.orderLifetime_s': {
      triangular: [20, 120],
      ...assumed('not found; with 60 s the published 25% at 86% para (Eills 2019) comes out in the reactor'),
    },
    'transfer.T1_s.1H': {
      triangular: [4, 16],
      status: 'assumed',
      source: 'about the longest single-spin T2* of 8.3 s (derived from arXiv 2601.07614)',
    },
    'transfer.T1_s.13C': { triangular: [24, 60], status: 'memory-unverified', source: '24 to 60 s recalled, by field' },
    'transfer.couplings_Hz.Ha-C1': {
      uniform: [5.6, 6.6],
      status: 'memory-unverified',
      source: 'sets A (6.6 Hz) and B (5.8 Hz), both recalled; the profile stays that of the value',
    },
    'transfer.couplings_Hz.Hb-C1': { uniform: [3, 3.4], status: 'memory-unverified', source: '3.2 Hz in both sets' },
    'transfer.profile.duration_s': { uniform: [0.9, 1.1], ...assumed('a coil driver that runs fast or slow') },
    'transfer.quality': { triangular: [0.6, 1], ...assumed('stray fields, gradients, a coil that is not ideal') },
    'molecule.t1_s': {
      triangular: [24, 60],
      status: 'memory-unverified',
      source:
        '28 s in solution, field not given (secondary, after Eills 2019); 24 to 60 s recalled, by field and solvent',
    },
    'legs.hold.duration_s': { triangular: [1, 5], ...assumed(NOT_FOUND) },
    'legs.catalystRemoval.duration_s': { triangular: [2, 10], ...assumed(NOT_FOUND) },
    'legs.catalystRemoval.yield': { triangular: [0.85, 1], ...assumed(NOT_FOUND) },
    'legs.precipitation.duration_s': { triangular: [4, 20], ...assumed(NOT_FOUND) },
    'legs.precipitation.lifetime_s': { triangular: [20, 150], ...assumed('T1 in the slurry and the solid: not found') },
    'legs.precipitation.yield': { triangular: [0.7, 0.98], ...assumed(NOT_FOUND) },
    'legs.precipitation.solubility_mM': {
      triangular: [12, 54],
      status: 'memory-unverified',
      source: 'fumaric acid, 54 mM in water of 25 C (recalled), less in the cold',
    },
    'legs.redissolution.duration_s': { triangular: [3, 12], ...assumed(NOT_FOUND) },
    'legs.redissolution.yield': { triangular: [0.9, 1], ...assumed(NOT_FOUND) },
    'legs.redissolution.volume_mL': { triangular: [1.1, 1.3], ...assumed('a syringe pump') },
    'legs.redissolution.baseEquivalents': { triangular: [1.95, 2.03], ...assumed('dosing of the base') },
    'legs.filtration.duration_s': { triangular: [2, 10], ...assumed(NOT_FOUND) },
    'legs.transport.duration_s': { triangular: [8, 45], ...assumed('the way to the scanner of a laboratory') },
    'legs.line.duration_s': { triangular: [2, 8], ...assumed(NOT_FOUND) },
  },
  monteCarlo: { draws: 2048, seed: 1 },
  comparison: [],
};

/** Numbers of the default road without a range: what they are from. A place stands for all numbers under it. */
export const DEFAULT_ORIGINS: readonly Origin[] = [
  { place: 'hydrogen', status: 'assumed', source: 'a cryocooler, a bottle of the day' },
  { place: 'reaction', status: 'assumed', source: '80-95 C, 5-10 bar, 30-60 s, 50-250 mM, 3-12 mM Ru, all recalled' },
  { place: 'transfer.profile', status: 'assumed', source: 'through the crossing near 400 nT (arXiv 2601.07614, read)' },
  { place: 'molecule.pKa', status: 'memory-unverified', source: 'fumaric acid, textbook' },
  { place: 'molecule.osmoticCoefficient', status: 'assumed', source: 'salts of some 0.1 to 0.3 M' },
  { place: 'legs', status: 'assumed', source: 'no process with all its numbers was found in print' },
  { place: 'limits.bolus_mLPerKg', status: 'read', source: 'mouse, i.v.: doi:10.1186/s40658-015-0135-y, Table 2' },
  { place: 'limits.solubility_mM', status: 'memory-unverified', source: 'disodium fumarate, 228 g/L' },
  { place: 'limits', status: 'assumed', source: 'usual for injections; no limits for fumarate were found' },
];

const UNSET = Symbol('not in the file');

/** The sections of a file over those of the default. A number that the file gives is taken as certain, unless the file gives its range too. */
export function withDefaults(file: DoseChanges): DoseSettings {
  const { reaction: standard, ...rest } = DEFAULT_DOSE;
  const system = file.reaction?.system ?? standard!.system;
  const isStandard = system === standard!.system && file.batch === undefined;
  const reaction = isStandard ? standard! : reactorOf(libraryReactor(system));
  const road = roadOf(file, system);
  const merged: DoseSettings = {
    ...rest,
    title: file.title ?? road?.title ?? rest.title,
    hydrogen: {
      ...over(rest.hydrogen, { ...file.hydrogen, storage: undefined }),
      storage: over(rest.hydrogen.storage, file.hydrogen?.storage),
    },
    transfer: {
      ...over(rest.transfer, file.transfer),
      T1_s: { ...rest.transfer.T1_s, ...file.transfer?.T1_s },
      couplings_Hz: file.transfer?.couplings_Hz ?? (isStandard ? rest.transfer.couplings_Hz : {}),
    },
    molecule: over({ ...rest.molecule, ...road?.molecule }, file.molecule),
    legs: file.legs ?? road?.legs ?? rest.legs,
    limits: over({ ...rest.limits, ...road?.limits }, file.limits),
    reference: over(rest.reference, file.reference),
    monteCarlo: over(rest.monteCarlo, file.monteCarlo),
    comparison: file.comparison ?? rest.comparison,
    ...(file.batch === undefined ? {} : { batch: file.batch }),
  };
  if (file.batch === undefined || file.reaction !== undefined) {
    merged.reaction = {
      ...over(reaction, file.reaction),
      initial_mM: { ...reaction.initial_mM, ...file.reaction?.initial_mM },
      rateFactors: { ...reaction.rateFactors, ...file.reaction?.rateFactors },
    };
  }
  if (file.molecule?.t1Table !== undefined && file.molecule.t1_s === undefined) delete merged.molecule.t1_s;
  const open = Object.entries(
    road === undefined ? DEFAULT_DOSE.uncertain : { ...sharedRanges(), ...road.uncertain },
  ).filter(
    ([place]) =>
      valueAt(file, place) === UNSET && valueAt(merged, place) !== UNSET && !(place.startsWith('legs.') && file.legs),
  );
  merged.uncertain = { ...Object.fromEntries(open), ...file.uncertain };
  return merged;
}

/** The road of a molecule other than fumarate, where the program has one: by its reaction, or by what was measured. */
function roadOf({ batch }: DoseChanges, system: string): Road | undefined {
  return ROADS.find(({ systems, molecules }) =>
    batch === undefined ? systems.includes(system) : molecules.includes(batch.product),
  );
}

/** What is uncertain whatever the molecule is. */
function sharedRanges(): DoseSettings['uncertain'] {
  return Object.fromEntries(
    Object.entries(DEFAULT_DOSE.uncertain).filter(([place]) =>
      /^(hydrogen|transfer|reaction\.kLa_perS|molecule\.orderLifetime_s|legs\.(hold|transport|line))/.test(place),
    ),
  );
}

/** Numbers of the program that these settings still hold, where they have no range of their own: what they are from. */
export function originsOf(settings: DoseSettings): readonly Origin[] {
  const { reaction, batch } = settings;
  const ours = programOf(settings);
  const isOurs = (place: string): boolean => valueAt(settings, place) === valueAt(ours, place);
  const road = roadOf({ batch }, reaction?.system ?? '');
  const places = numberPlaces(settings);
  return (road === undefined ? DEFAULT_ORIGINS : [...road.origins, ...SHARED_ORIGINS]).filter(({ place }) =>
    places.some((one) => (one === place || one.startsWith(`${place}.`)) && isOurs(one)),
  );
}

/** Whether the way from the reactor to the syringe is that of the program. */
export const hasOurLegs = (settings: DoseSettings): boolean =>
  JSON.stringify(settings.legs) === JSON.stringify(programOf(settings).legs);

const programOf = ({ reaction, batch }: DoseSettings): DoseSettings =>
  withDefaults(batch === undefined ? { reaction: { system: reaction!.system } } : { batch });

function over<T extends object>(base: T, given: { [K in keyof T]?: T[K] | undefined } | undefined): T {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(set) };
}

function valueAt(tree: unknown, place: string): number | typeof UNSET {
  try {
    return numberAt(tree, place).value;
  } catch {
    return UNSET;
  }
}
