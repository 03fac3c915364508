import { describe, expect, test } from 'vitest';
import { libraryMolecule } from '../../physics/spins/index.ts';
import { coilSamples, programOfCurrent, sentProgram, type Coil } from './coil.ts';
import { designProfile, polarizationsIn } from './design.ts';
import type { Sample } from './sample.ts';

const coil: Coil = { constant_TPerA: 1e-4, resistance_ohm: 10, inductance_H: 1e-3, sampleRate_Hz: 2000 };
const five = [0, 1, -1, 0, 0].map((k, i) => ({ weight: i === 0 ? 2 : 1, offset_T: 4e-9 * k, scale: [1, 1, 1, 1.01, 0.99][i]! })); // prettier-ignore
const sample: Sample = {
  system: libraryMolecule('fumarate, set B').system,
  paraFraction: 0.95,
  addition: { dephasedAt_T: 5e-5 },
  target: 'C1',
  relaxation: { model: 'randomFields', T1_s: { Ha: 8, Hb: 8, C1: 40 } },
  conditions: five,
};
const limits = { field_T: [0, 2e-6], slew_TPerS: 1e-4, bandwidth_Hz: 500 } as const;
const design = designProfile(sample, { points: 100, maxSteps: 60, gain: 5e-5, duration_s: 0.3, limits });
const mean = (values: Float64Array): number => values.reduce((sum, p, m) => sum + (five[m]!.weight * p) / 6, 0);

describe('samples of a coil', () => {
  test('are the command over the coil constant, with R I + L dI/dt', () => {
    const { time_s, current_A, voltage_V, step_A, heldBack } = coilSamples(design, coil);
    expect([time_s[0], time_s.at(-1), time_s.length, step_A, heldBack]).toEqual([0, 0.3, 601, 0, 0]);
    expect(current_A[0]! * 1e-4).toBeCloseTo(design.command_T[0]!, 18);
    expect(current_A.at(-1)! * 1e-4).toBeCloseTo(2e-6, 18);
    expect(voltage_V[7]).toBeCloseTo(10 * current_A[7]! + 1e-3 * (current_A[8]! - current_A[7]!) * 2000, 12);
  });
  test('of 12 bits with a slew limit, read back, keep the polarization within its spread over the conditions', () => {
    const real = { ...coil, dacBits: 12, fullScale_A: 0.05, slew_APerS: 1.1 };
    const samples = coilSamples(design, real);
    for (let i = 0; i < samples.current_A.length; i++) {
      const steps = samples.current_A[i]! / samples.step_A;
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-9);
      if (i > 0) expect(Math.abs(samples.current_A[i]! - samples.current_A[i - 1]!) * 2000).toBeLessThanOrEqual(1.1);
    }
    // Through text, as a file holds it.
    const rows = Array.from(samples.time_s, (time, i) => `${time},${samples.current_A[i]}`).map((row) => row.split(',').map(Number)); // prettier-ignore
    const back = programOfCurrent(rows.map(([time]) => time!), rows.map(([, current]) => current!), 1e-4, design); // prettier-ignore
    expect(back.command_T).toEqual(sentProgram(samples, real, design).command_T);
    const sent = mean(polarizationsIn(sample, back, five));
    const spread = Math.abs(design.polarization) - Math.min(...design.each.map(Math.abs));
    expect(spread).toBeGreaterThan(1e-3);
    expect(Math.abs(sent - design.polarization)).toBeLessThan(spread);
    expect(Math.abs(sent - design.polarization)).toBeLessThan(1e-3);
  });
  test('of few bits lose more, and say so by what they give', () => {
    const loss = (dacBits: number): number => {
      const coarse = { ...coil, dacBits, fullScale_A: 0.05 };
      return Math.abs(mean(polarizationsIn(sample, sentProgram(coilSamples(design, coarse), coarse, design), five)) - design.polarization); // prettier-ignore
    };
    expect(loss(5)).toBeGreaterThan(10 * loss(12));
    expect(loss(16)).toBeLessThan(1e-4);
  });
  test('what rounding leaves over goes to the next sample: a slow mean of the current stays exact, and full scale is kept', () => {
    const coarse = { ...coil, dacBits: 6, fullScale_A: 0.02 };
    const exact = coilSamples(design, coil).current_A,
      { current_A, step_A } = coilSamples(design, coarse);
    let sum = 0;
    current_A.forEach((current, i) => {
      sum += current - exact[i]!;
      expect(Math.abs(sum)).toBeLessThanOrEqual(0.5 * step_A * (1 + 1e-9));
      expect(Math.abs(current)).toBeLessThanOrEqual(0.02);
    });
  });
  test('a driver that is slower than the profile holds samples back', () => {
    const slow = coilSamples(design, { ...coil, slew_APerS: 0.4 });
    expect(slow.heldBack).toBeGreaterThan(0);
    for (let i = 1; i < slow.current_A.length; i++)
      expect(Math.abs(slow.current_A[i]! - slow.current_A[i - 1]!)).toBeLessThanOrEqual(0.4 / 2000 + 1e-15);
  });
  test('uneven samples are put on an even grid', () => {
    const { command_T, duration_s } = programOfCurrent([1, 1.1, 1.3, 1.4], [0, 1, 3, 4], 2);
    expect(duration_s).toBeCloseTo(0.4, 12);
    command_T.forEach((field, i) => expect(field).toBeCloseTo((8 * i) / (command_T.length - 1), 9));
  });
  const wrong: readonly (readonly [string, Partial<Coil>, RegExp])[] = [
    ['a current above the limit', { largestCurrent_A: 0.01 }, /is 0\.01; the profile needs 0\.0200 A \(at coil\.largestCurrent_A\)/], // prettier-ignore
    ['a current above full scale', { dacBits: 12, fullScale_A: 0.015 }, /is 0\.015; the profile needs.*coil\.fullScale_A/], // prettier-ignore
    ['a voltage above the limit', { largestVoltage_V: 0.1 }, /coil\.largestVoltage_V/],
    ['bits without full scale', { dacBits: 12 }, /give both or none/],
    ['no constant', { constant_TPerA: 0 }, /coil\.constant_TPerA/],
    ['too few samples', { sampleRate_Hz: 2 }, /coil\.sampleRate_Hz/],
    ['steps larger than the slew', { dacBits: 4, fullScale_A: 0.05, slew_APerS: 0.1 }, /coil\.slew_APerS/],
  ];
  test.each(wrong)('%s is told in one line', (_name, part, says) => {
    expect(() => coilSamples(design, { ...coil, ...part })).toThrow(says);
  });
  test('a current that is no course is refused with its row', () => {
    expect(() => programOfCurrent([0, 1, 1], [0, 1, 2], 1)).toThrow(/row 3/);
    expect(() => programOfCurrent([0, 1], [0, 1], 1)).toThrow(/three or more/);
  });
});
