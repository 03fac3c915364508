// The whole road on a tiny grid: what goes in is accounted for, healthy liver stays healthy, truth is found, and the same seed gives the same digits.
import { beforeAll, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/memory-files.ts';
import { shareOf } from '../../picture/index.ts';
import { experimentOutput } from './output/output.ts';
import { experimentResultSchema } from './output/result-schema.ts';
import { experimentRoad, readExperiment } from './road.ts';
import type { ExperimentStudy } from './study.ts';

const SMALL = `
seed: 5
dose: { volume_mL: 0.25, concentration_mM: 100, polarization: 0.4, polarizationSd: 0.05 }
grid: { matrix: [12, 12, 5], voxel_mm: [3, 3, 5], finer: 1 }
scanner: { nFrames: 10, start_s: 10 }
inverseCheck: false
trials: { draws: 6, voxel_mm: 4, inputs: [fumaraseOpen_perS, polarization] }
`;
const read = (text: string) => readExperiment('small.yaml', memoryFiles({ 'small.yaml': text }));
const CONTEXT = { versions: {}, command: 'fumarole experiment', created: '', inputs: [] };

let study: ExperimentStudy;
beforeAll(async () => {
  study = await experimentRoad(read(SMALL), memoryFiles({}));
});

it('accounts for all label with pulses', () => {
  for (const { animal } of [study.injured, study.healthy]) {
    const { injected_nmol, present_nmol, relaxed_nmol, excited_nmol, lost_nmol } = animal.budget;
    const sum = present_nmol + relaxed_nmol + excited_nmol + lost_nmol;
    expect(Math.abs(sum / injected_nmol - 1)).toBeLessThan(1e-10);
    expect(excited_nmol / injected_nmol).toBeGreaterThan(0.01);
  }
});
it('finds the injury, and in the healthy animal no more than chance', () => {
  const { injured, healthy, roc } = study;
  expect(roc!.auc).toBeGreaterThan(0.95);
  expect(injured.quality.sensitivity.value).toBeGreaterThan(0.7);
  // 5% of the voxels are allowed above the threshold; 99.9% of the chance lies below this count.
  const n = healthy.animal.voxels.length;
  expect(healthy.finding.injured.nVoxels).toBeLessThan(0.05 * n + 3.1 * Math.sqrt(0.05 * 0.95 * n));
  // malate's pulse lets through less than 1e-3 of fumarate, and turns three times as far
  expect(healthy.animal.trueRatio.every((ratio) => Math.abs(ratio) < 3e-3)).toBe(true);
});
it('measures without bias where the fit has the simulated ratio, and knows its noise', () => {
  const { animal, measured, quality } = study.injured;
  const z = quality.bySeverity.filter(({ nVoxels }) => nVoxels > 4).map(({ bias, biasError }) => bias / biasError);
  expect(z.length).toBeGreaterThan(0);
  for (const one of z) expect(Math.abs(one)).toBeLessThan(4);
  expect(animal.noiseSd_mM[0]! / animal.trueNoiseSd_mM).toBeCloseTo(1, 1);
  const pulls = animal.trueRatio.map((truth, row) => (measured.values[row]! - truth) / measured.errors[row]!);
  const spread = Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length);
  expect(spread).toBeGreaterThan(0.75);
  expect(spread).toBeLessThan(1.3);
});
it('foresees the share found, and ranks what it hangs on', () => {
  const { hangs } = study;
  expect(hangs.asSet.found).toBeGreaterThan(0.7);
  const first = hangs.ranked[0]!;
  expect(first.atLow.found).not.toBe(first.atHigh.found);
  const polarization = hangs.ranked.find(({ name }) => name === 'polarization')!;
  expect(polarization.atHigh.found).toBeGreaterThan(polarization.atLow.found);
  expect(hangs.draws).toHaveLength(6);
});
it('gives the same digits for the same seed, and others for another', async () => {
  const ratios = (one: ExperimentStudy): number[] => Array.from(one.injured.measured.values);
  expect(ratios(await experimentRoad(read(SMALL), memoryFiles({})))).toEqual(ratios(study));
  expect(ratios(await experimentRoad(read(SMALL.replace('seed: 5', 'seed: 6')), memoryFiles({})))).not.toEqual(
    ratios(study),
  );
});
it('says what a Hamming filter would find: the digits of the same experiment with that filter', async () => {
  const odd = SMALL.replace('[12, 12, 5]', '[13, 13, 5]').replace('start_s: 10', 'start_s: 10, readout: instant');
  const { smoothed } = await experimentRoad(read(odd), memoryFiles({}));
  const filtered = await experimentRoad(
    read(odd.replace('start_s: 10', 'start_s: 10, filter: hamming')),
    memoryFiles({}),
  );
  expect(filtered.smoothed).toBeUndefined();
  expect(smoothed!.sensitivity).toEqual(filtered.injured.quality.sensitivity);
  expect(smoothed!.specificity).toEqual(filtered.healthy.quality.specificity);
  // A point keeps its area; its peak is the mean weight of the filter.
  expect(smoothed!.pointWidth_voxels).toBeCloseTo(1 / 0.54, 12);
  const { sensitivity } = filtered.injured.quality;
  expect(sensitivity.interval[1] - sensitivity.interval[0]).toBeGreaterThan(
    shareOf(sensitivity.hits, sensitivity.of).interval[1] - shareOf(sensitivity.hits, sensitivity.of).interval[0],
  );
});
it('writes images, maps, truth, tables, figures and a report, and a result that its schema knows', () => {
  const { files, result } = experimentOutput(study, CONTEXT);
  expect(experimentResultSchema.parse(result)).toEqual(result);
  expect(result.files).toEqual([...files.keys()].sort());
  for (const path of [
    'injured/images/malate.nii.gz',
    'healthy/truth/severity.nii.gz',
    'injured/maps/ratio_malate.nii.gz',
    'healthy/voxels.csv',
    'livers.csv',
    'regions.csv',
    'figures/ratio.svg',
    'figures/roc.svg',
    'report.html',
  ])
    expect(files.has(path), path).toBe(true);
  expect(result.summary[0]).toMatch(/^The injury is seen/);
  expect(result.notes.join(' ')).toContain('ASSUMED');
  for (const text of [...files.values()].filter((content) => typeof content === 'string'))
    expect(text).not.toMatch(/undefined|\bNaN<|\[object/);
});
it('shows no injury where there is none', async () => {
  const none = await experimentRoad(read(`${SMALL}\ninjury: { necroticFraction: 0 }`), memoryFiles({}));
  expect(none.roc).toBeUndefined();
  const { result } = experimentOutput(none, CONTEXT);
  expect(result.summary[0]).toMatch(/^The injury is not seen/);
  expect(result.summary[1]).toMatch(/there is nothing to find; in the healthy animal/);
  expect(result.summary[2]).toMatch(/^Hardly any malate is made: /);
  for (const sentence of result.summary) expect(sentence).not.toContain('–');
});
