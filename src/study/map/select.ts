// Noise of the images, the voxels to map, the regions: all decided here, and each decision written down.
import { ScienceError } from '../../base/index.ts';
import { peakOverTime, resliceNearest, sumOverTime, voxelsAbove } from '../../picture/index.ts';
import { estimateNoise, type NoiseEstimate } from '../../quantify/index.ts';
import type { StudyFiles } from '../files.ts';
import { readVolume } from '../read-images.ts';
import type { LoadedStudy } from './load.ts';
import type { MapSettings } from './settings.ts';

export interface NoiseChoice {
  /** Per metabolite; NaN where not known. */
  readonly sd: readonly number[];
  /** Mean of the signal-free voxels; 0 where not known. */
  readonly offset: readonly number[];
  readonly estimates: readonly (NoiseEstimate | undefined)[];
  readonly method: string;
  readonly notes: readonly string[];
}

const METHOD =
  'signal-free voxels: those around the mode of the mean square over time (half-sample mode; chi-square limits at 0.1% and 99.9%); sd = rms / sqrt(2) where they are magnitudes (Rayleigh), rms where they average to zero';

export function chooseNoise(study: LoadedStudy, settings: MapSettings): NoiseChoice {
  const given = settings.fit.noiseSd;
  const estimates = study.series.map(estimateNoise);
  const notes: string[] = [];
  const rician = settings.fit.noise === 'rician';
  if (settings.fit.noise === undefined) notes.push('fit.noise is not given; Gaussian noise was taken.');
  study.series.forEach(({ name, images }, m) => {
    const estimate = estimates[m];
    const negative = images.data.some((value) => value < 0);
    if (rician && negative)
      notes.push(
        `${name}: Rician noise was asked for, but the images hold negative values, so they are no plain magnitudes.`,
      );
    if (estimate === undefined) {
      if (given === undefined)
        notes.push(
          `${name}: the noise could not be estimated (no signal-free voxels); errors come from the scatter about the fit alone, and no detection limit is known.`,
        );
      return;
    }
    if (estimate.background === 'magnitude') {
      notes.push(
        `${name}: signal-free voxels average ${estimate.offset.toPrecision(3)} per frame, as magnitudes do; sums and ratios hold it (${study.series[0]!.images.shape[0]} frames), the detection limit takes it off.`,
      );
    }
    if (estimate.leakage > 3) {
      notes.push(
        `${name}: the mean of the signal-free voxels changes over time ${Math.sqrt(estimate.leakage).toFixed(1)} times more than noise would; ghosts or smoothing reach them, and the noise may be overestimated.`,
      );
    }
  });
  const sd = study.series.map(({ name }, m) => given?.[name] ?? estimates[m]?.sd ?? NaN);
  const unknown = study.series.filter((_, m) => Number.isNaN(sd[m]!)).map(({ name }) => name);
  if (rician && unknown.length > 0) {
    throw new ScienceError(
      'format',
      `fit.noise is rician, and the noise of ${unknown.join(', ')} could not be estimated (no signal-free voxels); give fit.noiseSd`,
    );
  }
  return {
    sd,
    offset: estimates.map((estimate) => (estimate?.background === 'magnitude' ? estimate.offset : 0)),
    estimates,
    method: given === undefined ? METHOD : 'given in the study file (fit.noiseSd)',
    notes,
  };
}

export interface MaskChoice {
  readonly voxels: Int32Array;
  readonly rule: string;
  readonly notes: readonly string[];
}

/** The default mask, where the study file gives none. */
const DEFAULT_SNR = 5;

export function chooseMask(
  study: LoadedStudy,
  settings: MapSettings,
  noise: NoiseChoice,
  files: StudyFiles,
): MaskChoice {
  const mask = settings.mask ?? { snrAbove: DEFAULT_SNR };
  const notes =
    settings.mask === undefined
      ? [`mask is not given; voxels of peak signal to noise above ${DEFAULT_SNR} were taken.`]
      : [];
  const of = mask.of ?? settings.substrate.name;
  const metabolite = study.series.findIndex((one) => one.name === of);
  const series = study.series[metabolite]!;
  if (mask.file !== undefined) {
    const voxels = voxelsOfFile(study, files, mask.file, 'the mask');
    return { voxels, rule: `voxels of ${mask.file}`, notes };
  }
  if (mask.sumAbove !== undefined) {
    const sums = sumOverTime(series);
    const voxels = voxelsAbove(sums, mask.sumAbove);
    const rule = `sum of ${of} over time > ${mask.sumAbove}`;
    if (voxels.length === 0)
      throw new ScienceError(
        'format',
        `no voxel above the mask (${rule}; the largest sum is ${largest(sums)}); lower mask.sumAbove`,
      );
    return { voxels, rule, notes };
  }
  const sd = noise.sd[metabolite]!;
  if (Number.isNaN(sd))
    throw new ScienceError(
      'format',
      `mask.snrAbove needs the noise of ${of}, which could not be estimated; give fit.noiseSd or mask.sumAbove`,
    );
  const snr = peakOverTime(series).map((peak) => peak / sd);
  const voxels = voxelsAbove(snr, mask.snrAbove!);
  const rule = `peak of ${of} > ${mask.snrAbove!} x noise (${sd.toPrecision(4)})`;
  if (voxels.length === 0)
    throw new ScienceError(
      'format',
      `no voxel above the mask (${rule}; the largest ratio is ${largest(snr)}); lower mask.snrAbove`,
    );
  return { voxels, rule, notes };
}

const largest = (values: Float64Array): string => values.reduce((a, b) => Math.max(a, b), -Infinity).toPrecision(4);

export interface RegionChoice {
  readonly name: string;
  readonly voxels: Int32Array;
}

/** The whole mask first, then the regions of the study file. */
export function chooseRegions(
  study: LoadedStudy,
  settings: MapSettings,
  mask: MaskChoice,
  files: StudyFiles,
): RegionChoice[] {
  const whole = { name: 'mask', voxels: mask.voxels };
  const named = Object.entries(settings.regions ?? {}).map(([name, path]) => ({
    name,
    voxels: voxelsOfFile(study, files, path, `region ${name}`),
  }));
  return [whole, ...named];
}

function voxelsOfFile(study: LoadedStudy, files: StudyFiles, path: string, what: string): Int32Array {
  const { volume } = readVolume(files, path, what);
  const here = resliceNearest(volume, study.geometry, 0);
  const voxels = voxelsAbove(here.data.map(Math.abs), 0);
  if (voxels.length === 0)
    throw new ScienceError(
      'format',
      `${what} marks no voxel of the 13C grid; is it drawn on this animal, and not empty?`,
      { where: path },
    );
  return voxels;
}
