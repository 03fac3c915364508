// Spectra of every voxel: CSI (each readout an FID at one place of k-space) and EPSI (each readout one lobe of a train along x).
import { ScienceError } from '../../base/index.ts';
import { fftInto, PLAIN_FOURIER, type FourierKernel } from '../../math/fourier/index.ts';
import type { RawScan } from '../../records/index.ts';
import { extentOf, imageReadouts } from '../sort/kspace.ts';
import { checkCounters, checkSize } from '../sort/size.ts';

export interface SpectraShape {
  readonly nFrames: number;
  readonly nContrasts: number;
  readonly nCoils: number;
  readonly nz: number;
  readonly ny: number;
  readonly nx: number;
  readonly nFrequencies: number;
}

export interface Spectra {
  /** [frame, contrast, coil, z, y, x, frequency], interleaved complex; a voxel whose signal is 1 for all times has a line of height 1. */
  readonly data: Float64Array;
  readonly shape: SpectraShape;
  /** From the centre frequency, rising; in the sense of the gradients: where k-space is exp(-2 pi i k r), exp(-2 pi i f t) is at +f. */
  readonly frequencies_Hz: Float64Array;
  readonly dwell_s: number;
  /** Variance of a value for noise of variance 1 in each sample. */
  readonly noiseGain: number;
  readonly notes: readonly string[];
}

/** One readout, and for each of its samples the place along x and the point in time; -1 leaves a sample out. */
type Place = (sample: number) => readonly [x: number, time: number];

interface Train {
  readonly nTimes: number;
  readonly dwell_s: number;
  readonly placesOf: (readout: ReturnType<typeof imageReadouts>[number]) => Place;
}

/** CSI: counters `line`, `partition` and `segment` are the steps along y, z and x; samples are the FID. */
export function csiSpectra(scan: RawScan, encodingIndex = 0, kernel: FourierKernel = PLAIN_FOURIER): Spectra {
  const encoding = scan.encodings[encodingIndex]!;
  const first = imageReadouts(scan, encodingIndex)[0];
  if (first === undefined) throw new ScienceError('format', 'no image readouts', { where: scan.name });
  const nTimes = encoding.nSpectral ?? first.nSamples - first.discard[0] - first.discard[1];
  const dwell_s = encoding.spectralDwell_s ?? first.dwell_s;
  const placesOf: Train['placesOf'] =
    ({ discard, counters }) =>
    (s) => [counters.segment, s - discard[0] < nTimes ? s - discard[0] : -1];
  return imagesOf(sorted(scan, encodingIndex, { nTimes, dwell_s, placesOf }), scan, [], kernel);
}

/**
 * EPSI: `segment` counts the lobes of the train, which are the points in time; samples run along x, lobes marked `reversed` are turned. The time within a lobe is taken off
 * each line of the spectrum. Where every second lobe runs back, those of each direction make spectra of half the width, and both are joined.
 */
export function epsiSpectra(scan: RawScan, encodingIndex = 0, kernel: FourierKernel = PLAIN_FOURIER): Spectra {
  const encoding = scan.encodings[encodingIndex]!;
  const { nSpectral, spectralDwell_s: dwell_s } = encoding;
  if (nSpectral === undefined || dwell_s === undefined) {
    throw new ScienceError('format', 'EPSI needs nSpectral and spectralDwell_s in its encoding', { where: scan.name });
  }
  const readouts = imageReadouts(scan, encodingIndex);
  const half = encoding.encodedMatrix[0] >> 1;
  const lobeDwell_s = readouts[0]?.dwell_s ?? 0;
  const train = (direction: boolean | undefined): Train => ({
    nTimes: direction === undefined ? nSpectral : nSpectral >> 1,
    dwell_s: direction === undefined ? dwell_s : 2 * dwell_s,
    placesOf: ({ reversed, centerSample, counters }) => {
      const time = direction === undefined ? counters.segment : counters.segment >> 1;
      const isMine = direction === undefined || reversed === direction;
      return (s) => [half + (reversed ? centerSample - s : s - centerSample), isMine ? time : -1];
    },
  });
  if (readouts.every(({ reversed }) => !reversed)) {
    const notes = ['The time within a lobe was taken off each line of the spectrum.'];
    return imagesOf(sorted(scan, encodingIndex, train(undefined)), scan, notes, kernel, lobeDwell_s);
  }
  const wrong = readouts.find(({ reversed, counters }) => reversed !== (counters.segment % 2 === 1));
  if (wrong !== undefined || nSpectral < 2) {
    throw new ScienceError('unsupported', 'lobes of opposite direction that do not alternate', { where: scan.name });
  }
  const there = imagesOf(sorted(scan, encodingIndex, train(false)), scan, [], kernel, lobeDwell_s);
  const back = imagesOf(sorted(scan, encodingIndex, train(true)), scan, [], kernel, -lobeDwell_s);
  const data = there.data.slice();
  const { nFrequencies } = there.shape;
  for (let i = 0; i < data.length / 2; i++) {
    // lobes that run back come later by the time between lobes
    const angle = 2 * Math.PI * there.frequencies_Hz[i % nFrequencies]! * dwell_s;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    const re = back.data[2 * i]!,
      im = back.data[2 * i + 1]!;
    data[2 * i] = 0.5 * (data[2 * i]! + re * c - im * s);
    data[2 * i + 1] = 0.5 * (data[2 * i + 1]! + re * s + im * c);
  }
  return {
    ...there,
    data,
    noiseGain: there.noiseGain / 2,
    notes: [
      `Lobes of each direction made spectra of half the width, ${(1 / (2 * dwell_s)).toFixed(0)} Hz, which were joined; lines beyond it fold and weaken. The time within a lobe was taken off.`,
    ],
  };
}

