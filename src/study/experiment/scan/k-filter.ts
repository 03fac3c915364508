// The k-space filter of a protocol, on images of a raw scan.
import { type ComplexSeries } from '../../../records/index.ts';
import {
  kWeights,
  noiseSpread,
  sliceMeans,
  throughAxes,
  type AxisOperator,
  type KFilter,
  type Protocol,
} from '../../../scanner/index.ts';
import { type ExperimentSettings } from '../settings.ts';
import { imageGrid, protocolOf } from './protocol.ts';

/** The k-space filter of a protocol, put on images times `scale`. */
export function imageFilter({ filter, matrix }: Protocol, scale: number): (series: ComplexSeries) => ComplexSeries {
  const scaled = (data: Float32Array | Float64Array): Float64Array => Float64Array.from(data, (value) => scale * value);
  if (filter === 'none') return (series) => (scale === 1 ? series : { ...series, images: { ...series.images, data: scaled(series.images.data) } }); // prettier-ignore
  const axes = filterAxes(matrix, filter);
  return (series) => {
    const { data, shape } = series.images;
    const nVoxels = data.length / 2 / shape[0];
    const out = new Float64Array(data.length);
    for (let from = 0; from < data.length; from += 2 * nVoxels)
      for (const part of [0, 1]) {
        const one = Float64Array.from({ length: nVoxels }, (_, v) => scale * data[from + 2 * v + part]!);
        throughAxes(one, axes).forEach((value, v) => (out[from + 2 * v + part] = value));
      }
    return { ...series, images: { ...series.images, data: out } };
  };
}

/** Noise of a voxel with a k-space filter over that without. */
export function filterGain(settings: ExperimentSettings, filter: KFilter): number {
  const power = (one: KFilter): number => Math.hypot(...kWeights({ ...protocolOf(settings), filter: one }, imageGrid(settings))); // prettier-ignore
  return power(filter) / power('none');
}

/** What a k-space filter makes of images in slices. */
export const filterAxes = (
  matrix: Protocol['matrix'],
  filter: KFilter,
): readonly [AxisOperator, AxisOperator, AxisOperator] => [
  noiseSpread(matrix[0], matrix[0], filter),
  noiseSpread(matrix[1], matrix[1], filter),
  sliceMeans(matrix[2], matrix[2]),
];
