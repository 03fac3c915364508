// One animal through its scan: finer tissue converges, magnitudes are treated as such, a filter's shared noise reaches the errors of means.
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/memory-files.ts';
import { columnOf } from '../../records/index.ts';
import { runAnimal, type AnimalOutcome } from './animal.ts';
import { findingsOf } from './findings.ts';
import { sharedNoise } from './measure.ts';
import { readExperiment } from './road.ts';
import type { AnimalName, ExperimentSettings } from './settings.ts';

const dose = { volume_mL: 0.25, concentration_mM: 66, polarization: 0.3, polarizationSd: 0 };
const read = (text: string): ExperimentSettings => readExperiment('a.yaml', memoryFiles({ 'a.yaml': text }));
const run = (settings: ExperimentSettings, name: AnimalName = 'injured'): AnimalOutcome =>
  runAnimal({ name, settings, dose });
const settingsOf = (images: string, filter: string): ExperimentSettings =>
  read(`
grid: { matrix: [12, 12, 5], voxel_mm: [3, 3, 5], finer: 1 }
scanner: { nFrames: 10, images: ${images}, filter: ${filter} }
`);
const rms = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.sqrt(Array.from(a).reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

it('the ratio in the voxels converges as the tissue is cut finer, with about the square of the cut', () => {
  const settings = read(`
grid: { matrix: [8, 8, 3], voxel_mm: [3, 3, 5], centre_mm: [0, 0, 1] }
scanner: { nFrames: 8, repetition_s: 6 }
`);
  // 8 is finer than a settings file may ask for: the reference.
  const [one, two, four, reference] = [1, 2, 4, 8].map((finer) =>
    run({ ...settings, grid: { ...settings.grid, finer } }),
  );
  const off = (animal: AnimalOutcome): number => rms(animal.trueRatio, reference!.trueRatio);
  const dead = (animal: AnimalOutcome): Float64Array =>
    animal.severity.data.filter((_, v) => animal.liver.data[v]! > 0.5);
  expect([...four!.voxels]).toEqual([...reference!.voxels]);
  // Against a reference of 8, second order gives 4.2 and 5.
  expect(off(one!) / off(two!)).toBeGreaterThan(2.5);
  expect(off(two!) / off(four!)).toBeGreaterThan(4);
  expect(off(four!)).toBeLessThan(0.01 * mean(reference!.trueRatio));
  expect(rms(dead(four!), dead(reference!))).toBeLessThan(1e-3);
});

describe('magnitudes', () => {
  const settings = settingsOf('magnitude', 'none');
  const [injured, healthy, reference] = (['injured', 'healthy', 'reference'] as const).map((name) =>
    run(settings, name),
  );
  it('have a floor that the rates do not show, and means over the liver are free of', () => {
    const phased = run(settingsOf('complex', 'none'), 'healthy');
    const floor = mean(columnOf(healthy!.quantified, 'ratio_malate').values);
    const plain = columnOf(phased.quantified, 'ratio_malate').values;
    expect(floor).toBeGreaterThan(5 * Math.abs(mean(plain)));
    expect(Math.abs(mean(plain))).toBeLessThan(
      (3 * rms(plain, new Float64Array(plain.length))) / Math.sqrt(plain.length),
    );
    const [ratio, error] = ['', '_se'].map(
      (end) => columnOf(healthy!.whole.quantified, `ratio_malate${end}`).values[0]!,
    );
    expect(Math.abs(ratio!)).toBeLessThan(3 * error!);
    expect(ratio!).toBeLessThan(floor / 2);
    expect(healthy!.noiseSd_mM[0]! / healthy!.trueNoiseSd_mM).toBeCloseTo(1, 1);
  });
  it('are judged against the healthy level with its floor, so that no healthy voxel is called injured by it', () => {
    const { injured: sick, healthy: well } = findingsOf(settings, [injured!, healthy!, reference!]);
    const n = well.animal.voxels.length;
    expect(well.finding.injured.nVoxels).toBeLessThan(0.05 * n + 3.1 * Math.sqrt(0.05 * 0.95 * n));
    expect(sick.quality.sensitivity.value).toBeGreaterThan(0.5);
  });
});

it('a Hamming filter widens the errors of means by what its point spread says, as many seeds show', () => {
  const settings = settingsOf('complex', 'hamming');
  const animals = Array.from({ length: 8 }, (_, seed) => run({ ...settings, seed: seed + 1 }, 'healthy'));
  const shared = sharedNoise(settings, animals[0]!.voxels);
  expect(shared).toBeGreaterThan(1.5);
  expect(sharedNoise(settings, animals[0]!.voxels.subarray(0, 1))).toBeCloseTo(1, 12);
  // Healthy liver makes no malate: what its mean shows over its error is standard normal.
  const pulls = animals.flatMap(({ whole }) => {
    const malate = whole.courses.signal.data.subarray(settings.scanner.nFrames);
    return Array.from(malate, (value) => value / whole.sd[1]!);
  });
  // 80 values: the root of their mean square is 1 within 0.08 (one standard error).
  expect(Math.abs(rms(pulls, new Float64Array(pulls.length)) - 1)).toBeLessThan(0.2);
});