interface Sorted {
  /** [frame, contrast, coil, z, y, x, time] k-space. */
  readonly data: Float64Array;
  readonly shape: SpectraShape;
  readonly dwell_s: number;
  /** Mean over k and time of 1 / readouts. */
  readonly perSample: number;
}

function sorted(scan: RawScan, encodingIndex: number, { nTimes, dwell_s, placesOf }: Train): Sorted {
  const encoding = scan.encodings[encodingIndex]!;
  const readouts = imageReadouts(scan, encodingIndex);
  const { nFrames, nContrasts, nSlices, contrastOf } = extentOf(readouts);
  const [nx, ny, nz] = encoding.encodedMatrix;
  const nCoils = scan.nChannels;
  if (!(dwell_s > 0)) throw new ScienceError('format', 'the spectral dwell time is not known', { where: scan.name });
  if (nSlices > 1)
    throw new ScienceError('unsupported', 'spectra of several slices at once; take one', { where: scan.name });
  const count = nFrames * nContrasts * nCoils * nz * ny * nx * nTimes;
  checkCounters(nFrames * nContrasts, readouts, scan.name);
  checkSize(2 * count, readouts, `spectra of ${nFrames} frames, ${nCoils} coils, ${nz} x ${ny} x ${nx} voxels and ${nTimes} points`, scan.name); // prettier-ignore
  const data = new Float64Array(2 * count);
  const size = nz * ny * nx * nTimes;
  const times = new Uint16Array(nFrames * nContrasts * size);
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
      if (x < 0 || x >= nx || time < 0 || time >= nTimes) continue;
      const inside = ((z * ny + y) * nx + x) * nTimes + time;
      times[group * size + inside]!++;
      for (let coil = 0; coil < nCoils; coil++) {
        const to = 2 * ((group * nCoils + coil) * size + inside),
          from = 2 * (coil * readout.nSamples + s);
        data[to]! += readout.samples[from]!;
        data[to + 1]! += readout.samples[from + 1]!;
      }
    }
  }
  for (let i = 0; i < count; i++) {
    const n = times[Math.floor(i / size / nCoils) * size + (i % size)]!;
    if (n > 1) {
      data[2 * i]! /= n;
      data[2 * i + 1]! /= n;
    }
  }
  let perSample = 0;
  for (const n of times) perSample += n > 0 ? 1 / n / times.length : 0;
  return { data, shape: { nFrames, nContrasts, nCoils, nz, ny, nx, nFrequencies: nTimes }, dwell_s, perSample };
}

/** Spectra first, then x, y, z, with the phase that a line gathers along kx (`lobeDwell_s` from one place to the next, k = 0 at time 0) taken off between them. */
function imagesOf(
  { data, shape, dwell_s, perSample }: Sorted,
  { name }: RawScan,
  notes: readonly string[],
  kernel: FourierKernel,
  lobeDwell_s = 0,
): Spectra {
  const { nz, ny, nx, nFrequencies: n } = shape;
  if (data.every((x) => x === 0)) throw new ScienceError('format', 'no sample of the readouts lies inside the spectra', { where: name }); // prettier-ignore
  const all = [nz, ny, nx, n];
  // exp(-2 pi i f t) to +f: the inverse transform, time from 0, frequencies centred
  fftInto(data, data, all, [3], { inverse: true, scale: 'mean', kernel });
  const middle = n >> 1;
  const frequencies_Hz = Float64Array.from({ length: n }, (_, f) => (f - middle) / (n * dwell_s));
  const out = new Float64Array(data.length);
  for (let i = 0; i < data.length / 2; i++) {
    const f = i % n;
    const from = i - f + ((f - middle + n) % n);
    const angle = 2 * Math.PI * frequencies_Hz[f]! * ((Math.floor(i / n) % nx) - (nx >> 1)) * lobeDwell_s;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    out[2 * i] = data[2 * from]! * c - data[2 * from + 1]! * s;
    out[2 * i + 1] = data[2 * from]! * s + data[2 * from + 1]! * c;
  }
  fftInto(out, out, all, [0, 1, 2], { inverse: true, centred: true, scale: 'mean', kernel });
  return { data: out, shape, frequencies_Hz, dwell_s, noiseGain: perSample / (nz * ny * nx * n), notes };
}
