// A dynamic scan down to k-space: slice after slice, one selective pulse and one echo-planar readout per metabolite; what a receiver would have written.
import { QUIET, ScienceError, type Random, type Run } from '../../base/index.ts';
import { positionRas_mm, type Hardware, type RawScan, type Readout } from '../../records/index.ts';
import { frequency_Hz, noiseSd_mM } from '../image/coil.ts';
import { checkMap, type ScannerMaps } from '../image/maps.ts';
import { imageGeometry, readyChannels, voxel_m3, type Protocol, type ReadyChannel } from '../image/protocol.ts';
import type { Scannable } from '../image/scan.ts';
import { planarEncoder } from './planar-signal.ts';
import { responseInto, responseOf, type Response } from './response.ts';
import { metaboliteShot } from './metabolite-shot.ts';
import type { Shot } from './shot.ts';

export interface RawOutcome {
  readonly raw: RawScan;
  /** The same without noise. */
  readonly quiet: RawScan;
  readonly shots: readonly Shot[];
  readonly flipAngles_rad: readonly Float64Array[];
  /** Begin of each frame, and the excitation of each slice after it. */
  readonly times_s: Float64Array;
  readonly sliceDelays_s: Float64Array;
  /** Of one sample, real or imaginary, and of a voxel of the Fourier transform over the number of samples. */
  readonly sampleSd: number;
  readonly noiseSd_mM: number;
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
  const a = geometry.affineRas_mm;
  const size_m = [0, 1, 2].map((axis) => 1e-3 * Math.hypot(a[axis]!, a[4 + axis]!, a[8 + axis]!));
  const fov_m = [nx * size_m[0]!, ny * size_m[1]!] as const;
  const perSlice = fz / nSlices;
  if (!Number.isInteger(perSlice))
    throw new ScienceError('argument', `${fz} layers of tissue are not a whole number for each of ${nSlices} slices`, { where: 'protocol.matrix' }); // prettier-ignore
  const shots = channels.map((channel) => metaboliteShot({ channel, channels, lines, larmor_Hz, hardware, protocol, thickness_m: size_m[2]!, fov_m })); // prettier-ignore
  const shotSum_s = shots.reduce((sum, { duration_s }) => sum + duration_s, 0);
  if (shotSum_s * nSlices > repetition_s)
    throw new ScienceError('argument', `repetition_s is ${repetition_s}; ${nSlices} slices of ${channels.length} shots take ${(shotSum_s * nSlices).toPrecision(3)} s`, { where: 'protocol' }); // prettier-ignore
  const sliceDelays_s = Float64Array.from({ length: nSlices }, (_, s) => s * shotSum_s);
  const layer_m = size_m[2]! / perSlice;
  const reach = Math.ceil(REACH * perSlice);
  const layers = Array.from({ length: 2 * reach + perSlice }, (_, i) => i - reach);
  const b1Range = maps.b1
    ? ([Math.min(...extremes(maps.b1)), Math.max(...extremes(maps.b1))] as const)
    : ([1, 1] as const);
  const responses = channels.map((channel, c) => responsesOf(channel, shots[c]!, lines.map(({ shift_ppm }) => (shift_ppm - centrePpm(channel, lines)) * 1e-6 * larmor_Hz), layers.map((i) => (i - (perSlice - 1) / 2) * layer_m), layer_m, b1Range)); // prettier-ignore
  const places = { x: placesOf(fx, nx), y: placesOf(fy, ny) };
  const encoders = shots.map(({ lines: played }) => planarEncoder(played, places));
  const sampling_s = nx * ny * shots[0]!.dwell_s;
  const noiseSd = noiseSd_mM(protocol.coil, { b0_T, voxel_m3: voxel_m3(geometry), sampling_s });
  const sampleSd = noiseSd * Math.sqrt(nx * ny);
  const times_s = Float64Array.from({ length: nFrames }, (_, n) => start_s + n * repetition_s);
  const offsets = channels.map((channel) => lines.map(({ shift_ppm }) => (shift_ppm - centrePpm(channel, lines)) * 1e-6 * larmor_Hz)); // prettier-ignore
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
          encoders[c]!.addInto(signal, { nx: fx, ny: fy, magnetization }, { frequency_Hz: offsets[c]![line]!, t2Star_s: channel.t2Star_s, from_s: shot.pulseTail_s }); // prettier-ignore
        });
        shot.lines.forEach((line, l) => {
          const counters = { line: line.line, partition: 0, slice, average: 0, contrast: c, phase: 0, frame, set: 0, segment: line.reversed ? 1 : 0 }; // prettier-ignore
          const readout = {
            nSamples: nx,
            dwell_s: shot.dwell_s,
            start_s: shot_s + line.time_s[0]!,
            centerSample: line.reversed ? nx - 1 - (nx >> 1) : nx >> 1,
            discard: [0, 0] as const,
            counters,
            trajectoryDimensions: 0 as const,
            reversed: line.reversed,
            purpose: 'image' as const,
            encoding: 0,
          };
          quiet.push({ ...readout, samples: Float32Array.from(signal[l]!) });
          noisy.push({ ...readout, samples: Float32Array.from(signal[l]!, (value) => value + sampleSd * streams[c]!.normal()) }); // prettier-ignore
        });
        shot_s += shot.duration_s;
      });
    }
  }
  run.step(nFrames, nFrames, 'raw scan');
  const common = headerOf(protocol, channels, shots, geometry, larmor_Hz, fov_m, size_m[2]!);
  const notes = notesOf(shots, channels);
  const references = referenceLines(shots[0]!);
  return {
    raw: {
      ...common,
      readouts: [...references, noiseReadout(sampleSd, random.fork('raw noise'), shots[0]!.dwell_s), ...noisy],
      notes,
    },
    quiet: { ...common, readouts: [...references, ...quiet], notes },
    shots,
    flipAngles_rad: channels.map(({ flips_rad }) => flips_rad),
    times_s,
    sliceDelays_s,
    sampleSd,
    noiseSd_mM: noiseSd,
    notes,
  };
}

