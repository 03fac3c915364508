import { describe, expect, test } from 'vitest';
import { spinReference } from '../../test/reference/spin/read.ts';
import {
  libraryMolecule,
  makeSpinSpace,
  readSpins,
  singletState,
  type CollectiveState,
  type SpinSpace,
} from '../physics/spins/index.ts';
import { groupPolarizations } from '../physics/spins/index.ts';
import { adiabaticLimit } from './adiabatic-limit.ts';
import { adiabaticityDensity_sPerT, constantAdiabaticity } from './adiabaticity.ts';
import { polarizationBounds, spaceForBounds } from './bounds.ts';
import { avoidedCrossings } from './crossings.ts';
import { evolve } from './propagate/evolve.ts';
import { levelsAt, levelWeights } from './levels.ts';
import { linearProfile } from './profile.ts';
import { aged, endlessAges } from './start.ts';

const reference = spinReference('fumarate_field_sweeps_A.json');
const space = makeSpinSpace(readSpins(libraryMolecule('fumarate, set A').system), { heteronuclear: 'full' });
// The reference sets the shifts to 0 in all field-cycling files.
const bare = (name: string): SpinSpace => {
  const { system } = libraryMolecule(name);
  return makeSpinSpace(
    readSpins({ ...system, spins: system.spins.map(({ label, isotope }) => ({ label, isotope })) }),
    { heteronuclear: 'full' },
  );
};
const fumarate = bare('fumarate, set A');
const singlet = singletState(fumarate);
const starts: Record<string, (from_T: number) => CollectiveState> = {
  pure_singlet: () => singlet,
  dephased_at_start: (from) => aged(fumarate, singlet, from, endlessAges()),
  dephased_50uT: () => aged(fumarate, singlet, 50e-6, endlessAges()),
  'dephased_9.4T_shift0': () => aged(fumarate, singlet, 9.4, endlessAges()),
};
const carbon = (state: CollectiveState): number => groupPolarizations(fumarate, state)[2]!;

describe('levels of fumarate', () => {
  test('agree with the reference to 1e-7 Hz, weights to 1e-9', () => {
    for (const row of reference.levels) {
      const levels = levelsAt(fumarate, row.B_nT * 1e-9);
      for (const theirs of row.levels) {
        const gap = (e: number): number => Math.abs(e - theirs.E_Hz);
        const ours = levels.filter((one) => one.m === theirs.M).sort((a, b) => gap(a.energy_Hz) - gap(b.energy_Hz))[0]!;
        expect(gap(ours.energy_Hz)).toBeLessThan(1e-7);
        expect(Math.abs(ours.polarizations[2]! - theirs['2<Sz>'])).toBeLessThan(1e-9);
        for (const { name, weight } of levelWeights(fumarate, ours)) {
          const named = theirs.weights_ST[name];
          if (named !== undefined) expect(Math.abs(weight - named)).toBeLessThan(1e-9);
        }
      }
    }
  });
  test('come closest where the reference says, for four sets of couplings', () => {
    for (const [couplings, value] of Object.entries(
      reference.LAC_other_J as Record<string, { B_min_nT: number; gap_min_Hz: number }>,
    )) {
      const [hh, ca, cb] = couplings.replace('maleate-like ', '').split('/').map(Number) as [number, number, number];
      const spins = ['Ha', 'Hb', 'C1'].map((label) => ({ label, isotope: label === 'C1' ? '13C' : '1H' }));
      const other = makeSpinSpace(
        readSpins({ name: couplings, spins, couplings_Hz: { 'Ha-Hb': hh, 'Ha-C1': ca, 'Hb-C1': cb } }),
        { heteronuclear: 'full' },
      );
      const found = avoidedCrossings(other, 1e-8, 2e-6).filter((one) => one.m === 0.5 && one.lower === 0);
      expect(found.length).toBe(1);
      expect(Math.abs(found[0]!.field_T * 1e9 - value.B_min_nT)).toBeLessThan(2e-5);
      expect(Math.abs(found[0]!.gap_Hz - value.gap_min_Hz)).toBeLessThan(1e-7);
      expect(found[0]!.exchange).toBeGreaterThan(0.5);
    }
  });
});

