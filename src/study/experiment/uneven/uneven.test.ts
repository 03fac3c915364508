// A small experiment in the field of the animal, and with loops around it.
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../../test/memory-files.ts';
import { columnOf } from '../../../records/index.ts';
import { runAnimal, type AnimalOutcome } from '../animal.ts';
import { readExperiment } from '../road.ts';

const read = (scanner: string) =>
  readExperiment('small.yaml', memoryFiles({ 'small.yaml': `
seed: 5
grid: { matrix: [12, 12, 5], voxel_mm: [3, 3, 5], finer: 1 }
scanner: { nFrames: 6, start_s: 10${scanner} }
` })); // prettier-ignore
const dose = { volume_mL: 0.25, concentration_mM: 66, polarization: 0.5, polarizationSd: 0 };
const animal = (scanner: string): AnimalOutcome => runAnimal({ name: 'injured', settings: read(scanner), dose });
const liverOf = ({ liver }: AnimalOutcome, values: Float64Array): number[] => [...values].filter((_, v) => liver.data[v]! > 0.5); // prettier-ignore
const [even, linear, second, loops] = ['', ', field: { shim: linear }', ', field: {}', ', coils: 4'].map(animal) as [AnimalOutcome, AnimalOutcome, AnimalOutcome, AnimalOutcome]; // prettier-ignore

describe('an animal in its own field', () => {
  it('has none where none is asked for', () => {
    expect(even.field).toBeUndefined();
    expect(read('').scanner).not.toHaveProperty('coils');
  });

  it('is spread over tenths of a ppm in its liver, less with shims, the less the higher their order', () => {
    const ppm = linear.field!.before_Hz / 16.06;
    expect(ppm).toBeGreaterThan(0.1);
    expect(ppm).toBeLessThan(1);
    expect(second.field!.before_Hz).toBe(linear.field!.before_Hz);
    expect(linear.field!.after_Hz).toBeLessThan(linear.field!.before_Hz);
    expect(second.field!.after_Hz).toBeLessThan(linear.field!.after_Hz);
  });

  it('goes with the field of the magnet', () => {
    const { before_Hz, after_Hz } = animal(', b0_T: 3, field: { shim: linear }').field!;
    expect(before_Hz / linear.field!.before_Hz).toBeCloseTo(2, 9);
    expect(after_Hz / linear.field!.after_Hz).toBeCloseTo(2, 9);
  });

  it('has a field wherever there is animal, and 0 on voxels of images where there is none', () => {
    const { after, onImages_Hz } = second.field!;
    expect(liverOf(second, after.data).every(Number.isFinite)).toBe(true);
    expect(onImages_Hz.every(Number.isFinite)).toBe(true);
    // a corner of the field of view
    expect([after.data[0], onImages_Hz[0]]).toEqual([NaN, 0]);
  });

  it('does not move the ratio by more than its error where the reconstruction knows the field', () => {
    const error = columnOf(even.whole.quantified, 'ratio_malate_se').values[0]!;
    const mean = ({ trueRatio }: AnimalOutcome): number => trueRatio.reduce((a, b) => a + b, 0) / trueRatio.length;
    expect(Math.abs(mean(second) - mean(even))).toBeLessThan(error);
  });
});

it('loops hear the liver better than the volume coil, and bring the same ratio', () => {
  const [one, many] = [even, loops].map(({ trueRatio }) => trueRatio.reduce((a, b) => a + b, 0) / trueRatio.length);
  expect(many! / one!).toBeGreaterThan(0.9);
  expect(many! / one!).toBeLessThan(1.1);
  const stated = /hear ([\d.]+) times as well/.exec(loops.notes.join())![1]!;
  const heard = liverOf(loops, loops.heard!.data);
  expect(heard.every((gain) => gain > 0.9)).toBe(true);
  expect(Math.abs(heard.reduce((sum, gain) => sum + gain / heard.length, 0) - Number(stated))).toBeLessThan(0.1);
  expect(Number(stated)).toBeGreaterThan(1);
  expect(even.heard).toBeUndefined();
});

describe('settings', () => {
  it.each([
    ['coils: 0', 'scanner.coils: is 0; expected at least 2 (at small.yaml, line 4)'],
    ['coils: 100', 'scanner.coils: is 100; expected at most 16 (at small.yaml, line 4)'],
    ['coils: eight', "scanner.coils: is 'eight'; expected a number (at small.yaml, line 4)"],
    ['field: { shim: third }', "scanner.field.shim: is 'third'; expected frequency or linear or second-order"],
    ['field: { correct: 1 }', 'scanner.field.correct: is 1; expected true or false (at small.yaml, line 4)'],
    ['field: { radius_mm: -1 }', "unknown key 'radius_mm'"],
    ['field: {}, raw: false', 'scanner.field: images made directly have an even field and one coil'],
  ])('refuse %s in one line', (given, expected) => {
    const refusal = (): unknown => read(`, ${given}`);
    expect(refusal).toThrow(expected);
    expect(refusal).toThrow(/^[^\n]*\(at small\.yaml, line 4\)$/);
  });
});
