// What is uncertain: draws against exact variances and exact runs.
import { describe, expect, test } from 'vitest';
import { certain, NONE, read } from '../../../../test/dose-roads.ts';
import { endOfReaction } from '../../../reaction/index.ts';
import { makeFieldCycle } from './field-cycle.ts';
import { DEFAULT_DOSE } from './settings/defaults.ts';
import { doseOutput } from './output/output.ts';
import { numberAt } from './settings/places.ts';
import { reactionOf } from './reactor.ts';
import { DEFAULT_INPUT, doseRoad, type DoseStudy } from './road.ts';

const standard = doseRoad(DEFAULT_INPUT, NONE);

describe('draws', () => {
  test('are the same for the same seed, and all inputs are ranked', () => {
    const again = doseRoad(DEFAULT_INPUT, NONE);
    expect(again.uncertainty!.draws.polarization).toEqual(standard.uncertainty!.draws.polarization);
    expect(standard.uncertainty!.ranked.map(({ place }) => place).sort()).toEqual(
      Object.keys(DEFAULT_DOSE.uncertain).sort(),
    );
    expect(standard.uncertainty!.failed).toBe(0);
    const totals = standard.uncertainty!.ranked.map(({ polarization }) => polarization.total);
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  });
  test('of what the polarization is linear in have the exact spread, and an index of 1', () => {
    const study = certain({}, { 'transfer.quality': { uniform: [0.6, 1] } });
    const { spread, ranked } = study.uncertainty!;
    const perQuality = study.dose.polarization / DEFAULT_DOSE.transfer.quality;
    expect(Math.abs(spread.polarization.sd / ((perQuality * 0.4) / Math.sqrt(12)) - 1)).toBeLessThan(0.01); // 2048 stratified draws
    expect(Math.abs(spread.polarization.mean / (perQuality * 0.8) - 1)).toBeLessThan(1e-3);
    expect(ranked[0]!.polarization.total).toBeCloseTo(1, 1);
    expect(ranked[0]!.atHigh.polarization).toBeCloseTo(perQuality * 0.98, 12);
  });
  test('of a time have the spread of the exponential', () => {
    const study = certain({}, { 'legs.transport.duration_s': { uniform: [0, 28] } });
    const mean = (28 / 28) * (1 - Math.exp(-1)); // mean of exp(-t/28) over [0, 28]
    expect(
      Math.abs(study.uncertainty!.spread.polarization.mean / ((study.dose.polarization / Math.exp(-0.5)) * mean) - 1),
    ).toBeLessThan(1e-3);
  });
  test('of the para fraction alone move the polarization in proportion to (4x - 1)/3', () => {
    const [whole, half] = [certain({ hydrogen: { conversion: 1 } }), certain({ hydrogen: { conversion: 0.5 } })];
    const order = (study: DoseStudy): number => (4 * study.gas.stored - 1) / 3;
    expect(half.dose.polarization / whole.dose.polarization).toBeCloseTo(order(half) / order(whole), 10);
  });
  test('through the surfaces agree with exact runs within the error that is said', () => {
    const { surfaces } = standard.uncertainty!;
    const settings = JSON.parse(JSON.stringify(DEFAULT_DOSE)) as typeof DEFAULT_DOSE;
    const level = endOfReaction(reactionOf(settings, 1, 1e-8));
    const values = surfaces.reactor.inputs.map(({ place }, k) => {
      const number = numberAt(settings, place);
      const changed = number.value * (k % 2 === 0 ? 1.2 : 0.85);
      number.set(changed);
      return changed;
    });
    const exact = endOfReaction(reactionOf(settings, 1, 1e-8));
    const [product, kept] = surfaces.reactor.at(values);
    expect(
      Math.abs(product! / (exact.concentration_mM['fumarate']! / level.concentration_mM['fumarate']!) - 1),
    ).toBeLessThan(surfaces.reactor.error[0]!.largest);
    expect(Math.abs(kept! / (exact.order / level.order) - 1)).toBeLessThan(surfaces.reactor.error[1]!.largest);
    for (const { rms } of [...surfaces.reactor.error, ...surfaces.fieldCycle.error]) expect(rms).toBeLessThan(0.05);
  });
  test('end where an exact road at the same numbers ends', () => {
    for (const place of [
      'molecule.orderLifetime_s',
      'transfer.T1_s.1H',
      'reaction.kLa_perS',
      'legs.precipitation.yield',
    ]) {
      const one = standard.uncertainty!.ranked.find((input) => input.place === place)!;
      const settings = JSON.parse(JSON.stringify({ ...DEFAULT_DOSE, uncertain: {} })) as typeof DEFAULT_DOSE;
      numberAt(settings, place).set(one.low);
      const exact = doseRoad({ settings, where: undefined }, NONE).dose.polarization;
      // Surfaces are a few percent off at the ends of ranges; what goes around them is exact.
      expect(Math.abs(one.atLow.polarization / exact - 1)).toBeLessThan(place.startsWith('legs') ? 1e-12 : 0.05);
    }
  });
  test('follow the waves of a field cycle that lets coherences turn', () => {
    const file = 'reaction: { system: maleate from acetylenedicarboxylate }\nmonteCarlo: { draws: 64 }\n';
    const study = read(file);
    const { fieldCycle } = study.uncertainty!.surfaces;
    expect(fieldCycle.curved).toBe(true);
    expect(fieldCycle.error[0]!.rms).toBeLessThan(0.01);
    const cycle = makeFieldCycle(study.settings, study.named.system, study.made, NONE);
    const changed = JSON.parse(JSON.stringify(study.settings)) as typeof DEFAULT_DOSE;
    const level = cycle.roughly(changed);
    changed.transfer.profile.duration_s = 0.93;
    changed.transfer.T1_s['1H'] = 5;
    const [factor] = fieldCycle.at(fieldCycle.inputs.map(({ place }) => numberAt(changed, place).value));
    expect(Math.abs(factor! / (cycle.roughly(changed) / level) - 1)).toBeLessThan(0.01);
  });
  test('are not there where nothing is uncertain', () => {
    const study = certain({});
    expect(study.uncertainty).toBeUndefined();
    expect(study.dose.polarizationSd).toBe(0);
    expect(doseOutput(study, { versions: {}, command: '', created: '', inputs: [] }).result.uncertainty).toBeNull();
  });
});
