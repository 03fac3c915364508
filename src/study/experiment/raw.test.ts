// The experiment through k-space: label is accounted for, what is written reads back to the same images, and maps agree with those of images made directly.
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/memory-files.ts';
import { readMrd } from '../../formats/index.ts';
import { readPulseq } from '../../formats/pulseq/index.ts';
import { asciiBytes } from '../../formats/text.ts';
import { columnOf } from '../../records/index.ts';
import { phased, reconstruct } from '../../reconstruct/index.ts';
import { MOUSE_SCANNER } from '../../scanner/index.ts';
import { checkSequence, kSpaceOf } from '../../scanner/sequence/index.ts';
import { runAnimal, type AnimalOutcome } from './animal.ts';
import { experimentOutput } from './output/output.ts';
import { experimentRoad, readExperiment } from './road.ts';
import { METABOLITES } from './scan.ts';
import type { AnimalName } from './settings.ts';
import type { ExperimentStudy } from './study.ts';

const settings = (scanner: string): string => `
seed: 5
dose: { volume_mL: 0.25, concentration_mM: 100, polarization: 0.4, polarizationSd: 0.05 }
grid: { matrix: [12, 12, 5], voxel_mm: [3, 3, 5], finer: 1 }
scanner: { nFrames: 10, start_s: 10${scanner} }
inverseCheck: false
trials: { draws: 2, voxel_mm: 4, inputs: [polarization] }
`;
const read = (scanner = '') => readExperiment('small.yaml', memoryFiles({ 'small.yaml': settings(scanner) }));
const dose = { volume_mL: 0.25, concentration_mM: 66, polarization: 0.3, polarizationSd: 0 };
const animal = (scanner: string, name: AnimalName = 'injured'): AnimalOutcome =>
  runAnimal({ name, settings: read(scanner), dose });
const rms = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0) / values.length);
const column = ({ quantified }: AnimalOutcome, end: string) => columnOf(quantified, `ratio_malate${end}`).values;

describe.each(['spiral', 'epi'])('through a %s readout', (readout) => {
  const pairs = (['injured', 'healthy'] as const).map(
    (name) => [animal(`, readout: ${readout}`, name), animal(`, readout: ${readout}, raw: false`, name)] as const,
  );

  it('accounts for all label with selective pulses', () => {
    const { injected_nmol, present_nmol, relaxed_nmol, excited_nmol, lost_nmol } = pairs[0]![0].budget;
    expect(Math.abs((present_nmol + relaxed_nmol + excited_nmol + lost_nmol) / injected_nmol - 1)).toBeLessThan(1e-10);
  });

  it('maps agree with those of images made directly, well within the noise', () => {
    for (const [raw, image] of pairs) {
      expect(Array.from(raw.voxels)).toEqual(Array.from(image.voxels));
      const errors = column(raw, '_se');
      // without noise: what slice profiles, leak and gridding do
      expect(rms(raw.trueRatio.map((ratio, row) => (ratio - image.trueRatio[row]!) / errors[row]!))).toBeLessThan(0.25);
      expect(raw.noiseSd_mM[0]! / image.trueNoiseSd_mM).toBeCloseTo(1, 1);
    }
    // with noise, of two scans each: standard normal, 60 values
    const apart = pairs.flatMap(([raw, image]) => {
      const [a, b] = [column(raw, ''), column(image, '')];
      const [ea, eb] = [column(raw, '_se'), column(image, '_se')];
      return Array.from(a, (ratio, row) => (ratio - b[row]!) / Math.hypot(ea[row]!, eb[row]!));
    });
    expect(Math.abs(rms(apart) - 1)).toBeLessThan(0.3);
  });
});

