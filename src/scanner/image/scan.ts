// The scan: tissue is stepped from pulse to pulse, each pulse shows sin and leaves cos of what is there, and the images are those of a scanner.
import { QUIET, type Random, type Run } from '../../base/index.ts';
import { makeImageSeries, type ImageSeries, type SteppableTissue } from '../../records/index.ts';
import { frequency_Hz, noiseSd_mM } from './coil.ts';
import { checkMap, type ScannerMaps } from './maps.ts';
import { noiseSpread, pointSpread, sliceMeans, throughAxes, type AxisOperator } from './point-spread.ts';
import {
  imageGeometry,
  readyChannels,
  samplingTime_s,
  voxel_m3,
  type Protocol,
  type ReadyChannel,
} from './protocol.ts';

/** What of the tissue a scan needs. */
export type Scannable = Pick<SteppableTissue, 'geometry' | 'lines' | 'advanceTo' | 'polarizedInto' | 'excite'>;

export interface Scan {
  /** Per channel: magnitudes, or the real part of complex images; mmol/L of fully polarized 13C. What `quantify` and `picture` take. */
  readonly images: readonly ImageSeries[];
  /** The imaginary part of complex images; empty for magnitudes. */
  readonly imaginary: readonly ImageSeries[];
  /** The magnitudes that the scan would show without noise. */
  readonly noiseFree: readonly ImageSeries[];
  /** Nominal angles, [channel][frame]. */
  readonly flipAngles_rad: readonly Float64Array[];
  readonly times_s: Float64Array;
  /** Noise of one channel (real or imaginary) of a voxel, k-space filter included; the same in all images. */
  readonly noiseSd_mM: number;
  readonly notes: readonly string[];
}

/**
 * Runs `protocol` on `tissue`, which it moves on and spends. Signal of a voxel: sum over lines of Mz sin(B1 a) S exp(-TE / T2*) exp(i 2 pi df TE), then the
 * point-spread function of the matrix, then complex Gaussian noise, one stream per channel.
 */
export function scan(
  tissue: Scannable,
  protocol: Protocol,
  random: Random,
  maps: ScannerMaps = {},
  run: Run = QUIET,
): Scan {
  const { nFrames, start_s, repetition_s, b0_T } = protocol;
  const channels = readyChannels(protocol, tissue.lines, frequency_Hz(b0_T));
  const nTissue = tissue.geometry.shape.reduce((a, b) => a * b, 1);
  checkMap(maps.b1, nTissue, 'B1');
  checkMap(maps.sensitivity, nTissue, 'sensitivity');
  const geometry = imageGeometry(tissue.geometry, protocol.matrix);
  const nVoxels = geometry.shape.reduce((a, b) => a * b, 1);
  const sd = noiseSd_mM(protocol.coil, {
    b0_T,
    voxel_m3: voxel_m3(geometry),
    sampling_s: samplingTime_s(protocol),
  });
  const spread = objectSpread(tissue.geometry.shape, protocol);
  const noise = protocol.filter === 'none' ? undefined : filterSpread(protocol);
  const streams = channels.map(({ name }) => random.fork(`scan ${name}`));
  const [real, imaginary, noiseFree] = [0, 1, 2].map(() => channels.map(() => new Float64Array(nFrames * nVoxels))) as [
    Float64Array[],
    Float64Array[],
    Float64Array[],
  ];
  const times_s = Float64Array.from({ length: nFrames }, (_, n) => start_s + n * repetition_s);
  const excite = makeExciter(tissue, maps, protocol.echoTime_s);
  for (let n = 0; n < nFrames; n++) {
    run.step(n, nFrames, 'scan');
    tissue.advanceTo(times_s[n]!);
    channels.forEach((channel, c) => {
      const seen = excite(channel, n);
      const parts = [throughAxes(seen.real, spread), seen.imaginary && throughAxes(seen.imaginary, spread)] as const;
      const drawn = [0, 1].map(() => whiteNoise(nVoxels, sd, streams[c]!, noise));
      for (let v = 0; v < nVoxels; v++) {
        const [re, im] = [parts[0][v]!, parts[1]?.[v] ?? 0];
        const at = n * nVoxels + v;
        noiseFree[c]![at] = Math.sqrt(re * re + im * im);
        real[c]![at] = re + drawn[0]![v]!;
        imaginary[c]![at] = im + drawn[1]![v]!;
      }
    });
  }
  run.step(nFrames, nFrames, 'scan');
  const notes = notesOf(protocol);
  const seriesOf = (channel: ReadyChannel, data: Float64Array): ImageSeries =>
    makeImageSeries({
      name: channel.name,
      geometry,
      claims: {
        nucleus: '13C',
        repetition_s,
        b0_T,
        imagingFrequency_MHz: frequency_Hz(b0_T) / 1e6,
        ...(channel.flips_rad.every((flip) => flip === channel.flips_rad[0]) && {
          flipAngle_deg: (channel.flips_rad[0]! * 180) / Math.PI,
        }),
        description: 'simulated',
      },
      integer: false,
      notes: [],
      nTimes: nFrames,
      data,
    });
  const isComplex = protocol.images === 'complex';
  const magnitude = (c: number): Float64Array =>
    real[c]!.map((re, at) => Math.sqrt(re * re + imaginary[c]![at]! * imaginary[c]![at]!));
  return {
    images: channels.map((channel, c) => seriesOf(channel, isComplex ? real[c]! : magnitude(c))),
    imaginary: isComplex ? channels.map((channel, c) => seriesOf(channel, imaginary[c]!)) : [],
    noiseFree: channels.map((channel, c) => seriesOf(channel, noiseFree[c]!)),
    flipAngles_rad: channels.map((channel) => channel.flips_rad),
    times_s,
    noiseSd_mM: sd * (noise === undefined ? 1 : noiseGain(noise)),
    notes,
  };
}

