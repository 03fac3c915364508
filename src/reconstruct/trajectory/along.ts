// Scans along a trajectory: gridded, by SENSE, or with metabolites told apart by echoes.
import { Random, ScienceError, type Run } from '../../base/index.ts';
import { mapsOf } from '../coils/choose-maps.ts';
import { finish } from '../finish.ts';
import type { Prepared } from '../noise/prepare.ts';
import { seriesOf } from '../series.ts';
import type { Method, Reconstruction, ReconstructionSettings } from '../settings.ts';
import { fieldOfEchoes, idealSettingsOf } from '../spectral/separated.ts';
import { idealGridded } from './ideal.ts';
import { gridded } from './sampled.ts';
import { SENSE_REPLICAS, senseAlongTrajectory } from './sense.ts';

export function alongTrajectory(
  { scan, power, source }: Prepared,
  settings: ReconstructionSettings,
  notes: string[],
  run: Run,
): Reconstruction {
  const { encoding: index, kernel, metabolites, coils } = settings;
  const encoding = scan.encodings[index]!;
  const isFaster = encoding.acceleration[0] * encoding.acceleration[1] > 1 && scan.nChannels > 1;
  const method: Method = settings.method === 'auto' ? (isFaster ? 'sense' : 'fourier') : settings.method;
  if (method !== 'fourier' && method !== 'sense') {
    throw new ScienceError('unsupported', `method ${method} along a trajectory; take fourier (gridding) or sense`, { where: scan.name }); // prettier-ignore
  }
  if (method === 'sense' && metabolites !== undefined) {
    throw new ScienceError('unsupported', 'metabolites from echoes by sense along a trajectory; take fourier (gridding)', { where: scan.name }); // prettier-ignore
  }
  if (power === undefined) notes.push('Nothing tells the noise: no noise readouts.');
  notes.push(...scan.notes);
  const noisePower = power ?? NaN;
  const common = { method, sampled: NaN, noisePower, noiseSource: source ?? ('unknown' as const) };
  const field = settings.field_Hz;
  const images = gridded(scan, index, { kernel, field_Hz: metabolites === undefined && method === 'fourier' ? field : undefined, fieldSteps: settings.fieldSteps }); // prettier-ignore
  const { maps, mapsFrom } = mapsOf(images, coils, notes);
  if (metabolites !== undefined) {
    const ideal = idealSettingsOf(scan, images.nContrasts, settings);
    const { series: echoes } = finish(scan, images, maps, noisePower, index);
    const field_Hz = field ?? fieldOfEchoes(echoes, ideal, settings.widestField_Hz, notes);
    const separated = idealGridded(scan, index, ideal, { kernel, field_Hz });
    notes.push(...separated.notes);
    const named = { ...scan, contrasts: metabolites.map(({ name }) => ({ name })) };
    return { ...common, mapsFrom, ...finish(named, separated, maps, noisePower, index), readout: 'ideal', ...(field_Hz && { field_Hz }), notes }; // prettier-ignore
  }
  if (method === 'sense') {
    if (field !== undefined) notes.push('The field map is not used by SENSE along a trajectory.');
    const random = new Random(settings.seed).fork('replicas');
    const { data, sd, notes: said } = senseAlongTrajectory(scan, index, maps, noisePower, random, { kernel }, run);
    notes.push(...said);
    if (power !== undefined) notes.push(`Noise of the images from ${SENSE_REPLICAS} pseudo-replicas of the first frame.`); // prettier-ignore
    const { nFrames, nContrasts, nSlices, shape, nCoils } = images;
    const volume = shape[0] * shape[1] * shape[2];
    const series = seriesOf(scan, data, (contrast) => sd[contrast]!, index, { nFrames, nContrasts, nSlices, volume });
    return { ...common, mapsFrom, series, maps: maps.slice(0, 2 * nCoils * volume), notes };
  }
  notes.push(...images.notes);
  return {
    ...common,
    mapsFrom,
    ...finish(scan, images, maps, noisePower, index),
    ...(field && { field_Hz: field }),
    notes,
  };
}
