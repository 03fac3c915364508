// A raw scan to images, one series per contrast or metabolite, with their noise and with what was assumed.
import { QUIET, ScienceError, type Run } from '../base/index.ts';
import type { RawScan } from '../records/index.ts';
import { onGrid } from './grid/on-grid.ts';
import { prepareNoise } from './noise/prepare.ts';
import { DEFAULT_RECONSTRUCTION, type Reconstruction, type ReconstructionSettings } from './settings.ts';
import { extentOf, imageReadouts } from './sort/kspace.ts';
import { fieldOfEchoes, idealSettingsOf, separatedSeries } from './spectral/separated.ts';
import { spectroscopic } from './spectral/spectroscopic.ts';
import { alongTrajectory } from './trajectory/along.ts';

/** Throws where the scan cannot be reconstructed: nothing to sort, no trajectory where one is needed, a field map of another size. */
export function reconstruct(
  raw: RawScan,
  settings: ReconstructionSettings = DEFAULT_RECONSTRUCTION,
  run: Run = QUIET,
): Reconstruction {
  const encoding = raw.encodings[settings.encoding];
  if (encoding === undefined) {
    throw new ScienceError('argument', `encoding ${settings.encoding + 1} of ${raw.encodings.length}`, {
      where: raw.name,
    });
  }
  const prepared = prepareNoise(raw);
  const notes: string[] = [];
  if ((encoding.nSpectral ?? 1) > 1 || settings.readout !== undefined) {
    if (settings.field_Hz !== undefined) notes.push('The field map is not used for spectra.');
    notes.push(...prepared.scan.notes);
    const { power = NaN, source = 'unknown' } = prepared;
    if (Number.isNaN(power)) notes.push('Nothing tells the noise: no noise readouts.');
    return spectroscopic(prepared.scan, settings, { noisePower: power, noiseSource: source }, notes);
  }
  checkField(raw, settings);
  if (encoding.kind !== 'cartesian' && encoding.kind !== 'epi') return alongTrajectory(prepared, settings, notes, run);
  const { metabolites } = settings;
  const images = onGrid(prepared, settings, notes, run);
  if (metabolites === undefined) {
    if (settings.field_Hz !== undefined && encoding.kind === 'cartesian') notes.push('The field map is not used: single lines of k-space are short.'); // prettier-ignore
    return images;
  }
  const ideal = idealSettingsOf(raw, images.series.length, settings);
  const field_Hz = settings.field_Hz ?? fieldOfEchoes(images.series, ideal, settings.widestField_Hz, notes);
  const series = separatedSeries(images.series, metabolites.map(({ name }) => name), ideal, field_Hz); // prettier-ignore
  return { ...images, series, readout: 'ideal', ...(field_Hz && { field_Hz }), notes };
}

function checkField(scan: RawScan, { field_Hz, encoding }: ReconstructionSettings): void {
  if (field_Hz === undefined) return;
  const [nx, ny, nz] = scan.encodings[encoding]!.imageMatrix;
  const { nSlices } = extentOf(imageReadouts(scan, encoding));
  const expected = nx * ny * (nSlices > 1 ? nSlices : nz);
  if (field_Hz.length === expected) return;
  throw new ScienceError('argument', `the field map has ${field_Hz.length} voxels, the images ${expected}`, { where: scan.name }); // prettier-ignore
}