describe('field sweeps of fumarate', () => {
  test('linear: all rows and starts agree to 1e-6, and none is further off than it says', () => {
    for (const row of reference.sweeps) {
      if (row.kind !== 'linear') continue;
      for (const [key, start] of Object.entries(starts)) {
        const result = evolve(fumarate, start(row.B0_T), linearProfile(row.B0_T, row.B1_T, row.T_s), {
          tolerance: 1e-7,
          maxSteps: 1e6,
        });
        const p = groupPolarizations(fumarate, result.state);
        expect(result.end).toBe('converged');
        for (const [g, name] of [
          [0, '2<Iaz>'],
          [1, '2<Ibz>'],
          [2, '2<Sz>'],
        ] as const) {
          expect(Math.abs(p[g]! - row[key][name])).toBeLessThan(result.reachedError + 1e-8);
        }
      }
    }
  }, 60_000);
  test('the plain and the WebAssembly kernel agree, and so do both with the reference', () => {
    for (const row of reference.sweeps.filter(
      (one: { kind: string }, i: number) => one.kind === 'linear' && i % 9 === 0,
    )) {
      const run = (kernel: 'plain' | 'wasm'): Float64Array =>
        groupPolarizations(
          fumarate,
          evolve(fumarate, starts['dephased_50uT']!(0), linearProfile(row.B0_T, row.B1_T, row.T_s), {
            tolerance: 1e-7,
            maxSteps: 1e6,
            kernel,
          }).state,
        );
      const plain = run('plain'),
        wasm = run('wasm');
      plain.forEach((value, g) => expect(Math.abs(value - wasm[g]!)).toBeLessThan(1e-8));
      expect(Math.abs(plain[2]! - row.dephased_50uT['2<Sz>'])).toBeLessThan(1e-6);
    }
  });
  test('of constant adiabaticity agree to 2e-4', () => {
    for (const row of reference.sweeps) {
      if (row.kind === 'linear') continue;
      const { profile } = constantAdiabaticity(fumarate, row.B0_T, row.B1_T, row.T_s, 2001);
      for (const [key, start] of Object.entries(starts)) {
        const result = evolve(fumarate, start(row.B0_T), profile, { tolerance: 1e-5, maxSteps: 1e6 });
        expect(Math.abs(carbon(result.state) - row[key]['2<Sz>'])).toBeLessThan(2e-4);
      }
    }
  }, 60_000);
  test('the constant-adiabaticity profiles and their xi agree with the reference', () => {
    const ranges: Record<string, [number, number]> = { '0_to_2uT': [0, 2e-6], '50nT_to_1uT': [50e-9, 1e-6] };
    for (const [key, [from, to]] of Object.entries(ranges)) {
      const theirs = reference.const_adiab_profiles[key];
      const { profile, xi } = constantAdiabaticity(fumarate, from, to, 1, 8001);
      expect(Math.abs(xi / theirs.xi_times_T - 1)).toBeLessThan(1e-5);
      for (const [at, field] of theirs.B_at_fraction as [number, number][]) {
        expect(Math.abs(profile.field_T(at) - field)).toBeLessThan(2e-5 * 2e-6);
      }
    }
    expect(adiabaticityDensity_sPerT(fumarate, 394e-9)).toBeGreaterThan(adiabaticityDensity_sPerT(fumarate, 1e-6));
  });
});

