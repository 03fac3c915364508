// A map over its anatomy: slices in rows, one colour bar, one key. Leaves out choosing the range: that is a decision, not a drawing.
import { ScienceError } from '../../base/index.ts';
import { drawColourBar } from './colour-bar.ts';
import { colourTable, type ColourMapName } from '../colour-maps.ts';
import { drawLegend, type LegendEntry } from '../legend.ts';
import { checkPanel, drawPanel, shownSize_mm, type MapPanel } from './map-panel.ts';
import { type Crop } from './panel-layers.ts';
import { OUTLINE_COLOURS } from '../palette.ts';
import { HATCH } from './panel-marks.ts';
import { coordinate, drawing, element, INK, textAt } from '../svg.ts';
import { fitText, wrapText } from '../text-width.ts';

export interface MapFigure {
  readonly title: string;
  readonly panels: readonly MapPanel[];
  readonly colourMap: ColourMapName;
  /** Values that the two ends of the colour bar stand for. */
  readonly range: readonly [number, number];
  /** What the colour means, and its unit: 'rate pyruvate → lactate', 's⁻¹'. A pure number has no unit. */
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly note?: string | undefined;
  /** The same part of every panel; the whole if not given. */
  readonly crop?: Crop | undefined;
  /** Of the coloured voxels over the underlay, 1 if not given. */
  readonly opacity?: number | undefined;
  /** Panels in a row; from their number if not given. */
  readonly nColumns?: number | undefined;
  readonly width_px?: number | undefined;
}

const MARGIN = 10;
const GAP = 8;
const LABEL = 17;
/** In a panel narrower than this, letters would hide what it shows: only the first one has them. */
const NARROW_px = 120;
const COLUMNS = [1, 1, 2, 3, 4, 3, 3, 4, 4, 5, 5];

export function mapFigure(figure: MapFigure): string {
  const { title, panels, range } = figure;
  if (panels.length === 0) throw new ScienceError('argument', `the figure '${title}' has no panels`);
  if (!(Number.isFinite(range[0]) && Number.isFinite(range[1]) && range[0] < range[1])) {
    throw new ScienceError('argument', `the figure '${title}' has the colour range ${range.join(' to ')}`);
  }
  panels.forEach(checkPanel);
  const width = figure.width_px ?? 700;
  const inner = width - 2 * MARGIN;
  const nColumns = figure.nColumns ?? Math.min(panels.length, COLUMNS[panels.length] ?? 6);
  const beside = nColumns === 1 && panels.length === 1 && inner >= 520; // a single picture has its key beside it
  const cell = beside ? Math.min(420, inner * 0.62) : (inner - GAP * (nColumns - 1)) / nColumns;

  const parts: string[] = [];
  let y = MARGIN;
  for (const line of wrapText(title, inner, 15, true)) {
    parts.push(textAt(MARGIN, y + 13, line, { size: 15, bold: true, fill: INK.strong }));
    y += 20;
  }
  y += 2;
  const top = y;
  const colours = regionColours(panels);
  const table = colourTable(figure.colourMap);
  const sameScale = panels.every((panel) => panel.fieldOfView_mm[0] === panels[0]!.fieldOfView_mm[0]);
  const label = panels.some((panel) => panel.label !== undefined) ? LABEL : 0;
  for (let first = 0; first < panels.length; first += nColumns) {
    let rowHeight = 0;
    panels.slice(first, first + nColumns).forEach((panel, column) => {
      const crop = figure.crop ?? { left: 0, top: 0, right: panel.grid.width, bottom: panel.grid.height };
      checkCrop(crop, panel);
      const [wide_mm, high_mm] = shownSize_mm(panel, crop);
      const scale = Math.min(cell / wide_mm, (beside ? 480 : 600) / high_mm);
      const [w, h] = [wide_mm * scale, high_mm * scale];
      const x = MARGIN + column * (cell + GAP);
      if (panel.label !== undefined) parts.push(textAt(x, y + 12, fitText(panel.label, cell, 12)));
      const scaleBar = !sameScale || first + column === 0;
      const letters = scaleBar || w >= NARROW_px;
      const style = { table, range, crop, scaleBar, letters, opacity: figure.opacity ?? 1, regionColours: colours };
      parts.push(drawPanel(panel, style, x, y + label, w, h));
      rowHeight = Math.max(rowHeight, label + h);
    });
    y += rowHeight + GAP;
  }

  const keyLeft = beside ? MARGIN + cell + 2 * GAP + 6 : MARGIN;
  const keyTop = beside ? top + label : y + 4;
  const key = drawKey(figure, colours, keyLeft, keyTop, width - MARGIN - keyLeft, beside);
  parts.push(key.svg);
  const height = Math.max(y - GAP, keyTop + key.height) + MARGIN;
  return drawing(width, Math.ceil(height), title, ...parts);
}

