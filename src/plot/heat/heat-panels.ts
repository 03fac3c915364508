// Values over two quantities as coloured fields, panels side by side with one colour bar: robustness against two errors at once.
import { ScienceError } from '../../base/index.ts';
import { colourHex, colourIndex, colourTable, type ColourMapName } from '../colour-maps.ts';
import { drawColourBar } from '../map/colour-bar.ts';
import { drawing, element, INK, lineFrom, textAt } from '../svg.ts';
import { textWidth, wrapText } from '../text-width.ts';
import { axisLabel, axisTicks } from '../ticks.ts';

export interface HeatPanelsAxis {
  readonly quantity: string;
  readonly unit?: string | undefined;
  /** Rising; a field is drawn around each. */
  readonly values: ArrayLike<number>;
}

export interface HeatPanel {
  readonly title: string;
  /** [y, x] */
  readonly values: ArrayLike<number>;
}

export interface HeatPanelsFigure {
  readonly title: string;
  readonly x: HeatPanelsAxis;
  readonly y: HeatPanelsAxis;
  readonly panels: readonly HeatPanel[];
  readonly colourMap: ColourMapName;
  /** Values at the two ends of the colour bar. */
  readonly range: readonly [number, number];
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly width_px?: number | undefined;
  readonly panelHeight?: number | undefined;
}

const MARGIN = 10;
const GAP = 16;
const SIZE = 10.5;

export function heatPanelsFigure(figure: HeatPanelsFigure): string {
  const { title, x, y, panels, range, colourMap, width_px = 700, panelHeight = 200 } = figure;
  const [nx, ny] = [x.values.length, y.values.length];
  if (panels.length === 0 || nx < 2 || ny < 2 || panels.some((panel) => panel.values.length !== nx * ny)) {
    throw new ScienceError(
      'argument',
      `the figure '${title}' needs panels of ${ny} x ${nx} values, two or more each way`,
    );
  }
  const table = colourTable(colourMap);
  const inner = width_px - 2 * MARGIN;
  const parts: string[] = [];
  let top = MARGIN;
  for (const words of wrapText(title, inner, 15, true)) {
    parts.push(textAt(MARGIN, top + 13, words, { size: 15, bold: true, fill: INK.strong }));
    top += 20;
  }
  const [xEdges, yEdges] = [edgesOf(x.values), edgesOf(y.values)];
  const yTicks = axisTicks(yEdges[0]!, yEdges[ny]!, Math.max(3, Math.round(panelHeight / 45)));
  const words = 24 + Math.max(...yTicks.labels.map((label) => textWidth(label, SIZE)));
  const width = (inner - words - GAP * (panels.length - 1)) / panels.length;
  const plotTop = top + 24;
  const toY = (value: number): number =>
    plotTop + panelHeight - (panelHeight * (value - yEdges[0]!)) / (yEdges[ny]! - yEdges[0]!);
  const xTicks = axisTicks(xEdges[0]!, xEdges[nx]!, Math.max(2, Math.round(width / 60)));
  panels.forEach((panel, p) => {
    const left = MARGIN + words + p * (width + GAP);
    const toX = (value: number): number => left + (width * (value - xEdges[0]!)) / (xEdges[nx]! - xEdges[0]!);
    parts.push(textAt(left, plotTop - 7, panel.title, { bold: true, fill: INK.strong }));
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const value = panel.values[j * nx + i]!;
        if (!Number.isFinite(value)) continue;
        const [x0, x1, y0, y1] = [toX(xEdges[i]!), toX(xEdges[i + 1]!), toY(yEdges[j + 1]!), toY(yEdges[j]!)];
        const fill = colourHex(table, colourIndex(value, ...range));
        // A little overlap: no white hair between fields.
        parts.push(element('rect', { x: x0, y: y0, width: x1 - x0 + (i + 1 < nx ? 0.4 : 0), height: y1 - y0 + (j > 0 ? 0.4 : 0), fill })); // prettier-ignore
      }
    }
    xTicks.values.forEach((value, i) => {
      const at = toX(value);
      parts.push(lineFrom(at, plotTop + panelHeight, at, plotTop + panelHeight + 4, INK.soft));
      parts.push(textAt(at, plotTop + panelHeight + 15, xTicks.labels[i]!, { size: SIZE, anchor: 'middle' }));
    });
    yTicks.values.forEach((value, i) => {
      parts.push(lineFrom(left - 4, toY(value), left, toY(value), INK.soft));
      if (p === 0) parts.push(textAt(left - 7, toY(value) + 3.8, yTicks.labels[i]!, { size: SIZE, anchor: 'end' }));
    });
  });
  const middle = Math.round(plotTop + panelHeight / 2);
  parts.push(
    element(
      'g',
      { transform: `rotate(-90 ${MARGIN + 10} ${middle})` },
      textAt(MARGIN + 10, middle, axisLabel(y.quantity, y.unit, yTicks.exponent), { size: 11, anchor: 'middle' }),
    ),
  );
  const below = plotTop + panelHeight + 30;
  parts.push(textAt(MARGIN + words + (inner - words) / 2, below, axisLabel(x.quantity, x.unit, xTicks.exponent), { size: 11, anchor: 'middle' })); // prettier-ignore
  const beyond = [0, 0] as [number, number];
  for (const { values } of panels)
    for (let i = 0; i < values.length; i++) {
      if (values[i]! < range[0]) beyond[0]++;
      if (values[i]! > range[1]) beyond[1]++;
    }
  const bar = drawColourBar({ colourMap, range, quantity: figure.quantity, unit: figure.unit, beyond }, MARGIN + words, below + 10, Math.min(420, inner - words)); // prettier-ignore
  return drawing(width_px, Math.ceil(below + 10 + bar.height + MARGIN), title, ...parts, bar.svg);
}

/** Half way between neighbours, and as far beyond the ends. */
function edgesOf(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  return Float64Array.from({ length: n + 1 }, (_, i) => {
    if (i === 0) return 1.5 * values[0]! - 0.5 * values[1]!;
    if (i === n) return 1.5 * values[n - 1]! - 0.5 * values[n - 2]!;
    return 0.5 * (values[i - 1]! + values[i]!);
  });
}
