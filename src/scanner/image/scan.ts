// The scan: tissue is stepped from pulse to pulse, each pulse shows sin and leaves cos of what is there, and the images are those of a scanner.
import { QUIET, ScienceError, type Random, type Run } from '../../base/index.ts';
import { makeImageSeries, type Geometry, type ImageSeries, type SteppableTissue } from '../../records/index.ts';
import { MOUSE_SCANNER } from '../design/hardware.ts';
import { metaboliteShots } from '../design/metabolite-shots.ts';
import { coilNote, frequency_Hz } from './coil.ts';
import { instantReadout } from './instant-readout.ts';
import { checkMaps, type ScannerMaps } from './maps.ts';
import { imageGeometry, readyChannels, type Protocol, type ReadyChannel } from './protocol.ts';
import { readoutOver, type Readout, type ShownLine } from './readout.ts';

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
 * Runs `protocol` on `tissue`, which it moves on and spends. Signal of a voxel: sum over lines of Mz sin(B1 a) S exp(-t / T2*) exp(-i 2 pi df t), with t the echo
 * time, or that of each point of k-space where the protocol has a readout; then the point-spread function of the matrix, then complex Gaussian noise, one stream per channel.
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
  checkMaps(maps, nTissue);
  if (maps.field_Hz !== undefined || maps.coils !== undefined)
    throw new ScienceError('unsupported', 'images are made directly in an even field with one coil; take rawScan');
  const geometry = imageGeometry(tissue.geometry, protocol.matrix);
  const nVoxels = geometry.shape.reduce((a, b) => a * b, 1);
  const receivers = receiversOf(tissue, geometry, protocol, channels);
  const streams = channels.map(({ name }) => random.fork(`scan ${name}`));
  const [real, imaginary, noiseFree] = [0, 1, 2].map(() => channels.map(() => new Float64Array(nFrames * nVoxels))) as [
    Float64Array[],
    Float64Array[],
    Float64Array[],
  ];
  const times_s = Float64Array.from({ length: nFrames }, (_, n) => start_s + n * repetition_s);
  const excite = makeExciter(tissue, maps);
  for (let n = 0; n < nFrames; n++) {
    run.step(n, nFrames, 'scan');
    tissue.advanceTo(times_s[n]!);
    channels.forEach((channel, c) => {
      const seen = receivers[c]!.images(excite(channel, n));
      const drawn = receivers[c]!.noise(streams[c]!);
      for (let v = 0; v < nVoxels; v++) {
        const [re, im] = [seen[2 * v]!, seen[2 * v + 1]!];
        const at = n * nVoxels + v;
        noiseFree[c]![at] = Math.sqrt(re * re + im * im);
        real[c]![at] = re + drawn[2 * v]!;
        imaginary[c]![at] = im + drawn[2 * v + 1]!;
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
    noiseSd_mM: receivers[0]!.noiseSd_mM,
    notes,
  };
}

/** One pulse on one channel: what each of its lines shows, and cos of it left behind. */
function makeExciter(tissue: Scannable, { b1, sensitivity }: ScannerMaps) {
  const nVoxels = tissue.geometry.shape.reduce((a, b) => a * b, 1);
  const mz = new Float64Array(nVoxels);
  return ({ flips_rad, lines, offset_Hz, t2Star_s }: ReadyChannel, frame: number): ShownLine[] => {
    const flip = flips_rad[frame]!;
    const kept = b1 === undefined ? Math.cos(flip) : b1.map((factor) => Math.cos(flip * factor));
    return lines.map((line, i) => {
      tissue.polarizedInto(mz, line);
      const shown = mz.map((m, v) => m * Math.sin(flip * (b1?.[v] ?? 1)) * (sensitivity?.[v] ?? 1));
      tissue.excite(line, kept);
      return { shown, offset_Hz: offset_Hz[i]!, t2Star_s };
    });
  };
}

/** One for each channel. */
function receiversOf(
  tissue: Scannable,
  geometry: Geometry,
  protocol: Protocol,
  channels: readonly ReadyChannel[],
): Readout[] {
  // prettier-ignore
  const { readout } = protocol;
  const { shape } = tissue.geometry;
  if (readout === undefined) {
    const instant = instantReadout(shape, geometry, protocol);
    return channels.map(() => instant);
  }
  const hardware = { ...MOUSE_SCANNER, b0_T: protocol.b0_T };
  const shots = metaboliteShots({ protocol, channels, lines: tissue.lines, geometry, hardware, readout });
  return shots.map((shot) => readoutOver(shape, geometry, protocol, shot));
}

function notesOf({ coil, encoding, filter, readout }: Protocol): string[] {
  return [
    coilNote(coil),
    `Images hold ${encoding === '3D' ? 'the point-spread function of k-space along x, y and z' : 'the point-spread function of k-space in the slices, even slice profiles'}${filter === 'none' ? '' : `, k-space filter ${filter}`}; ${readout === undefined ? 'T2* and the beat of two lines act up to the echo, not during the readout' : 'T2* and the beat of two lines act up to the moment when each point of k-space is sampled'}; pulses are perfectly selective and instantaneous.`,
  ];
}
