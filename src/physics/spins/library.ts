// table: molecules that come with the program. Every number says where it is from; most couplings here are ASSUMED and marked so.
import { nearestName, ScienceError } from '../../base/index.ts';
import type { SpinSystem } from './system.ts';

export type NumberStatus = 'read' | 'secondary' | 'computed' | 'memory-unverified' | 'assumed';

export interface LibraryMolecule {
  readonly system: SpinSystem;
  /** For each group of numbers: what it is, where it is from, and how far that was checked. */
  readonly provenance: readonly { readonly what: string; readonly source: string; readonly status: NumberStatus }[];
}

const PROTON_SHIFT = {
  what: '1H shifts',
  source: 'textbook values in D2O, neutral (recalled)',
  status: 'memory-unverified',
} as const;
const CARBON_SHIFT = {
  what: '13C shift',
  source: 'third-party table of MRS presets citing doi 10.1021/jacs.9b10094',
  status: 'secondary',
} as const;

function fumarate(name: string, a_Hz: number, b_Hz: number, source: string): LibraryMolecule {
  return {
    system: {
      name,
      spins: [
        { label: 'Ha', isotope: '1H', shift_ppm: 6.5 },
        { label: 'Hb', isotope: '1H', shift_ppm: 6.5 },
        { label: 'C1', isotope: '13C', shift_ppm: 175.4 },
      ],
      couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': a_Hz, 'Hb-C1': b_Hz },
      para: ['Ha', 'Hb'],
    },
    provenance: [
      {
        what: 'J(H,H)',
        source: 'recalled; 15.68 Hz of a fumarate diester read in Spinach examples/fitting/fumarate_global.m',
        status: 'memory-unverified',
      },
      { what: 'J(C,H)', source, status: 'memory-unverified' },
      PROTON_SHIFT,
      CARBON_SHIFT,
    ],
  };
}

const OCH2_ppm = { ethyl: 4.3, propyl: 4.15, allyl: 4.8 } as const;
type Chain = 'ethyl' | 'propyl' | 'allyl';

function ester(name: string, acid: 'CH3' | 'CD3', chain: Chain): LibraryMolecule {
  const spins: { label: string; isotope: string; shift_ppm: number }[] = [];
  const couplings_Hz: Record<string, number> = {};
  const couple = (a: readonly string[], b: readonly string[], j: number): void => {
    for (const x of a) for (const y of b) if (x < y || !b.includes(x)) couplings_Hz[`${x}-${y}`] = j;
  };
  const add = (labels: readonly string[], isotope: string, shift_ppm: number): readonly string[] => {
    for (const label of labels) spins.push({ label, isotope, shift_ppm });
    return labels;
  };
  const och2 = add(['OCH2a', 'OCH2b'], '1H', OCH2_ppm[chain]);
  couple(och2, och2, chain === 'allyl' ? -13 : -10.9);
  let para: [string, string];
  if (chain === 'ethyl') {
    const me = add(['Me1', 'Me2', 'Me3'], '1H', 1.3);
    couple(me, me, -12.5);
    couple(och2, me, 7.1);
    para = ['OCH2a', 'Me1'];
  } else if (chain === 'propyl') {
    const ch2 = add(['CH2a', 'CH2b'], '1H', 1.7);
    const me = add(['Me1', 'Me2', 'Me3'], '1H', 0.95);
    couple(ch2, ch2, -13.5);
    couple(me, me, -12.5);
    couple(och2, ch2, 6.7);
    couple(ch2, me, 7.4);
    para = ['CH2a', 'Me1'];
  } else {
    add(['H2'], '1H', 5.9);
    add(['H3cis'], '1H', 5.3);
    add(['H3trans'], '1H', 5.4);
    couple(och2, ['H2'], 5.9);
    couple(och2, ['H3cis'], -1.3);
    couple(och2, ['H3trans'], -1.6);
    couple(['H2'], ['H3cis'], 10.5);
    couple(['H2'], ['H3trans'], 17.2);
    couple(['H3cis'], ['H3trans'], 1.4);
    para = ['H2', 'H3cis'];
  }
  const c1 = add(['C1'], '13C', 161);
  couple(och2, c1, 3.2);
  if (acid === 'CH3') {
    const pyruvate = add(['Pyr1', 'Pyr2', 'Pyr3'], '1H', 2.5);
    couple(pyruvate, pyruvate, -13);
    couple(pyruvate, c1, 1.3);
  }
  return {
    system: { name, spins, couplings_Hz, para },
    provenance: [
      {
        what: 'all couplings',
        source: 'representative values of such esters; the 13C ones ASSUMED at 3.2 and 1.3 Hz',
        status: 'assumed',
      },
      { what: 'shifts', source: 'representative values', status: 'assumed' },
    ],
  };
}

const FUMARATE_A = 'recalled from papers of the Levitt group (set A); which is 2J and which 3J is uncertain';
const FUMARATE_B =
  'recalled from papers of the Mainz group (set B); agrees better with the measured 400 nT and 2 Hz (arXiv 2601.07614)';

