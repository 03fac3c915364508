// A quantity over two others: a grid of coloured cells, lines of equal height, a colour bar beside it.
import { ScienceError } from '../../base/index.ts';
import { colourIndex, colourTable, type ColourMapName } from '../colour-maps.ts';
import { encodePng, pngDataUri } from '../png.ts';
import { coordinate, drawing, element, INK, lineFrom, textAt } from '../svg.ts';
import { textWidth, wrapText } from '../text-width.ts';
import { axisLabel, axisTicks } from '../ticks.ts';
import { contourSegments } from './contours.ts';
import { heatKey, type HeatContour } from './heat-key.ts';

export interface HeatAxis {
  readonly quantity: string;
  readonly unit?: string | undefined;
  /** Evenly spaced, rising, two or more: the middles of the cells. */
  readonly values: ArrayLike<number>;
}

export interface HeatFigure {
  readonly title: string;
  readonly x: HeatAxis;
  readonly y: HeatAxis;
  /** [y, x], row 0 at the lowest y. */
  readonly values: ArrayLike<number>;
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly colourMap: ColourMapName;
  readonly range: readonly [number, number];
  readonly contours?: readonly HeatContour[] | undefined;
  /** A place with a ring. */
  readonly mark?: { readonly x: number; readonly y: number; readonly label: string } | undefined;
  readonly note?: string | undefined;
}

const WIDTH = 700;
const MARGIN = 10;
const SIDE = 380;
const CELL_px = 4;

export function heatFigure(figure: HeatFigure): string {
  const { title, x, y, values, range, contours = [], mark } = figure;
  const nx = x.values.length,
    ny = y.values.length;
  if (nx < 2 || ny < 2 || values.length !== nx * ny) {
    throw new ScienceError(
      'argument',
      `the figure '${title}' has ${values.length} values on ${nx} x ${ny} places; expected two or more each way`,
    );
  }
  if (!Array.from(values).every((value) => Number.isNaN(value) || (value >= range[0] && value <= range[1])))
    throw new ScienceError(
      'argument',
      `the figure '${title}' has values outside its colour range ${range.join(' to ')}`,
    );
  const edges = (axis: HeatAxis): readonly [number, number] => {
    const first = axis.values[0]!,
      last = axis.values[axis.values.length - 1]!;
    const half = (last - first) / (axis.values.length - 1) / 2;
    return [first - half, last + half];
  };
  const [xLow, xHigh] = edges(x),
    [yLow, yHigh] = edges(y);
  const parts: string[] = [];
  let top = MARGIN;
  for (const words of wrapText(title, WIDTH - 2 * MARGIN, 15, true)) {
    parts.push(textAt(MARGIN, top + 13, words, { size: 15, bold: true, fill: INK.strong }));
    top += 20;
  }
  top += 8;
  const yTicks = axisTicks(yLow, yHigh, 6);
  const left = MARGIN + 24 + Math.max(...yTicks.labels.map((label) => textWidth(label, 10.5)));
  const toX = (value: number): number => left + (SIDE * (value - xLow)) / (xHigh - xLow);
  const toY = (value: number): number => top + SIDE - (SIDE * (value - yLow)) / (yHigh - yLow);
  parts.push(
    element('image', { x: left, y: top, width: SIDE, height: SIDE, href: pixels(figure), preserveAspectRatio: 'none' }),
  );
  contours.forEach(({ level, dash }) => {
    const d = contourSegments(values, nx, ny, level)
      .map(([i0, j0, i1, j1]) => {
        const place = (i: number, j: number): string =>
          `${coordinate(left + (SIDE * (i + 0.5)) / nx)} ${coordinate(top + SIDE - (SIDE * (j + 0.5)) / ny)}`;
        return `M${place(i0, j0)}L${place(i1, j1)}`;
      })
      .join('');
    if (d === '') return;
    parts.push(element('path', { d, fill: 'none', stroke: '#000000', 'stroke-opacity': 0.55, 'stroke-width': 3.2 }));
    parts.push(element('path', { d, fill: 'none', stroke: '#ffffff', 'stroke-width': 1.5, 'stroke-dasharray': dash }));
  });
  if (mark !== undefined) {
    parts.push(
      element('circle', {
        cx: toX(mark.x),
        cy: toY(mark.y),
        r: 5,
        fill: 'none',
        stroke: '#ffffff',
        'stroke-width': 3.4,
      }),
    );
    parts.push(
      element('circle', {
        cx: toX(mark.x),
        cy: toY(mark.y),
        r: 5,
        fill: 'none',
        stroke: INK.strong,
        'stroke-width': 1.6,
      }),
    );
  }
  parts.push(
    element('rect', {
      x: left,
      y: top,
      width: SIDE,
      height: SIDE,
      fill: 'none',
      stroke: INK.soft,
      'stroke-width': 0.8,
    }),
  );
  yTicks.values.forEach((value, i) => {
    parts.push(lineFrom(left - 4, toY(value), left, toY(value), INK.soft));
    parts.push(textAt(left - 6, toY(value) + 3.8, yTicks.labels[i]!, { size: 10.5, anchor: 'end' }));
  });
  const xTicks = axisTicks(xLow, xHigh, 6);
  xTicks.values.forEach((value, i) => {
    parts.push(lineFrom(toX(value), top + SIDE, toX(value), top + SIDE + 4, INK.soft));
    parts.push(textAt(toX(value), top + SIDE + 15, xTicks.labels[i]!, { size: 10.5, anchor: 'middle' }));
  });
  parts.push(
    textAt(left + SIDE / 2, top + SIDE + 31, axisLabel(x.quantity, x.unit, xTicks.exponent), {
      size: 11,
      anchor: 'middle',
    }),
  );
  const [upX, upY] = [MARGIN + 8, Math.round(top + SIDE / 2)];
  parts.push(
    element(
      'g',
      { transform: `rotate(-90 ${upX} ${upY})` },
      textAt(upX, upY, axisLabel(y.quantity, y.unit, yTicks.exponent), { size: 11, anchor: 'middle' }),
    ),
  );
  parts.push(heatKey(figure, left + SIDE + 26, top, WIDTH - MARGIN - (left + SIDE + 26)));
  return drawing(WIDTH, top + SIDE + 42, title, ...parts);
}

/** The cells as a picture, each enlarged by a whole number so that it stays a square in every renderer; highest y on top. */
function pixels({ values, x, y, colourMap, range }: HeatFigure): string {
  const nx = x.values.length,
    ny = y.values.length;
  const table = colourTable(colourMap);
  const out = new Uint8Array(3 * nx * ny * CELL_px * CELL_px);
  for (let row = 0; row < ny * CELL_px; row++) {
    for (let column = 0; column < nx * CELL_px; column++) {
      const value = values[(ny - 1 - Math.floor(row / CELL_px)) * nx + Math.floor(column / CELL_px)]!;
      const to = 3 * (row * nx * CELL_px + column);
      if (Number.isNaN(value)) out.fill(255, to, to + 3);
      else out.set(table.subarray(3 * colourIndex(value, ...range), 3 * colourIndex(value, ...range) + 3), to);
    }
  }
  return pngDataUri(encodePng(nx * CELL_px, ny * CELL_px, out));
}
