// One slice as a picture: gray underlay, coloured voxels, outlines. Its plane is measured in voxel widths of the map.
import { ScienceError } from '../../base/index.ts';
import { drawHatch, drawLetters, drawScaleBar, type Orientation } from './panel-marks.ts';
import { checkSlice, outlinePath, paintSlice, type Slice } from './pixels.ts';
import { drawUnderlay, drawVoxels, precise, type Crop } from './panel-layers.ts';
import { coordinate, element } from '../svg.ts';

export interface Region {
  readonly name: string;
  /** On the grid of the panel's map; not 0 is inside. */
  readonly mask: Uint8Array;
  /** `#rrggbb`; if not given, one of OUTLINE_COLOURS by the order of first appearance of the name. */
  readonly colour?: string | undefined;
}

export interface MapPanel {
  readonly label?: string | undefined;
  readonly grid: Slice;
  /** Any number of pixels over the same field of view. */
  readonly underlay?: Slice | undefined;
  /** Values that are black and white in the underlay; a robust range of each slice if not given. */
  readonly underlayWindow?: readonly [number, number] | undefined;
  /** Outer edge to outer edge of the grid, [width, height]. */
  readonly fieldOfView_mm: readonly [number, number];
  readonly orientation?: Orientation | undefined;
  readonly regions?: readonly Region[] | undefined;
  /** On the grid; not 0 draws the neutral hatch of 'below detection limit' in place of a colour. */
  readonly belowDetection?: Uint8Array | undefined;
}

export interface PanelStyle {
  readonly table: Uint8Array;
  readonly range: readonly [number, number];
  readonly opacity: number;
  readonly crop: Crop;
  readonly regionColours: ReadonlyMap<string, string>;
  readonly scaleBar: boolean;
  readonly letters: boolean;
}

export function checkPanel(panel: MapPanel, index: number): void {
  const name = `panel ${index + 1} (${panel.label ?? 'no label'})`;
  checkSlice(panel.grid, `the map of ${name}`);
  if (panel.underlay !== undefined) checkSlice(panel.underlay, `the underlay of ${name}`);
  const { width, height } = panel.grid;
  if (panel.belowDetection) checkSlice({ width, height, data: panel.belowDetection }, `the detection mask of ${name}`);
  for (const region of panel.regions ?? []) {
    checkSlice({ width, height, data: region.mask }, `the mask of region ${region.name} in ${name}`);
  }
  if (!panel.fieldOfView_mm.every((size) => Number.isFinite(size) && size > 0)) {
    throw new ScienceError('argument', `${name} has a field of view of ${panel.fieldOfView_mm.join(' x ')} mm`);
  }
}

/** Size in mm of the part of a panel that is shown. */
export function shownSize_mm({ grid, fieldOfView_mm }: MapPanel, crop: Crop): readonly [number, number] {
  return [
    (fieldOfView_mm[0] * (crop.right - crop.left)) / grid.width,
    (fieldOfView_mm[1] * (crop.bottom - crop.top)) / grid.height,
  ];
}

/** The voxels with a value or a flag in any of the panels (all of one grid size), with `margin` voxels around; the whole if there are none. */
export function cropToMap(panels: readonly MapPanel[], margin: number): Crop {
  const { width, height } = panels[0]!.grid;
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (const { grid, belowDetection } of panels) {
    grid.data.forEach((value, at) => {
      if (Number.isNaN(value) && !belowDetection?.[at]) return;
      const [column, row] = [at % width, Math.floor(at / width)];
      [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
    });
  }
  if (left >= right) return { left: 0, top: 0, right: width, bottom: height };
  return {
    left: Math.max(0, left - margin),
    top: Math.max(0, top - margin),
    right: Math.min(width, right + margin),
    bottom: Math.min(height, bottom + margin),
  };
}

/** Markup in the box (x, y, width, height); the box must have the shape of `shownSize_mm`. */
export function drawPanel(
  panel: MapPanel,
  style: PanelStyle,
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  const { grid, fieldOfView_mm } = panel;
  const { crop } = style;
  const scale = width / (crop.right - crop.left); // drawing pixels per voxel
  const squash = (fieldOfView_mm[1] * grid.width) / (fieldOfView_mm[0] * grid.height); // voxels need not be square
  const field = { x: 0, y: 0, width: grid.width, height: grid.height * squash };
  const rgba = paintSlice(grid, style.table, style.range, { opacity: style.opacity, hidden: panel.belowDetection });
  const layers = [
    element('rect', { ...precise(field), fill: '#000000' }),
    panel.underlay === undefined ? '' : drawUnderlay(panel.underlay, panel.underlayWindow, grid, crop, scale, squash),
    drawVoxels(grid, rgba, cropToMap([panel], 0), scale, squash), // only where there are values: drawing nothing is slow
    panel.belowDetection === undefined ? '' : drawHatch(grid.width, panel.belowDetection, squash, scale),
    drawOutlines(panel, style.regionColours, squash, scale),
  ];
  const whole = crop.right - crop.left === grid.width && crop.bottom - crop.top === grid.height;
  const box = [crop.left, crop.top * squash, crop.right - crop.left, (crop.bottom - crop.top) * squash];
  const picture = whole
    ? element(
        'g',
        { transform: `translate(${coordinate(x)} ${coordinate(y)}) scale(${coordinate(scale, 6)})` },
        ...layers,
      )
    : element('svg', { x, y, width, height, viewBox: box.map((n) => coordinate(n, 4)).join(' ') }, ...layers);
  return (
    picture +
    (panel.orientation === undefined || !style.letters ? '' : drawLetters(panel.orientation, x, y, width, height)) +
    (style.scaleBar ? drawScaleBar(shownSize_mm(panel, crop)[0], x, y, width, height) : '')
  );
}

function drawOutlines(panel: MapPanel, colours: PanelStyle['regionColours'], squash: number, scale: number): string {
  const thin = scale < 8 ? 0.7 : 1;
  const paths = (panel.regions ?? []).map(({ name, mask }) => {
    const d = outlinePath(panel.grid.width, panel.grid.height, mask);
    const stroke = (colour: string, px: number): string => {
      const width = coordinate((px * thin) / scale, 4);
      return element('path', { d, fill: 'none', stroke: colour, 'stroke-width': width, 'stroke-linecap': 'square' });
    };
    return d === '' ? '' : stroke('#000000', 3.4) + stroke(colours.get(name) ?? '#ffffff', 1.8);
  });
  if (paths.every((path) => path === '')) return '';
  return element('g', { transform: squash === 1 ? undefined : `scale(1 ${coordinate(squash, 6)})` }, ...paths);
}
