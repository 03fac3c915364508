// The default roads of all molecules that the library of reactions makes.
import { describe, expect, test } from 'vitest';
import { read } from '../../../../test/dose-roads.ts';
import { solutionOf } from '../../../dose/index.ts';
import { REACTORS } from '../../../reaction/index.ts';
import { legRows } from './drawn-road.ts';
import { gasOf, makeBatch } from './reactor.ts';
import { withDefaults } from './settings/defaults.ts';
import { faultsOf } from './settings/settings.ts';

const SYSTEMS = REACTORS.map(({ system }) => system.name);
const ESTER = 'ethyl pyruvate from vinyl pyruvate';
const certain = (system: string): ReturnType<typeof read> =>
  read(`reaction: { system: ${system} }\nmonteCarlo: { draws: 64 }\nuncertain: {}\n`);

describe('every reaction of the library', () => {
  test.each(SYSTEMS)('has legs whose numbers can be what their ranges say: %s', (system) => {
    const settings = withDefaults({ reaction: { system } });
    expect(faultsOf(settings)).toEqual([]);
    for (const [place, { status, source }] of Object.entries(settings.uncertain)) {
      expect(status, place).toBeTruthy();
      expect(source, place).toBeTruthy();
    }
  });
  test.each(SYSTEMS.filter((name) => !/^(allyl|propyl)/.test(name)))(
    'reaches the syringe, within the limits of an injection: %s',
    (system) => {
      const study = certain(system);
      expect(study.dose.polarization).toBeGreaterThan(0.01);
      expect(study.dose.polarization).toBeLessThan(0.3);
      expect(study.limits.filter(({ held }) => !held)).toEqual([]);
    },
    60_000,
  );
  test.each(SYSTEMS)('is as salty as blood or a little more in the syringe: %s', (system) => {
    const settings = withDefaults({ reaction: { system } });
    const { osmoticCoefficient, pKa } = settings.molecule;
    const { rows } = legRows(settings, makeBatch(settings, gasOf(settings)).batch, 0.1);
    const solution = solutionOf(rows.at(-1)!.contents, { osmoticCoefficient, acid: { pKa, charge: 0 } })!;
    expect(solution.osmolality_mOsmPerKg).toBeGreaterThan(280);
    expect(solution.osmolality_mOsmPerKg).toBeLessThan(330);
  });
});

describe('a side arm', () => {
  const study = certain(ESTER);
  test('is cleaved: pyruvate is injected, with its own T1', () => {
    expect(study.dose.molecule).toBe('pyruvate');
    expect(study.dose.t1_s).toBe(50);
    const lifetime = (name: string): number | undefined =>
      study.stages.find((stage) => stage.name === name)!.lifetime_s;
    expect(lifetime('cleavage')).toBe(40);
    expect(lifetime('transport')).toBe(50);
    const { polarizationFactor } = study.stages.find(({ name }) => name === 'transport')!;
    expect(Math.abs(polarizationFactor - Math.exp(-15 / 50))).toBeLessThan(1e-14);
  });
  test('loses amount as the yields say', () => {
    const after = (name: string): number => study.stages.find((stage) => stage.name === name)!.amountFactor;
    expect(after('cleavage')).toBeCloseTo(0.9, 14);
    expect(after('extraction')).toBeCloseTo(0.9, 14);
  });
  test('is cleaved once, and not before the transfer', () => {
    const cleavage =
      '{ leg: cleavage, duration_s: 5, field_T: 0, temperature_K: 300, yield: 1, addedVolume_mL: 1, baseEquivalents: 1, product: pyruvate, t1_s: 50 }';
    const transfer = '{ leg: transfer, temperature_K: 300 }';
    const file = (...legs: string[]): string => `reaction: { system: ${ESTER} }\nlegs: [${legs.join(', ')}]\n`;
    expect(() => read(file(cleavage, transfer))).toThrow(/legs\[0\].*put it after transfer/);
    expect(() => read(file(transfer, cleavage, cleavage.replace('{', '{ name: again,')))).toThrow(/cleaved twice/);
  });
});
