// The pictures of a panel as embedded PNG: the gray underlay and the coloured voxels, placed in voxel widths of the map.
import { encodePng, pngDataUri } from '../png.ts';
import { coordinate, element, type Attributes } from '../svg.ts';
import { cutOut, enlarge, paintGray, robustWindow, shrink, type Slice } from './pixels.ts';

/** Part of a panel in voxels of its grid: columns [left, right), rows [top, bottom). */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** In voxel widths. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels outside the crop are left out, whole ones at its edge are not: the box of the panel cuts them. */
export function drawUnderlay(
  underlay: Slice,
  window: readonly [number, number] | undefined,
  grid: Slice,
  crop: Crop,
  scale: number,
  squash: number,
): string {
  const gray = paintGray(underlay, window ?? robustWindow(underlay.data));
  const [nx, ny] = [underlay.width / grid.width, underlay.height / grid.height]; // pixels per voxel
  const left = Math.floor((crop.left * underlay.width) / grid.width);
  const top = Math.floor((crop.top * underlay.height) / grid.height);
  const width = Math.ceil((crop.right * underlay.width) / grid.width) - left;
  const height = Math.ceil((crop.bottom * underlay.height) / grid.height) - top;
  const part = cutOut(underlay.width, gray, left, top, width, height);
  const box = { x: left / nx, y: (top / ny) * squash, width: width / nx, height: (height / ny) * squash };
  if (nx <= 1) return picture(width, height, part, pixelsPerVoxel(scale / nx), box);
  // An anatomy is smoothed by browsers; one far finer than the drawing is averaged down first.
  const step = Math.max(1, Math.floor(nx / (2 * scale)));
  const small = shrink(width, height, part, step);
  const covered = {
    ...box,
    width: (small.width * step) / nx,
    height: ((small.height * step) / ny) * squash,
  };
  return element('image', {
    ...precise(covered),
    preserveAspectRatio: 'none',
    href: pngDataUri(encodePng(small.width, small.height, small.pixels)),
  });
}

/** The voxels of `shown`, from RGBA bytes of the whole grid, as crisp squares. */
export function drawVoxels(grid: Slice, rgba: Uint8Array, shown: Crop, scale: number, squash: number): string {
  const { left, top, right, bottom } = shown;
  const [width, height] = [right - left, bottom - top];
  const part = cutOut(grid.width, rgba, left, top, width, height, 4);
  return picture(width, height, part, pixelsPerVoxel(scale), {
    x: left,
    y: top * squash,
    width,
    height: height * squash,
  });
}

/** Voxel widths need more decimals than pixels do. */
export function precise(box: Box): Attributes {
  return Object.fromEntries(Object.entries(box).map(([key, value]: [string, number]) => [key, coordinate(value, 5)]));
}

function picture(width: number, height: number, pixels: Uint8Array, factor: number, field: Box): string {
  const href = pngDataUri(encodePng(width * factor, height * factor, enlarge(width, height, pixels, factor)));
  return element('image', { ...precise(field), preserveAspectRatio: 'none', 'image-rendering': 'optimizeSpeed', href });
}

/** As fine as the drawing at its natural size. */
function pixelsPerVoxel(scale: number): number {
  return Math.max(1, Math.min(24, Math.ceil(scale)));
}
