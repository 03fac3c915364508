// Coil maps from a fully sampled centre of k-space: an eigenvalue problem in each voxel (ESPIRiT; Uecker et al. 2014).
import { ScienceError } from '../../base/index.ts';
import { fftN } from '../../math/fourier/index.ts';
import { hermitianEigen } from '../../math/complex/index.ts';
import { leadingInto } from './local-maps.ts';

export interface EspiritSettings {
  /** Points of the kernel along z, y, x; 1 where the axis has one. */
  readonly kernel: readonly [number, number, number];
  /** Singular values below this share of the largest are noise. */
  readonly threshold: number;
  /** Maps are 0 where the eigenvalue is below: no object there. */
  readonly crop: number;
  /** E |n|^2 of a sample: singular values that noise alone can have are noise too. Absent: not known. */
  readonly noisePower?: number;
}
export const DEFAULT_ESPIRIT: EspiritSettings = { kernel: [3, 5, 5], threshold: 0.02, crop: 0.8 };

/** Kernel points times coils: the eigenvalue problem stays within seconds. */
const MAX_UNKNOWNS = 400;

/** The default kernel, made smaller for many coils and for few calibration places (half of them and one). */
export function kernelFor(nCoils: number, size: readonly number[]): [number, number, number] {
  const kernel = DEFAULT_ESPIRIT.kernel.map((n, axis) => Math.min(n, (size[axis]! >> 1) + 1)) as [number, number, number]; // prettier-ignore
  while (nCoils * kernel[0] * kernel[1] * kernel[2] > MAX_UNKNOWNS && Math.max(...kernel) > 1)
    kernel[kernel.indexOf(Math.max(...kernel))]!--;
  return kernel;
}

export interface EspiritMaps {
  /** [coil, z, y, x] of unit length over the coils; 0 outside the object. */
  readonly maps: Float64Array;
  /** [z, y, x]: near 1 where the maps hold. */
  readonly eigenvalues: Float64Array;
}

/**
 * Maps on `shape` [z, y, x] from `calibration` [group, coil, z, y, x] on `size` (centred k-space, all sampled). Eqs. 7 to 16 of the paper, one set of maps;
 * patches of all groups (frames, contrasts) are rows of one matrix. Noise has singular values up to sqrt(power) (sqrt(rows) + sqrt(columns)) (Marchenko and Pastur 1967).
 * Phase: the first channel is real and positive.
 */
export function espiritMaps(
  calibration: Float64Array,
  nCoils: number,
  size: readonly [number, number, number],
  shape: readonly [number, number, number],
  settings: EspiritSettings = DEFAULT_ESPIRIT,
): EspiritMaps {
  const kernel = settings.kernel.map((n, axis) => Math.min(n, size[axis]!, shape[axis]!)) as [number, number, number];
  const points = kernel[0] * kernel[1] * kernel[2];
  const n = points * nCoils;
  if (n > MAX_UNKNOWNS) {
    throw new ScienceError('argument', `ESPIRiT with ${nCoils} coils and ${kernel.join(' x ')} points has ${n} unknowns; at most ${MAX_UNKNOWNS}: take a smaller kernel`); // prettier-ignore
  }
  const gram = new Float64Array(2 * n * n);
  const perGroup = 2 * nCoils * size[0] * size[1] * size[2];
  for (let from = 0; from < calibration.length; from += perGroup)
    addPatches(gram, calibration.subarray(from, from + perGroup), nCoils, size, kernel);
  const { values, vectors } = hermitianEigen(gram, n);
  const largest = Math.max(values[n - 1]!, 0);
  if (!(largest > 0)) throw new ScienceError('argument', 'ESPIRiT: the calibration holds no signal');
  const rows =
    (calibration.length / perGroup) * size.reduce((product, m, axis) => product * (m - kernel[axis]! + 1), 1);
  const ofNoise = (settings.noisePower ?? 0) * square(Math.sqrt(rows) + Math.sqrt(n));
  // what stands highest is kept: below the noise nothing would be
  const least = Math.min(Math.max(settings.threshold * settings.threshold * largest, ofNoise), values[Math.max(0, n - nCoils)]!); // prettier-ignore
  const kept: number[] = [];
  for (let j = 0; j < n; j++) if (values[j]! >= least) kept.push(j);
  return voxelMaps(vectors, kept, n, nCoils, kernel, shape, settings.crop);
}

const square = (x: number): number => x * x;

