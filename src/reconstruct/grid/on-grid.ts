// Scans whose samples lie on a grid: lines sorted, then the way that fits what was sampled.
import { Random, ScienceError, type Run } from '../../base/index.ts';
import type { RawScan } from '../../records/index.ts';
import { calibrationsOf } from '../coils/calibration.ts';
import { mapsOf, type Calibrated } from '../coils/choose-maps.ts';
import { finish } from '../finish.ts';
import { levelNoise, type Prepared } from '../noise/prepare.ts';
import { filled, partialAxesOf } from '../partial/filled.ts';
import type { Method, Reconstruction, ReconstructionSettings } from '../settings.ts';
import { correctedEpi } from '../sort/epi.ts';
import { imageReadouts, sortReadouts, type KSpace } from '../sort/kspace.ts';
import { checkSize } from '../sort/size.ts';
import { lineTimes_s } from '../sort/times.ts';
import { conjugatePhase, frequencySegments, turnedInTime } from '../trajectory/off-resonance.ts';
import { rangeOf } from '../trajectory/sampled.ts';
import { coilImagesOf, type CoilImages } from './cartesian.ts';
import { isEncodedResolution, undersampled } from './undersampled.ts';

/** Of low rank without being asked for: its time grows with their cube. */
const MOST_FRAMES = 256;

