import { describe, expect, test } from 'vitest';
import { libraryMolecule, readSpins } from '../../physics/spins/index.ts';
import { polarizationBounds, spaceForBounds } from '../bounds.ts';
import { simulateTransfer, startFrom } from '../simulate.ts';
import { fieldTable } from './command.ts';
import { DEFAULT_DESIGN, designProfile, polarizationsIn, type DesignSettings } from './design.ts';
import type { Sample } from './sample.ts';
import { bestDesign, comparedDurations, designDurations } from './scan.ts';

const relaxation = { model: 'randomFields', T1_s: { Ha: 8, Hb: 8, C1: 40 } } as const;
const sampleOf = (name: string): Sample => ({
  system: libraryMolecule(name).system,
  paraFraction: 0.95,
  addition: { dephasedAt_T: 5e-5 },
  target: 'C1',
});
const setB = sampleOf('fumarate, set B');
const five = [-2, -1, 0, 1, 2].map((k) => ({ weight: 1, offset_T: 3e-9 * k, scale: 1 + 0.005 * k }));
const quick = { points: 60, maxSteps: 40, gain: 1e-4, limits: { field_T: [0, 2e-6] } } as const;

describe('a design', () => {
  test.each(['fumarate, set A', 'fumarate, set B'])('is never worse than constant adiabaticity: %s', (name) => {
    for (const one of [sampleOf(name), { ...sampleOf(name), relaxation, conditions: five }]) {
      for (const duration_s of [0.1, 0.8]) {
        const design = designProfile(one, { ...quick, duration_s });
        expect(Math.abs(design.polarization)).toBeGreaterThanOrEqual(Math.abs(design.compared.constantAdiabaticity));
        expect(Math.abs(design.polarization)).toBeGreaterThanOrEqual(Math.abs(design.compared.linear));
      }
    }
  });
  test('takes the sign of the strongest start: here a straight ramp polarizes, and constant adiabaticity gives next to nothing of the other sign', () => {
    const one: Sample = {
      ...setB,
      system: {
        name: 'a pair that couples far apart',
        spins: [
          { label: 'A', isotope: '1H' },
          { label: 'B', isotope: '1H' },
          { label: 'C', isotope: '13C' },
        ],
        couplings_Hz: { 'A-B': 16, 'A-C': 4.87, 'B-C': -2.63 },
        para: ['A', 'B'],
      },
      target: 'C',
      addition: { window_s: 0.3, field_T: 3e-6 },
    };
    const { polarization, compared } = designProfile(one, {
      ...quick,
      limits: { field_T: [0, 1.38e-6] },
      duration_s: 0.066,
    });
    expect(compared.constantAdiabaticity * compared.linear).toBeLessThan(0);
    expect(Math.abs(polarization)).toBeGreaterThan(Math.abs(compared.linear));
    expect(Math.sign(polarization)).toBe(Math.sign(compared.linear));
  });
  test('climbs without a step down, says how it ended, and gives the same again', () => {
    const settings = { ...quick, duration_s: 0.3 };
    const one = { ...setB, relaxation, conditions: five };
    const design = designProfile(one, settings);
    design.history.forEach(
      (value, i) => i > 0 && expect(Math.abs(value)).toBeGreaterThanOrEqual(Math.abs(design.history[i - 1]!)),
    );
    expect(['converged', 'step-limit', 'stalled']).toContain(design.end);
    expect(design.reachedError).toBeLessThan(1e-5);
    expect(designProfile(one, settings).command_T).toEqual(design.command_T);
  });
  test('without relaxation reaches what fields along z can do at all', () => {
    const space = spaceForBounds(readSpins(setB.system));
    const { alongZ } = polarizationBounds(space, startFrom(space, setB.addition), 2);
    const ceiling = ((4 * 0.95 - 1) / 3) * Math.max(alongZ.highest, -alongZ.lowest);
    const design = designProfile(setB, { ...DEFAULT_DESIGN, duration_s: 0.5, limits: quick.limits });
    expect(Math.abs(design.polarization)).toBeLessThan(ceiling);
    expect(Math.abs(design.polarization)).toBeGreaterThan(ceiling - 2e-4);
  });
  test.each(['straight', 'held'] as const)(
    'shows the polarization that simulateTransfer gives for its fields, %s',
    (between) => {
      const limits = { ...quick.limits, slew_TPerS: 5e-5, bandwidth_Hz: 100, between };
      const design = designProfile({ ...setB, relaxation }, { ...quick, limits, duration_s: 0.3 });
      const { time_s, field_T } = fieldTable(design.profile, design, 6001);
      const { polarization } = simulateTransfer(setB.system, {
        paraFraction: 0.95,
        addition: setB.addition,
        relaxation,
        profile: { kind: 'table', time_s: Array.from(time_s), field_T: Array.from(field_T) },
        tolerance: 1e-8,
      });
      expect(design.polarization).toBeCloseTo(polarization['C1']!, 6);
    },
  );
  test('is best at the conditions it was made for: averaging over offsets costs at none and gains far out', () => {
    const wide = [-1, 0, 1].map((k) => ({ weight: 1, offset_T: 3e-8 * k }));
    const settings = { ...quick, maxSteps: 80, duration_s: 0.6 };
    const exact = designProfile({ ...setB, relaxation }, settings);
    const robust = designProfile({ ...setB, relaxation, conditions: wide }, settings);
    const [left, middle, right] = polarizationsIn({ ...setB, relaxation }, exact, wide).map(Math.abs);
    expect(Math.abs(robust.polarization)).toBeGreaterThan((left! + middle! + right!) / 3 + 0.01);
    expect(middle).toBeGreaterThan(Math.abs(robust.each[1]!));
  });
});

