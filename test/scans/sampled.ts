// Raw scans by the signal equation itself: s = sum over voxels and pools of coil M exp(-2 pi i (k r + (offset + field) t)), voxels as points.
import type { Encoding, RawScan, Readout } from '../../src/records/index.ts';
import { phantomMaps } from './phantom.ts';

export interface PlayedReadout {
  /** [sample]: x, y in cycles per field of view, and the time since the excitation. */
  readonly k: readonly (readonly [x: number, y: number])[];
  readonly time_s: readonly number[];
  readonly counters?: Partial<Readout['counters']>;
  readonly reversed?: boolean;
  readonly start_s?: number;
}

export interface SampledPlan {
  readonly nx: number;
  readonly ny: number;
  readonly nCoils?: number;
  readonly kind: Encoding['kind'];
  /** [y, x], interleaved complex. */
  readonly pools: readonly { readonly image: Float64Array; readonly offset_Hz: number }[];
  /** [y, x]; 0 if not given. */
  readonly field_Hz?: Float64Array;
  readonly readouts: readonly PlayedReadout[];
  readonly withTrajectory: boolean;
  readonly encoding?: Partial<Encoding>;
}

export function sampledScan({
  nx,
  ny,
  nCoils = 1,
  kind,
  pools,
  field_Hz,
  readouts,
  withTrajectory,
  encoding,
}: SampledPlan): RawScan {
  const maps = phantomMaps(nx, ny, nCoils);
  const fov_m = [0.04, (0.04 * ny) / nx, 0.005] as const;
  const played = readouts.map(({ k, time_s, counters, reversed = false, start_s }): Readout => {
    const n = k.length;
    const samples = new Float32Array(2 * nCoils * n);
    for (let s = 0; s < n; s++) {
      const sums = new Float64Array(2 * nCoils);
      for (let v = 0; v < nx * ny; v++) {
        const place = (k[s]![0] * ((v % nx) - (nx >> 1))) / nx + (k[s]![1] * (Math.floor(v / nx) - (ny >> 1))) / ny;
        for (const { image, offset_Hz } of pools) {
          const [mr, mi] = [image[2 * v]!, image[2 * v + 1]!];
          if (mr === 0 && mi === 0) continue;
          const angle = -2 * Math.PI * (place + (offset_Hz + (field_Hz?.[v] ?? 0)) * time_s[s]!);
          const [c, d] = [Math.cos(angle), Math.sin(angle)];
          const [re, im] = [mr * c - mi * d, mr * d + mi * c];
          for (let coil = 0; coil < nCoils; coil++) {
            const at = 2 * (coil * nx * ny + v);
            sums[2 * coil]! += maps[at]! * re - maps[at + 1]! * im;
            sums[2 * coil + 1]! += maps[at]! * im + maps[at + 1]! * re;
          }
        }
      }
      for (let coil = 0; coil < nCoils; coil++) samples.set(sums.subarray(2 * coil, 2 * coil + 2), 2 * (coil * n + s));
    }
    return {
      nSamples: n,
      samples,
      dwell_s: n > 1 ? Math.abs(time_s[1]! - time_s[0]!) : 0,
      start_s: start_s ?? time_s[0]!,
      centerSample: reversed ? nx - 1 - (nx >> 1) : nx >> 1,
      discard: [0, 0],
      counters: {
        line: 0,
        partition: 0,
        slice: 0,
        average: 0,
        contrast: 0,
        phase: 0,
        frame: 0,
        set: 0,
        segment: 0,
        ...counters,
      },
      trajectoryDimensions: withTrajectory ? 2 : 0,
      ...(withTrajectory && {
        trajectory_perM: Float32Array.from(k.flatMap(([x, y]) => [x / fov_m[0], y / fov_m[1]])),
      }),
      reversed,
      purpose: 'image',
      encoding: 0,
    };
  });
  return {
    name: 'played',
    nucleus: '13C',
    nChannels: nCoils,
    encodings: [
      {
        kind,
        encodedMatrix: [nx, ny, 1],
        encodedFov_m: fov_m,
        imageMatrix: [nx, ny, 1],
        imageFov_m: fov_m,
        lines: { first: 0, last: ny - 1, center: ny >> 1 },
        partitions: { first: 0, last: 0, center: 0 },
        acceleration: [1, 1],
        ...encoding,
      },
    ],
    readouts: played,
    orientation: { readout: [1, 0, 0], phase: [0, 1, 0], slice: [0, 0, 1], centreRas_mm: [0, 0, 0] },
    claims: { b0_T: 3 },
    notes: [],
  };
}

/** Between turns, in cycles per field of view: closer than 1, so that the density of samples is well known. */
const TURNS = 0.7;

/** One arm of a spiral from the centre; times from `start_s`. */
export function spiralArm(
  n: number,
  nArms: number,
  arm: number,
  nSamples: number,
  start_s: number,
  dwell_s: number,
): PlayedReadout {
  const k = Array.from({ length: nSamples }, (_, s): [number, number] => {
    const t = s / (nSamples - 1);
    const radius = (n / 2) * Math.sqrt(t),
      angle = (2 * Math.PI * radius) / (TURNS * nArms) + (2 * Math.PI * arm) / nArms;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { k, time_s: k.map((_, s) => start_s + s * dwell_s) };
}
