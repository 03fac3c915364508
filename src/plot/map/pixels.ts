// Voxels to pixels: painting with a colour map, gray windows, enlarging by whole numbers, and the outline of a mask.
import { ScienceError } from '../../base/index.ts';
import { colourIndex } from '../colour-maps.ts';

/** One slice, row-major [y, x], row 0 on top; NaN is 'no value'. */
export interface Slice {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array | Float32Array;
}

export function checkSlice(slice: { width: number; height: number; data: ArrayLike<number> }, what: string): void {
  const { width, height, data } = slice;
  if (Number.isInteger(width) && Number.isInteger(height) && width > 0 && data.length === width * height) return;
  throw new ScienceError('argument', `${what} of ${width} x ${height} holds ${data.length} numbers`);
}

/** RGBA bytes; NaN and `hidden` voxels are transparent, all others opaque times `opacity`. */
export function paintSlice(
  slice: Slice,
  table: Uint8Array,
  [lo, hi]: readonly [number, number],
  options: { readonly opacity?: number; readonly hidden?: Uint8Array | undefined } = {},
): Uint8Array {
  const rgba = new Uint8Array(4 * slice.data.length);
  const alpha = Math.round(255 * (options.opacity ?? 1));
  for (let i = 0; i < slice.data.length; i++) {
    const value = slice.data[i]!;
    if (Number.isNaN(value) || options.hidden?.[i]) continue;
    const at = 3 * colourIndex(value, lo, hi);
    rgba.set([table[at]!, table[at + 1]!, table[at + 2]!, alpha], 4 * i);
  }
  return rgba;
}

/** Gray bytes over [lo, hi]; NaN is black. */
export function paintGray(slice: Slice, [lo, hi]: readonly [number, number]): Uint8Array {
  const scale = hi > lo ? 255 / (hi - lo) : 0;
  const gray = new Uint8Array(slice.data.length);
  for (let i = 0; i < gray.length; i++) {
    const level = Math.round((slice.data[i]! - lo) * scale);
    gray[i] = level > 0 ? Math.min(255, level) : 0;
  }
  return gray;
}

/** Gray window that a few bright or dark voxels do not move: the 1st to the 99.5th percentile of the finite values. */
export function robustWindow(data: Float64Array | Float32Array): readonly [number, number] {
  const finite = data.filter((value) => Number.isFinite(value)).sort();
  if (finite.length === 0) return [0, 1];
  const at = (fraction: number): number => finite[Math.round(fraction * (finite.length - 1))]!;
  const [lo, hi] = [at(0.01), at(0.995)];
  return hi > lo ? [lo, hi] : [lo, finite.at(-1)! > lo ? finite.at(-1)! : lo + 1];
}

/** Every pixel becomes factor x factor equal ones, so that renderers that smooth still show voxels as squares. */
export function enlarge(width: number, height: number, pixels: Uint8Array, factor: number): Uint8Array {
  const channels = pixels.length / (width * height);
  const rowBytes = width * factor * channels;
  const out = new Uint8Array(rowBytes * height * factor);
  for (let y = 0; y < height; y++) {
    const start = y * factor * rowBytes;
    for (let x = 0; x < width * factor; x++) {
      const from = (y * width + Math.floor(x / factor)) * channels;
      for (let c = 0; c < channels; c++) out[start + x * channels + c] = pixels[from + c]!;
    }
    for (let copy = 1; copy < factor; copy++) out.copyWithin(start + copy * rowBytes, start, start + rowBytes);
  }
  return out;
}

/** The pixels of a box inside a picture that is `pictureWidth` wide. */
export function cutOut(
  pictureWidth: number,
  pixels: Uint8Array,
  left: number,
  top: number,
  width: number,
  height: number,
  channels = 1,
): Uint8Array {
  const part = new Uint8Array(channels * width * height);
  for (let row = 0; row < height; row++) {
    const start = channels * ((top + row) * pictureWidth + left);
    part.set(pixels.subarray(start, start + channels * width), channels * row * width);
  }
  return part;
}

/** The mean of every step x step block of gray pixels; what does not fill a block at the right and the bottom is left out. */
export function shrink(
  width: number,
  height: number,
  gray: Uint8Array,
  step: number,
): { readonly width: number; readonly height: number; readonly pixels: Uint8Array } {
  if (step <= 1) return { width, height, pixels: gray };
  const [nx, ny] = [Math.max(1, Math.floor(width / step)), Math.max(1, Math.floor(height / step))];
  const pixels = new Uint8Array(nx * ny);
  for (let at = 0; at < pixels.length; at++) {
    const first = Math.floor(at / nx) * step * width + (at % nx) * step;
    let sum = 0;
    for (let dy = 0; dy < step; dy++) for (let dx = 0; dx < step; dx++) sum += gray[first + dy * width + dx]!;
    pixels[at] = Math.round(sum / (step * step));
  }
  return { width: nx, height: ny, pixels };
}

/** Path along the voxel edges where `mask` changes, in voxel units; runs of edges are one stroke. */
export function outlinePath(width: number, height: number, mask: Uint8Array): string {
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] !== 0;
  let path = '';
  for (let y = 0; y <= height; y++) {
    let start = -1;
    for (let x = 0; x <= width; x++) {
      const edge = x < width && inside(x, y) !== inside(x, y - 1);
      if (edge && start < 0) start = x;
      if (!edge && start >= 0) {
        path += `M${start} ${y}H${x}`;
        start = -1;
      }
    }
  }
  for (let x = 0; x <= width; x++) {
    let start = -1;
    for (let y = 0; y <= height; y++) {
      const edge = y < height && inside(x, y) !== inside(x - 1, y);
      if (edge && start < 0) start = y;
      if (!edge && start >= 0) {
        path += `M${x} ${start}V${y}`;
        start = -1;
      }
    }
  }
  return path;
}