/** One pulse on one channel: what the tissue shows at the echo, and cos of it left behind. */
function makeExciter(tissue: Scannable, { b1, sensitivity }: ScannerMaps, echoTime_s: number) {
  const nVoxels = tissue.geometry.shape.reduce((a, b) => a * b, 1);
  const mz = new Float64Array(nVoxels);
  return (channel: ReadyChannel, frame: number): { real: Float64Array; imaginary: Float64Array | undefined } => {
    const flip = channel.flips_rad[frame]!;
    const kept = b1 === undefined ? Math.cos(flip) : b1.map((factor) => Math.cos(flip * factor));
    const decay = Math.exp(-echoTime_s / channel.t2Star_s);
    const real = new Float64Array(nVoxels);
    const imaginary = channel.lines.length > 1 ? new Float64Array(nVoxels) : undefined;
    channel.lines.forEach((line, i) => {
      const phase = 2 * Math.PI * channel.offset_Hz[i]! * echoTime_s;
      const [c, s] = [decay * Math.cos(phase), decay * Math.sin(phase)];
      tissue.polarizedInto(mz, line);
      for (let v = 0; v < nVoxels; v++) {
        const shown = mz[v]! * Math.sin(flip * (b1?.[v] ?? 1)) * (sensitivity?.[v] ?? 1);
        real[v] = real[v]! + shown * c;
        if (imaginary !== undefined) imaginary[v] = imaginary[v]! + shown * s;
      }
      tissue.excite(line, kept);
    });
    return { real, imaginary };
  };
}

type Axes = readonly [AxisOperator, AxisOperator, AxisOperator];

function objectSpread(shape: readonly [number, number, number], { matrix, encoding, filter }: Protocol): Axes {
  const axis = (at: 0 | 1 | 2): AxisOperator => pointSpread(shape[at], matrix[at], matrix[at], filter);
  return [axis(0), axis(1), encoding === '3D' ? axis(2) : sliceMeans(shape[2], matrix[2])];
}

function filterSpread({ matrix, encoding, filter }: Protocol): Axes {
  const axis = (at: 0 | 1 | 2): AxisOperator => noiseSpread(matrix[at], matrix[at], filter);
  return [axis(0), axis(1), encoding === '3D' ? axis(2) : sliceMeans(matrix[2], matrix[2])];
}

function whiteNoise(n: number, sd: number, random: Random, filter: Axes | undefined): Float64Array {
  const white = Float64Array.from({ length: n }, () => sd * random.normal());
  return filter === undefined ? white : throughAxes(white, filter);
}

/** The filters shift-invariantly mix independent noise: the root of the sum of squares of one row, per axis. */
function noiseGain(axes: Axes): number {
  return axes.reduce(
    (gain, { matrix, nIn }) =>
      gain * Math.sqrt(matrix.subarray(0, nIn).reduce((sum, weight) => sum + weight * weight, 0)),
    1,
  );
}

function notesOf({ coil, encoding, filter }: Protocol): string[] {
  return [
    `Noise from a coil of ${(coil.efficiency_TPerSqrtW * 1e6).toPrecision(3)} uT/sqrt(W) at ${coil.b0_T} T with ${Math.round(100 * coil.sampleNoiseShare)}% of its noise from the animal; where this was not measured it is ASSUMED.`,
    `Images hold ${encoding === '3D' ? 'the point-spread function of k-space along x, y and z' : 'the point-spread function of k-space in the slices, even slice profiles'}${filter === 'none' ? '' : `, k-space filter ${filter}`}; T2* and the beat of two lines act up to the echo, not during the readout; pulses are perfectly selective and instantaneous. A scan down to k-space shows what that leaves out.`,
  ];
}