describe('limits of fumarate', () => {
  test('adiabatic limits agree with the reference', () => {
    const ends: Record<string, [number, number]> = {
      '0_to_2uT': [0, 2e-6],
      '50nT_to_2uT': [50e-9, 2e-6],
      '-2uT_to_2uT': [-2e-6, 2e-6],
      '2uT_to_0': [2e-6, 0],
      '2uT_to_50nT': [2e-6, 50e-9],
    };
    for (const [key, [from, to]] of Object.entries(ends)) {
      for (const [name, start] of Object.entries(starts)) {
        const there = adiabaticLimit(fumarate, start(from), from, to);
        const theirs = reference.adiabatic_limit[key][name];
        expect(Math.abs(carbon(there) - theirs['2<Sz>_at_B1'])).toBeLessThan(1e-9);
        expect(
          Math.abs(carbon(adiabaticLimit(fumarate, there, to, 1e-3)) - theirs['2<Sz>_after_adiabatic_to_1mT']),
        ).toBeLessThan(1e-8);
      }
    }
  });
  test('bounds agree with the reference, before and after dephasing', () => {
    const single = spaceForBounds(fumarate.spins);
    const pure = singletState(single);
    const { any, alongZ } = polarizationBounds(single, pure, 2);
    expect(any!.highest).toBeCloseTo(1, 12);
    expect(alongZ.lowest).toBeCloseTo(-1, 12);
    for (const [key, value] of Object.entries(
      reference.bounds['1.0'] as Record<string, { unitary: number; M_conserving: [number, number] }>,
    )) {
      const field = /^after_dephasing_at_(.*)T$/.exec(key);
      if (!field) continue;
      const bounds = polarizationBounds(single, aged(single, pure, Number(field[1]), endlessAges()), 2);
      expect(Math.abs(bounds.any!.highest - value.unitary)).toBeLessThan(1e-8);
      expect(Math.abs(bounds.alongZ.highest - value.M_conserving[0])).toBeLessThan(1e-8);
      expect(Math.abs(bounds.alongZ.lowest - value.M_conserving[1])).toBeLessThan(1e-8);
    }
  });
  test('shifts of parts per million do not matter below a microtesla', () => {
    const shifted = evolve(space, singletState(space), linearProfile(50e-9, 1e-6, 1), {
      tolerance: 1e-8,
      maxSteps: 1e6,
    });
    const plain = evolve(fumarate, singlet, linearProfile(50e-9, 1e-6, 1), { tolerance: 1e-8, maxSteps: 1e6 });
    expect(Math.abs(carbon(shifted.state) - carbon(plain.state))).toBeLessThan(1e-4);
  });
});

describe('larger systems', () => {
  const cases = spinReference('larger_systems.json').cases;
  for (const [name, one] of Object.entries(cases as Record<string, ReturnType<typeof spinReference>>)) {
    test(`${name} agrees to 1e-6, each spin by itself and the target from composite spins`, () => {
      const spins = readSpins({
        name,
        spins: one.spins.map((label: string, i: number) => ({ label, isotope: one.gamma[i] > 1e8 ? '1H' : '13C' })),
        couplings_Hz: Object.fromEntries(one.J_list_Hz.map(([a, b, j]: [string, string, number]) => [`${a}-${b}`, j])),
        para: one.para_spins,
      });
      const apart = makeSpinSpace(spins, { heteronuclear: 'full', apart: spins.para! });
      const joined = makeSpinSpace(spins, { heteronuclear: 'full' });
      for (const row of one.rows) {
        const [, from, to] = /linear (.*)->(.*)/.exec(row.sweep)!;
        const tesla = (text: string): number => (text === '2uT' ? 2e-6 : 50e-9);
        const profile = linearProfile(tesla(from!), tesla(to!), row.T_s);
        for (const place of [apart, joined]) {
          const start = aged(place, singletState(place), 50e-6, endlessAges(1e-3));
          const p = groupPolarizations(place, evolve(place, start, profile, { tolerance: 1e-6, maxSteps: 1e6 }).state);
          place.groups.forEach((group, g) => {
            if (place === joined && group.some((i) => spins.para!.includes(i)) && group.length > 1) return;
            const label = spins.labels[group[0]!]!;
            // The reference has x = 0.95; everything is linear in (4x - 1)/3.
            expect(Math.abs((p[g]! * (4 * 0.95 - 1)) / 3 - row.P_dephased[label])).toBeLessThan(2e-6);
          });
        }
        const c = joined.groups.findIndex((group) => spins.labels[group[0]!] === one.target);
        const pure = groupPolarizations(
          joined,
          evolve(joined, singletState(joined), profile, { tolerance: 1e-6, maxSteps: 1e6 }).state,
        )[c]!;
        expect(Math.abs((pure * 2.8) / 3 - row.P_target_pure_singlet)).toBeLessThan(2e-6);
      }
      const single = spaceForBounds(spins);
      const after = polarizationBounds(
        single,
        aged(single, singletState(single), 50e-6, endlessAges(1e-3)),
        spins.labels.indexOf(one.target),
      );
      expect(Math.abs((after.alongZ.highest * 2.8) / 3 - one.bound_Mconserving_dephased[0])).toBeLessThan(1e-6);
    }, 60_000);
  }
});