/** A pulse on one slice: what each line shows over the plane [y, x], summed over layers; spends the rest of it in the tissue. */
function makePulse(
  tissue: Scannable,
  { b1, sensitivity }: ScannerMaps,
  layers: readonly number[],
  perSlice: number,
  nLines: number,
) {
  const [nx, ny, nz] = tissue.geometry.shape;
  const plane = nx * ny;
  const mz = new Float64Array(plane * nz),
    kept = new Float64Array(plane * nz),
    seen = new Float64Array(3);
  return (response: Response, slice: number, share: number): Float64Array[] =>
    Array.from({ length: nLines }, (_, line) => {
      tissue.polarizedInto(mz, line);
      kept.fill(1);
      const out = new Float64Array(2 * plane);
      response.reached.forEach((i) => {
        const z = slice * perSlice + layers[i]!;
        if (z < 0 || z >= nz) return;
        for (let v = 0; v < plane; v++) {
          const at = z * plane + v;
          if (mz[at] === 0) continue;
          responseInto(seen, response, i * nLines + line, b1?.[at] ?? 1);
          const here = share * mz[at]! * (sensitivity?.[at] ?? 1);
          out[2 * v] = out[2 * v]! + here * seen[0]!;
          out[2 * v + 1] = out[2 * v + 1]! + here * seen[1]!;
          kept[at] = seen[2]!;
        }
      });
      tissue.excite(line, kept);
      return out;
    });
}

const centrePpm = (channel: ReadyChannel, lines: Scannable['lines']): number =>
  channel.lines.reduce((sum, at) => sum + lines[at]!.shift_ppm, 0) / channel.lines.length;

/** By flip angle: the shot's pulse, made for the largest, scaled. */
function responsesOf(
  { flips_rad }: ReadyChannel,
  { pulse }: Shot,
  frequencies_Hz: readonly number[],
  layers_m: readonly number[],
  layer_m: number,
  b1: readonly [number, number],
): Readonly<Record<number, Response>> {
  const largest = Math.max(...flips_rad);
  const out: Record<number, Response> = {};
  for (const flip of new Set(flips_rad)) {
    const scale = largest > 0 ? flip / largest : 0;
    const steps = { ...pulse.steps, b1_Hz: pulse.steps.b1_Hz.map((b) => scale * b) };
    out[flip] = responseOf({ steps, frequencies_Hz, layers_m, layer_m, b1 });
  }
  return out;
}

/** Middles of `n` voxels in fields of view, from the middle of voxel floor(nImage / 2) of the image. */
const placesOf = (n: number, nImage: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => (i + 0.5) / n - ((nImage >> 1) + 0.5) / nImage);

