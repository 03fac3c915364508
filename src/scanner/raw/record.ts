// What a receiver writes beside the samples: the header, noise, reference lines, notes.
import type { Random } from '../../base/index.ts';
import { positionRas_mm, voxelSize_mm, type Geometry, type RawScan, type Readout } from '../../records/index.ts';
import { coilNote, frequency_Hz } from '../image/coil.ts';
import type { Protocol, ReadyChannel } from '../image/protocol.ts';
import { SHIM_ppm } from '../design/metabolite-shots.ts';
import type { ScannerMaps } from '../image/maps.ts';
import type { Shot, ShotLine } from '../design/shot.ts';
import { planarEncoder } from './planar-signal.ts';
import { rangeOf } from './pulses.ts';

/** A sampling window of a shot that begins at `shot_s`, without its samples; along a spiral with its trajectory. */
export function readoutOf(
  { readout, dwell_s }: Shot,
  { kx, ky, time_s, line, reversed }: ShotLine,
  geometry: Geometry,
  at: { readonly slice: number; readonly contrast: number; readonly frame: number },
  shot_s: number,
): Omit<Readout, 'samples'> {
  const n = kx.length;
  const common = {
    nSamples: n,
    dwell_s,
    start_s: shot_s + time_s[0]!,
    discard: [0, 0] as const,
    counters: { line, partition: 0, average: 0, phase: 0, set: 0, segment: reversed ? 1 : 0, ...at },
    reversed,
    purpose: 'image' as const,
    encoding: 0,
  };
  if (readout === 'epi')
    return { ...common, centerSample: reversed ? n - 1 - (n >> 1) : n >> 1, trajectoryDimensions: 0 };
  const [nx, ny] = geometry.shape;
  const [dx, dy] = voxelSize_mm(geometry);
  const perFov = [1e-3 * nx * dx, 1e-3 * ny * dy] as const;
  const trajectory_perM = Float32Array.from(
    { length: 2 * n },
    (_, i) => (i % 2 === 0 ? kx : ky)[i >> 1]! / perFov[i % 2]!,
  );
  return { ...common, centerSample: 0, trajectoryDimensions: 2, trajectory_perM };
}

