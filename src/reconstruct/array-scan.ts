// K-space from an array of numbers (.npy), told its axes, as the raw scan that a file of a scanner would have given.
import { ScienceError } from '../base/index.ts';
import type { RawScan, Readout } from '../records/index.ts';

export type KSpaceAxis = 'kx' | 'ky' | 'kz' | 'frame' | 'coil';
export const KSPACE_AXES: readonly KSpaceAxis[] = ['kx', 'ky', 'kz', 'frame', 'coil'];

export interface ArrayScanSettings {
  /** One name for each axis of the array, in its order; kx is the readout. */
  readonly axes: readonly KSpaceAxis[];
  /** Field of view along kx, ky, kz; absent: 1 mm a voxel, and a note says so. */
  readonly fov_m?: readonly [number, number, number];
  readonly nucleus?: string;
  readonly b0_T?: number;
  /** Time between frames. */
  readonly repetition_s?: number;
  readonly name: string;
  readonly where: string;
}

/** `data` in C order, interleaved complex. k = 0 at floor(n / 2) of each axis. Lines that are 0 in all samples and coils count as not sampled. */
export function scanOfArray(
  {
    shape,
    data,
    complex,
  }: { readonly shape: readonly number[]; readonly data: Float64Array; readonly complex: boolean },
  settings: ArrayScanSettings,
): RawScan {
  const { axes, where, name } = settings;
  check(shape, complex, settings);
  const length = (axis: KSpaceAxis): number => (axes.includes(axis) ? shape[axes.indexOf(axis)]! : 1);
  const stride = (axis: KSpaceAxis): number =>
    axes.includes(axis) ? shape.slice(axes.indexOf(axis) + 1).reduce((a, b) => a * b, 1) : 0;
  const [nx, ny, nz, nFrames, nChannels] = KSPACE_AXES.map(length) as [number, number, number, number, number];
  const [sx, sy, sz, st, sc] = KSPACE_AXES.map(stride) as [number, number, number, number, number];
  const bad = data.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new ScienceError('format', `value ${Math.floor(bad / 2) + 1} is ${data[bad]}; k-space must be finite`, { where }); // prettier-ignore
  const { repetition_s, nucleus, b0_T } = settings;
  const readouts: Readout[] = [];
  for (let frame = 0; frame < nFrames; frame++) {
    for (let partition = 0; partition < nz; partition++) {
      for (let line = 0; line < ny; line++) {
        const samples = new Float32Array(2 * nChannels * nx);
        let isSampled = false;
        for (let n = 0; n < nChannels * nx; n++) {
          const coil = Math.floor(n / nx);
          const from = 2 * ((n % nx) * sx + line * sy + partition * sz + frame * st + coil * sc);
          samples[2 * n] = data[from]!;
          samples[2 * n + 1] = data[from + 1]!;
          isSampled ||= data[from] !== 0 || data[from + 1] !== 0;
        }
        if (!isSampled) continue;
        readouts.push({
          nSamples: nx,
          samples,
          dwell_s: 0,
          start_s: frame * (repetition_s ?? 0),
          centerSample: nx >> 1,
          discard: [0, 0],
          counters: { line, partition, slice: 0, average: 0, contrast: 0, phase: 0, frame, set: 0, segment: 0 },
          trajectoryDimensions: 0,
          reversed: false,
          purpose: 'image',
          encoding: 0,
        });
      }
    }
  }
  if (readouts.length === 0) throw new ScienceError('format', 'the array holds nothing but zeros', { where });
  const matrix = [nx, ny, nz] as const;
  const fov_m = settings.fov_m ?? ([nx / 1000, ny / 1000, nz / 1000] as const);
  const range = (n: number) => ({ first: 0, last: n - 1, center: n >> 1 });
  return {
    name,
    ...(nucleus !== undefined && { nucleus }),
    nChannels,
    encodings: [
      {
        kind: 'cartesian',
        encodedMatrix: matrix,
        encodedFov_m: fov_m,
        imageMatrix: matrix,
        imageFov_m: fov_m,
        lines: range(ny),
        partitions: range(nz),
        acceleration: [1, 1],
      },
    ],
    readouts,
    orientation: { readout: [-1, 0, 0], phase: [0, -1, 0], slice: [0, 0, 1], centreRas_mm: [0, 0, 0] },
    claims: {
      ...(nucleus !== undefined && { nucleus }),
      ...(b0_T !== undefined && { b0_T }),
      ...(repetition_s !== undefined && { repetition_s }),
    },
    notes: [
      'An array tells no orientation: axial, readout to the left, ASSUMED.',
      ...(settings.fov_m === undefined ? ['The field of view was not given: voxels of 1 mm, a placeholder.'] : []),
      ...(readouts.length < nFrames * ny * nz ? ['Lines that hold only zeros count as not sampled.'] : []),
    ],
  };
}

function check(shape: readonly number[], complex: boolean, { axes, where }: ArrayScanSettings): void {
  const wrong = (message: string): never => {
    throw new ScienceError('format', message, { where });
  };
  if (!complex) wrong('the array is real; k-space is complex: save it as complex64 or complex128');
  if (axes.length !== shape.length || new Set(axes).size !== axes.length) {
    wrong(`axes [${axes.join(', ')}] for an array of shape [${shape.join(', ')}]; name each axis once`);
  }
  if (!axes.includes('kx') || !axes.includes('ky')) wrong(`axes [${axes.join(', ')}]; kx and ky are needed`);
  const most = shape.findIndex((n) => n > 65_535);
  if (most >= 0) wrong(`axis ${axes[most]} has ${shape[most]} places; at most 65535`);
}
