// Images through a readout that takes its time: each point of k-space holds what a line still shows, and where it has turned to, when that point is sampled.
import type { Random } from '../../base/index.ts';
import { fftInto, fftN, makeFourierKernel } from '../../math/fourier/index.ts';
import type { Geometry } from '../../records/index.ts';
import type { Shot } from '../design/shot.ts';
import { edgeDistance, kWeights } from './k-weights.ts';
import { noiseGain, sampleNoise } from './noise-gain.ts';
import { sliceMeans } from './point-spread.ts';
import type { Protocol } from './protocol.ts';

/** Transverse magnetization of one line over the tissue [z, y, x], at the spectral centre of the pulse. */
export interface ShownLine {
  readonly shown: Float64Array;
  readonly offset_Hz: number;
  readonly t2Star_s: number;
}

export interface Readout {
  /** Images [z, y, x], interleaved complex. */
  readonly images: (lines: readonly ShownLine[]) => Float64Array;
  /** Noise of such images. */
  readonly noise: (random: Random) => Float64Array;
  /** Of one voxel, real or imaginary. */
  readonly noiseSd_mM: number;
}

/** When each point of k-space is sampled, [ky, kx] from -floor(n / 2): seconds since the spectral centre of the pulse. Beyond the edge of a spiral: its last sample. */
export function sampledAt({ readout, lines }: Shot, geometry: Geometry): Float64Array {
  const [nx, ny] = geometry.shape;
  const out = new Float64Array(nx * ny);
  if (readout === 'epi') {
    for (const { kx, ky, time_s } of lines)
      kx.forEach((k, n) => (out[(Math.round(ky[n]!) + (ny >> 1)) * nx + Math.round(k) + (nx >> 1)] = time_s[n]!));
    return out;
  }
  const away = edgeDistance(geometry);
  const { kx, ky, time_s } = lines[0]!;
  const radius = Float64Array.from(kx, (k, n) => away(k, ky[n]!));
  const points = Array.from(out.keys(), (at) => ({
    at,
    r: away((at % nx) - (nx >> 1), Math.floor(at / nx) - (ny >> 1)),
  }));
  let last = 0;
  for (const { at, r } of points.sort((a, b) => a.r - b.r)) {
    while (last < radius.length - 1 && radius[last]! < r) last++;
    out[at] = time_s[last]!;
  }
  return out;
}

/** The readout of `shot` over tissue of the shape `fine`: slices of even profile, pulses that leave other lines alone. */
export function readoutOver(fine: Geometry['shape'], geometry: Geometry, protocol: Protocol, shot: Shot): Readout {
  const [nx, ny, nz] = geometry.shape;
  const [fx, fy, fz] = fine;
  const plane = nx * ny;
  const kernel = makeFourierKernel();
  const time_s = sampledAt(shot, geometry);
  const filter = kWeights(protocol, geometry);
  const inside = kWeights({ ...protocol, filter: 'none' }, geometry).reduce((sum, one) => sum + one, 0);
  const sampleSd = sampleNoise(protocol, geometry, shot.dwell_s) * noiseGain(shot, geometry.shape);
  const kNoise = (sampleSd * plane) / Math.sqrt(inside);
  const slices = sliceMeans(fz, nz);
  const voxels = boxes([fx, fy], [nx, ny]);
  const imagesOf = (k: Float64Array): Float64Array =>
    fftN(k, [nz, ny, nx], [1, 2], { inverse: true, centred: true, scale: 'mean', kernel });
  return {
    images(lines) {
      const k = new Float64Array(2 * plane * nz);
      for (const { shown, offset_Hz, t2Star_s } of lines) {
        const weight = weightsAt(time_s, offset_Hz, t2Star_s);
        for (let slice = 0; slice < nz; slice++) {
          const layer = new Float64Array(2 * fx * fy);
          for (let z = 0; z < fz; z++) {
            const share = slices.matrix[slice * fz + z]!;
            if (share === 0) continue;
            for (let v = 0; v < fx * fy; v++) layer[2 * v] = layer[2 * v]! + share * shown[z * fx * fy + v]!;
          }
          fftInto(layer, layer, [fy, fx], [0, 1], { centred: true, kernel });
          voxels.addInto(k.subarray(2 * plane * slice, 2 * plane * (slice + 1)), layer, weight, filter);
        }
      }
      return imagesOf(k);
    },
    noise(random) {
      const k = new Float64Array(2 * plane * nz);
      for (let i = 0; i < k.length; i++) k[i] = kNoise * filter[(i >> 1) % plane]! * random.normal();
      return imagesOf(k);
    },
    noiseSd_mM: (kNoise * Math.hypot(...filter)) / plane,
  };
}

/** exp(-t / T2* - 2 pi i f t), interleaved. */
function weightsAt(time_s: Float64Array, offset_Hz: number, t2Star_s: number): Float64Array {
  const out = new Float64Array(2 * time_s.length);
  time_s.forEach((t, at) => {
    const angle = -2 * Math.PI * offset_Hz * t,
      decay = Math.exp(-t / t2Star_s);
    out[2 * at] = decay * Math.cos(angle);
    out[2 * at + 1] = decay * Math.sin(angle);
  });
  return out;
}

/** The k-space of even boxes on a fine grid from the transform of their values: its middle, times the sinc of a box, seen from the image's own centre. */
function boxes([fx, fy]: readonly [number, number], [nx, ny]: readonly [number, number]) {
  const along = (n: number, nImage: number): Float64Array => {
    const out = new Float64Array(2 * nImage);
    const away = ((n >> 1) + 0.5) / n - ((nImage >> 1) + 0.5) / nImage;
    for (let i = 0; i < nImage; i++) {
      const k = i - (nImage >> 1);
      const box = k === 0 ? 1 : Math.sin((Math.PI * k) / n) / ((Math.PI * k) / n);
      out[2 * i] = box * Math.cos(2 * Math.PI * k * away);
      out[2 * i + 1] = -box * Math.sin(2 * Math.PI * k * away);
    }
    return out;
  };
  const [x, y] = [along(fx, nx), along(fy, ny)];
  const mean = (nx * ny) / (fx * fy);
  return {
    addInto(out: Float64Array, transform: Float64Array, weight: Float64Array, filter: Float64Array): void {
      for (let j = 0; j < ny; j++) {
        for (let i = 0; i < nx; i++) {
          const to = j * nx + i;
          const keep = mean * filter[to]!;
          if (keep === 0) continue;
          const from = (j - (ny >> 1) + (fy >> 1)) * fx + i - (nx >> 1) + (fx >> 1);
          let [re, im] = [keep * transform[2 * from]!, keep * transform[2 * from + 1]!];
          for (const [table, at] of [
            [x, i],
            [y, j],
            [weight, to],
          ] as const) {
            const [c, s] = [table[2 * at]!, table[2 * at + 1]!];
            [re, im] = [re * c - im * s, re * s + im * c];
          }
          out[2 * to] = out[2 * to]! + re;
          out[2 * to + 1] = out[2 * to + 1]! + im;
        }
      }
    },
  };
}
