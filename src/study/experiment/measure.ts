// From images to numbers of the liver, voxel by voxel and as a mean: what is done with real images.
import type { Random } from '../../base/index.ts';
import { fftInto } from '../../math/fourier/index.ts';
import { gatherCourses } from '../../picture/index.ts';
import { quantify, regionMean, type Quantified } from '../../quantify/index.ts';
import { makeTimeCourses, type ImageSeries, type RateFitSettings, type TimeCourses } from '../../records/index.ts';
import { kWeights } from '../../scanner/index.ts';
import { imageGrid, METABOLITES, protocolOf } from './scan/protocol.ts';
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

/** Noise of the mean of `voxels` over that of as many independent ones: a k-space filter, or the edge of a spiral, lets neighbours share noise. */
export function sharedNoise(settings: ExperimentSettings, voxels: Int32Array): number {
  const [nx, ny, nz] = settings.grid.matrix;
  const weights = kWeights(protocolOf(settings), imageGrid(settings));
  if (weights.every((one) => one === 1)) return 1;
  const mask = new Float64Array(2 * nx * ny * nz);
  for (const voxel of voxels) mask[2 * voxel] = 1;
  fftInto(mask, mask, [nz, ny, nx], [1, 2], { centred: true });
  let [ofMean, ofVoxel] = [0, 0];
  for (let i = 0; i < mask.length; i++) ofMean += (mask[i]! * weights[(i >> 1) % (nx * ny)]!) ** 2;
  for (const weight of weights) ofVoxel += weight * weight;
  return Math.sqrt(ofMean / (voxels.length * ofVoxel));
}

/** Mean of the magnitude of complex noise over its standard deviation per channel, sqrt(pi / 2). */
export const RAYLEIGH = Math.sqrt(Math.PI / 2);
