import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spinReference } from '../../../test/reference/spin/read.ts';
import { symmetricEigen } from '../../math/complex/index.ts';
import {
  checkSpinSystem,
  enhancement,
  equivalentGroups,
  groupPolarizations,
  isotope,
  libraryMolecule,
  makeSpinSpace,
  MOLECULES,
  multipletsOf,
  readSpins,
  singletState,
  thermalPolarization,
} from './index.ts';

describe('thermal polarization', () => {
  const thermal = spinReference('thermal.json');
  test('agrees with the reference to 1e-10', () => {
    for (const { nucleus, B_T, T_K, P } of thermal.values) {
      expect(Math.abs(thermalPolarization(thermal.gamma[nucleus], B_T, T_K) / P - 1)).toBeLessThan(1e-10);
      expect(isotope(nucleus, 'test').gamma_radPerSPerT).toBe(thermal.gamma[nucleus]);
    }
    for (const { P_hp, B_T, T_K, eps } of thermal.enhancement) {
      expect(Math.abs(enhancement(P_hp, 67282840, B_T, T_K) / eps - 1)).toBeLessThan(1e-10);
    }
  });
});

describe('the door', () => {
  const good = {
    name: 'x',
    spins: [
      { label: 'A', isotope: '1H' },
      { label: 'B', isotope: '13C', T1_s: 8 },
    ],
    couplings_Hz: { 'A-B': 3 },
  };
  test('lets a good system through unchanged', () => {
    expect(checkSpinSystem(good, 'system')).toEqual(good);
    for (const { system } of MOLECULES)
      expect(checkSpinSystem(JSON.parse(JSON.stringify(system)), 'library')).toEqual(system);
  });
  test.each([
    [{ ...good, spin: [] }, /unknown key "spin"; nearest known is "spins" \(at system\)/],
    [
      { ...good, spins: [{ label: 'A', isotope: '13c' }] },
      /unknown isotope "13c"; nearest known is "13C" \(at system\.spins\[0\]\.isotope\)/,
    ],
    [{ ...good, couplings_Hz: { 'A-D': 1 } }, /couples "D", which is no spin.*\(at system\.couplings_Hz\["A-D"\]\)/],
    [{ ...good, couplings_Hz: { 'A-B': 1, 'B-A': 1 } }, /given twice/],
    [{ ...good, couplings_Hz: { 'A-B': NaN } }, /expected a finite number/],
    [
      { ...good, spins: [{ label: 'A', isotope: '1H', T1_s: -1 }] },
      /is -1; expected seconds above 0 \(at system\.spins\[0\]\.T1_s\)/,
    ],
    [{ ...good, para: ['A', 'B'] }, /parahydrogen brings 1H/],
  ])('refuses %#', (input, message) => {
    expect(() => checkSpinSystem(input, 'system')).toThrow(message);
  });
  test('refuses 20 spins with the size they would need', () => {
    const spins = Array.from({ length: 20 }, (_, i) => ({ label: `s${i}`, isotope: '1H', shift_ppm: i }));
    expect(() => makeSpinSpace(readSpins({ name: 'big', spins, couplings_Hz: {} }), { heteronuclear: 'full' })).toThrow(
      /20 spins need 1\.10e\+3 GB/,
    );
  });
});

