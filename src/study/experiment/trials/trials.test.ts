// Trials: label is linear in the dose, ends of ranges go the way they must, and draws reach into the polarizer.
import { describe, expect, it } from 'vitest';
import { Random } from '../../../base/index.ts';
import { memoryFiles } from '../../../../test/memory-files.ts';
import { drawDose, syringeOf } from '../dose.ts';
import { DEFAULT_EXPERIMENT, type ExperimentSettings } from '../settings.ts';
import { changesOf, hangsOn, inputsOf } from './inputs.ts';
import { runTrials, type Change } from './trials.ts';

const SMALL: ExperimentSettings = {
  ...DEFAULT_EXPERIMENT,
  grid: { ...DEFAULT_EXPERIMENT.grid, matrix: [10, 8, 4], voxel_mm: [3, 3, 5] },
  trials: { voxel_mm: 4, draws: 12, inputs: ['polarization', 'fumaraseOpen_perS'] },
};
const syringe = syringeOf(SMALL, memoryFiles({}), { step: () => undefined });
const { dose } = syringe;
const trials = (changes: readonly Change[], settings = SMALL) => runTrials({ settings, noiseSd_mM: 0.002, changes });

it('animals that differ by the dose only are scanned once: the same as each on its own', () => {
  const other = { ...dose, polarization: 0.03, volume_mL: 0.2, concentration_mM: 80 };
  const [, together] = trials([
    { values: {}, dose },
    { values: {}, dose: other },
  ]);
  const [alone] = trials([{ values: {}, dose: other }]);
  expect(Math.abs(together!.found / alone!.found - 1)).toBeLessThan(1e-12);
  expect(Math.abs(together!.ratio / alone!.ratio - 1)).toBeLessThan(1e-12);
});
it('with saturable kinetics the ratio hangs on the concentration, not on the polarization', () => {
  const settings: ExperimentSettings = { ...SMALL, kinetics: 'saturable' };
  const [as, denser, duller] = trials(
    [
      { values: {}, dose },
      { values: {}, dose: { ...dose, concentration_mM: 2 * dose.concentration_mM } },
      { values: {}, dose: { ...dose, polarization: dose.polarization / 2 } },
    ],
    settings,
  );
  expect(denser!.ratio).toBeLessThan(0.99 * as!.ratio);
  expect(Math.abs(duller!.ratio / as!.ratio - 1)).toBeLessThan(1e-12);
});

describe('the way to the syringe', () => {
  const inputs = inputsOf(SMALL, syringe);
  const hangs = hangsOn(inputs, trials(changesOf(SMALL, syringe, inputs)));
  const of = (name: string) => hangs.ranked.find((one) => one.name === name)!;

  it('is tried number by number: order, transfer, the gas', () => {
    const places = inputs.filter(({ where }) => where === 'polarizer').map(({ name }) => name);
    expect(places).toEqual(expect.arrayContaining(['hydrogen.conversion', 'transfer.quality', 'molecule.t1_s']));
    for (const place of ['hydrogen.conversion', 'transfer.quality', 'molecule.orderLifetime_s'])
      expect(of(place).atHigh.found).toBeGreaterThan(of(place).atLow.found);
    expect(of('legs.transport.duration_s').atHigh.volume_mm3).toBeLessThan(
      of('legs.transport.duration_s').atLow.volume_mm3,
    );
    const swings = hangs.ranked.map(({ atLow, atHigh }) => Math.abs(atHigh.found - atLow.found));
    expect(swings).toEqual([...swings].sort((a, b) => b - a));
  });
  it('is drawn with the spread of the polarizer, and within the bolus that the animal may get', () => {
    const random = new Random(3);
    const drawn = Array.from({ length: 2000 }, () => drawDose(syringe, random));
    const mean = drawn.reduce((sum, { polarization }) => sum + polarization, 0) / drawn.length;
    const sd = Math.sqrt(drawn.reduce((sum, { polarization }) => sum + (polarization - mean) ** 2, 0) / drawn.length);
    const { spread } = syringe.polarizer!.uncertainty!;
    // Standard errors of 2000 draws: 0.0007 of the mean, 2% of the spread.
    expect(Math.abs(mean - spread.polarization.mean)).toBeLessThan(0.0025);
    expect(Math.abs(sd / spread.polarization.sd - 1)).toBeLessThan(0.08);
    expect(Math.max(...drawn.map(({ volume_mL }) => volume_mL))).toBeLessThanOrEqual(0.25 + 1e-12);
  });
  it('reaches the finding: share, volume and ratio differ from draw to draw, the same for the same seed', () => {
    for (const what of ['found', 'volume_mm3', 'ratio'] as const)
      expect(new Set(hangs.draws.map((one) => one[what])).size).toBe(12);
    expect(changesOf(SMALL, syringe, inputs)).toEqual(changesOf(SMALL, syringe, inputs));
  });
});
