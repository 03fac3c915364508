// Signal over time beside the noise.
import { lineFigure, PRODUCT_COLOURS, SUBSTRATE_COLOUR } from '../../plot/index.ts';
import type { Figure } from './figure.ts';
import { meanOverFrames } from './image-figures.ts';
import type { ReconstructStudy } from './road.ts';

/** A voxel belongs to the object where the mean over the frames of the strongest series is so many of its standard deviations. */
const STANDS = 5;

export function signalFigure(study: ReconstructStudy): Figure[] {
  const { reconstruction, magnitudes, reals, frame_s } = study;
  const { series } = reconstruction;
  const [nTimes] = series[0]!.images.shape;
  if (nTimes < 4) return [];
  const { voxels, strongest } = objectOf(study);
  const x = { quantity: frame_s === undefined ? 'frame' : 'time', ...(frame_s !== undefined && { unit: 's' }) };
  const at = Float64Array.from({ length: nTimes }, (_, n) => (frame_s === undefined ? n + 1 : n * frame_s));
  const panels = magnitudes.map(({ name, images }, n) => {
    const volume = images.data.length / nTimes;
    const real = reals[n]!.images.data;
    const most = new Float64Array(nTimes),
      mean = new Float64Array(nTimes);
    for (let time = 0; time < nTimes; time++) {
      for (let v = 0; v < volume; v++) most[time] = Math.max(most[time]!, images.data[time * volume + v]!);
      for (const v of voxels) mean[time] = mean[time]! + real[time * volume + v]! / voxels.length;
    }
    const sd = series[n]!.noiseSd[series[n]!.noiseSd.length >> 1]!;
    const isKnown = Number.isFinite(sd);
    return {
      title: name,
      x,
      y: { quantity: 'signal', unit: 'raw units', range: rangeOf([...most, ...mean, 0]) },
      lines: [
        { x: at, y: most, colour: SUBSTRATE_COLOUR, width: 2, name: 'largest voxel, magnitude' },
        ...(voxels.length === 0 ? [] : [{ x: at, y: mean, colour: PRODUCT_COLOURS[0], width: 2, name: 'mean of the object, real part' }]), // prettier-ignore
        ...(isKnown ? [{ x: [at[0]!, at.at(-1)!], y: [sd, sd], colour: PRODUCT_COLOURS[1], width: 1.3, dash: '5 4', name: 'noise of a voxel, one standard deviation' }] : []), // prettier-ignore
      ],
    };
  });
  const object =
    voxels.length === 0
      ? ''
      : ` The object: the ${voxels.length} voxels in which the mean of ${strongest} over the frames stands above ${STANDS} of its standard deviations.`;
  return [
    {
      name: 'signal',
      svg: lineFigure({ title: 'Signal over time, and the noise', panels, panelHeight: 220 }),
      caption: `The largest voxel of a magnitude image lies above the noise by chance alone; the mean of real parts does not.${object}`,
    },
  ];
}

/** Empty where the noise is not known. */
function objectOf({ reconstruction: { series }, reals }: ReconstructStudy): {
  readonly voxels: readonly number[];
  readonly strongest: string;
} {
  const means = reals.map(meanOverFrames);
  const powers = means.map((mean) => mean.reduce((sum, x) => sum + x * x, 0));
  const best = powers.indexOf(Math.max(...powers));
  const { noiseSd, images, name } = series[best]!;
  const least = STANDS / Math.sqrt(images.shape[0]);
  const voxels = [...means[best]!.keys()].filter((v) => means[best]![v]! > least * noiseSd[v]!);
  return { voxels, strongest: reals[best]?.name ?? name };
}

/** From the least, or 0, to a little above the most. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  return [low < 0 ? 1.05 * low : 0, high > 0 ? 1.05 * high : 1];
}
