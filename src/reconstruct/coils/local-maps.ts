// Coil sensitivities from the images themselves: the leading eigenvector of the channels' covariance about each voxel.

export interface LocalMapSettings {
  /** Voxels on each side that are taken along, x, y, z; 0 in all: each voxel by its own time course (Rodgers and Robson 2010). */
  readonly radius: readonly [number, number, number];
}
export const ADAPTIVE: LocalMapSettings = { radius: [2, 2, 1] };

const STEPS = 40;

/**
 * Maps [coil, z, y, x] of unit length over the channels, from `images` [..., coil, z, y, x] (whitened channels): the eigenvector of sum s s^H over neighbours and over all
 * leading axes (frames, spectrum). Radius 0 is the singular vector of Rodgers and Robson 2010, a larger one the adaptive way of Walsh, Gmitro, Marcellin 2000 (eq. 8-11).
 * Phase: the channel with the most signal is real and positive in every voxel.
 */
export function localMaps(
  images: Float64Array,
  nCoils: number,
  shape: readonly [number, number, number],
  { radius }: LocalMapSettings,
): Float64Array {
  const [nz, ny, nx] = shape;
  const volume = nz * ny * nx;
  const groups = images.length / (2 * nCoils * volume);
  const maps = new Float64Array(2 * nCoils * volume);
  if (nCoils === 1) {
    for (let at = 0; at < volume; at++) maps[2 * at] = 1;
    return maps;
  }
  const pairs = covariances(images, nCoils, volume, groups);
  const local = summed(pairs, nCoils * nCoils, shape, radius);
  const energy = new Float64Array(nCoils);
  for (let coil = 0; coil < nCoils; coil++) {
    for (let at = 0; at < volume; at++) energy[coil]! += pairs[2 * (at * nCoils * nCoils + coil * (nCoils + 1))]!;
  }
  const strongest = energy.indexOf(Math.max(...energy));
  const vector = new Float64Array(2 * nCoils);
  const next = new Float64Array(2 * nCoils);
  for (let at = 0; at < volume; at++) {
    const matrix = local.subarray(2 * at * nCoils * nCoils, 2 * (at + 1) * nCoils * nCoils);
    leadingInto(vector, next, matrix, nCoils);
    const size = Math.hypot(vector[2 * strongest]!, vector[2 * strongest + 1]!);
    const c = size > 0 ? vector[2 * strongest]! / size : 1,
      s = size > 0 ? -vector[2 * strongest + 1]! / size : 0;
    for (let coil = 0; coil < nCoils; coil++) {
      const re = vector[2 * coil]!,
        im = vector[2 * coil + 1]!;
      maps[2 * (coil * volume + at)] = re * c - im * s;
      maps[2 * (coil * volume + at) + 1] = re * s + im * c;
    }
  }
  return maps;
}

/** [voxel, coil, coil] sum over groups of s_a conj(s_b). */
function covariances(images: Float64Array, nCoils: number, volume: number, groups: number): Float64Array {
  const out = new Float64Array(2 * volume * nCoils * nCoils);
  for (let group = 0; group < groups; group++) {
    for (let a = 0; a < nCoils; a++) {
      for (let b = 0; b <= a; b++) {
        const fromA = 2 * (group * nCoils + a) * volume,
          fromB = 2 * (group * nCoils + b) * volume;
        for (let at = 0; at < volume; at++) {
          const ar = images[fromA + 2 * at]!,
            ai = images[fromA + 2 * at + 1]!,
            br = images[fromB + 2 * at]!,
            bi = images[fromB + 2 * at + 1]!;
          const re = ar * br + ai * bi,
            im = ai * br - ar * bi;
          const ab = 2 * (at * nCoils * nCoils + a * nCoils + b);
          out[ab]! += re;
          out[ab + 1]! += im;
          if (a === b) continue;
          const ba = 2 * (at * nCoils * nCoils + b * nCoils + a);
          out[ba]! += re;
          out[ba + 1]! -= im;
        }
      }
    }
  }
  return out;
}

/** Sums over a box of neighbours, one axis after the other; `width` complex values a voxel. */
function summed(
  data: Float64Array,
  width: number,
  [nz, ny, nx]: readonly [number, number, number],
  radius: readonly [number, number, number],
): Float64Array {
  let from = data;
  const steps = [1, nx, nx * ny],
    lengths = [nx, ny, nz];
  for (let axis = 0; axis < 3; axis++) {
    if (radius[axis] === 0 || lengths[axis] === 1) continue;
    const out = new Float64Array(from.length);
    const step = steps[axis]!,
      length = lengths[axis]!;
    for (let at = 0; at < nx * ny * nz; at++) {
      const place = Math.floor(at / step) % length;
      const first = Math.max(-place, -radius[axis]!),
        last = Math.min(length - 1 - place, radius[axis]!);
      for (let shift = first; shift <= last; shift++) {
        const source = 2 * width * (at + shift * step);
        for (let n = 0; n < 2 * width; n++) out[2 * width * at + n]! += from[source + n]!;
      }
    }
    from = out;
  }
  return from;
}

/** Leading eigenvector of a Hermitian matrix with eigenvalues >= 0, of length 1, by powers; starts at its largest column. */
export function leadingInto(vector: Float64Array, next: Float64Array, matrix: Float64Array, n: number): number {
  let largest = 0;
  for (let i = 1; i < n; i++) if (matrix[2 * i * (n + 1)]! > matrix[2 * largest * (n + 1)]!) largest = i;
  for (let i = 0; i < n; i++) {
    vector[2 * i] = matrix[2 * (i * n + largest)]!;
    vector[2 * i + 1] = matrix[2 * (i * n + largest) + 1]!;
  }
  let value = normalize(vector);
  if (value === 0) {
    vector.fill(0);
    vector[0] = 1;
    return 0;
  }
  for (let step = 0; step < STEPS; step++) {
    for (let i = 0; i < n; i++) {
      let re = 0,
        im = 0;
      for (let j = 0; j < n; j++) {
        const mr = matrix[2 * (i * n + j)]!,
          mi = matrix[2 * (i * n + j) + 1]!;
        re += mr * vector[2 * j]! - mi * vector[2 * j + 1]!;
        im += mr * vector[2 * j + 1]! + mi * vector[2 * j]!;
      }
      next[2 * i] = re;
      next[2 * i + 1] = im;
    }
    const size = normalize(next);
    vector.set(next);
    const settled = Math.abs(size - value) <= 1e-12 * size;
    value = size;
    if (settled) break;
  }
  return value;
}

function normalize(vector: Float64Array): number {
  let size = 0;
  for (const x of vector) size += x * x;
  size = Math.sqrt(size);
  if (size > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= size;
  return size;
}
