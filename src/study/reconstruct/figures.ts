// Figures of a reconstruction: images, k-space with its sampling, coil maps, signal beside noise.
import { heatPanelsFigure, mapFigure, type MapPanel } from '../../plot/index.ts';
import { sliceOf, sliceView } from '../map/display.ts';
import type { Figure } from './figure.ts';
import { comparisonFigures } from './comparison-figures.ts';
import { imageFigures, MOST_PANELS, spread } from './image-figures.ts';
import { signalFigure } from './signal-figure.ts';
import { spectralFigures } from './spectral-figures.ts';
import type { ReconstructStudy } from './road.ts';

/** k-space below this power of ten of its largest value is one colour. */
const DECADES = 4;

export function reconstructFigures(study: ReconstructStudy): readonly Figure[] {
  return [
    ...comparisonFigures(study),
    ...imageFigures(study),
    ...spectralFigures(study),
    ...kspaceFigures(study),
    ...coilFigure(study),
    ...signalFigure(study),
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
