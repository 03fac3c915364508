// A dynamic scan down to k-space: slice after slice, one selective pulse and one readout per metabolite; what a receiver would have written.
import { QUIET, ScienceError, type Random, type Run } from '../../base/index.ts';
import { afterPulse, pulseRotations } from '../../physics/encoding/index.ts';
import { voxelSize_mm, type Hardware, type RawScan, type Readout } from '../../records/index.ts';
import { centre_ppm, metaboliteShots } from '../design/metabolite-shots.ts';
import type { Shot } from '../design/shot.ts';
import { frequency_Hz } from '../image/coil.ts';
import { checkMap, type ScannerMaps } from '../image/maps.ts';
import { noiseGain, sampleNoise } from '../image/noise-gain.ts';
import { imageGeometry, readyChannels, type Protocol } from '../image/protocol.ts';
import type { Scannable } from '../image/scan.ts';
import { planarEncoder } from './planar-signal.ts';
import { makePulse, responsesOf } from './pulses.ts';
import { headerOf, noiseReadout, notesOf, readoutOf, referenceLines } from './record.ts';
import { spiralEncoder } from './spiral-signal.ts';

export interface RawOutcome {
  readonly raw: RawScan;
  /** The same without noise. */
  readonly quiet: RawScan;
  readonly shots: readonly Shot[];
  readonly flipAngles_rad: readonly Float64Array[];
  /** Begin of each frame, and the excitation of each slice after it. */
  readonly times_s: Float64Array;
  readonly sliceDelays_s: Float64Array;
  /** Of one sample, real or imaginary, and of a voxel of the image. */
  readonly sampleSd: number;
  readonly noiseSd_mM: number;
  /** What pulse and waiting put on the signal of each channel at its echo, its lines in equal parts: known to who plays them. */
  readonly phases_rad: readonly number[];
  readonly notes: readonly string[];
}

/** Slices further from a pulse's own than this many thicknesses do not notice it. */
const REACH = 3;

/**
 * Runs `protocol` on `tissue` as the shots are played: slices one after another, their metabolites at once one after another. Every pulse acts on every line,
 * slice and B1 as the Bloch equations say, relaxation during the pulse left out; chemical shift, T2* and the box of the voxels act during the readout.
 * Throws where the shots do not fit the repetition time or the hardware.
 */
