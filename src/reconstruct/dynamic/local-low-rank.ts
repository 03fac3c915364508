// The proximal step of local low rank: in each block of voxels the singular values of [voxel, frame] are lowered by a threshold.
import type { Random } from '../../base/index.ts';
import { leadingVectors, type LeadingVectors } from './leading-vectors.ts';

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
 * their singular values made smaller by `sizeKept`. They come from the Gram matrix of frames or voxels, whichever are fewer.
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
  const values = new Float64Array(2 * most * nFrames),
    parts = new Float64Array(2 * most * nFrames),
    weights = new Float64Array(2 * Math.min(most, nFrames)),
    places = new Int32Array(most),
    solvers = new Map<number, LeadingVectors>();
  const volume = series.length / nFrames;
  for (const z of starts[0]!) {
    for (const y of starts[1]!) {
      for (const x of starts[2]!) {
        const count = placesInto(places, shape, block, [z, y, x]);
        const power = gather(values, series, places, count, nFrames, volume);
        const n = Math.min(count, nFrames),
          length = Math.max(count, nFrames);
        let kept = false;
        if (power > threshold * threshold) {
          const solver = solvers.get(n) ?? leadingVectors(n);
          solvers.set(n, solver);
          gramInto(solver.matrix, values, n, length);
          const count = solver.above(threshold * threshold);
          kept = count > 0;
          if (kept) project(values, parts, weights, solver, count, n, length, threshold);
        }
        scatter(series, values, places, count, nFrames, volume, kept);
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

/** values [frame, place], or [place, frame] where places are fewer; returns the sum of their squares. */
function gather(
  values: Float64Array,
  series: Float64Array,
  places: Int32Array,
  count: number,
  nFrames: number,
  volume: number,
): number {
  const [ofFrame, ofPlace] = count < nFrames ? [2, 2 * nFrames] : [2 * count, 2];
  let power = 0;
  for (let frame = 0; frame < nFrames; frame++) {
    for (let n = 0; n < count; n++) {
      const from = frame * volume + 2 * places[n]!,
        to = frame * ofFrame + n * ofPlace;
      const re = series[from]!,
        im = series[from + 1]!;
      values[to] = re;
      values[to + 1] = im;
      power += re * re + im * im;
    }
  }
  return power;
}

/** The way back; zeros where nothing was kept. */
function scatter(
  series: Float64Array,
  values: Float64Array,
  places: Int32Array,
  count: number,
  nFrames: number,
  volume: number,
  kept: boolean,
): void {
  const [ofFrame, ofPlace] = count < nFrames ? [2, 2 * nFrames] : [2 * count, 2];
  for (let frame = 0; frame < nFrames; frame++) {
    for (let n = 0; n < count; n++) {
      const to = frame * volume + 2 * places[n]!,
        from = frame * ofFrame + n * ofPlace;
      series[to] = kept ? values[from]! : 0;
      series[to + 1] = kept ? values[from + 1]! : 0;
    }
  }
}

/** [n, n], lower triangle: sum over samples of x_i conj(x_j) for values [n, length]. */
function gramInto(gram: Float64Array, values: Float64Array, n: number, length: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let re = 0,
        im = 0;
      const a = 2 * i * length,
        b = 2 * j * length;
      for (let s = 0; s < 2 * length; s += 2) {
        const ar = values[a + s]!,
          ai = values[a + s + 1]!,
          br = values[b + s]!,
          bi = values[b + s + 1]!;
        re += ar * br + ai * bi;
        im += ai * br - ar * bi;
      }
      gram[2 * (i * n + j)] = re;
      gram[2 * (i * n + j) + 1] = im;
    }
  }
}

/** values [n, length] become the sum over k of keep_k v_k (v_k^H values): what is kept of the singular values above the threshold. `parts` is room for as many. */
function project(
  values: Float64Array,
  parts: Float64Array,
  weights: Float64Array,
  { values: powers, vectors }: LeadingVectors,
  kept: number,
  n: number,
  length: number,
  threshold: number,
): void {
  for (let k = 0; k < kept; k++) {
    const keep = sizeKept(Math.sqrt(powers[k]!), threshold);
    for (let i = 0; i < n; i++) {
      weights[2 * i] = keep * vectors[2 * (k * n + i)]!;
      weights[2 * i + 1] = -keep * vectors[2 * (k * n + i) + 1]!;
    }
    sumInto(parts, k, values, weights, 0, 1, n, length);
  }
  for (let i = 0; i < n; i++) sumInto(values, i, parts, vectors, i, n, kept, length);
}

/** Row `to` of `out` = sum over `count` rows of weight times row; the weights stand at `first`, `first + stride`, and so on. */
function sumInto(
  out: Float64Array,
  to: number,
  rows: Float64Array,
  weights: Float64Array,
  first: number,
  stride: number,
  count: number,
  length: number,
): void {
  const end = 2 * count * length,
    start = 2 * to * length;
  // two samples at once: each weight is read half as often; an odd last one is done twice
  for (let s = 0; s < 2 * length; s += 4) {
    const other = s + 2 < 2 * length ? 2 : 0;
    let ar = 0,
      ai = 0,
      br = 0,
      bi = 0;
    for (let at = s, w = 2 * first; at < end; at += 2 * length, w += 2 * stride) {
      const wr = weights[w]!,
        wi = weights[w + 1]!,
        xr = rows[at]!,
        xi = rows[at + 1]!,
        yr = rows[at + other]!,
        yi = rows[at + other + 1]!;
      ar += wr * xr - wi * xi;
      ai += wr * xi + wi * xr;
      br += wr * yr - wi * yi;
      bi += wr * yi + wi * yr;
    }
    out[start + s] = ar;
    out[start + s + 1] = ai;
    out[start + s + other] = br;
    out[start + s + other + 1] = bi;
  }
}
