import { describe, expect, test } from 'vitest';
import {
  arrhenius,
  assumptionsOf,
  DEFAULT_REACTION,
  FUMARATE,
  libraryReactor,
  PUBLISHED_SHARES,
  REACTORS,
  reactWithoutGas,
  saturation_mM,
  simulateReaction,
  solventOf,
  vapourPressure_Pa,
  type ReactionSettings,
} from './index.ts';

const outcome = simulateReaction(DEFAULT_REACTION);

describe('the default reactor', () => {
  test('gives the published 89 % fumarate and 11 % succinate', () => {
    expect(Math.round(100 * outcome.yields['fumarate']!)).toBe(100 * PUBLISHED_SHARES.fumarate.value);
    expect(Math.round(100 * outcome.yields['succinate']!)).toBe(100 * PUBLISHED_SHARES.succinate.value);
    expect(outcome.end).toBe('reached');
  });
  test('keeps carbon, hydrogen and ruthenium to 1e-12', () => {
    expect(Object.keys(outcome.balance).sort()).toEqual(['C4', 'H2', 'Ru']);
    for (const gap of Object.values(outcome.balance)) expect(gap).toBeLessThan(1e-12);
  });
  test('hands on a batch whose ages fill the time and whose weights sum to 1', () => {
    const { ages, time_s, paraFraction, productSpecies, product } = outcome.batch;
    expect(ages.weight.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.min(...ages.age_s)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ages.age_s)).toBeLessThanOrEqual(time_s);
    expect(Math.min(...ages.weight)).toBeGreaterThanOrEqual(0);
    expect(paraFraction).toBeLessThan(0.95);
    expect(paraFraction).toBeGreaterThan(0.94);
    expect([product, productSpecies]).toEqual(['fumarate, set B', 'fumarate']);
  });
  test('loses order on the way, never gains', () => {
    const { gas, added, kept } = outcome.order;
    expect(gas).toBeCloseTo((4 * 0.95 - 1) / 3, 14);
    expect(added).toBeLessThan(gas);
    expect(kept).toBeLessThanOrEqual(added);
  });
  test('agrees with the same equations written out and solved by scipy (Radau, 1e-11)', () => {
    const { concentration_mM } = outcome.batch;
    const theirs = {
      acetylenedicarboxylate: 0.03056114814681231,
      fumarate: 89.0019750112688,
      maleate: 0.04450098750563437,
      succinate: 10.922962853078511,
      H2: 4.201749930914782,
      'Ru catalyst': 4.378953658436753,
    };
    for (const [name, value] of Object.entries(theirs))
      expect(Math.abs(concentration_mM[name]! / value - 1)).toBeLessThan(1e-9);
    expect(Math.abs(outcome.order.kept - 0.9317566264659363)).toBeLessThan(1e-10);
    expect(Math.abs(outcome.order.added - 0.931764435615834)).toBeLessThan(1e-10);
    expect(Math.abs(outcome.order.dissolved - 0.9105450241490242)).toBeLessThan(1e-10);
  });
  test('says what it assumes', () => {
    expect(outcome.notes.join(' ')).toMatch(/6 of the 6 rate constants .* are ASSUMED/);
  });
});

