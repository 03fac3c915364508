// Figures of what frequencies tell: the spectra of the brightest voxels, and the map of the field.
import { lineFigure, mapFigure, PRODUCT_COLOURS, SUBSTRATE_COLOUR, type MapPanel } from '../../plot/index.ts';
import { sliceOf, sliceView } from '../map/display.ts';
import type { Figure } from './figure.ts';
import type { ReconstructStudy } from './road.ts';

const MOST_PANELS = 12;

export function spectralFigures(study: ReconstructStudy): Figure[] {
  return [...spectraFigure(study), ...fieldFigure(study)];
}

function spectraFigure({ reconstruction: { spectra }, settings }: ReconstructStudy): Figure[] {
  if (spectra === undefined) return [];
  const { nFrames, nz, ny, nx, nFrequencies: n } = spectra.shape;
  const volume = nz * ny * nx;
  const power = new Float64Array(nFrames * volume);
  for (let i = 0; i < spectra.data.length; i++) power[Math.floor(i / 2 / n)]! += spectra.data[i]! * spectra.data[i]!;
  const peak = power.indexOf(Math.max(...power));
  const frame = Math.floor(peak / volume),
    voxel = peak % volume;
  const mean = new Float64Array(n),
    one = new Float64Array(n);
  for (let f = 0; f < n; f++) {
    for (let at = 0; at < volume; at++) {
      const i = 2 * ((frame * volume + at) * n + f);
      const size = Math.hypot(spectra.data[i]!, spectra.data[i + 1]!);
      mean[f]! += size / volume;
      if (at === voxel) one[f] = size;
    }
  }
  const x = { quantity: 'frequency from the centre', unit: 'Hz' };
  const marks = (data: Float64Array) =>
    (settings.metabolites ?? []).map(({ name, offset_Hz }) => {
      const f = nearest(spectra.frequencies_Hz, offset_Hz);
      return { x: offset_Hz, y: data[f]!, label: name, side: 'right' as const };
    });
  const panel = (title: string, data: Float64Array, colour: string) => ({
    title,
    x,
    y: { quantity: 'magnitude', unit: 'raw units' },
    lines: [{ x: spectra.frequencies_Hz, y: data, colour, width: 1.5 }],
    marks: marks(data),
  });
  const place = `voxel ${(voxel % nx) + 1}, ${(Math.floor(voxel / nx) % ny) + 1}, ${Math.floor(voxel / nx / ny) + 1}`;
  return [
    {
      name: 'spectra',
      svg: lineFigure({
        title: nFrames > 1 ? `Spectra of frame ${frame + 1}` : 'Spectra',
        panels: [panel(place, one, SUBSTRATE_COLOUR), panel('mean of all voxels', mean, PRODUCT_COLOURS[0])],
        panelHeight: 200,
      }),
      caption: `Magnitude of the spectrum of the voxel with the most signal, and the mean of the magnitudes; rings: where metabolites were looked for. Frequencies rise in the sense of the gradients.`,
    },
  ];
}

const nearest = (values: Float64Array, wanted: number): number =>
  values.reduce((best, value, i) => (Math.abs(value - wanted) < Math.abs(values[best]! - wanted) ? i : best), 0);

function fieldFigure({ reconstruction: { field_Hz, series }, settings }: ReconstructStudy): Figure[] {
  const { geometry } = series[0]!;
  const [nx, ny, nz] = geometry.shape;
  if (field_Hz === undefined || field_Hz.length !== nx * ny * nz) return [];
  const view = sliceView(geometry);
  const most = Math.max(1, ...Array.from(field_Hz, Math.abs));
  const panels = Array.from({ length: Math.min(nz, MOST_PANELS) }, (_, i): MapPanel => {
    const z = nz <= MOST_PANELS ? i : Math.round((i * (nz - 1)) / (MOST_PANELS - 1));
    const data = sliceOf(field_Hz, geometry.shape, z, view);
    return { label: `slice ${z + 1}`, grid: { width: nx, height: ny, data }, fieldOfView_mm: view.fieldOfView_mm, orientation: view.orientation }; // prettier-ignore
  });
  return [
    {
      name: 'field',
      svg: mapFigure({ title: 'Field that was taken off', panels, colourMap: 'viridis', range: [-most, most], quantity: 'field from the centre', unit: 'Hz' }), // prettier-ignore
      caption: settings.field?.file === undefined ? 'Found from the echoes: where there is no signal it is that of the noise.' : `From ${settings.field.file}.`, // prettier-ignore
    },
  ];
}
