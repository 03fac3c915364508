// From images to numbers of the liver, voxel by voxel and as a mean: what is done with real images.
import type { Random } from '../../base/index.ts';
import { gatherCourses } from '../../picture/index.ts';
import { quantify, regionMean, type Quantified } from '../../quantify/index.ts';
import { makeTimeCourses, type ImageSeries, type RateFitSettings, type TimeCourses } from '../../records/index.ts';
import { noiseSpread, sliceMeans, throughAxes, type AxisOperator, type KFilter } from '../../scanner/index.ts';
import { METABOLITES } from './scan.ts';
import type { ExperimentSettings } from './settings.ts';

export interface MeasuredLiver {
  readonly courses: TimeCourses;
  readonly quantified: Quantified;
  /** Mean of the liver. */
  readonly whole: { readonly courses: TimeCourses; readonly sd: readonly number[]; readonly quantified: Quantified };
}

/** The fit of the rates, with the T1 that the analysis believes. */
export function rateFit({ analysis }: ExperimentSettings, noise: 'gaussian' | 'rician'): RateFitSettings {
  return {
    model: 'inputless',
    bolus: 'box',
    firstTime: 0,
    relaxation_perS: METABOLITES.map((name) => 1 / analysis.T1_s[name]),
    noise: { kind: noise, sd: undefined },
  };
}

/** `sd`: noise of the images, per metabolite. */
export function measureLiver(
  settings: ExperimentSettings,
  images: readonly ImageSeries[],
  flipAngles_rad: readonly Float64Array[],
  sd: readonly number[],
  voxels: Int32Array,
  random: Random,
): MeasuredLiver {
  const { repetition_s, nFrames, images: kind } = settings.scanner;
  const noise = kind === 'complex' ? 'gaussian' : 'rician';
  const fit = rateFit(settings, noise);
  const coursesOf = (nVoxels: number, data: Float64Array): TimeCourses =>
    makeTimeCourses({ metabolites: METABOLITES, repetition_s, flipAngles_rad, nVoxels, data });
  const signal = gatherCourses(images, voxels);
  const courses = coursesOf(voxels.length, signal);
  const quantified = quantify(
    courses,
    {
      fit,
      offset: METABOLITES.map((_, m) => (noise === 'rician' ? RAYLEIGH * sd[m]! : 0)),
      sd: METABOLITES.map((_, m) => new Float64Array(voxels.length).fill(sd[m]!)),
      rowNames: Array.from(voxels, (voxel) => `voxel ${voxel}`),
    },
    random.fork('voxels'),
  );
  const means = METABOLITES.map((_, m) =>
    regionMean(
      Array.from(voxels, (__, row) => {
        const from = (m * voxels.length + row) * nFrames;
        return signal.subarray(from, from + nFrames);
      }),
      sd[m]!,
      noise,
    ),
  );
  const wholeCourses = coursesOf(1, Float64Array.from(means.flatMap((mean) => [...mean.signal])));
  const shared = sharedNoise(settings, voxels);
  const wholeSd = means.map((mean) => mean.sd * shared);
  const whole = quantify(
    wholeCourses,
    {
      fit: { ...fit, noise: { kind: 'gaussian', sd: undefined } },
      offset: [0, 0],
      sd: wholeSd.map((one) => Float64Array.of(one)),
      rowNames: ['region liver'],
    },
    random.fork('regions'),
  );
  return { courses, quantified, whole: { courses: wholeCourses, sd: wholeSd, quantified: whole } };
}

/** Noise of the mean of `voxels` over that of as many independent ones: a k-space filter lets neighbours share noise. */
export function sharedNoise({ grid: { matrix }, scanner: { filter } }: ExperimentSettings, voxels: Int32Array): number {
  if (filter === 'none') return 1;
  const axes = filterAxes(matrix, filter);
  const power = (at: Int32Array): number => {
    const mask = new Float64Array(matrix[0] * matrix[1] * matrix[2]);
    for (const voxel of at) mask[voxel] = 1;
    return throughAxes(mask, axes).reduce((sum, x) => sum + x * x, 0);
  };
  return Math.sqrt(power(voxels) / (voxels.length * power(voxels.subarray(0, 1))));
}

/** What a k-space filter makes of images in slices. */
export const filterAxes = (
  matrix: ExperimentSettings['grid']['matrix'],
  filter: KFilter,
): readonly [AxisOperator, AxisOperator, AxisOperator] => [
  noiseSpread(matrix[0], matrix[0], filter),
  noiseSpread(matrix[1], matrix[1], filter),
  sliceMeans(matrix[2], matrix[2]),
];

/** Mean of the magnitude of complex noise over its standard deviation per channel, sqrt(pi / 2). */
export const RAYLEIGH = Math.sqrt(Math.PI / 2);