function extremes(map: Float64Array): readonly [number, number] {
  return [map.reduce((a, b) => Math.min(a, b), Infinity), map.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** Two lines to and fro without phase encoding, of a phantom of one voxel: what tells odd from even echoes. */
function referenceLines({ lines, dwell_s }: Shot): Readout[] {
  const point = { x: Float64Array.of(0), y: Float64Array.of(0) };
  return [false, true].map((reversed) => {
    const line = { ...lines.find((one) => one.reversed === reversed)!, ky: 0 };
    const signal = [new Float64Array(2 * line.kx.length)];
    planarEncoder([line], point).addInto(signal, { nx: 1, ny: 1, magnetization: Float64Array.of(1, 0) }, { frequency_Hz: 0, t2Star_s: Infinity, from_s: 0 }); // prettier-ignore
    const n = line.kx.length;
    return {
      nSamples: n,
      samples: Float32Array.from(signal[0]!),
      dwell_s,
      start_s: -2,
      centerSample: reversed ? n - 1 - (n >> 1) : n >> 1,
      discard: [0, 0],
      counters: { line: 0, partition: 0, slice: 0, average: 0, contrast: 0, phase: 0, frame: 0, set: 0, segment: reversed ? 1 : 0 }, // prettier-ignore
      trajectoryDimensions: 0,
      reversed,
      purpose: 'phaseCorrection',
      encoding: 0,
    };
  });
}

const NOISE_SAMPLES = 2048;

function noiseReadout(sd: number, random: Random, dwell_s: number): Readout {
  return {
    nSamples: NOISE_SAMPLES,
    samples: Float32Array.from({ length: 2 * NOISE_SAMPLES }, () => sd * random.normal()),
    dwell_s,
    start_s: -1,
    centerSample: 0,
    discard: [0, 0],
    counters: { line: 0, partition: 0, slice: 0, average: 0, contrast: 0, phase: 0, frame: 0, set: 0, segment: 0 },
    trajectoryDimensions: 0,
    reversed: false,
    purpose: 'noise',
    encoding: 0,
  };
}

function headerOf(
  { b0_T, repetition_s, matrix }: Protocol,
  channels: readonly ReadyChannel[],
  shots: readonly Shot[],
  geometry: Parameters<typeof positionRas_mm>[0],
  larmor_Hz: number,
  fov_m: readonly [number, number],
  thickness_m: number,
): Omit<RawScan, 'readouts' | 'notes'> {
  const [nx, ny, nSlices] = matrix;
  const a = geometry.affineRas_mm;
  const unit = (axis: number): readonly [number, number, number] => {
    const column = [a[axis]!, a[4 + axis]!, a[8 + axis]!] as const;
    const length = Math.hypot(...column);
    return [column[0] / length, column[1] / length, column[2] / length];
  };
  const centreOf = (slice: number) => positionRas_mm(geometry, nx >> 1, ny >> 1, slice);
  const encoding = { first: 0, last: ny - 1, center: ny >> 1 };
  return {
    name: 'simulated',
    nucleus: '13C',
    larmor_Hz,
    nChannels: 1,
    encodings: [
      {
        kind: 'epi',
        encodedMatrix: [nx, ny, 1],
        encodedFov_m: [fov_m[0], fov_m[1], thickness_m],
        imageMatrix: [nx, ny, 1],
        imageFov_m: [fov_m[0], fov_m[1], thickness_m],
        lines: encoding,
        partitions: { first: 0, last: 0, center: 0 },
        acceleration: [1, 1],
      },
    ],
    orientation: { readout: unit(0), phase: unit(1), slice: unit(2), centreRas_mm: centreOf(nSlices >> 1) },
    sliceCentresRas_mm: Array.from({ length: nSlices }, (_, slice) => centreOf(slice)),
    contrasts: channels.map(({ name }, c) => ({ name, echoTime_s: shots[c]!.echoTime_s })),
    claims: { nucleus: '13C', repetition_s, b0_T, imagingFrequency_MHz: larmor_Hz / 1e6, description: 'simulated' },
  };
}

function notesOf(shots: readonly Shot[], channels: readonly ReadyChannel[]): string[] {
  return [
    ...shots.map(
      ({ pulse, echoTime_s, duration_s }, c) =>
        `${channels[c]!.name}: spectral-spatial pulse of ${(1e3 * pulse.duration_s).toFixed(1)} ms, echo-planar readout to ${(1e3 * duration_s).toFixed(1)} ms, echo time ${(1e3 * echoTime_s).toFixed(1)} ms; the pulse lets through ${(100 * pulse.leak).toPrecision(2)}% of what lies in its stop bands.`,
    ),
    'Raw signal: every pulse acts on every line and slice by the Bloch equations without relaxation; within a voxel the magnetization is even; no motion, no eddy currents, gradients as asked; the reference lines of odd and even echoes are those of a small phantom.',
  ];
}
