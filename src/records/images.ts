// Images of one metabolite (or of the 1H anatomy, with one time point), read from files, reconstructed or simulated alike.
import { makeGrid, ScienceError, type Grid } from '../base/index.ts';
import { checkGeometry, type Geometry } from './geometry.ts';

/** What a file says of how it was acquired. Vendor files lie; the study file decides, and a contradiction becomes a note. */
export interface AcquisitionClaims {
  readonly nucleus?: string;
  readonly flipAngle_deg?: number;
  readonly repetition_s?: number;
  readonly b0_T?: number;
  readonly imagingFrequency_MHz?: number;
  readonly description?: string;
  readonly device?: string;
}

export interface ImageSeries {
  readonly name: string;
  readonly geometry: Geometry;
  /** [time, z, y, x], real, in the units of the file (`slope` and `intercept` applied). */
  readonly images: Grid<readonly ['time', 'z', 'y', 'x']>;
  readonly claims: AcquisitionClaims;
  /** True where the file stores whole numbers without scaling, so that values are rounded to `1`. */
  readonly integer: boolean;
  /** What the reader corrected, assumed or could not know, one sentence each. */
  readonly notes: readonly string[];
}

/** Reconstructed images with their phase. The magnitude is Rice-distributed, the real part of a phased one normal, both with `noiseSd`. */
export interface ComplexSeries {
  readonly name: string;
  readonly geometry: Geometry;
  /** [time, z, y, x], complex. */
  readonly images: Grid<readonly ['time', 'z', 'y', 'x']>;
  /** [z, y, x]: standard deviation of the noise in the real part; NaN where it is not known. */
  readonly noiseSd: Float64Array;
  readonly claims: AcquisitionClaims;
  readonly notes: readonly string[];
}

/** |image| of every voxel and time: what the other stations take. */
export function magnitudeOf(series: ComplexSeries): ImageSeries {
  const { name, geometry, images, claims, notes } = series;
  const data = Float64Array.from({ length: images.data.length / 2 }, (_, n) =>
    Math.hypot(images.data[2 * n]!, images.data[2 * n + 1]!),
  );
  return makeImageSeries({ name, geometry, claims, notes, integer: false, nTimes: images.shape[0], data });
}

/** One volume [z, y, x] over a geometry: a map, a mask, an anatomy. */
export interface Volume {
  readonly geometry: Geometry;
  readonly data: Float64Array;
}

/** A series over `data` [time, z, y, x]. Throws where shape, geometry or values cannot be: not finite values are refused with their index. */
export function makeImageSeries(
  fields: Omit<ImageSeries, 'images'> & { readonly nTimes: number; readonly data: Float64Array | Float32Array },
): ImageSeries {
  const { nTimes, data, ...rest } = fields;
  checkGeometry(rest.geometry, rest.name);
  const [nx, ny, nz] = rest.geometry.shape;
  if (!Number.isInteger(nTimes) || nTimes < 1) {
    throw new ScienceError('format', `an image series needs at least one time point, got ${nTimes}`, {
      where: rest.name,
    });
  }
  let bad = -1;
  for (let at = 0; at < data.length && bad < 0; at++) if (!Number.isFinite(data[at]!)) bad = at;
  if (bad >= 0) {
    const voxel = `i ${bad % nx}, j ${Math.floor(bad / nx) % ny}, k ${Math.floor(bad / (nx * ny)) % nz}, time ${Math.floor(bad / (nx * ny * nz)) + 1}`;
    throw new ScienceError('format', `a voxel holds ${data[bad]}; images must be finite numbers`, {
      where: `${rest.name}, ${voxel}`,
    });
  }
  return { ...rest, images: makeGrid(['time', 'z', 'y', 'x'], [nTimes, nz, ny, nx], data) };
}
