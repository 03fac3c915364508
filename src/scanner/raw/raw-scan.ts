// A dynamic scan down to k-space: slice after slice, one selective pulse and one readout per metabolite; what a receiver would have written.
import { QUIET, ScienceError, type Random, type Run } from '../../base/index.ts';
import { afterPulse, pulseRotations } from '../../physics/encoding/index.ts';
import { voxelSize_mm, type Hardware, type RawScan, type Readout } from '../../records/index.ts';
import { centre_ppm, metaboliteShots } from '../design/metabolite-shots.ts';
import type { Shot } from '../design/shot.ts';
import { frequency_Hz } from '../image/coil.ts';
import { checkMaps, type CoilArray, type ScannerMaps } from '../image/maps.ts';
import { noiseGain, sampleNoise } from '../image/noise-gain.ts';
import { imageGeometry, readyChannels, type Protocol } from '../image/protocol.ts';
import type { Scannable } from '../image/scan.ts';
import { covarianceRoot } from '../played/recorded.ts';
import { planarEncoder } from './planar-signal.ts';
import { fieldNodes, makePulse, rangeOf, reachedBy, responsesOf } from './pulses.ts';
import { coilNoise, headerOf, noiseReadout, notesOf, readoutOf, referenceLines } from './record.ts';
import { evenReceiver, unevenReceiver } from './receivers.ts';
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
 * slice, B1 and local field as the Bloch equations say, relaxation during the pulse left out; chemical shift, local field, T2* and the box of the voxels act
 * during the readout, which each coil hears by its own sensitivity.
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
  checkMaps(maps, nTissue);
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
  const b1Range = maps.b1 === undefined ? ([1, 1] as const) : rangeOf(maps.b1);
  const field = fieldNodes(maps.field_Hz, Math.max(...shots.map(({ pulse }) => pulse.duration_s)));
  const responses = channels.map((channel, c) => responsesOf(channel, shots[c]!, offsets_Hz[c]!, field, layers_m, layer_m, b1Range)); // prettier-ignore
  const places = { x: placesOf(fx, nx), y: placesOf(fy, ny) };
  const { dwell_s } = shots[0]!;
  const sampleSd = sampleNoise(protocol, geometry, dwell_s);
  const times_s = Float64Array.from({ length: nFrames }, (_, n) => start_s + n * repetition_s);
  const apart = maps.field_Hz !== undefined || maps.coils !== undefined;
  const coils = maps.coils ?? volumeCoil(nTissue);
  const root = covarianceRoot(coils.covariance, coils.nCoils);
  const receivers = shots.map(({ readout, lines: windows, pulseTail_s }, c) => {
    const encoder = (readout === 'epi' ? planarEncoder : spiralEncoder)(windows, places);
    const reception = { encoder, windows, offsets_Hz: offsets_Hz[c]!, t2Star_s: channels[c]!.t2Star_s, from_s: pulseTail_s }; // prettier-ignore
    const plane = { nx: fx, ny: fy };
    return apart ? unevenReceiver(reception, { ...plane, field_Hz: maps.field_Hz ?? new Float64Array(nTissue), coils }) : evenReceiver(reception, plane); // prettier-ignore
  });
  const pulse = makePulse(tissue, maps, { layers, perSlice, field, apart });
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
        const response = responses[c]![channel.flips_rad[frame]!]!;
        const shown = pulse(response, slice, share);
        const z = reachedBy(response, layers, perSlice, slice, fz).map((one) => one.z);
        const signal = receivers[c]!(shown, z);
        shot.lines.forEach((line, l) => {
          const readout = readoutOf(shot, line, geometry, { slice, contrast: c, frame }, shot_s);
          const clean = ofAllCoils(signal, l);
          const noise = coilNoise(sampleSd, root, line.kx.length, streams[c]!);
          quiet.push({ ...readout, samples: Float32Array.from(clean) });
          noisy.push({ ...readout, samples: Float32Array.from(clean, (value, i) => value + noise[i]!) });
        });
        shot_s += shot.duration_s;
      });
    }
  }
  run.step(nFrames, nFrames, 'raw scan');
  const common = headerOf(protocol, channels, shots, geometry, larmor_Hz, coils.nCoils);
  const notes = notesOf(protocol, shots, channels, maps);
  const references = shots[0]!.readout === 'epi' ? referenceLines(shots[0]!, coils.nCoils) : [];
  const noise = noiseReadout(sampleSd, root, random.fork('raw noise'), dwell_s);
  return {
    raw: { ...common, readouts: [...references, noise, ...noisy], notes },
    // without noise readouts: what they would tell
    quiet: { ...common, readouts: [...references, ...quiet], notes, ...(maps.coils && { noiseCovariance: coils.covariance.map((c) => 2 * sampleSd * sampleSd * c) }) }, // prettier-ignore
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

/** One channel that hears all alike. */
const volumeCoil = (nVoxels: number): CoilArray => ({
  nCoils: 1,
  sensitivities: Float64Array.from({ length: 2 * nVoxels }, (_, i) => 1 - (i % 2)),
  covariance: Float64Array.of(1, 0),
});

/** [coil, sample] of one sampling window. */
function ofAllCoils(signal: readonly (readonly Float64Array[])[], window: number): Float64Array {
  const length = signal[0]![window]!.length;
  const out = new Float64Array(signal.length * length);
  signal.forEach((one, coil) => out.set(one[window]!, coil * length));
  return out;
}
