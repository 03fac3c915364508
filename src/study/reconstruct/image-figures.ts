// Pictures of the images: every slice, and one slice over time.
import { mapFigure, robustWindow, type MapPanel } from '../../plot/index.ts';
import type { Geometry, ImageSeries } from '../../records/index.ts';
import { sliceOf, sliceView } from '../map/display.ts';
import type { Figure } from './figure.ts';
import type { ReconstructStudy } from './road.ts';

export const MOST_PANELS = 12;

/** At most `most` of n, evenly spread, first and last among them. */
export const spread = (n: number, most: number): number[] =>
  n <= most ? Array.from({ length: n }, (_, i) => i) : Array.from({ length: most }, (_, i) => Math.round((i * (n - 1)) / (most - 1))); // prettier-ignore

export const imageFigures = ({ magnitudes, reals }: ReconstructStudy): Figure[] =>
  magnitudes.flatMap((series, n) => ofSeries(series, reals[n]!, magnitudes.length > 1 ? `_${n + 1}` : ''));

/** Of one frame the magnitude. Of several the mean of the real part, where noise averages out, and the magnitude of the brightest slice over time. */
function ofSeries({ geometry, images, name }: ImageSeries, real: ImageSeries, suffix: string): Figure[] {
  const [nTimes, nz, ny, nx] = images.shape;
  const volume = nz * ny * nx;
  if (nTimes === 1) {
    const panels = slicePanels(Float64Array.from(images.data), geometry);
    return [drawn(`slices${suffix}`, `${name}: slices`, panels, 'magnitude', 'Magnitude. All panels share one scale; its top is the 99.5th percentile.')]; // prettier-ignore
  }
  const mean = meanOverFrames(real);
  const middle = brightest(mean, nz, nx * ny);
  const frames = spread(nTimes, MOST_PANELS).map((time) => {
    const data = Float64Array.from(images.data.subarray(time * volume, (time + 1) * volume));
    return panelOf(data, geometry, middle, `frame ${time + 1}`);
  });
  return [
    drawn(
      `slices${suffix}`,
      `${name}: mean of ${nTimes} frames`,
      slicePanels(mean, geometry),
      'real part',
      `Mean over the frames of the real part, after the phase of each voxel: noise about 0 and ${Math.sqrt(nTimes).toFixed(1)} times smaller than in a frame. All panels share one scale from 0 to the 99.5th percentile.`,
    ),
    drawn(
      `frames${suffix}`,
      `${name}: slice ${middle + 1} over time`,
      frames,
      'magnitude',
      `Magnitude of slice ${middle + 1}, which has the most signal, in ${nTimes > MOST_PANELS ? `${MOST_PANELS} of ${nTimes}` : 'all'} frames on one scale.`,
    ),
  ];
}

/** [z, y, x]. */
export function meanOverFrames({ images: { data, shape } }: ImageSeries): Float64Array {
  const [nTimes, nz, ny, nx] = shape;
  const mean = new Float64Array(nz * ny * nx);
  for (let i = 0; i < data.length; i++) mean[i % mean.length] = mean[i % mean.length]! + data[i]! / nTimes;
  return mean;
}

/** The slice with the most power. */
function brightest(data: Float64Array, nz: number, slice: number): number {
  const powers = Array.from({ length: nz }, (_, z) =>
    data.subarray(z * slice, (z + 1) * slice).reduce((sum, x) => sum + x * x, 0),
  );
  return powers.indexOf(Math.max(...powers));
}

const slicePanels = (data: Float64Array, geometry: Geometry): MapPanel[] =>
  spread(geometry.shape[2], MOST_PANELS).map((z) => panelOf(data, geometry, z, `slice ${z + 1}`));

function panelOf(volume: Float64Array, geometry: Geometry, z: number, label: string): MapPanel {
  const view = sliceView(geometry);
  const [nx, ny] = geometry.shape;
  return {
    label,
    grid: { width: nx, height: ny, data: sliceOf(volume, geometry.shape, z, view) },
    fieldOfView_mm: view.fieldOfView_mm,
    orientation: view.orientation,
  };
}

function drawn(name: string, title: string, panels: readonly MapPanel[], quantity: string, caption: string): Figure {
  const all = Float64Array.from(panels.flatMap(({ grid }) => Array.from(grid.data)));
  const high = Math.max(robustWindow(all)[1], 1e-300);
  return {
    name,
    svg: mapFigure({ title, panels, colourMap: 'gray', range: [0, high], quantity, unit: 'units of the raw data' }),
    caption,
  };
}