function drawKey(
  figure: MapFigure,
  colours: ReadonlyMap<string, string>,
  x: number,
  y: number,
  width: number,
  stacked: boolean,
): { svg: string; height: number } {
  const { colourMap, range, quantity, unit } = figure;
  const entries = legendEntries(figure, colours);
  const barWidth = stacked ? width : Math.min(width, 270);
  const bar = drawColourBar({ colourMap, range, quantity, unit, beyond: countBeyond(figure) }, x, y, barWidth);
  const side = stacked || width < 520 ? 0 : barWidth + 28; // where the words stand: under the bar or at its right
  const left = x + side;
  let at = side > 0 ? y - 3 : y + bar.height + 10;
  const legend = stacked ? column(entries, left, at, width) : drawLegend(entries, left, at, width - side);
  let svg = bar.svg + legend.svg;
  at += legend.height + (legend.height > 0 ? 6 : side > 0 ? 3 : 0);
  for (const line of wrapText(figure.note ?? '', width - side, 11)) {
    svg += textAt(left, at + 10, line, { size: 11, fill: INK.soft });
    at += 15;
  }
  return { svg, height: Math.max(y + bar.height, at) - y };
}

function column(entries: readonly LegendEntry[], x: number, y: number, width: number): { svg: string; height: number } {
  let height = 0;
  let svg = '';
  for (const entry of entries) {
    const row = drawLegend([entry], x, y + height, width);
    svg += row.svg;
    height += row.height;
  }
  return { svg, height };
}

function legendEntries({ panels }: MapFigure, colours: ReadonlyMap<string, string>): LegendEntry[] {
  const entries: LegendEntry[] = [...colours].map(([label, colour]) => ({
    label,
    swatch: (x, y) =>
      element('rect', { x, y: y - 6, width: 18, height: 12, fill: '#3c3c3c' }) +
      element('rect', { x: x + 3, y: y - 3, width: 12, height: 6, fill: 'none', stroke: colour, 'stroke-width': 1.8 }),
  }));
  if (panels.some((panel) => panel.belowDetection?.some((flag) => flag !== 0))) {
    entries.push({
      label: 'below detection limit',
      swatch: (x, y) =>
        element('rect', { x, y: y - 6, width: 18, height: 12, fill: '#4a4a4a' }) +
        element('path', {
          d: [0, 6, 12].map((step) => `M${coordinate(x + step)} ${coordinate(y + 6)}l6 -12`).join(''),
          stroke: HATCH.stroke,
          'stroke-width': 1.2,
        }),
    });
  }
  return entries;
}

function regionColours(panels: readonly MapPanel[]): ReadonlyMap<string, string> {
  const colours = new Map<string, string>();
  for (const { name, colour } of panels.flatMap((panel) => panel.regions ?? [])) {
    if (!colours.has(name)) colours.set(name, colour ?? OUTLINE_COLOURS[colours.size % OUTLINE_COLOURS.length]!);
  }
  return colours;
}

function countBeyond({ panels, range }: MapFigure): readonly [number, number] {
  let below = 0;
  let above = 0;
  for (const { grid, belowDetection } of panels) {
    grid.data.forEach((value, at) => {
      if (belowDetection?.[at]) return;
      if (value < range[0]) below++;
      else if (value > range[1]) above++;
    });
  }
  return [below, above];
}

function checkCrop({ left, top, right, bottom }: Crop, { grid }: MapPanel): void {
  const whole = [left, top, right, bottom].every(Number.isInteger);
  if (whole && left >= 0 && top >= 0 && left < right && top < bottom && right <= grid.width && bottom <= grid.height)
    return;
  throw new ScienceError(
    'argument',
    `crop of columns ${left} to ${right} and rows ${top} to ${bottom} on a grid of ${grid.width} x ${grid.height} voxels`,
  );
}
