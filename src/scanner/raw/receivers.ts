// What coils hear of a shot. Where voxels turn each by its own frequency: transforms of a few moments of the readout, between which the turns are
// interpolated (Chebyshev's points), so that any encoder of an even field serves an uneven one.
import type { CoilArray } from '../image/maps.ts';
import type { ShotLine } from '../design/shot.ts';
import { chebyshevPoints, pointsFor, sharesAt } from './chebyshev.ts';
import type { Encoder } from './planar-signal.ts';

/** Of the turns, relative to the magnetization of a voxel. */
const TOLERANCE = 1e-5;

export interface UnevenMaps {
  /** Voxels of the tissue along x and y. */
  readonly nx: number;
  readonly ny: number;
  /** [z, y, x] */
  readonly field_Hz: Float64Array;
  readonly coils: CoilArray;
}

/** [coil][sampling window] interleaved, of what each line shows of the reached layers, whose place in the tissue is `z`. */
export type Receiver = (shown: readonly Float64Array[], z: readonly number[]) => Float64Array[][];

export interface Reception {
  readonly encoder: Encoder;
  readonly windows: readonly ShotLine[];
  /** Of the lines. */
  readonly offsets_Hz: readonly number[];
  readonly t2Star_s: number;
  /** From when on frequencies turn the magnetization. */
  readonly from_s: number;
}

/** One coil, an even field: `shown` holds one plane [y, x] a line. */
export function evenReceiver(
  { encoder, windows, offsets_Hz, t2Star_s, from_s }: Reception,
  { nx, ny }: { readonly nx: number; readonly ny: number },
): Receiver {
  return (shown) => {
    const signal = windows.map(({ kx }) => new Float64Array(2 * kx.length));
    shown.forEach((magnetization, line) => {
      encoder.addInto(signal, { nx, ny, magnetization }, { frequency_Hz: offsets_Hz[line]!, t2Star_s, from_s });
    });
    return [signal];
  };
}

/** `shown` holds [layer, y, x] a line. */
export function unevenReceiver(
  { encoder, windows, offsets_Hz, t2Star_s, from_s }: Reception,
  { nx, ny, field_Hz, coils }: UnevenMaps,
): Receiver {
  const plane = nx * ny;
  const nTissue = field_Hz.length;
  const { nCoils, sensitivities } = coils;
  const ends = windows.flatMap(({ time_s }) => [time_s[0]!, time_s.at(-1)!]);
  const [first_s, last_s] = [Math.min(...ends), Math.max(...ends)];
  const [middle_s, half_s] = [(first_s + last_s) / 2, (last_s - first_s) / 2];
  const images = Array.from({ length: nCoils }, () => new Float64Array(2 * plane));
  const heard = windows.map(({ kx }) => new Float64Array(2 * kx.length));

  /** Shares are [window][sample]. */
  const known = new Map<
    number,
    { readonly points: Float64Array; readonly shares: readonly (readonly Float64Array[])[] }
  >();
  const momentsOf = (n: number) => {
    let found = known.get(n);
    if (found === undefined) {
      const points = chebyshevPoints(n);
      const shares = windows.map(({ time_s }) => Array.from(time_s, (t) => sharesAt(points, half_s > 0 ? (t - middle_s) / half_s : 0))); // prettier-ignore
      known.set(n, (found = { points, shares }));
    }
    return found;
  };

  return (shown, z) => {
    const out = images.map(() => windows.map(({ kx }) => new Float64Array(2 * kx.length)));
    const hasLabel = (i: number, v: number): boolean =>
      shown.some((m) => m[2 * (i * plane + v)] !== 0 || m[2 * (i * plane + v) + 1] !== 0);
    const voxels = z.map((_, i) => Array.from({ length: plane }, (__, v) => v).filter((v) => hasLabel(i, v)));
    let [low, high] = [Infinity, -Infinity];
    voxels.forEach((here, i) => {
      for (const v of here) {
        low = Math.min(low, field_Hz[z[i]! * plane + v]!);
        high = Math.max(high, field_Hz[z[i]! * plane + v]!);
      }
    });
    if (low > high) return out;
    low += Math.min(...offsets_Hz);
    high += Math.max(...offsets_Hz);
    const centre_Hz = (low + high) / 2;
    const { points, shares } = momentsOf(pointsFor(Math.PI * (high - low) * half_s, TOLERANCE));
    points.forEach((point, l) => {
      const since_s = middle_s + half_s * point - from_s;
      turnInto(since_s, centre_Hz, voxels);
      images.forEach((magnetization, coil) => {
        heard.forEach((one) => one.fill(0));
        encoder.addInto(heard, { nx, ny, magnetization }, { frequency_Hz: centre_Hz, t2Star_s, from_s });
        heard.forEach((one, w) => {
          const sum = out[coil]![w]!;
          for (let n = 0; n < one.length; n++) sum[n] = sum[n]! + shares[w]![n >> 1]![l]! * one[n]!;
        });
      });
    });
    return out;

    /** What each coil sees of the magnetization `since_s` after `from_s`, as turning with the centre. */
    function turnInto(since_s: number, around_Hz: number, places: readonly (readonly number[])[]): void {
      for (const image of images) image.fill(0);
      const lines = shown.map((magnetization, line) => {
        const angle = -2 * Math.PI * (offsets_Hz[line]! - around_Hz) * since_s;
        return { magnetization, c: Math.cos(angle), s: Math.sin(angle) };
      });
      places.forEach((here, i) => {
        for (const v of here) {
          const at = 2 * (i * plane + v),
            voxel = z[i]! * plane + v;
          let re = 0,
            im = 0;
          for (const { magnetization: m, c, s } of lines) {
            re += c * m[at]! - s * m[at + 1]!;
            im += c * m[at + 1]! + s * m[at]!;
          }
          const angle = -2 * Math.PI * field_Hz[voxel]! * since_s;
          const c = Math.cos(angle),
            s = Math.sin(angle);
          const x = c * re - s * im,
            y = c * im + s * re;
          for (let coil = 0; coil < nCoils; coil++) {
            const image = images[coil]!;
            const from = 2 * (coil * nTissue + voxel);
            const sr = sensitivities[from]!,
              si = sensitivities[from + 1]!;
            image[2 * v] = image[2 * v]! + sr * x - si * y;
            image[2 * v + 1] = image[2 * v + 1]! + sr * y + si * x;
          }
        }
      });
    }
  };
}
