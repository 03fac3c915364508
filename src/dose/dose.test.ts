// The road from reactor to syringe against closed forms and balances.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spinReference } from '../../test/reference/spin/read.ts';
import { enhancement, isotope, thermalPolarization } from '../physics/spins/index.ts';
import type { Batch } from '../records/index.ts';
import {
  balancedPH,
  bolusVolume_m3,
  BUFFERS,
  carry,
  chargeAt,
  checkLifetimes,
  checkLimits,
  lifetimeAt,
  METHODS,
  solutionOf,
  startOf,
  strongChargeFor,
  withOwnFigures,
  type Leg,
  type Limits,
} from './index.ts';

const BATCH: Batch = {
  product: 'fumarate, set B',
  productSpecies: 'fumarate',
  volume_m3: 2e-6,
  concentration_mM: { H2: 3, fumarate: 89, succinate: 11, catalyst: 6 },
  paraFraction: 0.9,
  ages: { age_s: [0, 10], weight: [0.5, 0.5] },
  field_T: 5e-5,
  time_s: 65,
  notes: [],
};
const SPECIES = { catalysts: ['catalyst'], hydrogen: 'H2', counterIons: 2 };
const START = startOf(BATCH, SPECIES);
const MOLECULE = { orderLifetime_s: 20, t1: { field_T: [0], t1_s: [30] } };
const FUMARIC = { acid: { pKa: [3.03, 4.44], charge: 0 }, osmoticCoefficient: 1 };
const at = (name: string, duration_s: number) => ({ name, duration_s, field_T: 5e-5, temperature_K: 298.15 });

const ROAD: Leg[] = [
  { ...at('wait', 2), kind: 'hold' },
  { ...at('field cycle', 1), kind: 'transfer', efficiency: -0.8 },
  { ...at('scavenger', 5), kind: 'catalystRemoval', yield: 0.95, catalystKept: 0.01, lostVolume_m3: 1e-7 },
  { ...at('acid', 6), kind: 'precipitation', yield: 0.9, solubility_mM: 20, othersKept: 0.02, lifetime_s: 60 },
  { ...at('base', 4), kind: 'redissolution', yield: 0.98, volume_m3: 1.2e-6, baseEquivalents: 1.98 },
  {
    ...at('buffer', 2),
    kind: 'dilution',
    addedVolume_m3: 4e-7,
    buffer: { acid: 'phosphate', concentration_mM: 100, pH: 7.4, sodiumChloride_mM: 50 },
  },
  { ...at('filter', 3), kind: 'filtration', yield: 0.97, lostVolume_m3: 5e-8 },
  { ...at('way to the scanner', 15), kind: 'transport' },
  { ...at('line', 3), kind: 'line', deadVolume_m3: 1e-7 },
];

describe('a side arm', () => {
  const legs: Leg[] = [
    { ...at('field cycle', 1), kind: 'transfer', efficiency: 0.5 },
    { ...at('base', 5), kind: 'cleavage', yield: 0.8, addedVolume_m3: 1e-6, baseEquivalents: 0.8, t1_s: 50 },
    { ...at('water', 10), kind: 'extraction', yield: 0.9, volume_m3: 1e-6, catalystKept: 0.01, othersKept: 0.25 },
  ];
  const { rows } = carry(startOf(BATCH, { ...SPECIES, counterIons: 0 }), legs, MOLECULE);
  const [, cleaved, taken] = rows.map(({ contents }) => contents);
  test('leaves an arm or an ester for each ester, without charge', () => {
    expect(cleaved!.amount_mol).toBeCloseTo(0.8 * 89 * 2e-6, 15);
    expect(cleaved!.neutral_mol).toBeCloseTo((89 + 11) * 2e-6, 15);
    expect(taken!.neutral_mol).toBeCloseTo(0.25 * cleaved!.neutral_mol, 15);
    expect(taken!.catalyst_mol).toBeCloseTo(0.01 * 6 * 2e-6, 15);
  });
  test('decays with its own T1 after the cleavage only', () => {
    expect(rows[1]!.polarizationFactor).toBeCloseTo(Math.exp(-5 / 30), 14);
    expect(rows[2]!.polarizationFactor).toBeCloseTo(Math.exp(-10 / 50), 14);
  });
  test('goes to the water with its ions: a salt that the base has just neutralised', () => {
    const pyruvic = { acid: { pKa: [2.5], charge: 0 }, osmoticCoefficient: 1 };
    const { pH, concentration_mM } = solutionOf(taken!, pyruvic)!;
    expect(concentration_mM).toBeCloseTo(0.9 * 0.8 * 89 * 2, 9);
    expect(pH).toBeGreaterThan(7);
    expect(pH).toBeLessThan(8.5);
  });
});