describe('composite spins', () => {
  test('an ethyl ester falls from blocks of 126 to blocks of 19', () => {
    const spins = readSpins(libraryMolecule('ethyl pyruvate').system);
    expect(equivalentGroups(spins).map((group) => group.length)).toEqual([2, 3, 1, 3]);
    const largest = (composite: boolean): number =>
      Math.max(
        ...makeSpinSpace(spins, { heteronuclear: 'full', composite }).sectors.flatMap((s) =>
          s.blocks.map((b) => b.size),
        ),
      );
    expect(largest(false)).toBe(126);
    expect(largest(true)).toBe(19);
  });
  test('multiplets of spins 1/2 and 1 are orthonormal and complete', () => {
    for (const [twiceSpin, n] of [
      [1, 2],
      [1, 3],
      [1, 4],
      [2, 2],
      [2, 3],
    ] as const) {
      const j = new Float64Array(n * n).fill(1.5);
      const list = multipletsOf(twiceSpin, n, j);
      const size = (twiceSpin + 1) ** n;
      const rows = list.flatMap((one) =>
        Array.from({ length: one.twiceK + 1 }, (_, r) => one.vectors.subarray(r * size, (r + 1) * size)),
      );
      expect(rows.length).toBe(size);
      rows.forEach((a, i) =>
        rows.forEach((b, k) =>
          expect(Math.abs(a.reduce((sum, x, s) => sum + x * b[s]!, 0) - (i === k ? 1 : 0))).toBeLessThan(1e-12),
        ),
      );
      const spin = twiceSpin / 2;
      for (const { twiceK, energy_Hz } of list) {
        const k = twiceK / 2;
        expect(energy_Hz).toBeCloseTo((1.5 * (k * (k + 1) - n * spin * (spin + 1))) / 2, 10);
      }
    }
  });
  test('have the levels of the single spins, 2H included', () => {
    const systems = [
      libraryMolecule('lactate').system,
      {
        name: 'CHD2-C',
        spins: [
          { label: 'D1', isotope: '2H' },
          { label: 'D2', isotope: '2H' },
          { label: 'H', isotope: '1H' },
          { label: 'C', isotope: '13C' },
        ],
        couplings_Hz: { 'D1-D2': -1.9, 'D1-H': -1.9, 'D2-H': -1.9, 'D1-C': 20, 'D2-C': 20, 'H-C': 130 },
      },
    ];
    for (const system of systems) {
      const spins = readSpins(system);
      const levels = (composite: boolean): number[] =>
        makeSpinSpace(spins, { heteronuclear: 'full', composite })
          .sectors.flatMap((sector) =>
            sector.copies.flatMap((copy) =>
              sector.blocks.flatMap((block) => {
                const h = block.a_Hz.slice();
                for (let i = 0; i < block.size; i++)
                  h[i * block.size + i]! += 4e-7 * block.d_HzPerT[i]! + copy.energy_Hz;
                return [...symmetricEigen(h, block.size).values];
              }),
            ),
          )
          .sort((a, b) => a - b);
      const single = levels(false),
        composite = levels(true);
      expect(composite.length).toBe(spins.dimension);
      composite.forEach((value, i) => expect(Math.abs(value - single[i]!)).toBeLessThan(1e-9));
    }
  });
});

describe('the singlet state', () => {
  test('has trace 1 and no polarization, grouped or not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MOLECULES.filter((one) => one.system.para && one.system.spins.length < 8)),
        fc.boolean(),
        ({ system }, composite) => {
          const space = makeSpinSpace(readSpins(system), { heteronuclear: 'full', composite });
          const state = singletState(space);
          let trace = 0;
          space.sectors.forEach((sector, s) =>
            sector.blocks.forEach((block, b) => {
              for (let i = 0; i < block.size; i++) trace += state.densities[s]![b]![2 * (i * block.size + i)]!;
            }),
          );
          expect(trace).toBeCloseTo(1, 12);
          for (const p of groupPolarizations(space, state)) expect(Math.abs(p)).toBeLessThan(1e-13);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a molecule of the library', () => {
  test('is found by its name, letters of any case, and fumarate is its set B', () => {
    expect(libraryMolecule('Lactate').system.name).toBe('lactate');
    expect(libraryMolecule('fumarate').system.name).toBe('fumarate, set B');
    expect(libraryMolecule('Fumarate, SET a').system.name).toBe('fumarate, set A');
  });
  test('that is not there is answered with the nearest and all names', () => {
    expect(() => libraryMolecule('fumerate')).toThrow(
      /no molecule of the library is called 'fumerate'; did you mean 'fumarate'\? Library: fumarate, set B; /,
    );
    expect(() => libraryMolecule('constructor')).toThrow(/no molecule/);
  });
});