describe('the whole road', () => {
  let through: ExperimentStudy;
  beforeAll(async () => {
    through = await experimentRoad(read(), memoryFiles({}));
  });

  it('says what was played, and writes raw data that reconstructs to its images', () => {
    const { files, result } = experimentOutput(through, { versions: {}, command: '', created: '', inputs: [] });
    expect(result.notes.join('\n')).toMatch(/malate: spectral-spatial pulse of \d+\.\d ms, spiral readout/);
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
    // Who reconstructs it without the secret of the pulses' phases finds the same signal of the liver.
    const { series } = phased(again);
    const { voxels, images, whole } = through.injured.animal;
    const sd = whole.sd.map((one) => one / Math.sqrt(images[0]!.images.shape[0]));
    series.forEach((one, m) => {
      const mean = (data: ArrayLike<number>): number => {
        const size = data.length / images[0]!.images.shape[0];
        return Array.from(data).reduce((sum, x, i) => sum + (voxels.includes(i % size) ? x : 0), 0) / (data.length / size) / voxels.length; // prettier-ignore
      };
      expect(Math.abs(mean(one.images.data) - mean(images[m]!.images.data))).toBeLessThan(2 * sd[m]! + 0.02 * mean(images[m]!.images.data)); // prettier-ignore
    });
  });

  it('draws the scan, and writes its shots as Pulseq files that read back and keep to the limits of the scanner', () => {
    const { files } = experimentOutput(through, { versions: {}, command: '', created: '', inputs: [] });
    for (const name of ['shot', 'k-space', 'pulses', 'readout']) expect(files.has(`figures/${name}.svg`)).toBe(true);
    for (const name of METABOLITES) {
      const { sequence } = readPulseq(asciiBytes(files.get(`sequence/${name}.seq`) as string), `${name}.seq`);
      expect(checkSequence(sequence, MOUSE_SCANNER)).toEqual([]);
      expect(kSpaceOf(sequence).windows.length).toBe(1);
    }
  });

  it('writes no raw data where images were made directly', async () => {
    const direct = await experimentRoad(read(', raw: false'), memoryFiles({}));
    const { files } = experimentOutput(direct, { versions: {}, command: '', created: '', inputs: [] });
    expect(files.has('injured/raw.mrd.h5')).toBe(false);
  });
});

it('puts a k-space filter on the images, which lowers their noise as it should', () => {
  const [plain, filtered] = [animal(''), animal(', filter: hamming')];
  const gain = filtered.noiseSd_mM[0]! / plain.noiseSd_mM[0]!;
  // 0.40 of all of k-space, more of the disc that a spiral fills
  expect(gain).toBeGreaterThan(0.4);
  expect(gain).toBeLessThan(0.5);
  // where nothing is: the first frames of malate in a corner of the field of view
  const corner = ({ images }: AnimalOutcome): number[] => Array.from({ length: 10 * 5 * 4 }, (_, i) => images[1]!.images.data[144 * 5 * (i % 10) + 144 * (Math.floor(i / 10) % 5) + [0, 11, 132, 143][Math.floor(i / 50)]!]!); // prettier-ignore
  expect(rms(corner(filtered)) / rms(corner(plain))).toBeLessThan(0.85);
});

it('refuses a raw scan of a readout that takes no time, and one that does not fit the repetition time', () => {
  expect(() => read(', raw: true, readout: instant')).toThrow(/scanner.readout: a raw scan needs a readout/);
  expect(() => read(', repetition_s: 0.1')).toThrow(/0.1 s is shorter than the 0.\d+ s that pulses and sampling/);
  expect(() => read(', b0_T: 0.05')).toThrow(/keeps \w+ apart/);
});

it('refuses more samples than raw data hold, and an echo time where the readout has its own', () => {
  expect(() => read(', bandwidth_Hz: 5.0e+8')).toThrow(/scanner.bandwidth_Hz: .*1000000/);
  const wide = `grid: { matrix: [128, 128, 4], voxel_mm: [0.3, 0.3, 8], finer: 1 }\nscanner: { bandwidth_Hz: 1000000, repetition_s: 6 }\n`;
  expect(() => readExperiment('a.yaml', memoryFiles({ 'a.yaml': wide }))).toThrow(/scanner.bandwidth_Hz: \d+ samples in one readout are more than the 65535/); // prettier-ignore
  const long =
    'grid: { matrix: [64, 64, 8], voxel_mm: [1, 1, 4], finer: 1 }\nscanner: { nFrames: 500, readout: epi, repetition_s: 6 }\n';
  expect(() => readExperiment('a.yaml', memoryFiles({ 'a.yaml': long }))).toThrow(/scanner: \d+ samples of one animal/);
  expect(() => read(', echoTime_s: 0.02')).toThrow(/scanner.echoTime_s: a spiral readout has an echo time of its own/);
  expect(read(', echoTime_s: 0.02, readout: instant').scanner.echoTime_s).toBe(0.02);
});