/** In the order people see them; the first is the default. */
export const MOLECULES: readonly LibraryMolecule[] = [
  fumarate('fumarate, set B', 5.8, 3.2, FUMARATE_B),
  fumarate('fumarate, set A', 6.6, 3.2, FUMARATE_A),
  {
    system: {
      name: 'fumarate, 1,4-13C2',
      spins: [
        { label: 'Ha', isotope: '1H', shift_ppm: 6.5 },
        { label: 'Hb', isotope: '1H', shift_ppm: 6.5 },
        { label: 'C1', isotope: '13C', shift_ppm: 175.4 },
        { label: 'C4', isotope: '13C', shift_ppm: 175.4 },
      ],
      couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': 3.2, 'Hb-C1': 5.8, 'Ha-C4': 5.8, 'Hb-C4': 3.2 },
      para: ['Ha', 'Hb'],
    },
    provenance: [
      { what: 'J(H,H) and J(C,H)', source: FUMARATE_B, status: 'memory-unverified' },
      { what: 'J(C,C) = 0', source: 'four bonds, taken as zero', status: 'assumed' },
      PROTON_SHIFT,
      CARBON_SHIFT,
    ],
  },
  {
    system: {
      name: 'maleate',
      spins: [
        { label: 'Ha', isotope: '1H', shift_ppm: 6 },
        { label: 'Hb', isotope: '1H', shift_ppm: 6 },
        { label: 'C1', isotope: '13C', shift_ppm: 175 },
      ],
      couplings_Hz: { 'Ha-Hb': 12.1, 'Ha-C1': 13.2, 'Hb-C1': 2.6 },
      para: ['Ha', 'Hb'],
    },
    provenance: [
      { what: 'couplings', source: 'recalled, weak; depend on pH, +-1 Hz', status: 'memory-unverified' },
      PROTON_SHIFT,
      { what: '13C shift', source: 'placeholder near fumarate', status: 'assumed' },
    ],
  },
  ester('ethyl pyruvate', 'CH3', 'ethyl'),
  ester('ethyl pyruvate-d3', 'CD3', 'ethyl'),
  ester('propyl pyruvate', 'CH3', 'propyl'),
  ester('allyl pyruvate', 'CH3', 'allyl'),
  {
    system: {
      name: 'propargyl pyruvate, hydrogenated',
      spins: ester('', 'CH3', 'allyl').system.spins,
      couplings_Hz: ester('', 'CH3', 'allyl').system.couplings_Hz,
      para: ['H2', 'H3cis'],
    },
    provenance: [
      {
        what: 'all numbers',
        source: 'half-hydrogenated propargyl pyruvate is allyl pyruvate, para protons cis',
        status: 'assumed',
      },
    ],
  },
  {
    system: {
      name: 'hydroxyethyl propionate-d3',
      spins: [
        { label: 'Ha', isotope: '1H', shift_ppm: 2.4 },
        { label: 'Hb', isotope: '1H', shift_ppm: 1.1 },
        { label: 'C1', isotope: '13C', shift_ppm: 178 },
      ],
      couplings_Hz: { 'Ha-Hb': 7.6, 'Ha-C1': -7.2, 'Hb-C1': 5.6 },
      para: ['Ha', 'Hb'],
    },
    provenance: [
      { what: 'all numbers', source: 'representative of 2-hydroxyethyl 1-13C-propionate-2,3,3-d3', status: 'assumed' },
    ],
  },
  {
    system: {
      name: 'lactate',
      spins: [
        { label: 'H2', isotope: '1H', shift_ppm: 4.1 },
        { label: 'H3a', isotope: '1H', shift_ppm: 1.3 },
        { label: 'H3b', isotope: '1H', shift_ppm: 1.3 },
        { label: 'H3c', isotope: '1H', shift_ppm: 1.3 },
        { label: 'C1', isotope: '13C', shift_ppm: 183.35 },
      ],
      couplings_Hz: {
        'H2-H3a': 7,
        'H2-H3b': 7,
        'H2-H3c': 7,
        'H2-C1': 3.2,
        'H3a-C1': 4.1,
        'H3b-C1': 4.1,
        'H3c-C1': 4.1,
      },
      para: ['H2', 'H3a'],
    },
    provenance: [{ what: 'couplings', source: 'not found; representative values', status: 'assumed' }, CARBON_SHIFT],
  },
  {
    system: {
      name: 'malate',
      spins: [
        { label: 'H2', isotope: '1H', shift_ppm: 4.3 },
        { label: 'H3a', isotope: '1H', shift_ppm: 2.66 },
        { label: 'H3b', isotope: '1H', shift_ppm: 2.37 },
        { label: 'C1', isotope: '13C', shift_ppm: 181.7 },
      ],
      couplings_Hz: { 'H2-H3a': 3, 'H2-H3b': 10, 'H3a-H3b': -15.4, 'H2-C1': 4, 'H3a-C1': 3, 'H3b-C1': 5 },
    },
    provenance: [
      { what: 'couplings', source: 'not found; representative values', status: 'assumed' },
      PROTON_SHIFT,
      CARBON_SHIFT,
    ],
  },
];

/** Names that stand for one of several sets of numbers. */
const ALIASES: Readonly<Record<string, string>> = { fumarate: 'fumarate, set B' };

/** A molecule of the library by name, letters' case apart; `fumarate` is its set B. Throws ScienceError of kind 'argument' with the nearest name and all there are. */
export function libraryMolecule(name: string): LibraryMolecule {
  const lower = name.toLowerCase();
  const wanted = (Object.hasOwn(ALIASES, lower) ? ALIASES[lower]! : lower).toLowerCase();
  const found = MOLECULES.find(({ system }) => system.name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const names = MOLECULES.map(({ system }) => system.name);
  const near = nearestName(name, [...Object.keys(ALIASES), ...names])!;
  throw new ScienceError(
    'argument',
    `no molecule of the library is called '${name}'; did you mean '${near}'? Library: ${names.join('; ')}`,
  );
}
