// The experiment through k-space: label is accounted for, what is written reads back to the same images, and maps agree with those of images made directly.
import { beforeAll, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/memory-files.ts';
import { readMrd } from '../../formats/index.ts';
import { reconstruct } from '../../reconstruct/index.ts';
import { experimentOutput } from './output/output.ts';
import { experimentRoad, readExperiment } from './road.ts';
import type { ExperimentStudy } from './study.ts';

const settings = (raw: boolean): string => `
seed: 5
dose: { volume_mL: 0.25, concentration_mM: 100, polarization: 0.4, polarizationSd: 0.05 }
grid: { matrix: [12, 12, 5], voxel_mm: [3, 3, 5], finer: 1 }
scanner: { raw: ${raw}, nFrames: 10, start_s: 10, bandwidth_Hz: 100000, T2Star_s: 0.5, echoTime_s: 0.007 }
inverseCheck: false
trials: { draws: 2, voxel_mm: 4, inputs: [polarization] }
`;
const run = (text: string): Promise<ExperimentStudy> =>
  experimentRoad(readExperiment('small.yaml', memoryFiles({ 'small.yaml': text })), memoryFiles({}));

let through: ExperimentStudy, direct: ExperimentStudy;
beforeAll(async () => {
  [through, direct] = [await run(settings(true)), await run(settings(false))];
});

it('accounts for all label with selective pulses', () => {
  const { injected_nmol, present_nmol, relaxed_nmol, excited_nmol, lost_nmol } = through.injured.animal.budget;
  expect(Math.abs((present_nmol + relaxed_nmol + excited_nmol + lost_nmol) / injected_nmol - 1)).toBeLessThan(1e-10);
});

it('agrees with images made directly: ratio of the liver and of its voxels, in both animals', () => {
  for (const name of ['injured', 'healthy'] as const) {
    const [raw, image] = [through[name].animal, direct[name].animal];
    expect(Array.from(raw.voxels)).toEqual(Array.from(image.voxels));
    // the lines of malate beat a little during the readout
    const both = raw.trueRatio.map((ratio, row) => ratio - image.trueRatio[row]!);
    const mean = (data: Float64Array): number => data.reduce((sum, x) => sum + x, 0) / data.length;
    expect(Math.abs(mean(both))).toBeLessThan(0.1 * Math.abs(mean(image.trueRatio)) + 0.02);
  }
  expect(Math.abs(through.roc!.auc - direct.roc!.auc)).toBeLessThan(0.1);
});

it('says what was played, and writes raw data that reconstructs to its images', () => {
  const { files, result } = experimentOutput(through, { versions: {}, command: '', created: '', inputs: [] });
  expect(result.notes.join('\n')).toMatch(/malate: spectral-spatial pulse of \d+\.\d ms, echo-planar readout/);
  const bytes = files.get('injured/raw.mrd.h5') as Uint8Array;
  const again = reconstruct(readMrd(bytes, 'raw.mrd.h5', 'raw')).series;
  again.forEach(({ images, geometry }, m) => {
    const { images: here, geometry: there } = through.injured.animal.images[m]!;
    geometry.affineRas_mm.forEach((value, i) => expect(value).toBeCloseTo(there.affineRas_mm[i]!, 4));
    const power = (data: ArrayLike<number>): number => Array.from(data).reduce((sum, x) => sum + x * x, 0);
    // real part after one turn: less power than the whole, by half of the noise
    expect(power(here.data)).toBeLessThan(power(images.data));
    expect(power(here.data)).toBeGreaterThan(0.5 * power(images.data));
  });
  expect(experimentOutput(direct, { versions: {}, command: '', created: '', inputs: [] }).files.has('injured/raw.mrd.h5')).toBe(false); // prettier-ignore
});

it('takes no filter of k-space', async () => {
  await expect(run(settings(true).replace('raw: true', 'raw: true, filter: hamming'))).rejects.toThrow(
    /scanner.filter/,
  );
});