export function onGrid(
  prepared: Prepared,
  settings: ReconstructionSettings,
  notes: string[],
  run: Run,
): Reconstruction {
  const { encoding, kernel } = settings;
  const isEpi = prepared.scan.encodings[encoding]!.kind === 'epi';
  const scan = isEpi ? correctedEpi(prepared.scan, encoding) : prepared.scan;
  notes.push(...scan.notes);
  const sorted = sortReadouts(scan, encoding);
  const { imageMatrix, encodedFov_m, imageFov_m } = scan.encodings[encoding]!;
  const padded = imageMatrix.reduce((product, n, axis) => product * Math.max(n, (n * encodedFov_m[axis]!) / imageFov_m[axis]!), 1); // prettier-ignore
  const groups = sorted.shape.nFrames * sorted.shape.nContrasts * sorted.shape.nSlices * scan.nChannels;
  checkSize(2 * groups * Math.ceil(padded), imageReadouts(scan, encoding), `${groups} images of ${imageMatrix.join(' x ')} voxels`, scan.name); // prettier-ignore
  const { kspace, noisePower, noiseSource, scales } = levelNoise(sorted, prepared, notes);
  const images = isEpi && settings.field_Hz ? straightened(prepared.scan, kspace, settings, notes) : coilImagesOf(kspace, kernel); // prettier-ignore
  notes.push(...images.notes);
  const sampled = kspace.counts.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0) / kspace.counts.length;
  const partial = sampled < 0.999 ? partialAxesOf(kspace) : undefined;
  const { nFrames, nCoils } = kspace.shape;
  const fits = isEncodedResolution(scan.encodings[encoding]!);
  const isSense = sampled < 0.999 || settings.method === 'sense' || settings.coils === 'espirit';
  const calibrations = nCoils > 1 && isSense ? calibrationsOf(scan, kspace, encoding, scales) : undefined;
  const { nz, ny, nx } = kspace.shape;
  const calibrated: Calibrated | undefined = calibrations && { calibrations, matrix: [nz, ny, nx], noisePower };
  const auto: Method =
    sampled >= 0.999
      ? 'fourier'
      : partial
        ? 'partialFourier'
        : fits && nFrames >= 4 && nFrames <= MOST_FRAMES
          ? 'lowRank'
          : fits && calibrations !== undefined
            ? 'sense'
            : 'fourier';
  if (sampled < 0.999 && !fits) notes.push('The images ask for zeros round k-space, which neither SENSE nor low rank puts there.'); // prettier-ignore
  const method = settings.method === 'auto' ? auto : settings.method;
  const common = { method, kspace, sampled, noisePower, noiseSource, ...(isEpi && settings.field_Hz && { field_Hz: settings.field_Hz }) }; // prettier-ignore
  if (method === 'sense' || method === 'lowRank') {
    return undersampled(
      { scan, kspace, images, calibrated, method, settings, noisePower, noiseSource, sampled, notes },
      run,
    );
  }
  if (method === 'partialFourier') {
    if (partial === undefined) throw new ScienceError('unsupported', 'partial Fourier needs one side of an axis left out, and the rest whole', { where: scan.name }); // prettier-ignore
    const random = new Random(settings.seed).fork('partial');
    const { images: full, sd } = filled(kspace, partial, noisePower, random);
    const { encodedMatrix, encodedFov_m } = kspace.encoding;
    const whole = coilImagesOf({ ...kspace, counts: new Uint16Array(kspace.counts.length).fill(1), data: kspace.data, encoding: { ...kspace.encoding, imageMatrix: encodedMatrix, imageFov_m: encodedFov_m } }, kernel); // prettier-ignore
    const onMatrix: CoilImages = { ...whole, data: full };
    const { maps, mapsFrom } = mapsOf(
      onMatrix,
      settings.coils === 'auto' ? 'adaptive' : settings.coils,
      notes,
      calibrated,
    );
    const places = partial.map(({ axis, first, last }) => `${first} to ${last} along ${'zyx'[axis]}`).join(' and ');
    const corner = partial.length > 1 ? ' Where neither a place nor its mirror was sampled little is told.' : '';
    notes.push(`Places ${places} were sampled; the rest was filled by the phase of the centre (projections onto the samples), on the encoded matrix.${corner}`); // prettier-ignore
    const asEncoded = { ...scan, encodings: scan.encodings.map((one, n) => (n === encoding ? { ...one, imageMatrix: encodedMatrix, imageFov_m: encodedFov_m } : one)) }; // prettier-ignore
    const done = finish(asEncoded, onMatrix, maps, noisePower, encoding);
    const series = done.series.map((one) => ({ ...one, noiseSd: one.noiseSd.map((_, i) => sd[i % sd.length]!) }));
    return { ...common, ...done, mapsFrom, series, notes };
  }
  if (sampled < 0.999) {
    const why = nCoils > 1 && fits && calibrations === undefined ? ' SENSE needs coil maps, from calibration readouts or 6 sampled lines about the centre, and there are none.' : ''; // prettier-ignore
    notes.push(`What was not sampled is 0: the images are aliased or blurred.${why}`);
  }
  const { maps, mapsFrom } = mapsOf(images, settings.coils === 'auto' ? 'adaptive' : settings.coils, notes, calibrated);
  return { ...common, ...finish(scan, images, maps, noisePower, encoding), mapsFrom, notes };
}

/** Coil images with the phase of the field during the echo-planar lines taken off, which sets them back to where they are. */
function straightened(
  scan: RawScan,
  kspace: KSpace,
  { encoding, kernel, field_Hz, echoSpacing_s }: ReconstructionSettings,
  notes: string[],
): CoilImages {
  const times_s = lineTimes_s(scan, encoding, echoSpacing_s);
  const plain = coilImagesOf(kspace, kernel);
  const { nSlices, nCoils, shape } = plain;
  const volume = shape[0] * shape[1] * shape[2];
  const segments = frequencySegments(field_Hz!, rangeOf(times_s));
  const data = conjugatePhase(
    segments,
    (frequency_Hz) => coilImagesOf({ ...kspace, data: turnedInTime(kspace.data, times_s, frequency_Hz) }, kernel).data,
    (value) => (Math.floor(value / volume / nCoils) % nSlices) * volume + (value % volume),
  );
  notes.push(`The phase of the field map along the lines was taken off (conjugate phase), to ${segments.error.toExponential(0)}.`); // prettier-ignore
  return { ...plain, data };
}
