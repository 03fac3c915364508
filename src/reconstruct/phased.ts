// Real parts of phased images: the noise about them is normal and has no floor, so that weak metabolites can be summed, fitted and mapped.
import { makeImageSeries, type ComplexSeries, type ImageSeries } from '../records/index.ts';

export interface PhasedSeries {
  /** Real parts, one series for each. */
  readonly series: readonly ImageSeries[];
  readonly notes: readonly string[];
}

/** Above so many standard deviations of its own noise a voxel tells its phase: the real part then loses 2%. */
const TELLS = 5;
/** In the plane, along x and y: [1 2 1] / 4. */
const KERNEL = [0.25, 0.5, 0.25] as const;
/** Sum of squares of the plane's kernel: the share of noise power that smoothing leaves. */
const LEFT = 0.375 * 0.375;

/**
 * Turns each voxel by the phase of its sum over the frames, smoothed in the plane: of its own where that stands above the noise, elsewhere of the strongest
 * series and one angle between the two for the whole volume. Frames keep their phase against each other; where a scanner turns it from frame to frame
 * (phase cycling) sums vanish, and magnitudes are what is left. All series [time, z, y, x] on one grid.
 */
export function phased(all: readonly ComplexSeries[]): PhasedSeries {
  const sums = all.map(smoothedSum);
  const powers = sums.map((sum) => sum.reduce((total, x) => total + x * x, 0));
  const strongest = powers.indexOf(Math.max(...powers));
  const notes: string[] = [];
  const series = all.map((one, c) => {
    const own = sums[c]!;
    const noise = sumNoise(one);
    const angle = c === strongest ? [1, 0] : between(own, sums[strongest]!);
    const unit = new Float64Array(own.length);
    let told = 0;
    for (let v = 0; v < own.length; v += 2) {
      const isTold = c === strongest || Math.hypot(own[v]!, own[v + 1]!) > TELLS * noise[v / 2]!;
      if (isTold && c !== strongest) told++;
      const [re, im] = isTold ? [own[v]!, own[v + 1]!] : turned(sums[strongest]!, v, angle);
      const size = Math.hypot(re, im);
      unit[v] = size === 0 ? 1 : re / size;
      unit[v + 1] = size === 0 ? 0 : im / size;
    }
    if (c !== strongest)
      notes.push(
        `${one.name}, real part: ${told} of ${own.length / 2} voxels tell their phase; in the others it is that of ${all[strongest]!.name} and an angle of ${((180 / Math.PI) * Math.atan2(angle[1]!, angle[0]!)).toFixed(0)} degrees between the two over the whole volume.`,
      );
    return realPart(one, unit);
  });
  return { series, notes };
}

/** Sum over the frames, smoothed in the plane; [z, y, x] interleaved. */
function smoothedSum({ images: { data, shape } }: ComplexSeries): Float64Array {
  const [nTimes, nz, ny, nx] = shape;
  const size = 2 * nz * ny * nx;
  const sum = new Float64Array(size);
  for (let t = 0; t < nTimes; t++) for (let v = 0; v < size; v++) sum[v] = sum[v]! + data[t * size + v]!;
  return alongAxis(alongAxis(sum, nx, 2), ny, 2 * nx);
}

/** KERNEL along an axis of `n` places that lie `step` numbers apart; edges are repeated. */
function alongAxis(data: Float64Array, n: number, step: number): Float64Array {
  return data.map((_, v) => {
    const at = Math.floor(v / step) % n;
    const before = at > 0 ? v - step : v;
    const after = at < n - 1 ? v + step : v;
    return KERNEL[0] * data[before]! + KERNEL[1] * data[v]! + KERNEL[2] * data[after]!;
  });
}

/** Standard deviation of |smoothed sum| without signal, per voxel; Infinity where the noise is not known. */
function sumNoise({ noiseSd, images: { shape } }: ComplexSeries): Float64Array {
  return noiseSd.map((sd) => (Number.isFinite(sd) ? sd * Math.sqrt(2 * shape[0] * LEFT) : Infinity));
}

/** Mean angle of a against b, as a unit vector, voxels weighed by both. */
function between(a: Float64Array, b: Float64Array): readonly number[] {
  let [re, im] = [0, 0];
  for (let v = 0; v < a.length; v += 2) {
    re += a[v]! * b[v]! + a[v + 1]! * b[v + 1]!;
    im += a[v + 1]! * b[v]! - a[v]! * b[v + 1]!;
  }
  const size = Math.hypot(re, im);
  return size === 0 ? [1, 0] : [re / size, im / size];
}

const turned = (a: Float64Array, v: number, [c, s]: readonly number[]): readonly [number, number] => [
  a[v]! * c! - a[v + 1]! * s!,
  a[v]! * s! + a[v + 1]! * c!,
];

function realPart({ name, geometry, images, claims, notes }: ComplexSeries, unit: Float64Array): ImageSeries {
  const { data, shape } = images;
  const real = Float64Array.from({ length: data.length / 2 }, (_, n) => {
    const v = (2 * n) % unit.length;
    return data[2 * n]! * unit[v]! + data[2 * n + 1]! * unit[v + 1]!;
  });
  return makeImageSeries({ name, geometry, claims, notes, integer: false, nTimes: shape[0], data: real });
}