describe('the polarization', () => {
  test('decays with the lifetime of the order before the transfer and with T1 after it', () => {
    const { rows, problem } = carry(START, ROAD, MOLECULE);
    expect(problem).toBeUndefined();
    const [inSolution, inSolid] = [5 + 4 + 2 + 3 + 15 + 3, 6];
    const exact = ((4 * 0.9 - 1) / 3) * Math.exp(-2 / 20) * -0.8 * Math.exp(-inSolution / 30 - inSolid / 60);
    expect(Math.abs(rows.at(-1)!.polarization / exact - 1)).toBeLessThan(1e-14);
    expect(rows.at(-1)!.time_s).toBe(65 + 2 + 1 + 5 + 6 + 4 + 2 + 3 + 15 + 3);
    const product = rows.reduce((part, row) => part * row.polarizationFactor, START.polarization);
    expect(Math.abs(product / exact - 1)).toBeLessThan(1e-14);
  });
  test('is linear in (4 x - 1)/3', () => {
    const ends = [0.25, 0.5, 1].map(
      (x) => carry(startOf({ ...BATCH, paraFraction: x }, SPECIES), ROAD, MOLECULE).rows.at(-1)!.polarization,
    );
    expect(ends[0]).toBeCloseTo(0, 16);
    expect(ends[1]! * 3).toBeCloseTo(ends[2]!, 15);
  });
});

describe('balances', () => {
  test('amounts and volumes close to 1e-12 for any road', () => {
    const part = fc.double({ min: 0.05, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const legs: Leg[] = [
          { ...at('r', 1), kind: 'catalystRemoval', yield: a, catalystKept: b, lostVolume_m3: c * 1e-6 },
          { ...at('d', 1), kind: 'dilution', addedVolume_m3: d * 1e-5 },
          { ...at('f', 1), kind: 'filtration', yield: b, lostVolume_m3: a * 5e-7 },
        ];
        const { rows } = carry(START, legs, MOLECULE);
        const lost = rows.reduce((sum, row) => sum + row.lost_mol, 0);
        const { amount_mol, volume_m3, catalyst_mol, others_mol } = rows.at(-1)!.contents;
        const close = (value: number, exact: number): void => expect(Math.abs(value / exact - 1)).toBeLessThan(1e-12);
        close(amount_mol + lost, START.contents.amount_mol);
        close(volume_m3, 2e-6 - c * 1e-6 + d * 1e-5 - a * 5e-7);
        const drained = (1 - (c * 1e-6) / 2e-6) * (1 - (a * 5e-7) / (2e-6 - c * 1e-6 + d * 1e-5));
        close(amount_mol, START.contents.amount_mol * drained * a * b);
        close(catalyst_mol, 6e-3 * 2e-6 * 1e3 * drained * b);
        close(others_mol, 11 * 2e-6 * drained);
      }),
    );
  });
  test('a precipitation leaves its solubility in the liquor and its counter ions with it', () => {
    const { rows } = carry(START, ROAD.slice(2, 5), MOLECULE);
    const [scavenged, solid, dissolved] = rows.map((row) => row.contents);
    expect(solid!.volume_m3).toBe(0);
    expect(solid!.amount_mol).toBeCloseTo(0.9 * (scavenged!.amount_mol - 20 * scavenged!.volume_m3), 18);
    expect(dissolved!.volume_m3).toBe(1.2e-6);
    expect(dissolved!.strongCharge_mol).toBeCloseTo(1.98 * solid!.amount_mol, 18);
  });
});

