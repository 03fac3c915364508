// What smoothing would change: the images of the experiment once more through a k-space filter, quantified and judged in the same way.
import { Random } from '../../base/index.ts';
import { estimateNoise } from '../../quantify/index.ts';
import type { ImageSeries, Share } from '../../records/index.ts';
import { throughAxes } from '../../scanner/index.ts';
import type { AnimalOutcome } from './animal.ts';
import { findingsOf } from './findings.ts';
import { measureLiver } from './measure.ts';
import { filterAxes, filterGain } from './scan/k-filter.ts';
import { pointWidth_voxels } from './scan/protocol.ts';
import type { ExperimentSettings } from './settings.ts';

export interface Smoothed {
  readonly sensitivity: Share;
  /** Of the healthy animal. */
  readonly specificity: Share;
  /** Width of a point in the slice: the root of its area over its peak. */
  readonly pointWidth_voxels: number;
}

/** Real parts stay Gaussian through a filter; magnitudes do not. */
export function smoothedFinding(
  settings: ExperimentSettings,
  [injured, healthy, reference]: readonly [AnimalOutcome, AnimalOutcome, AnimalOutcome],
): Smoothed | undefined {
  const { scanner, grid, seed } = settings;
  if (scanner.filter !== 'none' || scanner.images !== 'complex') return undefined;
  const filtered: ExperimentSettings = { ...settings, scanner: { ...scanner, filter: 'hamming' } };
  const axes = filterAxes(grid.matrix, 'hamming');
  const gain = filterGain(settings, 'hamming');
  const smooth = (series: ImageSeries): ImageSeries => {
    const { images } = series;
    const data = new Float64Array(images.data.length);
    const nVoxels = data.length / scanner.nFrames;
    for (let from = 0; from < data.length; from += nVoxels)
      data.set(throughAxes(Float64Array.from(images.data.subarray(from, from + nVoxels)), axes), from);
    return { ...series, images: { ...images, data } };
  };
  const again = (animal: AnimalOutcome): AnimalOutcome => {
    const images = animal.images.map(smooth);
    const noiseSd_mM = images.map((series, m) =>
      animal.raw === undefined
        ? (estimateNoise(series)?.sd ?? animal.trueNoiseSd_mM * gain)
        : animal.noiseSd_mM[m]! * gain,
    );
    const random = new Random(seed).fork(animal.name);
    return {
      ...animal,
      images,
      noiseSd_mM,
      ...measureLiver(filtered, images, animal.flipAngles_rad, noiseSd_mM, animal.voxels, random),
    };
  };
  const found = findingsOf(filtered, [again(injured), again(healthy), again(reference)]);
  return {
    sensitivity: found.injured.quality.sensitivity,
    specificity: found.healthy.quality.specificity,
    pointWidth_voxels: pointWidth_voxels(settings, injured.lines, 'hamming'),
  };
}
