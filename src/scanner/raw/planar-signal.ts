// Signal of a layer of voxels along the lines of a Cartesian or echo-planar readout, exactly: the phasors of readout and phase are separate factors.
import type { ShotLine } from '../design/shot.ts';

export interface Layer {
  readonly nx: number;
  readonly ny: number;
  /** [y, x] interleaved complex: magnetization at the moment from which the frequency turns it. */
  readonly magnetization: Float64Array;
}

/** Where voxels stand, in fields of view from the point that k-space turns about. */
export interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface Encoder {
  /**
   * Adds s(k, t) = sum over voxels M exp(-2 pi i (k r + f (t - from))) exp(-t / T2*) sinc of the voxel's box, for each line; `out` [line][sample] interleaved.
   */
  addInto(out: readonly Float64Array[], layer: Layer, line: { readonly frequency_Hz: number; readonly t2Star_s: number; readonly from_s: number }): void; // prettier-ignore
}

/** The phasors of one readout over a grid, made once. */
export function planarEncoder(lines: readonly ShotLine[], { x, y }: Places): Encoder {
  const nx = x.length,
    ny = y.length;
  const alongX = lines.map(({ kx }) => {
    const rows = new Float64Array(2 * nx * kx.length);
    kx.forEach((k, n) => rows.set(phasors(k, x), 2 * nx * n));
    return rows;
  });
  const alongY = lines.map(({ ky }) => phasors(ky[0]!, y));
  const row = new Float64Array(2 * nx);
  return {
    addInto(out, { magnetization: m }, { frequency_Hz, t2Star_s, from_s }) {
      lines.forEach(({ kx, time_s }, l) => {
        row.fill(0);
        const phase = alongY[l]!;
        for (let j = 0; j < ny; j++) {
          const c = phase[2 * j]!,
            s = phase[2 * j + 1]!;
          const at = 2 * j * nx;
          for (let i = 0; i < 2 * nx; i += 2) {
            const re = m[at + i]!,
              im = m[at + i + 1]!;
            row[i] = row[i]! + c * re - s * im;
            row[i + 1] = row[i + 1]! + c * im + s * re;
          }
        }
        const signal = out[l]!,
          read = alongX[l]!;
        for (let n = 0; n < kx.length; n++) {
          let re = 0,
            im = 0;
          const at = 2 * n * nx;
          for (let i = 0; i < 2 * nx; i += 2) {
            const c = read[at + i]!,
              s = read[at + i + 1]!;
            re += c * row[i]! - s * row[i + 1]!;
            im += c * row[i + 1]! + s * row[i]!;
          }
          const t = time_s[n]!;
          const angle = -2 * Math.PI * frequency_Hz * (t - from_s),
            decay = Math.exp(-t / t2Star_s);
          const c = decay * Math.cos(angle),
            s = decay * Math.sin(angle);
          signal[2 * n] = signal[2 * n]! + c * re - s * im;
          signal[2 * n + 1] = signal[2 * n + 1]! + c * im + s * re;
        }
      });
    },
  };
}

/** exp(-2 pi i k r) of each voxel, times the sinc of its box. */
function phasors(k: number, places: Float64Array): Float64Array {
  const width = places.length > 1 ? places[1]! - places[0]! : 0;
  const a = Math.PI * k * width;
  const box = a === 0 ? 1 : Math.sin(a) / a;
  const out = new Float64Array(2 * places.length);
  places.forEach((r, i) => {
    out[2 * i] = box * Math.cos(2 * Math.PI * k * r);
    out[2 * i + 1] = -box * Math.sin(2 * Math.PI * k * r);
  });
  return out;
}
