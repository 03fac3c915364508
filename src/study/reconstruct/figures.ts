// Figures of a reconstruction: slices, frames, k-space with its sampling, coil maps, signal beside noise.
import {
  heatPanelsFigure,
  lineFigure,
  mapFigure,
  PRODUCT_COLOURS,
  robustWindow,
  SUBSTRATE_COLOUR,
  type MapPanel,
} from '../../plot/index.ts';
import type { ImageSeries } from '../../records/index.ts';
import { sliceOf, sliceView } from '../map/display.ts';
import type { Figure } from './figure.ts';
import { comparisonFigures } from './comparison-figures.ts';
import { spectralFigures } from './spectral-figures.ts';
import type { ReconstructStudy } from './road.ts';

const MOST_PANELS = 12;
/** k-space below this power of ten of its largest value is one colour. */
const DECADES = 4;

export function reconstructFigures(study: ReconstructStudy): readonly Figure[] {
  return [
    ...comparisonFigures(study),
    ...study.magnitudes.flatMap((series, n) => imageFigures(series, study.magnitudes.length > 1 ? `_${n + 1}` : '')),
    ...spectralFigures(study),
    ...kspaceFigures(study),
    ...coilFigure(study),
    ...noiseFigure(study),
  ];
}

/** At most `most` of n, evenly spread, first and last among them. */
const spread = (n: number, most: number): number[] =>
  n <= most ? Array.from({ length: n }, (_, i) => i) : Array.from({ length: most }, (_, i) => Math.round((i * (n - 1)) / (most - 1))); // prettier-ignore

function imageFigures(series: ImageSeries, suffix: string): Figure[] {
  const { geometry, images, name } = series;
  const [nTimes, nz, ny, nx] = images.shape;
  const slice = nx * ny;
  const total = (time: number, z: number): number => {
    let sum = 0;
    const start = (time * nz + z) * slice;
    for (let i = start; i < start + slice; i++) sum += images.data[i]! * images.data[i]!;
    return sum;
  };
  let peak = 0,
    most = -1,
    best = -1,
    middle = nz >> 1;
  for (let time = 0; time < nTimes; time++) {
    let sum = 0;
    for (let z = 0; z < nz; z++) sum += total(time, z);
    if (sum > most) [most, peak] = [sum, time];
  }
  for (let z = 0; z < nz; z++) if (total(peak, z) > best) [best, middle] = [total(peak, z), z];
  const view = sliceView(geometry);
  const panel = (time: number, z: number, label: string): MapPanel => {
    const volume = Float64Array.from(images.data.subarray(time * nz * slice, (time + 1) * nz * slice));
    const data = sliceOf(volume, geometry.shape, z, view);
    return {
      label,
      grid: { width: nx, height: ny, data },
      fieldOfView_mm: view.fieldOfView_mm,
      orientation: view.orientation,
    };
  };
  const figure = (kind: string, title: string, panels: readonly MapPanel[], caption: string): Figure => {
    const all = panels.flatMap(({ grid }) => Array.from(grid.data));
    const high = Math.max(robustWindow(Float64Array.from(all))[1], 1e-300);
    return {
      name: `${kind}${suffix}`,
      svg: mapFigure({ title, panels, colourMap: 'gray', range: [0, high], quantity: 'magnitude', unit: 'units of the raw data' }), // prettier-ignore
      caption,
    };
  };
  const slices = figure(
    'slices',
    nTimes > 1 ? `${name}: slices of frame ${peak + 1}` : `${name}: slices`,
    spread(nz, MOST_PANELS).map((z) => panel(peak, z, `slice ${z + 1}`)),
    `Magnitude${nTimes > 1 ? ` of the frame with the most signal (${peak + 1} of ${nTimes})` : ''}. All panels share one scale; its top is the 99.5th percentile.`,
  );
  if (nTimes === 1) return [slices];
  return [
    slices,
    figure(
      'frames',
      `${name}: slice ${middle + 1} over time`,
      spread(nTimes, MOST_PANELS).map((time) => panel(time, middle, `frame ${time + 1}`)),
      `Magnitude of slice ${middle + 1}, which has the most signal, in ${nTimes > MOST_PANELS ? `${MOST_PANELS} of ${nTimes}` : 'all'} frames on one scale.`,
    ),
  ];
}

