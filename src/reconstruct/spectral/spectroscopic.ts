// Scans with a spectrum in each voxel to images of metabolites: coils joined, then lines of known frequency fitted to the decay, or the largest line taken.
import { ScienceError } from '../../base/index.ts';
import { fftInto } from '../../math/fourier/index.ts';
import type { RawScan } from '../../records/index.ts';
import { combined } from '../coils/combine.ts';
import { localMaps } from '../coils/local-maps.ts';
import { seriesOf } from '../series.ts';
import type { MetaboliteLine, Reconstruction, ReconstructionSettings } from '../settings.ts';
import { imageReadouts } from '../sort/kspace.ts';
import { idealSeparated, separationMatrix } from './ideal.ts';
import { csiSpectra, epsiSpectra, type Spectra } from './spectra.ts';

/** Throws where the spectra cannot be sorted or hold several contrasts. `noisePower` of one sample; NaN where it is not known. */
export function spectroscopic(
  scan: RawScan,
  settings: ReconstructionSettings,
  noise: Pick<Reconstruction, 'noisePower' | 'noiseSource'>,
  notes: string[],
): Reconstruction {
  const { encoding, kernel, metabolites } = settings;
  const readout = settings.readout ?? readoutOf(scan, encoding, notes);
  const all = (readout === 'epsi' ? epsiSpectra : csiSpectra)(scan, encoding, kernel);
  notes.push(...all.notes);
  const { nFrames, nContrasts, nCoils, nz, ny, nx } = all.shape;
  if (nContrasts > 1) throw new ScienceError('unsupported', `spectra of ${nContrasts} contrasts at once; take one`, { where: scan.name }); // prettier-ignore
  const volume = nz * ny * nx;
  const { spectra, maps } = joined(all);
  if (nCoils > 1) notes.push('Coil maps from the spectra (Rodgers 2010).');
  const shown = metabolites === undefined ? largestLine(spectra, notes) : fittedLines(spectra, metabolites, settings);
  const data = new Float64Array(2 * nFrames * shown.names.length * volume);
  for (let frame = 0; frame < nFrames; frame++) {
    shown.images.forEach(
      (image, m) =>
      data.set(image.subarray(2 * frame * volume, 2 * (frame + 1) * volume), 2 * (frame * shown.names.length + m) * volume), // prettier-ignore
    );
  }
  const extent = { nFrames, nContrasts: shown.names.length, nSlices: 1, volume };
  const sd = (m: number): Float64Array => new Float64Array(volume).fill(Math.sqrt((noise.noisePower * shown.gains[m]!) / 2)); // prettier-ignore
  const named = { ...scan, contrasts: shown.names.map((name) => ({ name })) };
  const asEncoded = { ...scan.encodings[encoding]!, imageMatrix: [nx, ny, nz] as const, imageFov_m: scan.encodings[encoding]!.encodedFov_m }; // prettier-ignore
  const encodings = scan.encodings.map((one, n) => (n === encoding ? asEncoded : one));
  return {
    series: seriesOf({ ...named, encodings }, data, sd, encoding, extent),
    method: 'fourier',
    readout,
    spectra,
    sampled: NaN,
    maps,
    mapsFrom: 'svd',
    ...noise,
    notes,
  };
}

/** What the counters say: EPSI counts the points in time, CSI holds them in each readout. */
function readoutOf(scan: RawScan, encodingIndex: number, notes: string[]): 'csi' | 'epsi' {
  const { nSpectral = 1, encodedMatrix, kind } = scan.encodings[encodingIndex]!;
  const readouts = imageReadouts(scan, encodingIndex);
  const nSegments = 1 + readouts.reduce((most, { counters }) => Math.max(most, counters.segment), 0);
  const isTrain = nSegments === nSpectral && (readouts[0]?.nSamples ?? 0) < 2 * encodedMatrix[0];
  const readout = kind === 'epi' || (isTrain && nSegments > encodedMatrix[0]) || (isTrain && readouts[0]!.nSamples !== nSpectral) ? 'epsi' : 'csi'; // prettier-ignore
  notes.push(`Spectroscopic readouts taken as ${readout === 'epsi' ? 'EPSI: the counter segment runs over the points in time' : 'CSI: each readout is a decay'}; readout: ${readout === 'epsi' ? 'csi' : 'epsi'} in the settings says otherwise.`); // prettier-ignore
  return readout;
}