/** Adds A^H A of the matrix whose rows are all patches of one calibration, [coil, point]; its upper half by symmetry. */
function addPatches(
  gram: Float64Array,
  calibration: Float64Array,
  nCoils: number,
  [sz, sy, sx]: readonly [number, number, number],
  [kz, ky, kx]: readonly [number, number, number],
): void {
  const points = kz * ky * kx,
    n = points * nCoils;
  const patch = new Float64Array(2 * n);
  for (let z = 0; z + kz <= sz; z++) {
    for (let y = 0; y + ky <= sy; y++) {
      for (let x = 0; x + kx <= sx; x++) {
        for (let i = 0; i < n; i++) {
          const coil = Math.floor(i / points),
            point = i % points;
          const dz = Math.floor(point / (ky * kx)),
            dy = Math.floor(point / kx) % ky,
            dx = point % kx;
          const from = 2 * (((coil * sz + z + dz) * sy + y + dy) * sx + x + dx);
          patch[2 * i] = calibration[from]!;
          patch[2 * i + 1] = calibration[from + 1]!;
        }
        for (let i = 0; i < n; i++) {
          const ar = patch[2 * i]!,
            ai = patch[2 * i + 1]!;
          for (let j = 0; j <= i; j++) {
            const br = patch[2 * j]!,
              bi = patch[2 * j + 1]!;
            gram[2 * (i * n + j)]! += ar * br + ai * bi;
            gram[2 * (i * n + j) + 1]! += ai * br - ar * bi;
          }
        }
      }
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      gram[2 * (j * n + i)] = gram[2 * (i * n + j)]!;
      gram[2 * (j * n + i) + 1] = -gram[2 * (i * n + j) + 1]!;
    }
  }
}

/** Kernels as images; in each voxel the leading eigenvector of sum over kernels of g g^H. */
function voxelMaps(
  vectors: Float64Array,
  kept: readonly number[],
  n: number,
  nCoils: number,
  [kz, ky, kx]: readonly [number, number, number],
  shape: readonly [number, number, number],
  crop: number,
): EspiritMaps {
  const [nz, ny, nx] = shape;
  const volume = nz * ny * nx,
    points = kz * ky * kx;
  const local = new Float64Array(2 * volume * nCoils * nCoils);
  for (const j of kept) {
    const images = new Float64Array(2 * nCoils * volume);
    for (let i = 0; i < n; i++) {
      const coil = Math.floor(i / points),
        point = i % points;
      const z = Math.floor(point / (ky * kx)) - (kz >> 1) + (nz >> 1),
        y = (Math.floor(point / kx) % ky) - (ky >> 1) + (ny >> 1),
        x = (point % kx) - (kx >> 1) + (nx >> 1);
      const to = 2 * (((coil * nz + z) * ny + y) * nx + x);
      images[to] = vectors[2 * (i * n + j)]!;
      images[to + 1] = vectors[2 * (i * n + j) + 1]!;
    }
    const kernels = fftN(images, shape, [0, 1, 2], { inverse: true, centred: true, scale: 'none' });
    for (let at = 0; at < volume; at++) {
      for (let a = 0; a < nCoils; a++) {
        const ar = kernels[2 * (a * volume + at)]!,
          ai = kernels[2 * (a * volume + at) + 1]!;
        for (let b = 0; b < nCoils; b++) {
          const br = kernels[2 * (b * volume + at)]!,
            bi = kernels[2 * (b * volume + at) + 1]!;
          const to = 2 * (at * nCoils * nCoils + a * nCoils + b);
          local[to]! += (ar * br + ai * bi) / points;
          local[to + 1]! += (ai * br - ar * bi) / points;
        }
      }
    }
  }
  const maps = new Float64Array(2 * nCoils * volume);
  const eigenvalues = new Float64Array(volume);
  const vector = new Float64Array(2 * nCoils),
    next = new Float64Array(2 * nCoils);
  for (let at = 0; at < volume; at++) {
    const matrix = local.subarray(2 * at * nCoils * nCoils, 2 * (at + 1) * nCoils * nCoils);
    eigenvalues[at] = leadingInto(vector, next, matrix, nCoils);
    if (eigenvalues[at]! < crop) continue;
    const size = Math.hypot(vector[0]!, vector[1]!);
    const c = size > 0 ? vector[0]! / size : 1,
      s = size > 0 ? -vector[1]! / size : 0;
    for (let coil = 0; coil < nCoils; coil++) {
      const to = 2 * (coil * volume + at);
      maps[to] = vector[2 * coil]! * c - vector[2 * coil + 1]! * s;
      maps[to + 1] = vector[2 * coil]! * s + vector[2 * coil + 1]! * c;
    }
  }
  return { maps, eigenvalues };
}