function kspaceFigures({ reconstruction: { kspace } }: ReconstructStudy): Figure[] {
  if (kspace === undefined) return [];
  const { shape, data, counts } = kspace;
  const { nFrames, nContrasts, nSlices, nCoils, nz, ny, nx } = shape;
  if (nx < 2 || ny < 2) return [];
  const volume = nz * ny * nx;
  const groups = nFrames * nContrasts * nSlices;
  const from = (n: number): number[] => Array.from({ length: n }, (_, i) => i - (n >> 1));
  const powers = Array.from({ length: groups }, (_, group) => {
    let sum = 0;
    for (let i = 2 * group * nCoils * volume; i < 2 * (group + 1) * nCoils * volume; i++) sum += data[i]! * data[i]!;
    return sum;
  });
  const strongest = powers.indexOf(Math.max(...powers));
  const plane = new Float64Array(ny * nx);
  for (let coil = 0; coil < nCoils; coil++) {
    const start = 2 * ((strongest * nCoils + coil) * volume + (nz >> 1) * ny * nx);
    for (let i = 0; i < ny * nx; i++) plane[i]! += data[start + 2 * i]! ** 2 + data[start + 2 * i + 1]! ** 2;
  }
  const top = Math.max(...plane, Number.MIN_VALUE);
  const logs = plane.map((power) => Math.max(-DECADES, 0.5 * Math.log10(Math.max(power / top, 1e-300))));
  const magnitude: Figure = {
    name: 'kspace',
    svg: heatPanelsFigure({
      title: `k-space of frame ${Math.floor(strongest / nContrasts / nSlices) + 1}${nz > 1 ? ', kz = 0' : ''}`,
      x: { quantity: 'kx', unit: 'cycles per field of view', values: from(nx) },
      y: { quantity: 'ky', values: from(ny) },
      panels: [{ title: nCoils > 1 ? 'root of the sum over coils' : 'magnitude', values: logs }],
      colourMap: 'inferno',
      range: [-DECADES, 0],
      quantity: 'log10 of magnitude over its largest',
      panelHeight: 260,
    }),
    caption: 'Sorted samples before the transform; what was not sampled has the lowest colour.',
  };
  // sampling across the readout: ky and kz, or ky and frame
  const across = nz > 1 ? nz : groups;
  if (across < 2 || counts.every((n) => n > 0)) return [magnitude];
  const share = new Float64Array(across * ny);
  for (let group = 0; group < groups; group++) {
    for (let line = 0; line < nz * ny; line++) {
      let n = 0;
      for (let x = 0; x < nx; x++) if (counts[group * volume + line * nx + x]! > 0) n++;
      const row = nz > 1 ? Math.floor(line / ny) : group;
      share[row * ny + (line % ny)]! += n / nx / (nz > 1 ? groups : 1);
    }
  }
  return [
    magnitude,
    {
      name: 'sampling',
      svg: heatPanelsFigure({
        title: 'What was sampled',
        x: { quantity: 'ky', unit: 'cycles per field of view', values: from(ny) },
        y: nz > 1 ? { quantity: 'kz', values: from(nz) } : { quantity: 'image', values: Array.from({ length: groups }, (_, i) => i + 1) }, // prettier-ignore
        panels: [{ title: nz > 1 ? `share of ${groups} images in which a line was sampled` : 'share of a line that was sampled', values: share }], // prettier-ignore
        colourMap: 'viridis',
        range: [0, 1],
        quantity: 'share sampled',
        panelHeight: 200,
      }),
      caption: `${(100 * (counts.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0) / counts.length)).toFixed(1)}% of k-space was sampled.`,
    },
  ];
}

function coilFigure({ reconstruction: { maps, series, kspace } }: ReconstructStudy): Figure[] {
  const { geometry } = series[0]!;
  const [nx, ny] = geometry.shape;
  const [mx, my, mz] = kspace === undefined || maps.length % (2 * nx * ny) === 0 ? [nx, ny, 0] : [kspace.shape.nx, kspace.shape.ny, 0]; // prettier-ignore
  const nCoils = kspace?.shape.nCoils ?? 1;
  const planes = maps.length / 2 / nCoils / mx / my;
  if (nCoils < 2 || !Number.isInteger(planes) || mz !== 0) return [];
  const view = sliceView(geometry);
  const panels = spread(nCoils, MOST_PANELS).map((coil): MapPanel => {
    const start = (coil * planes + (planes >> 1)) * mx * my;
    const data = Float64Array.from({ length: mx * my }, (_, i) => Math.hypot(maps[2 * (start + i)]!, maps[2 * (start + i) + 1]!)); // prettier-ignore
    const grid = { width: mx, height: my, data: sliceOf(data, [mx, my, 1], 0, view) };
    return { label: `channel ${coil + 1}`, grid, fieldOfView_mm: [(view.fieldOfView_mm[0] * mx) / nx, (view.fieldOfView_mm[1] * my) / ny] }; // prettier-ignore
  });
  return [
    {
      name: 'coils',
      svg: mapFigure({
        title: 'Coil maps',
        panels,
        colourMap: 'viridis',
        range: [0, 1],
        quantity: 'share of the channel',
      }),
      caption:
        'Magnitude of the maps, of unit length over the channels; where there is no object they follow the noise.',
    },
  ];
}

function noiseFigure({ reconstruction: { series }, magnitudes, frame_s }: ReconstructStudy): Figure[] {
  const [nTimes] = series[0]!.images.shape;
  if (nTimes < 4) return [];
  const x = { quantity: frame_s === undefined ? 'frame' : 'time', ...(frame_s !== undefined && { unit: 's' }) };
  const at = Float64Array.from({ length: nTimes }, (_, n) => (frame_s === undefined ? n + 1 : n * frame_s));
  const panels = magnitudes.map(({ name, images }, n) => {
    const volume = images.data.length / nTimes;
    const most = new Float64Array(nTimes),
      mean = new Float64Array(nTimes);
    for (let i = 0; i < images.data.length; i++) {
      const time = Math.floor(i / volume);
      most[time] = Math.max(most[time]!, images.data[i]!);
      mean[time]! += images.data[i]! / volume;
    }
    const sd = series[n]!.noiseSd[series[n]!.noiseSd.length >> 1]!;
    return {
      title: name,
      x,
      y: { quantity: 'magnitude', unit: 'raw units' },
      lines: [
        { x: at, y: most, colour: SUBSTRATE_COLOUR, width: 2, name: 'largest voxel' },
        { x: at, y: mean, colour: PRODUCT_COLOURS[0], width: 2, name: 'mean of all voxels' },
        ...(Number.isFinite(sd) ? [{ x: [at[0]!, at.at(-1)!], y: [sd, sd], colour: PRODUCT_COLOURS[1], width: 1.3, dash: '5 4', name: 'noise, one standard deviation' }] : []), // prettier-ignore
      ],
    };
  });
  return [
    {
      name: 'signal',
      svg: lineFigure({ title: 'Signal over time, and the noise', panels, panelHeight: 220 }),
      caption: 'The mean of all voxels of a magnitude image does not fall below 1.25 standard deviations of the noise.',
    },
  ];
}