describe('the library', () => {
  test.each(REACTORS.map((settings) => [settings.system.name, settings] as const))(
    '%s runs and balances',
    (_, settings) => {
      const { end, balance, yields, batch } = simulateReaction({ ...settings, largestFrequency_Hz: 0 });
      expect(end).toBe('reached');
      for (const gap of Object.values(balance)) expect(gap).toBeLessThan(1e-12);
      expect(yields[settings.system.product]).toBeGreaterThan(0.2);
      expect(batch.ages.age_s.length).toBeLessThan(20);
      expect(assumptionsOf(settings.system).length).toBeGreaterThan(0);
    },
  );
  test('knows its names', () => {
    expect(libraryReactor('maleate from acetylenedicarboxylate').system.product).toBe('maleate');
    expect(() => libraryReactor('maleate')).toThrow(/no reaction is called 'maleate'; nearest is '/);
  });
  test('base cleaves the side arm within a second, and keeps the balance', () => {
    const reactor = libraryReactor('ethyl pyruvate from vinyl pyruvate');
    const { batch } = simulateReaction({ ...reactor, largestFrequency_Hz: 0 });
    const given = { ...batch.concentration_mM, 'OH-': 200 };
    const { concentration_mM, end } = reactWithoutGas(reactor.system, given, 298.15, 1);
    expect(end).toBe('reached');
    expect(concentration_mM['pyruvate']).toBeGreaterThan(79.9);
    expect(concentration_mM['pyruvate']! + concentration_mM['OH-']!).toBeCloseTo(200, 9);
    expect(() => reactWithoutGas(reactor.system, { NaOH: 1 }, 298, 1)).toThrow(/has no species 'NaOH'; it has H2, OH-/);
  });
});

test('solubility is that of the reference, and steam takes its part', () => {
  const water = solventOf('water');
  expect(water.henry_molPerM3Pa.value * 1e5).toBeCloseTo(0.78, 10);
  expect(vapourPressure_Pa(water, 358.15) / 1e5).toBeCloseTo(0.578, 2);
  expect(vapourPressure_Pa(water, 373.15) / 101_325).toBeCloseTo(1, 2);
  const dry = vapourPressure_Pa(water, 358.15) + 1e5;
  expect(saturation_mM(water, 358.15, dry)).toBeCloseTo(0.59, 2);
});

describe('bad input is one line with its place', () => {
  const run = (change: Partial<ReactionSettings>) => () => simulateReaction({ ...DEFAULT_REACTION, ...change });
  test.each([
    [{ pressure_Pa: -1 }, /^is -1; expected above 0 \(at pressure_Pa\)$/],
    [{ pressure_Pa: 3e4 }, /is all vapour of water, which leaves no hydrogen.*\(at pressure_Pa\)$/],
    [{ kLa_perS: 0 }, /no H2 is dissolved: there is no hydrogen \(at kLa_perS\)$/],
    [{ temperature_K: 263 }, /^is 263 K; water freezes at 273.15 K \(at temperature_K\)$/],
    [
      { initial_mM: { acetylenedicarboxylate: 100, 'Ru precatalist': 6 } },
      /did you mean 'Ru precatalyst'\?.*initial_mM/,
    ],
    [{ initial_mM: { 'Ru precatalyst': 6 } }, /nothing to hydrogenate \(at initial_mM.acetylenedicarboxylate\)$/],
    [{ paraFraction: 95 }, /^is 95; expected a number from 0 to 1 \(at paraFraction\)$/],
    [{ wait_s: NaN }, /\(at wait_s\)$/],
  ] as [Partial<ReactionSettings>, RegExp][])('%j', (change, message) => {
    expect(run(change)).toThrow(message);
    try {
      run(change)();
    } catch (error) {
      expect((error as Error).message).not.toContain('\n');
    }
  });
  test('in the reactions themselves', () => {
    const changed = (change: object, at = 1) => ({
      ...FUMARATE,
      reactions: FUMARATE.reactions.map((one, i) => (i === at ? { ...one, ...change } : one)),
    });
    const throws = (change: object, message: RegExp) => expect(run({ system: changed(change) })).toThrow(message);
    throws(
      { orders: { fumarat: 1 } },
      /no species 'fumarat'; did you mean 'fumarate'\? \(at reactions\[1\] trans addition, orders\)/,
    );
    throws({ orders: { acetylenedicarboxylate: 1, 'Ru catalyst': 1 } }, /H2 is consumed, so the rate must vanish/);
    throws({ orders: { acetylenedicarboxylate: 1.5, H2: 1 } }, /is 1.5; expected a whole number/);
    throws(
      { stoichiometry: { acetylenedicarboxylate: -1, fumarate: 1 }, orders: { acetylenedicarboxylate: 1 } },
      /H2 is not balanced: \+1/,
    );
    throws({ pairTo: 'maleate' }, /'maleate' is not made in this reaction/);
    throws({ k: { value: -1, source: '', status: 'assumed' } }, /k\)$/);
  });
});

test('Arrhenius: the rate grows by exp(-(E / R)(1/T - 1/T0))', () => {
  expect(arrhenius(60e3, 358.15, 358.15)).toBe(1);
  expect(Math.log(arrhenius(8.31446261815324e3, 400, 200))).toBeCloseTo(2.5, 12);
});
