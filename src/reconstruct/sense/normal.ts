// The normal operator E^H E of a scan on a grid, E = mask F maps: what SENSE and low rank step with.
import { fftInto, type FourierKernel, type Precision } from '../../math/fourier/index.ts';
import { isWhole } from '../sort/whole-axis.ts';

export interface CartesianScan {
  /** [frame, z, y, x]: above 0 where there is a sample; k = 0 at floor(n / 2). */
  readonly mask: ArrayLike<number>;
  /** [coil, z, y, x], interleaved complex. */
  readonly maps: Float64Array;
  readonly nFrames: number;
  readonly shape: readonly [number, number, number];
  readonly kernel: FourierKernel;
  /** Of the transforms; float32 adds a relative error of 3e-7. */
  readonly precision: Precision;
}

export interface CartesianNormal {
  /** E^H E x, [frame, z, y, x], into `out` if given. */
  readonly apply: (images: Float64Array, out?: Float64Array) => Float64Array;
  /** E^H s for samples [frame, coil, z, y, x] that are 0 where the mask is. */
  readonly adjoint: (samples: Float64Array) => Float64Array;
}

/** F is unitary. Along an axis that is sampled whole the transform and its inverse cancel; so do the shifts of centred transforms, once the mask is turned. */
export function cartesianNormal({ mask, maps, nFrames, shape, kernel, precision }: CartesianScan): CartesianNormal {
  const volume = shape[0] * shape[1] * shape[2];
  const nCoils = maps.length / (2 * volume);
  const axes = shape.flatMap((n, axis) => (n > 1 ? [axis] : []));
  const partial = axes.filter((axis) => !isWhole(mask, shape, axis));
  const turned = uncentred(mask, shape);
  const gaps = Array.from({ length: nFrames }, (_, n) => gapsOf(turned.subarray(n * volume, (n + 1) * volume)));
  const coils = precision === 'float32' ? new Float32Array(maps.length) : new Float64Array(maps.length);
  const framed = (
    one: (out: Float64Array, frame: number) => void,
    out: Float64Array = new Float64Array(2 * nFrames * volume),
  ): Float64Array => {
    for (let frame = 0; frame < nFrames; frame++)
      one(out.subarray(2 * frame * volume, 2 * (frame + 1) * volume), frame);
    return out;
  };
  return {
    apply: (images, result) =>
      framed((out, frame) => {
        spreadInto(coils, images.subarray(2 * frame * volume, 2 * (frame + 1) * volume), maps);
        if (partial.length > 0) fftInto(coils, coils, shape, partial, { scale: 'unitary', kernel });
        for (let coil = 0; coil < nCoils; coil++) clear(coils, 2 * coil * volume, gaps[frame]!);
        if (partial.length > 0) fftInto(coils, coils, shape, partial, { inverse: true, scale: 'unitary', kernel });
        combineInto(out, coils, maps);
      }, result),
    adjoint: (samples) =>
      framed((out, frame) => {
        coils.set(samples.subarray(frame * coils.length, (frame + 1) * coils.length));
        if (axes.length > 0)
          fftInto(coils, coils, shape, axes, { inverse: true, centred: true, scale: 'unitary', kernel });
        combineInto(out, coils, maps);
      }),
  };
}

/** Masks with the origin at index 0 instead of floor(n / 2). */
function uncentred(mask: ArrayLike<number>, [nz, ny, nx]: readonly [number, number, number]): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let row = 0; row < mask.length / nx; row++) {
    const frame = Math.floor(row / (ny * nz)),
      z = (Math.floor(row / ny) + (nz >> 1)) % nz,
      y = (row + (ny >> 1)) % ny;
    const from = ((frame * nz + z) * ny + y) * nx;
    for (let x = 0; x < nx; x++) out[row * nx + x] = mask[from + ((x + (nx >> 1)) % nx)]! > 0 ? 1 : 0;
  }
  return out;
}

/** Where the mask is 0, as runs: first place, place after the last, and so on. */
function gapsOf(mask: Uint8Array): Int32Array {
  const ends: number[] = [];
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 1) continue;
    if (ends.at(-1) === at) ends[ends.length - 1] = at + 1;
    else ends.push(at, at + 1);
  }
  return Int32Array.from(ends);
}

/** 0 in the gaps of the volume that begins at `start`. */
function clear(coils: Float32Array | Float64Array, start: number, gaps: Int32Array): void {
  for (let gap = 0; gap < gaps.length; gap += 2) {
    const end = start + 2 * gaps[gap + 1]!;
    for (let i = start + 2 * gaps[gap]!; i < end; i++) coils[i] = 0;
  }
}

/** out [coil, voxel] = map image. */
export function spreadInto(out: Float32Array | Float64Array, image: Float64Array, maps: Float64Array): void {
  for (let start = 0; start < maps.length; start += image.length) {
    for (let at = 0; at < image.length; at += 2) {
      const mr = maps[start + at]!,
        mi = maps[start + at + 1]!,
        xr = image[at]!,
        xi = image[at + 1]!;
      out[start + at] = mr * xr - mi * xi;
      out[start + at + 1] = mr * xi + mi * xr;
    }
  }
}

/** out [voxel] = sum over coils of conj(map) image. */
export function combineInto(out: Float64Array, coils: Float32Array | Float64Array, maps: Float64Array): void {
  for (let start = 0; start < maps.length; start += out.length) {
    for (let at = 0; at < out.length; at += 2) {
      const mr = maps[start + at]!,
        mi = maps[start + at + 1]!,
        xr = coils[start + at]!,
        xi = coils[start + at + 1]!;
      out[at] = (start > 0 ? out[at]! : 0) + mr * xr + mi * xi;
      out[at + 1] = (start > 0 ? out[at + 1]! : 0) + mr * xi - mi * xr;
    }
  }
}