describe('a road that cannot be', () => {
  const problem = (...legs: Leg[]): string | undefined => carry(START, legs, MOLECULE).problem?.message;
  test('says at which leg and why', () => {
    expect(problem({ ...at('line', 1), kind: 'line', deadVolume_m3: 3e-6 })).toMatch(/2 mL come in and 3 mL stay/);
    expect(problem({ ...ROAD[3]!, solubility_mM: 100 } as Leg)).toMatch(/89 mM is below the solubility of 100 mM/);
    expect(problem(ROAD[3]!, ROAD[5]!)).toMatch(/a redissolution comes first/);
    expect(problem(ROAD[4]!)).toMatch(/a precipitation comes first/);
    expect(carry(START, [ROAD[0]!, { ...at('thin', 1), kind: 'line', deadVolume_m3: 1 }], MOLECULE).problem?.leg).toBe(
      'thin',
    );
  });
  test('and a batch without product is refused', () => {
    expect(() => startOf({ ...BATCH, productSpecies: 'fumarat' }, SPECIES)).toThrow(/did you mean 'fumarate'/);
    expect(() => startOf({ ...BATCH, volume_m3: 0 }, SPECIES)).toThrow(/expected some fumarate/);
  });
});

describe('T1 against field', () => {
  const table = { field_T: [0.01, 1, 3], t1_s: [60, 50, 20] };
  test('has rates linear between what is known, and the nearest beyond', () => {
    expect(lifetimeAt(table, 2)).toBeCloseTo(1 / ((1 / 50 + 1 / 20) / 2), 12);
    expect(lifetimeAt(table, -1)).toBe(50);
    expect(lifetimeAt(table, 0)).toBe(60);
    expect(lifetimeAt(table, 7)).toBe(20);
  });
  test('of a table that cannot be is refused', () => {
    expect(() => checkLifetimes({ field_T: [1, 1], t1_s: [2, 2] })).toThrow(/ascending/);
    expect(() => checkLifetimes({ field_T: [1], t1_s: [-2] })).toThrow(/T1 is -2 s/);
    expect(() => checkLifetimes({ field_T: [1], t1_s: [] })).toThrow(/0 T1 for 1 fields/);
  });
});