export function rawScan(
  tissue: Scannable,
  protocol: Protocol,
  hardware: Hardware,
  random: Random,
  maps: ScannerMaps = {},
  run: Run = QUIET,
): RawOutcome {
  if (protocol.encoding !== 'slices')
    throw new ScienceError('unsupported', 'raw scans are made slice by slice', { where: 'protocol.encoding' });
  const { nFrames, start_s, repetition_s, b0_T, matrix } = protocol;
  const larmor_Hz = frequency_Hz(b0_T);
  const { lines, geometry: fine } = tissue;
  const channels = readyChannels(protocol, lines, larmor_Hz);
  const geometry = imageGeometry(fine, matrix);
  const [nx, ny, nSlices] = matrix;
  const [fx, fy, fz] = fine.shape;
  const nTissue = fx * fy * fz;
  checkMap(maps.b1, nTissue, 'B1');
  checkMap(maps.sensitivity, nTissue, 'sensitivity');
  const thickness_m = 1e-3 * voxelSize_mm(geometry)[2];
  const perSlice = fz / nSlices;
  if (!Number.isInteger(perSlice))
    throw new ScienceError('argument', `${fz} layers of tissue are not a whole number for each of ${nSlices} slices`, { where: 'protocol.matrix' }); // prettier-ignore
  const shots = metaboliteShots({ protocol, channels, lines, geometry, hardware, readout: protocol.readout ?? 'epi' });
  const shotSum_s = shots.reduce((sum, { duration_s }) => sum + duration_s, 0);
  if (shotSum_s * nSlices > repetition_s)
    throw new ScienceError('argument', `repetition_s is ${repetition_s}; ${nSlices} slices of ${channels.length} shots take ${(shotSum_s * nSlices).toPrecision(3)} s`, { where: 'protocol' }); // prettier-ignore
  const sliceDelays_s = Float64Array.from({ length: nSlices }, (_, s) => s * shotSum_s);
  const layer_m = thickness_m / perSlice;
  const reach = Math.ceil(REACH * perSlice);
  const layers = Array.from({ length: 2 * reach + perSlice }, (_, i) => i - reach);
  const layers_m = layers.map((i) => (i - (perSlice - 1) / 2) * layer_m);
  const offsets_Hz = channels.map((channel) => lines.map(({ shift_ppm }) => (shift_ppm - centre_ppm(channel, lines)) * 1e-6 * larmor_Hz)); // prettier-ignore
  const b1Range = rangeOf(maps.b1);
  const responses = channels.map((channel, c) => responsesOf(channel, shots[c]!, offsets_Hz[c]!, layers_m, layer_m, b1Range)); // prettier-ignore
  const places = { x: placesOf(fx, nx), y: placesOf(fy, ny) };
  const encoders = shots.map(({ readout, lines: played }) => (readout === 'epi' ? planarEncoder : spiralEncoder)(played, places)); // prettier-ignore
  const { dwell_s } = shots[0]!;
  const sampleSd = sampleNoise(protocol, geometry, dwell_s);
  const times_s = Float64Array.from({ length: nFrames }, (_, n) => start_s + n * repetition_s);
  const pulse = makePulse(tissue, maps, layers, perSlice, lines.length);
  const streams = channels.map(({ name }) => random.fork(`raw ${name}`));
  const quiet: Readout[] = [],
    noisy: Readout[] = [];
  const share = (nx * ny) / (fx * fy);
  for (let frame = 0; frame < nFrames; frame++) {
    run.step(frame, nFrames, 'raw scan');
    for (let slice = 0; slice < nSlices; slice++) {
      const now_s = times_s[frame]! + sliceDelays_s[slice]!;
      tissue.advanceTo(now_s);
      let shot_s = now_s - start_s;
      channels.forEach((channel, c) => {
        const shot = shots[c]!;
        const shown = pulse(responses[c]![channel.flips_rad[frame]!]!, slice, share);
        const signal = shot.lines.map(({ kx }) => new Float64Array(2 * kx.length));
        shown.forEach((magnetization, line) => {
          encoders[c]!.addInto(signal, { nx: fx, ny: fy, magnetization }, { frequency_Hz: offsets_Hz[c]![line]!, t2Star_s: channel.t2Star_s, from_s: shot.pulseTail_s }); // prettier-ignore
        });
        shot.lines.forEach((line, l) => {
          const readout = readoutOf(shot, line, geometry, { slice, contrast: c, frame }, shot_s);
          quiet.push({ ...readout, samples: Float32Array.from(signal[l]!) });
          noisy.push({ ...readout, samples: Float32Array.from(signal[l]!, (value) => value + sampleSd * streams[c]!.normal()) }); // prettier-ignore
        });
        shot_s += shot.duration_s;
      });
    }
  }
  run.step(nFrames, nFrames, 'raw scan');
  const common = headerOf(protocol, channels, shots, geometry, larmor_Hz);
  const notes = notesOf(protocol, shots, channels);
  const references = shots[0]!.readout === 'epi' ? referenceLines(shots[0]!) : [];
  const noise = noiseReadout(sampleSd, random.fork('raw noise'), dwell_s);
  return {
    raw: { ...common, readouts: [...references, noise, ...noisy], notes },
    quiet: { ...common, readouts: [...references, ...quiet], notes },
    shots,
    flipAngles_rad: channels.map(({ flips_rad }) => flips_rad),
    times_s,
    sliceDelays_s,
    sampleSd,
    phases_rad: channels.map(({ lines: mine }, c) =>
      echoPhase(
        shots[c]!,
        mine.map((line) => offsets_Hz[c]![line]!),
      ),
    ),
    noiseSd_mM: sampleSd * noiseGain(shots[0]!, matrix),
    notes,
  };
}

/** Angle at the echo of lines in equal parts, in the middle of the slice. */
function echoPhase({ pulse, echoTime_s, pulseTail_s }: Shot, frequencies_Hz: readonly number[]): number {
  const m = afterPulse(pulseRotations(pulse.steps, [0], frequencies_Hz));
  let [re, im] = [0, 0];
  frequencies_Hz.forEach((f, i) => {
    const angle = -2 * Math.PI * f * (echoTime_s - pulseTail_s);
    // a pulse along x brings Mz to y: times -i
    const [x, y] = [m[3 * i + 1]!, -m[3 * i]!];
    re += x * Math.cos(angle) - y * Math.sin(angle);
    im += x * Math.sin(angle) + y * Math.cos(angle);
  });
  return Math.atan2(im, re);
}

/** Middles of `n` voxels in fields of view, from the middle of voxel floor(nImage / 2) of the image. */
const placesOf = (n: number, nImage: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => (i + 0.5) / n - ((nImage >> 1) + 0.5) / nImage);

function rangeOf(map: Float64Array | undefined): readonly [number, number] {
  if (map === undefined) return [1, 1];
  return [map.reduce((a, b) => Math.min(a, b), Infinity), map.reduce((a, b) => Math.max(a, b), -Infinity)];
}
