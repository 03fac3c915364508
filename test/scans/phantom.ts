// Raw scans of a phantom with known coils, made from their definition: image times coil map, transformed, lines left out, turned or shifted.
import { Random } from '../../src/base/index.ts';
import { centredFft } from '../../src/math/fourier/index.ts';
import type { RawScan, Readout } from '../../src/records/index.ts';

export interface ScanPlan {
  readonly nx: number;
  readonly ny: number;
  readonly nCoils: number;
  readonly nFrames?: number;
  /** Which lines are measured. */
  readonly lines?: (line: number, frame: number) => boolean;
  /** Standard deviation of real and imaginary part of a sample. */
  readonly noise?: number;
  readonly nNoiseReadouts?: number;
  /** Odd lines are played backwards, and have this phase more: constant, and slope per voxel. */
  readonly epi?: { readonly constant: number; readonly slope: number; readonly references: boolean };
}

/** Two ellipses and a bar, [y, x]; scaled by frame. */
export function phantomImage(nx: number, ny: number, frame = 0): Float64Array {
  const out = new Float64Array(2 * nx * ny);
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < nx; x++) {
      const u = (x - (nx >> 1)) / (nx / 2),
        v = (y - (ny >> 1)) / (ny / 2);
      const body = (u / 0.75) ** 2 + (v / 0.6) ** 2 < 1 ? 1 : 0;
      const organ = ((u - 0.25) / 0.2) ** 2 + (v / 0.3) ** 2 < 1 ? 0.8 * Math.cos(0.4 * frame) : 0;
      const bar = Math.abs(u + 0.3) < 0.08 && Math.abs(v) < 0.3 ? -0.5 : 0;
      out[2 * (y * nx + x)] = body + organ + bar;
    }
  }
  return out;
}

/** Smooth complex maps [coil, y, x]. */
export function phantomMaps(nx: number, ny: number, nCoils: number): Float64Array {
  const out = new Float64Array(2 * nCoils * nx * ny);
  for (let n = 0; n < nCoils * nx * ny; n++) {
    const coil = Math.floor(n / (nx * ny));
    const u = ((n % nx) - nx / 2) / (nx / 2),
      v = ((Math.floor(n / nx) % ny) - ny / 2) / (ny / 2);
    const at = (2 * Math.PI * coil) / nCoils;
    const size = nCoils === 1 ? 1 : Math.exp(-((u - Math.cos(at)) ** 2 + (v - Math.sin(at)) ** 2) / 2);
    const phase = nCoils === 1 ? 0 : 0.7 * coil + 0.5 * u * Math.sin(at);
    out[2 * n] = size * Math.cos(phase);
    out[2 * n + 1] = size * Math.sin(phase);
  }
  return out;
}

export function phantomScan({
  nx,
  ny,
  nCoils,
  nFrames = 1,
  lines = () => true,
  noise = 0,
  nNoiseReadouts = 0,
  epi,
}: ScanPlan): RawScan {
  const random = new Random(11);
  const maps = phantomMaps(nx, ny, nCoils);
  const readouts: Readout[] = [];
  const base = {
    nSamples: nx,
    dwell_s: 1e-5,
    start_s: 0,
    centerSample: nx >> 1,
    discard: [0, 0] as const,
    trajectoryDimensions: 0 as const,
    encoding: 0,
  };
  const counters = { line: 0, partition: 0, slice: 0, average: 0, contrast: 0, phase: 0, frame: 0, set: 0, segment: 0 };
  const drawn = (): Float32Array => Float32Array.from({ length: 2 * nCoils * nx }, () => noise * random.normal());
  for (let n = 0; n < nNoiseReadouts; n++)
    readouts.push({ ...base, samples: drawn(), counters, reversed: false, purpose: 'noise' });
  for (let frame = 0; frame < nFrames; frame++) {
    const image = phantomImage(nx, ny, frame);
    const coils = maps.map((_, i) => {
      const at = 2 * ((i >> 1) % (nx * ny));
      return i % 2 === 0
        ? maps[i]! * image[at]! - maps[i + 1]! * image[at + 1]!
        : maps[i]! * image[at]! + maps[i - 1]! * image[at + 1]!;
    });
    const turned = coils.slice();
    if (epi !== undefined) {
      for (let i = 0; i < turned.length; i += 2) {
        const angle = epi.constant + epi.slope * (((i >> 1) % nx) - (nx >> 1));
        turned[i] = coils[i]! * Math.cos(angle) - coils[i + 1]! * Math.sin(angle);
        turned[i + 1] = coils[i]! * Math.sin(angle) + coils[i + 1]! * Math.cos(angle);
      }
    }
    const kspace = [coils, turned].map((data) => centredFft(data, [ny, nx], [0, 1], { scale: 'none' }));
    const add = (line: number, reversed: boolean, purpose: Readout['purpose']): void => {
      const from = kspace[reversed ? 1 : 0]!;
      const samples = drawn();
      for (let coil = 0; coil < nCoils; coil++) {
        for (let x = 0; x < nx; x++) {
          const s = reversed ? nx - 1 - x : x;
          samples[2 * (coil * nx + s)]! += from[2 * ((coil * ny + line) * nx + x)]!;
          samples[2 * (coil * nx + s) + 1]! += from[2 * ((coil * ny + line) * nx + x) + 1]!;
        }
      }
      const centerSample = reversed ? nx - 1 - (nx >> 1) : nx >> 1;
      readouts.push({ ...base, samples, counters: { ...counters, line, frame }, reversed, purpose, centerSample });
    };
    if (epi?.references === true)
      for (const reversed of [false, true, false]) add(ny >> 1, reversed, 'phaseCorrection');
    for (let line = 0; line < ny; line++)
      if (lines(line, frame)) add(line, epi !== undefined && line % 2 === 1, 'image');
  }
  const fov_m = [0.001 * nx, 0.001 * ny, 0.005] as const;
  return {
    name: 'phantom',
    nucleus: '13C',
    nChannels: nCoils,
    encodings: [
      {
        kind: epi === undefined ? 'cartesian' : 'epi',
        encodedMatrix: [nx, ny, 1],
        encodedFov_m: fov_m,
        imageMatrix: [nx, ny, 1],
        imageFov_m: fov_m,
        lines: { first: 0, last: ny - 1, center: ny >> 1 },
        partitions: { first: 0, last: 0, center: 0 },
        acceleration: [1, 1],
      },
    ],
    readouts,
    orientation: { readout: [1, 0, 0], phase: [0, 1, 0], slice: [0, 0, 1], centreRas_mm: [0, 0, 0] },
    claims: { b0_T: 3 },
    notes: [],
  };
}