describe('the solution', () => {
  test('has the pH of closed forms', () => {
    // Strong base 10 mM: pH = 14 + log10(0.01) = 12, up to the protons of water.
    expect(balancedPH(10, [])).toBeCloseTo(12, 9);
    expect(balancedPH(0, [])).toBeCloseTo(7, 9);
    // A weak acid half neutralised is at its pKa (100 mM, so that water hardly counts).
    expect(balancedPH(50, [{ acid: { pKa: [7], charge: 0 }, concentration_mM: 100 }])).toBeCloseTo(7, 5);
    // Its own salt between two pKa: their mean.
    expect(balancedPH(1000, [{ acid: { pKa: [4, 9], charge: 0 }, concentration_mM: 1000 }])).toBeCloseTo(6.5, 4);
  });
  test('of a buffer is at the pH it was titrated to', () => {
    for (const acid of Object.values(BUFFERS))
      expect(balancedPH(strongChargeFor(acid, 80, 7.6), [{ acid, concentration_mM: 80 }])).toBeCloseTo(7.6, 9);
  });
  test('has charges between those of the ends', () => {
    expect(chargeAt(BUFFERS.phosphate, 7.2)).toBeCloseTo(-1.5, 4);
    expect(chargeAt(BUFFERS.tris, 8.07)).toBeCloseTo(0.5, 12);
  });
  test('counts counter ions in its osmolality: 3 particles for disodium fumarate', () => {
    const pure = startOf({ ...BATCH, concentration_mM: { fumarate: 100 } }, SPECIES).contents;
    const solution = solutionOf(pure, FUMARIC)!;
    expect(solution.osmolality_mOsmPerKg).toBeCloseTo(300, 10);
    expect(solution.pH).toBeGreaterThan(8); // the salt of a weak acid
    expect(solutionOf({ ...pure, volume_m3: 0 }, FUMARIC)).toBeUndefined();
  });
  test('gets salt up to an osmolality, and none above it', () => {
    const chemistry = { ...FUMARIC, osmoticCoefficient: 0.9 };
    const osmolality = (osmolality_mOsmPerKg: number): number => {
      const tonicity = { osmolality_mOsmPerKg, osmoticCoefficient: chemistry.osmoticCoefficient };
      const legs: Leg[] = [{ ...at('salt', 2), kind: 'dilution', addedVolume_m3: 4e-7, tonicity }];
      return solutionOf(carry(START, legs, MOLECULE).rows[0]!.contents, chemistry)!.osmolality_mOsmPerKg;
    };
    expect(osmolality(400)).toBeCloseTo(400, 10);
    expect(osmolality(50)).toBe(osmolality(0.1));
    expect(osmolality(50)).toBeGreaterThan(50);
  });
  test('is held against its limits one by one', () => {
    const limits: Limits = {
      solubility_mM: 1000,
      concentration_mM: [10, 90],
      pH: [6.8, 8],
      osmolality_mOsmPerKg: [250, 500],
      catalyst_mM: 0.1,
      bodyMass_kg: 0.025,
      bolus_m3PerKg: 1e-5,
    };
    const { rows } = carry(START, ROAD, MOLECULE);
    const checks = checkLimits(rows, FUMARIC, limits);
    expect(checks.map(({ quantity, held }) => [quantity.split(' ')[0], held])).toEqual([
      ['highest', true],
      ['concentration', true],
      ['pH', true],
      ['osmolality', true],
      ['catalyst', true],
      ['volume', true],
    ]);
    expect(
      checkLimits(rows, FUMARIC, { ...limits, pH: [7.9, 8] }).find(({ quantity }) => quantity === 'pH')!.held,
    ).toBe(false);
    expect(bolusVolume_m3(1e-6, limits)).toBeCloseTo(2.5e-7, 15);
    expect(bolusVolume_m3(1e-7, limits)).toBe(1e-7);
  });
});

test('an enhancement is over the exact tanh: 100,000 x at 1.5 T is 12.93% at 298.15 K', () => {
  const { values, 'what_1e5_at_1.5T_means': meant } = spinReference('thermal.json') as {
    values: { nucleus: string; B_T: number; T_K: number; P: number }[];
    'what_1e5_at_1.5T_means': { 'P_at_298.15K': number };
  };
  const gamma = isotope('13C', 'test').gamma_radPerSPerT;
  for (const { nucleus, B_T, T_K, P } of values) {
    if (nucleus !== '13C') continue;
    expect(Math.abs(thermalPolarization(gamma, B_T, T_K) / P - 1)).toBeLessThan(1e-10);
    expect(Math.abs(enhancement(1e5 * P, gamma, B_T, T_K) / 1e5 - 1)).toBeLessThan(1e-10);
  }
  expect(1e5 * thermalPolarization(gamma, 1.5, 298.15)).toBeCloseTo(meant['P_at_298.15K'], 12);
});

describe('the comparison', () => {
  test('is of ranges with a source', () => {
    for (const { method, ...figures } of METHODS) {
      expect(Object.keys(figures).length, method).toBeGreaterThan(0);
      for (const { low, high, source } of Object.values(figures)) {
        expect(low).toBeLessThanOrEqual(high);
        expect(source).not.toBe('');
      }
    }
  });
  test('takes the figures of an institution in place of its own', () => {
    const own = { low: 120, high: 150, status: 'read' as const, source: 'our log' };
    const rows = withOwnFigures(METHODS, [
      { method: 'dissolution DNP', time_min: own },
      { method: 'SABRE', time_min: own },
    ]);
    const dnp = rows.find(({ method }) => method === 'dissolution DNP')!;
    expect(dnp.time_min).toEqual(own);
    expect(dnp.polarization!.high).toBe(0.5);
    expect(rows.at(-1)!.method).toBe('SABRE');
  });
});