describe('limits', () => {
  const cases: readonly (readonly [string, DesignSettings['limits']])[] = [
    ['of the range', { field_T: [2e-7, 1.2e-6] }],
    ['of slew', { field_T: [0, 2e-6], slew_TPerS: 1.5e-5 }],
    ['of slew with fixed ends', { field_T: [-5e-7, 2e-6], slew_TPerS: 2e-5, start_T: 1e-7, end_T: 1.5e-6 }],
    ['of slew and bandwidth', { field_T: [0, 2e-6], slew_TPerS: 5e-5, bandwidth_Hz: 30 }],
  ];
  test.each(cases)('%s hold exactly', (_name, limits) => {
    const { command_T, duration_s } = designProfile({ ...setB, relaxation }, { ...quick, limits, duration_s: 0.25 });
    const [low, high] = limits.field_T;
    const step_s = duration_s / (command_T.length - 1);
    command_T.forEach((field, i) => {
      expect(field).toBeGreaterThanOrEqual(low);
      expect(field).toBeLessThanOrEqual(high);
      if (i > 0)
        expect(Math.abs(field - command_T[i - 1]!) / step_s).toBeLessThanOrEqual(limits.slew_TPerS ?? Infinity);
    });
    if (limits.start_T !== undefined) expect(command_T[0]).toBeCloseTo(limits.start_T, 20);
    expect(command_T.at(-1)).toBeCloseTo(limits.end_T ?? high, 20);
  });
  test('of the driver: a field for each update, held or not, in a whole number of updates; few updates cost little', () => {
    const one = { ...setB, relaxation };
    const free = designProfile(one, { ...quick, duration_s: 0.251 });
    for (const between of ['straight', 'held'] as const) {
      const limits = { ...quick.limits, updateRate_Hz: 200, between };
      const design = designProfile(one, { ...quick, limits, duration_s: 0.251 });
      expect(design.duration_s).toBe(0.25);
      expect(design.command_T).toHaveLength(51);
      expect(Math.abs(design.polarization)).toBeGreaterThan(Math.abs(free.polarization) - 1e-3);
    }
    const at = (updateRate_Hz: number) => () => designProfile(one, { ...quick, limits: { ...quick.limits, updateRate_Hz }, duration_s: 0.25 }); // prettier-ignore
    expect(at(4)).toThrow(/is 4: 1 updates in 0\.25 s.*limits\.updateRate_Hz/);
    expect(at(1e5)).toThrow(/is 100000: 25000 updates in 0\.25 s; a design has at most 2000 fields/);
  });
  const wrong: readonly (readonly [string, Partial<DesignSettings>, RegExp])[] = [
    ['negative duration', { duration_s: -1 }, /is -1; expected seconds above 0 \(at limits\.duration_s\)/],
    ['slew that is too small', { limits: { field_T: [0, 2e-6], start_T: 0, slew_TPerS: 1e-6 } }, /is 0\.000001: from 0 to 0\.000002 T in 0\.3 s needs 0\.00000667 T\/s.*limits\.slew_TPerS/], // prettier-ignore
    ['range upside down', { limits: { field_T: [2e-6, 0] } }, /lowest and the highest/],
    ['range in uT', { limits: { field_T: [0, 2] } }, /Was it given in uT/],
    ['slew of zero', { limits: { field_T: [0, 2e-6], slew_TPerS: 0 } }, /limits\.slew_TPerS/],
    ['bandwidth of zero', { limits: { field_T: [0, 2e-6], bandwidth_Hz: 0 } }, /limits\.bandwidth_Hz/],
    ['end out of range', { limits: { field_T: [0, 2e-6], end_T: 3e-6 } }, /limits\.end_T/],
    ['two points', { points: 2 }, /points/],
  ];
  test.each(wrong)('%s is told in one line', (_name, part, says) => {
    expect(() => designProfile(setB, { ...quick, duration_s: 0.3, ...part })).toThrow(says);
  });
  test('a target that is not there and weights of nothing are told', () => {
    expect(() => designProfile({ ...setB, target: 'C9' }, { ...quick, duration_s: 0.3 })).toThrow(/labelled "C9"/);
    expect(() => designProfile({ ...setB, conditions: [{ weight: 0 }] }, { ...quick, duration_s: 0.3 })).toThrow(/weights/); // prettier-ignore
  });
});

test('with relaxation the best design beats the best of 20 durations of constant adiabaticity by more than 2%', () => {
  const one = { ...setB, relaxation };
  const durations = Array.from({ length: 20 }, (_, i) => 0.15 * Math.exp((i / 19) * Math.log(20)));
  const { constantAdiabaticity } = comparedDurations(one, quick.limits, durations);
  const constant = Math.max(...constantAdiabaticity.map(Math.abs));
  const designs = designDurations(one, [0.2, 0.25, 0.3, 0.4], { ...DEFAULT_DESIGN, points: 100, limits: quick.limits });
  const best = bestDesign(designs);
  expect(constant).toBeGreaterThan(0.84);
  expect(Math.abs(best.polarization) / constant).toBeGreaterThan(1.05);
  expect(best.duration_s).toBe(0.25);
});