/** One coil in place of many: maps of unit length from all frequencies and frames. */
function joined(spectra: Spectra): { spectra: Spectra; maps: Float64Array } {
  const { nFrames, nCoils, nz, ny, nx, nFrequencies: n } = spectra.shape;
  const volume = nz * ny * nx;
  const shape = [nz, ny, nx] as const;
  if (nCoils === 1) return { spectra, maps: localMaps(new Float64Array(2 * volume), 1, shape, { radius: [0, 0, 0] }) };
  const byFrequency = new Float64Array(spectra.data.length); // [frame, frequency, coil, voxel]
  const each = (work: (wide: number, narrow: number) => void): void => {
    for (let frame = 0; frame < nFrames; frame++)
      for (let f = 0; f < n; f++)
        for (let coil = 0; coil < nCoils; coil++)
          for (let at = 0; at < volume; at++) {
            work(2 * (((frame * nCoils + coil) * volume + at) * n + f), 2 * (((frame * n + f) * nCoils + coil) * volume + at)); // prettier-ignore
          }
  };
  each((wide, narrow) => {
    byFrequency[narrow] = spectra.data[wide]!;
    byFrequency[narrow + 1] = spectra.data[wide + 1]!;
  });
  const maps = localMaps(byFrequency, nCoils, shape, { radius: [0, 0, 0] });
  const one = combined(byFrequency, maps, nCoils); // [frame, frequency, voxel]
  const data = new Float64Array(one.length);
  for (let i = 0; i < one.length / 2; i++) {
    const at = i % volume,
      f = Math.floor(i / volume) % n,
      frame = Math.floor(i / volume / n);
    data[2 * ((frame * volume + at) * n + f)] = one[2 * i]!;
    data[2 * ((frame * volume + at) * n + f) + 1] = one[2 * i + 1]!;
  }
  return { spectra: { ...spectra, data, shape: { ...spectra.shape, nCoils: 1 } }, maps };
}

interface Shown {
  readonly names: readonly string[];
  /** [frame, voxel] of each. */
  readonly images: readonly Float64Array[];
  /** Variance for noise of variance 1 in each sample. */
  readonly gains: readonly number[];
}

function largestLine({ data, shape, frequencies_Hz, noiseGain }: Spectra, notes: string[]): Shown {
  const n = shape.nFrequencies;
  const power = new Float64Array(n);
  for (let i = 0; i < data.length; i++) power[(i >> 1) % n]! += data[i]! * data[i]!;
  const f = power.indexOf(Math.max(...power));
  const name = `line at ${frequencies_Hz[f]!.toFixed(0)} Hz`;
  notes.push(`No metabolites were given: the images are those of the largest ${name}.`);
  const image = Float64Array.from({ length: data.length / n }, (_, i) => data[2 * ((i >> 1) * n + f) + (i % 2)]!);
  return { names: [name], images: [image], gains: [noiseGain] };
}

/** Least squares of exp(-2 pi i f t - t / T2*) to the decay of each voxel: amplitudes at its first point. */
function fittedLines(
  { data, shape, dwell_s, noiseGain }: Spectra,
  metabolites: readonly MetaboliteLine[],
  { decay_perS, kernel }: ReconstructionSettings,
): Shown {
  const n = shape.nFrequencies,
    nVoxels = data.length / 2 / n,
    middle = n >> 1;
  const decays = new Float64Array(data.length);
  for (let i = 0; i < data.length / 2; i++) {
    const f = i % n;
    const to = i - f + ((f - middle + n) % n);
    decays[2 * to] = data[2 * i]!;
    decays[2 * to + 1] = data[2 * i + 1]!;
  }
  fftInto(decays, decays, [nVoxels, n], [1], { ...(kernel && { kernel }) });
  const byTime = new Float64Array(data.length); // [time, voxel]
  for (let i = 0; i < data.length / 2; i++) {
    const to = 2 * ((i % n) * nVoxels + Math.floor(i / n));
    byTime[to] = decays[2 * i]!;
    byTime[to + 1] = decays[2 * i + 1]!;
  }
  const ideal = {
    echoTimes_s: Array.from({ length: n }, (_, time) => time * dwell_s),
    offsets_Hz: metabolites.map(({ offset_Hz }) => offset_Hz),
    ...(decay_perS !== undefined && { decay_perS }),
  };
  const found = idealSeparated(byTime, ideal);
  const inverse = separationMatrix(ideal);
  return {
    names: metabolites.map(({ name }) => name),
    images: metabolites.map((_, m) => found.slice(2 * m * nVoxels, 2 * (m + 1) * nVoxels)),
    // a point of the decay has n times the variance of one of the spectrum
    gains: metabolites.map((_, m) => n * noiseGain * inverse.subarray(2 * m * n, 2 * (m + 1) * n).reduce((sum, x) => sum + x * x, 0)), // prettier-ignore
  };
}
