// The proximal step of local low rank: in each block of voxels the singular values of [voxel, frame] are lowered by a threshold.
import type { Random } from '../../base/index.ts';
import { hermitianEigen } from '../../math/complex/index.ts';

/**
 * Share of a size s that is kept: 1 - (t / s)^1.5, 0 below t. Between the soft threshold (exponent 1), which lowers large values by t, and the garrote (2), which
 * hardly touches them (Josse and Sardy 2016, eq. 6).
 */
export function sizeKept(size: number, threshold: number): number {
  if (!(size > threshold)) return 0;
  const share = threshold / size;
  return 1 - share * Math.sqrt(share);
}

/**
 * `series` [frame, z, y, x] in place: blocks of `block` (z, y, x) voxels, laid anew at a random place (Trzasko and Manduca 2011; Zhang, Pauly, Levesque 2015),
 * their singular values made smaller by `sizeKept`.
 */
export function lowerRanksInto(
  series: Float64Array,
  nFrames: number,
  shape: readonly [number, number, number],
  block: readonly [number, number, number],
  threshold: number,
  random: Random,
): void {
  const starts = shape.map((n, axis) => {
    const first = n > block[axis]! ? -Math.floor(random.next() * block[axis]!) : 0;
    return Array.from({ length: Math.ceil((n - first) / block[axis]!) }, (_, i) => first + i * block[axis]!);
  });
  const most = block[0] * block[1] * block[2];
  const voxels = new Float64Array(2 * most * nFrames),
    gram = new Float64Array(2 * nFrames * nFrames),
    places = new Int32Array(most);
  for (const z of starts[0]!) {
    for (const y of starts[1]!) {
      for (const x of starts[2]!) {
        const count = placesInto(places, shape, block, [z, y, x]);
        gather(voxels, series, places, count, nFrames);
        gramInto(gram, voxels, count, nFrames);
        const filter = filterOf(gram, nFrames, threshold);
        scatterFiltered(series, voxels, filter, places, count, nFrames);
      }
    }
  }
}

/** Voxels of the block that lie inside; returns how many. */
function placesInto(
  places: Int32Array,
  [nz, ny, nx]: readonly [number, number, number],
  block: readonly [number, number, number],
  [z0, y0, x0]: readonly [number, number, number],
): number {
  let count = 0;
  for (let z = Math.max(0, z0); z < Math.min(nz, z0 + block[0]); z++) {
    for (let y = Math.max(0, y0); y < Math.min(ny, y0 + block[1]); y++) {
      for (let x = Math.max(0, x0); x < Math.min(nx, x0 + block[2]); x++) places[count++] = (z * ny + y) * nx + x;
    }
  }
  return count;
}

/** voxels [place, frame]. */
function gather(voxels: Float64Array, series: Float64Array, places: Int32Array, count: number, nFrames: number): void {
  const volume = series.length / nFrames;
  for (let frame = 0; frame < nFrames; frame++) {
    for (let n = 0; n < count; n++) {
      const from = frame * volume + 2 * places[n]!,
        to = 2 * (n * nFrames + frame);
      voxels[to] = series[from]!;
      voxels[to + 1] = series[from + 1]!;
    }
  }
}

/** [frame, frame] sum over places of x_i conj(x_j). */
function gramInto(gram: Float64Array, voxels: Float64Array, count: number, nFrames: number): void {
  for (let i = 0; i < nFrames; i++) {
    for (let j = 0; j <= i; j++) {
      let re = 0,
        im = 0;
      for (let at = 0; at < 2 * count * nFrames; at += 2 * nFrames) {
        const ar = voxels[at + 2 * i]!,
          ai = voxels[at + 2 * i + 1]!,
          br = voxels[at + 2 * j]!,
          bi = voxels[at + 2 * j + 1]!;
        re += ar * br + ai * bi;
        im += ai * br - ar * bi;
      }
      gram[2 * (i * nFrames + j)] = gram[2 * (j * nFrames + i)] = re;
      gram[2 * (i * nFrames + j) + 1] = im;
      gram[2 * (j * nFrames + i) + 1] = -im;
    }
  }
}

/** V diag(kept share of each singular value) V^H; 0 where the sum of their squares already lies below the threshold. */
function filterOf(gram: Float64Array, n: number, threshold: number): Float64Array {
  const out = new Float64Array(2 * n * n);
  let power = 0;
  for (let i = 0; i < n; i++) power += gram[2 * i * (n + 1)]!;
  if (power <= threshold * threshold) return out;
  const { values, vectors } = hermitianEigen(gram, n);
  const keep = values.map((value) => sizeKept(Math.sqrt(Math.max(value, 0)), threshold));
  for (let k = 0; k < n; k++) {
    if (keep[k] === 0) continue;
    for (let i = 0; i < n; i++) {
      const ar = keep[k]! * vectors[2 * (i * n + k)]!,
        ai = keep[k]! * vectors[2 * (i * n + k) + 1]!;
      for (let j = 0; j < n; j++) {
        const br = vectors[2 * (j * n + k)]!,
          bi = vectors[2 * (j * n + k) + 1]!;
        out[2 * (i * n + j)]! += ar * br + ai * bi;
        out[2 * (i * n + j) + 1]! += ai * br - ar * bi;
      }
    }
  }
  return out;
}

/** series [frame, place] = filter voxels. */
function scatterFiltered(
  series: Float64Array,
  voxels: Float64Array,
  filter: Float64Array,
  places: Int32Array,
  count: number,
  nFrames: number,
): void {
  const volume = series.length / nFrames;
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < nFrames; i++) {
      let re = 0,
        im = 0;
      const row = 2 * i * nFrames,
        from = 2 * n * nFrames;
      for (let j = 0; j < 2 * nFrames; j += 2) {
        const pr = filter[row + j]!,
          pi = filter[row + j + 1]!,
          xr = voxels[from + j]!,
          xi = voxels[from + j + 1]!;
        re += pr * xr - pi * xi;
        im += pr * xi + pi * xr;
      }
      const to = i * volume + 2 * places[n]!;
      series[to] = re;
      series[to + 1] = im;
    }
  }
}