/** Two lines to and fro without phase encoding, of a phantom of one voxel: what tells odd from even echoes. */
export function referenceLines({ lines, dwell_s }: Shot, nCoils: number): Readout[] {
  const point = { x: Float64Array.of(0), y: Float64Array.of(0) };
  return [false, true].map((reversed) => {
    const line = { ...lines.find((one) => one.reversed === reversed)!, ky: new Float64Array(lines[0]!.kx.length) };
    const signal = [new Float64Array(2 * line.kx.length)];
    planarEncoder([line], point).addInto(signal, { nx: 1, ny: 1, magnetization: Float64Array.of(1, 0) }, { frequency_Hz: 0, t2Star_s: Infinity, from_s: 0 }); // prettier-ignore
    const n = line.kx.length;
    return {
      nSamples: n,
      samples: Float32Array.from({ length: nCoils * signal[0]!.length }, (_, i) => signal[0]![i % signal[0]!.length]!),
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

/** So many that the level is known to 0.3%: the mean of a region of magnitudes hangs on it. */
const NOISE_SAMPLES = 32_768;

/** Complex noise [coil, sample] of E[n n^H] = 2 sd^2 times a covariance, `root` its lower triangle. */
export function coilNoise(sd: number, root: Float64Array, nSamples: number, random: Random): Float64Array {
  const n = Math.sqrt(root.length / 2);
  const out = new Float64Array(2 * n * nSamples),
    even = new Float64Array(2 * n);
  for (let s = 0; s < nSamples; s++) {
    for (let i = 0; i < 2 * n; i++) even[i] = random.normal();
    for (let i = 0; i < n; i++) {
      let re = 0,
        im = 0;
      for (let j = 0; j <= i; j++) {
        const at = 2 * (i * n + j);
        re += root[at]! * even[2 * j]! - root[at + 1]! * even[2 * j + 1]!;
        im += root[at]! * even[2 * j + 1]! + root[at + 1]! * even[2 * j]!;
      }
      out[2 * (i * nSamples + s)] = sd * re;
      out[2 * (i * nSamples + s) + 1] = sd * im;
    }
  }
  return out;
}

export function noiseReadout(sd: number, root: Float64Array, random: Random, dwell_s: number): Readout {
  return {
    nSamples: NOISE_SAMPLES,
    samples: Float32Array.from(coilNoise(sd, root, NOISE_SAMPLES, random)),
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

export function headerOf(
  { b0_T, repetition_s, matrix }: Protocol,
  channels: readonly ReadyChannel[],
  shots: readonly Shot[],
  geometry: Geometry,
  larmor_Hz: number,
  nCoils: number,
): Omit<RawScan, 'readouts' | 'notes'> {
  const [nx, ny, nSlices] = matrix;
  const size_m = voxelSize_mm(geometry).map((edge_mm) => 1e-3 * edge_mm);
  const fov_m = [nx * size_m[0]!, ny * size_m[1]!, size_m[2]!] as const;
  const a = geometry.affineRas_mm;
  const unit = (axis: number): readonly [number, number, number] => {
    const column = [a[axis]!, a[4 + axis]!, a[8 + axis]!] as const;
    const length = Math.hypot(...column);
    return [column[0] / length, column[1] / length, column[2] / length];
  };
  const centreOf = (slice: number) => positionRas_mm(geometry, nx >> 1, ny >> 1, slice);
  const encoding = { first: 0, last: ny - 1, center: ny >> 1 };
  return {
    name: `${channels.map(({ name }) => name).join(' and ')}, simulated`,
    nucleus: '13C',
    larmor_Hz,
    nChannels: nCoils,
    encodings: [
      {
        kind: shots[0]!.readout,
        encodedMatrix: [nx, ny, 1],
        encodedFov_m: fov_m,
        imageMatrix: [nx, ny, 1],
        imageFov_m: fov_m,
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

export function notesOf(
  { coil, b0_T }: Protocol,
  shots: readonly Shot[],
  channels: readonly ReadyChannel[],
  { field_Hz, coils }: ScannerMaps,
): string[] {
  const [low, high] = (field_Hz === undefined ? [0, 0] : rangeOf(field_Hz)).map((f) => f.toFixed(0).replace('-', '−'));
  return [
    coilNote(coil),
    ...shots.map(
      ({ pulse, echoTime_s, duration_s }, c) =>
        `${channels[c]!.name}: spectral-spatial pulse of ${(1e3 * pulse.duration_s).toFixed(1)} ms, ${shots[c]!.readout === 'epi' ? 'echo-planar' : 'spiral'} readout to ${(1e3 * duration_s).toFixed(1)} ms, echo time ${(1e3 * echoTime_s).toFixed(1)} ms; within ${(SHIM_ppm * 1e-6 * frequency_Hz(b0_T)).toFixed(0)} Hz of its lines the pulse excites at least ${(100 * pulse.passed).toFixed(0)}% of what it should, and of the other metabolite at most ${(100 * pulse.leak).toPrecision(2)}%.`,
    ),
    `Raw signal: every pulse acts on every line and slice by the Bloch equations without relaxation; within a voxel the magnetization is even; no motion, no eddy currents, gradients as asked${shots[0]!.readout === 'epi' ? '; the reference lines of odd and even echoes are those of a small phantom' : ''}.`,
    ...(field_Hz === undefined ? [] : [`Every voxel of the tissue turns by its own frequency, ${low} to ${high} Hz from that of the scanner, in pulses and readouts.`]), // prettier-ignore
    ...(coils === undefined ? [] : [`${coils.nCoils} receive channels, each with its own sensitivity; their noise is shared as their covariance says.`]), // prettier-ignore
  ];
}
