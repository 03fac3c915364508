// Readouts into k-space by their counters: averages, reversed lines, discarded samples, partial echoes.
import { ScienceError } from '../../base/index.ts';
import type { Encoding, RawScan, Readout } from '../../records/index.ts';
import { checkCounters, checkSize } from './size.ts';

export interface KSpaceShape {
  readonly nFrames: number;
  /** Contrast, phase and set of the counters as one axis. */
  readonly nContrasts: number;
  readonly nSlices: number;
  readonly nCoils: number;
  readonly nz: number;
  readonly ny: number;
  readonly nx: number;
}

export interface KSpace {
  readonly shape: KSpaceShape;
  /** [frame, contrast, slice, coil, z, y, x], interleaved complex; k = 0 at floor(n / 2); 0 where nothing was sampled. Averages are means. */
  readonly data: Float64Array;
  /** [frame, contrast, slice, z, y, x]: how many readouts stand behind a sample. */
  readonly counts: Uint16Array;
  readonly encoding: Encoding;
  readonly notes: readonly string[];
}

/** Share of the samples beyond the encoded matrix that may be edges of long readouts; more is a header that does not fit. */
const MOST_OUTSIDE = 0.1;

type Purpose = Readout['purpose'];
const IMAGE: readonly Purpose[] = ['image', 'calibrationAndImage'];

/** Readouts that belong into k-space; `with calibration` those for coil maps too. */
export const imageReadouts = (scan: RawScan, encoding = 0): readonly Readout[] =>
  scan.readouts.filter((one) => one.encoding === encoding && IMAGE.includes(one.purpose));

/** How far the counters of some readouts go. */
export function extentOf(readouts: readonly Readout[]): {
  nFrames: number;
  nSlices: number;
  nContrasts: number;
  contrastOf: (readout: Readout) => number;
} {
  const most = { frame: 0, slice: 0, contrast: 0, phase: 0, set: 0 };
  for (const { counters } of readouts) {
    for (const key of ['frame', 'slice', 'contrast', 'phase', 'set'] as const) {
      if (counters[key] > most[key]) most[key] = counters[key];
    }
  }
  return {
    nFrames: most.frame + 1,
    nSlices: most.slice + 1,
    nContrasts: (most.contrast + 1) * (most.phase + 1) * (most.set + 1),
    contrastOf: ({ counters: { contrast, phase, set } }) =>
      (contrast * (most.phase + 1) + phase) * (most.set + 1) + set,
  };
}

/** K-space of a Cartesian scan on the encoded matrix. Throws where there is nothing to sort, where a line lies outside, or where it would not fit memory. */
export function sortReadouts(scan: RawScan, encodingIndex = 0): KSpace {
  const encoding = scan.encodings[encodingIndex];
  const readouts = imageReadouts(scan, encodingIndex);
  if (encoding === undefined || readouts.length === 0) {
    throw new ScienceError('format', `no image readouts in encoding ${encodingIndex + 1}`, { where: scan.name });
  }
  const { nFrames, nSlices, nContrasts, contrastOf } = extentOf(readouts);
  const [nx, ny, nz] = encoding.encodedMatrix;
  const { nChannels: nCoils } = scan;
  const shape: KSpaceShape = { nFrames, nContrasts, nSlices, nCoils, nz, ny, nx };
  const volume = nz * ny * nx;
  checkCounters(nFrames * nContrasts * nSlices, readouts, scan.name);
  const sizes = Object.values<number>({ ...shape }).join(' x ');
  checkSize(2 * nFrames * nContrasts * nSlices * nCoils * volume, readouts, `a k-space of ${sizes} (frames, contrasts, slices, coils, z, y, x)`, scan.name); // prettier-ignore
  const data = new Float64Array(2 * nFrames * nContrasts * nSlices * nCoils * volume);
  const counts = new Uint16Array(nFrames * nContrasts * nSlices * volume);
  let outside = 0;
  for (const readout of readouts) {
    const { counters, nSamples, samples, reversed, discard, centerSample } = readout;
    const y = counters.line - encoding.lines.center + (ny >> 1),
      z = counters.partition - encoding.partitions.center + (nz >> 1);
    if (y < 0 || y >= ny || z < 0 || z >= nz) {
      throw new ScienceError('format', `line ${counters.line}, partition ${counters.partition} lies outside the encoded ${nx} x ${ny} x ${nz}; the counters or the centre in the header are wrong`, { where: scan.name }); // prettier-ignore
    }
    const group = (counters.frame * nContrasts + contrastOf(readout)) * nSlices + counters.slice;
    for (let s = discard[0]; s < nSamples - discard[1]; s++) {
      const x = (nx >> 1) + (reversed ? centerSample - s : s - centerSample);
      if (x < 0 || x >= nx) {
        outside++;
        continue;
      }
      const place = (z * ny + y) * nx + x;
      counts[group * volume + place]!++;
      for (let coil = 0; coil < nCoils; coil++) {
        const to = 2 * ((group * nCoils + coil) * volume + place),
          from = 2 * (coil * nSamples + s);
        data[to]! += samples[from]!;
        data[to + 1]! += samples[from + 1]!;
      }
    }
  }
  const taken = readouts.reduce((sum, { nSamples, discard }) => sum + nSamples - discard[0] - discard[1], 0);
  if (outside > MOST_OUTSIDE * taken) {
    throw new ScienceError('format', `${outside} of ${taken} samples lie outside the encoded ${nx} x ${ny} x ${nz}; is the encoded matrix (with its oversampling) or center_sample in the file wrong?`, { where: scan.name }); // prettier-ignore
  }
  const averages = averageInto(data, counts, shape);
  return { shape, data, counts, encoding, notes: sortNotes(scan, encodingIndex, outside, averages, counts, shape) };
}

/** Sums to means; returns the largest count. */
function averageInto(data: Float64Array, counts: Uint16Array, shape: KSpaceShape): number {
  const volume = shape.nz * shape.ny * shape.nx;
  let most = 0;
  for (let n = 0; n < counts.length; n++) {
    const count = counts[n]!;
    if (count > most) most = count;
    if (count < 2) continue;
    const group = Math.floor(n / volume);
    for (let coil = 0; coil < shape.nCoils; coil++) {
      const at = 2 * ((group * shape.nCoils + coil) * volume + (n % volume));
      data[at]! /= count;
      data[at + 1]! /= count;
    }
  }
  return most;
}

function sortNotes(
  { readouts }: RawScan,
  encoding: number,
  outside: number,
  averages: number,
  counts: Uint16Array,
  { nx, ny, nz }: KSpaceShape,
): string[] {
  const notes: string[] = [];
  const left = readouts.filter((one) => !IMAGE.includes(one.purpose));
  for (const purpose of new Set(left.map((one) => one.purpose))) {
    notes.push(
      `${left.filter((one) => one.purpose === purpose).length} readouts of purpose ${purpose} are not part of the images.`,
    );
  }
  const others = readouts.filter((one) => one.encoding !== encoding).length;
  if (others > 0) notes.push(`${others} readouts belong to other encodings.`);
  if (outside > 0) notes.push(`${outside} samples lie outside the encoded ${nx} x ${ny} x ${nz} and were left out.`);
  if (averages > 1) notes.push(`Up to ${averages} readouts of one place were averaged.`);
  const sampled = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0) / counts.length;
  if (sampled < 1) notes.push(`${(100 * sampled).toFixed(1)}% of k-space was sampled.`);
  return notes;
}
