// The proximal step of local low rank: in each block of voxels the singular values of [voxel, frame] are lowered by a threshold.
import type { Random } from '../../base/index.ts';
import { hermitianEigen } from '../../math/complex/index.ts';

/**
 * `series` [frame, z, y, x] in place: blocks of `block` (z, y, x) voxels, laid anew at a random place (Trzasko and Manduca 2011; Zhang, Pauly, Levesque 2015),
 * singular values s -> max(s - threshold, 0). Returns the sum of all that are left (the nuclear norm).
 */
export function lowerRanksInto(
  series: Float64Array,
  nFrames: number,
  shape: readonly [number, number, number],
  block: readonly [number, number, number],
  threshold: number,
  random: Random,
): number {
  const [nz, ny, nx] = shape;
  const volume = nz * ny * nx;
  const shift = block.map((n) => Math.floor(random.next() * n));
  const count = shape.map((n, axis) => Math.ceil((n + (n > block[axis]! ? shift[axis]! : 0)) / block[axis]!));
  const gram = new Float64Array(2 * nFrames * nFrames);
  const row = new Float64Array(2 * nFrames);
  let norm = 0;
  for (let b = 0; b < count[0]! * count[1]! * count[2]!; b++) {
    const at = [Math.floor(b / (count[1]! * count[2]!)), Math.floor(b / count[2]!) % count[1]!, b % count[2]!];
    const first = at.map((n, axis) => n * block[axis]! - (shape[axis]! > block[axis]! ? shift[axis]! : 0));
    const places: number[] = [];
    for (let z = Math.max(0, first[0]!); z < Math.min(nz, first[0]! + block[0]); z++) {
      for (let y = Math.max(0, first[1]!); y < Math.min(ny, first[1]! + block[1]); y++) {
        for (let x = Math.max(0, first[2]!); x < Math.min(nx, first[2]! + block[2]); x++)
          places.push((z * ny + y) * nx + x);
      }
    }
    if (places.length === 0) continue;
    gram.fill(0);
    for (const place of places) {
      for (let i = 0; i < nFrames; i++) {
        const ar = series[2 * (i * volume + place)]!,
          ai = series[2 * (i * volume + place) + 1]!;
        for (let j = 0; j <= i; j++) {
          const br = series[2 * (j * volume + place)]!,
            bi = series[2 * (j * volume + place) + 1]!;
          gram[2 * (i * nFrames + j)]! += ar * br + ai * bi;
          gram[2 * (i * nFrames + j) + 1]! += ai * br - ar * bi;
        }
      }
    }
    for (let i = 0; i < nFrames; i++) {
      for (let j = 0; j < i; j++) {
        gram[2 * (j * nFrames + i)] = gram[2 * (i * nFrames + j)]!;
        gram[2 * (j * nFrames + i) + 1] = -gram[2 * (i * nFrames + j) + 1]!;
      }
    }
    const { values, vectors } = hermitianEigen(gram, nFrames);
    const keep = values.map((value) => {
      const size = Math.sqrt(Math.max(value, 0));
      norm += Math.max(0, size - threshold);
      return size > threshold ? 1 - threshold / size : 0;
    });
    const projector = filterOf(vectors, keep, nFrames);
    for (const place of places) {
      for (let i = 0; i < nFrames; i++) {
        let re = 0,
          im = 0;
        for (let j = 0; j < nFrames; j++) {
          const pr = projector[2 * (i * nFrames + j)]!,
            pi = projector[2 * (i * nFrames + j) + 1]!,
            xr = series[2 * (j * volume + place)]!,
            xi = series[2 * (j * volume + place) + 1]!;
          re += pr * xr - pi * xi;
          im += pr * xi + pi * xr;
        }
        row[2 * i] = re;
        row[2 * i + 1] = im;
      }
      for (let i = 0; i < nFrames; i++) {
        series[2 * (i * volume + place)] = row[2 * i]!;
        series[2 * (i * volume + place) + 1] = row[2 * i + 1]!;
      }
    }
  }
  return norm;
}

/** V diag(keep) V^H. */
function filterOf(vectors: Float64Array, keep: Float64Array, n: number): Float64Array {
  const out = new Float64Array(2 * n * n);
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
