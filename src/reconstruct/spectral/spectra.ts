// Spectra of every voxel: CSI (each readout an FID at one place of k-space) and EPSI (each readout one lobe of a train along x).
import { ScienceError } from '../../base/index.ts';
import { fftN } from '../../math/fourier/index.ts';
import type { RawScan } from '../../records/index.ts';
import { extentOf, imageReadouts } from '../sort/kspace.ts';

export interface Spectra {
  /** [frame, contrast, coil, z, y, x, frequency], interleaved complex; a voxel whose signal is 1 for all times has a line of height 1. */
  readonly data: Float64Array;
  readonly shape: { readonly nFrames: number; readonly nContrasts: number; readonly nCoils: number; readonly nz: number; readonly ny: number; readonly nx: number; readonly nFrequencies: number }; // prettier-ignore
  /** From the centre frequency, rising; exp(2 pi i f t) is at +f. */
  readonly frequencies_Hz: Float64Array;
  readonly notes: readonly string[];
}

/** One readout, and for each of its samples the place along x and the point in time; -1 leaves a sample out. */
type Place = (sample: number) => readonly [x: number, time: number];

const MAX_VALUES = 2 ** 27;

/** CSI: counters `line`, `partition` and `segment` are the steps along y, z and x; samples are the FID. */
export function csiSpectra(scan: RawScan, encodingIndex = 0): Spectra {
  const encoding = scan.encodings[encodingIndex]!;
  const first = imageReadouts(scan, encodingIndex)[0];
  if (first === undefined) throw new ScienceError('format', 'no image readouts', { where: scan.name });
  const n = encoding.nSpectral ?? first.nSamples - first.discard[0] - first.discard[1];
  const dwell_s = encoding.spectralDwell_s ?? first.dwell_s;
  return sorted(scan, encodingIndex, n, dwell_s, (readout) => (s) => {
    const time = s - readout.discard[0];
    return [readout.counters.segment, time < n ? time : -1];
  });
}

/**
 * EPSI: `segment` counts the lobes of the train, which are the points in time; samples run along x, lobes marked `reversed` are turned. The time within a lobe is not
 * corrected: a line at f is shifted along x by f times the duration of a lobe, in voxels.
 */
export function epsiSpectra(scan: RawScan, encodingIndex = 0): Spectra {
  const encoding = scan.encodings[encodingIndex]!;
  const { nSpectral, spectralDwell_s } = encoding;
  if (nSpectral === undefined || spectralDwell_s === undefined) {
    throw new ScienceError('format', 'EPSI needs nSpectral and spectralDwell_s in its encoding', { where: scan.name });
  }
  const half = encoding.encodedMatrix[0] >> 1;
  return sorted(scan, encodingIndex, nSpectral, spectralDwell_s, ({ reversed, centerSample, counters }) => (s) => [
    half + (reversed ? centerSample - s : s - centerSample),
    counters.segment,
  ]);
}

function sorted(
  scan: RawScan,
  encodingIndex: number,
  nFrequencies: number,
  dwell_s: number,
  placesOf: (readout: ReturnType<typeof imageReadouts>[number]) => Place,
): Spectra {
  const encoding = scan.encodings[encodingIndex]!;
  const readouts = imageReadouts(scan, encodingIndex);
  const { nFrames, nContrasts, nSlices, contrastOf } = extentOf(readouts);
  const [nx, ny, nz] = encoding.encodedMatrix;
  const nCoils = scan.nChannels;
  if (!(dwell_s > 0)) throw new ScienceError('format', 'the spectral dwell time is not known', { where: scan.name });
  if (nSlices > 1)
    throw new ScienceError('unsupported', 'spectra of several slices at once; take one', { where: scan.name });
  const count = nFrames * nContrasts * nCoils * nz * ny * nx * nFrequencies;
  if (2 * count > MAX_VALUES) throw new ScienceError('unsupported', `spectra of ${count} values; at most ${MAX_VALUES / 2}`, { where: scan.name }); // prettier-ignore
  const data = new Float64Array(2 * count);
  const times = new Uint16Array(nFrames * nContrasts * nz * ny * nx * nFrequencies);
  for (const readout of readouts) {
    const place = placesOf(readout);
    const y = readout.counters.line - encoding.lines.center + (ny >> 1),
      z = readout.counters.partition - encoding.partitions.center + (nz >> 1);
    if (y < 0 || y >= ny || z < 0 || z >= nz) {
      throw new ScienceError('format', `line ${readout.counters.line}, partition ${readout.counters.partition} lies outside the encoded matrix`, { where: scan.name }); // prettier-ignore
    }
    const group = readout.counters.frame * nContrasts + contrastOf(readout);
    for (let s = readout.discard[0]; s < readout.nSamples - readout.discard[1]; s++) {
      const [x, time] = place(s);
      if (x < 0 || x >= nx || time < 0 || time >= nFrequencies) continue;
      const inside = ((z * ny + y) * nx + x) * nFrequencies + time;
      times[group * nz * ny * nx * nFrequencies + inside]!++;
      for (let coil = 0; coil < nCoils; coil++) {
        const to = 2 * ((group * nCoils + coil) * nz * ny * nx * nFrequencies + inside),
          from = 2 * (coil * readout.nSamples + s);
        data[to]! += readout.samples[from]!;
        data[to + 1]! += readout.samples[from + 1]!;
      }
    }
  }
  const size = nz * ny * nx * nFrequencies;
  for (let i = 0; i < count; i++) {
    const n = times[Math.floor(i / size / nCoils) * size + (i % size)]!;
    if (n > 1) {
      data[2 * i]! /= n;
      data[2 * i + 1]! /= n;
    }
  }
  const shape = [nz, ny, nx, nFrequencies];
  const images = fftN(data, shape, [0, 1, 2], { inverse: true, centred: true, scale: 'mean' });
  // time starts at 0, frequencies are centred
  const plain = fftN(images, shape, [3], { scale: 'mean' });
  const middle = nFrequencies >> 1;
  const out = new Float64Array(plain.length);
  for (let i = 0; i < count; i++) {
    const f = i % nFrequencies;
    const from = i - f + ((f - middle + nFrequencies) % nFrequencies);
    out[2 * i] = plain[2 * from]!;
    out[2 * i + 1] = plain[2 * from + 1]!;
  }
  const frequencies_Hz = Float64Array.from({ length: nFrequencies }, (_, f) => (f - middle) / (nFrequencies * dwell_s));
  return {
    data: out,
    shape: { nFrames, nContrasts, nCoils, nz, ny, nx, nFrequencies },
    frequencies_Hz,
    notes: readouts.some(({ reversed }) => reversed)
      ? [
          'Lobes of opposite direction were joined; the time within a lobe is not corrected: lines far from the centre are shifted along x.',
        ]
      : [],
  };
}
