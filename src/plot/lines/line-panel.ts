// One pair of axes with lines on it: ticks, names at the ends of lines, marks with words.
import { element, INK, lineFrom, textAt } from '../svg.ts';
import { textWidth } from '../text-width.ts';
import { axisLabel, axisTicks } from '../ticks.ts';
import { clippedPath, stillPoints, type Box } from './clip.ts';
import { spreadLabels } from './spread.ts';

export interface Axis {
  readonly quantity: string;
  readonly unit?: string | undefined;
  /** From the data where not given, with some room for y. */
  readonly range?: readonly [number, number] | undefined;
  /** High numbers at the left: the shift axis of a spectrum. */
  readonly reversed?: boolean | undefined;
  /** Without ticks and numbers: arbitrary units. */
  readonly bare?: boolean | undefined;
}

export interface Line {
  readonly x: ArrayLike<number>;
  /** NaN lifts the pen. */
  readonly y: ArrayLike<number>;
  readonly colour: string;
  /** Name in the key; lines of one name stand there once. */
  readonly name?: string | undefined;
  readonly width?: number | undefined;
  readonly dash?: string | undefined;
  /** Words beside the first and the last point. */
  readonly startLabel?: string | undefined;
  readonly endLabel?: string | undefined;
}

export interface Mark {
  readonly x: number;
  readonly y: number;
  /** Second end: the mark is then a bar between the two, else a ring. */
  readonly y2?: number | undefined;
  readonly label?: string | undefined;
  /** Where the words stand. */
  readonly side?: 'right' | 'left' | 'aboveLeft' | 'aboveRight' | 'belowLeft' | 'belowRight' | undefined;
}

export interface LinePanel {
  readonly title?: string | undefined;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  readonly marks?: readonly Mark[] | undefined;
}

const SIZE = 10.5;
const LABEL_GAP = 12.5;

/** Room beside the axes: numbers at the left, names of lines at the right. Panels below each other share the widest. */
export interface Margins {
  readonly left: number;
  readonly right: number;
}

const widest = (labels: readonly (string | undefined)[]): number =>
  Math.max(0, ...labels.map((label) => textWidth(label ?? '', SIZE)));

function rangesOf({ x, y, lines }: LinePanel, height: number) {
  const xRange = x.range ?? dataRange(lines.map((line) => line.x));
  const inside = lines.map((line) =>
    Array.from(line.y).filter((_, i) => line.x[i]! >= xRange[0] && line.x[i]! <= xRange[1]),
  );
  const yRange = y.range ?? padded(dataRange(inside));
  return { xRange, yRange, yTicks: axisTicks(...yRange, Math.max(3, Math.round(height / 45))) };
}

export function marginsOf(panel: LinePanel, height: number): Margins {
  const right = widest(panel.lines.map((line) => line.endLabel));
  return {
    left: panel.y.bare === true ? 18 : 24 + widest(rangesOf(panel, height).yTicks.labels),
    right: right > 0 ? right + 16 : 8,
  };
}

/** Markup of a panel in `cell`; title above, axis words outside the axes but inside the cell. */
export function drawLinePanel(panel: LinePanel, cell: Box, margins: Margins): string {
  const { lines, marks = [] } = panel;
  const { xRange, yRange, yTicks } = rangesOf(panel, cell.height);
  const top = (panel.title === undefined ? 4 : 22) + 2;
  const plot: Box = {
    x: cell.x + margins.left,
    y: cell.y + top,
    width: cell.width - margins.left - margins.right,
    height: cell.height - top - 34,
  };
  const [lo, hi] = panel.x.reversed === true ? [xRange[1], xRange[0]] : xRange;
  const toX = (value: number): number => plot.x + (plot.width * (value - lo)) / (hi - lo);
  const toY = (value: number): number =>
    plot.y + plot.height - (plot.height * (value - yRange[0])) / (yRange[1] - yRange[0]);

  const parts: string[] = [];
  if (panel.title !== undefined) parts.push(textAt(cell.x, cell.y + 12, panel.title, { bold: true, fill: INK.strong }));
  if (panel.y.bare !== true) {
    yTicks.values.forEach((value, i) => {
      const at = toY(value);
      parts.push(
        lineFrom(plot.x, at, plot.x + plot.width, at, value === 0 ? INK.line : '#e6e6e6', value === 0 ? 1 : 0.8),
      );
      parts.push(textAt(plot.x - 5, at + 3.8, yTicks.labels[i]!, { size: SIZE, anchor: 'end' }));
    });
  }
  const xTicks = axisTicks(...xRange, Math.max(3, Math.round(plot.width / 70)));
  parts.push(lineFrom(plot.x, plot.y + plot.height, plot.x + plot.width, plot.y + plot.height, INK.soft));
  xTicks.values.forEach((value, i) => {
    const at = toX(value);
    parts.push(lineFrom(at, plot.y + plot.height, at, plot.y + plot.height + 4, INK.soft));
    parts.push(textAt(at, plot.y + plot.height + 15, xTicks.labels[i]!, { size: SIZE, anchor: 'middle' }));
  });
  const xWords = axisLabel(panel.x.quantity, panel.x.unit, xTicks.exponent);
  parts.push(textAt(plot.x + plot.width / 2, plot.y + plot.height + 30, xWords, { size: 11, anchor: 'middle' }));
  parts.push(
    upright(
      cell.x + 10,
      plot.y + plot.height / 2,
      axisLabel(panel.y.quantity, panel.y.unit, panel.y.bare === true ? 0 : yTicks.exponent),
    ),
  );
  for (const { x, y, colour, width = 1.6, dash } of lines) {
    const [xs, ys] = [Array.from(x, toX), Array.from(y, toY)];
    for (const [cx, cy] of stillPoints(xs, ys, plot)) parts.push(element('circle', { cx, cy, r: Math.max(1.8, width), fill: colour })); // prettier-ignore
    const d = clippedPath(xs, ys, plot);
    if (d === '') continue;
    parts.push(
      element('path', {
        d,
        fill: 'none',
        stroke: colour,
        'stroke-width': width,
        'stroke-linejoin': 'round',
        'stroke-dasharray': dash,
      }),
    );
  }
  if (lines.some((line) => line.endLabel)) parts.push(endLabels(lines, 'end', plot, toY));
  if (lines.some((line) => line.startLabel)) parts.push(endLabels(lines, 'start', plot, toY));
  for (const mark of marks) parts.push(drawMark(mark, toX, toY, plot));
  return parts.join('');
}

/** Words that read upwards. */
function upright(x: number, y: number, words: string): string {
  return element(
    'g',
    { transform: `rotate(-90 ${Math.round(x)} ${Math.round(y)})` },
    textAt(Math.round(x), Math.round(y), words, { size: 11, anchor: 'middle' }),
  );
}

function endLabels(lines: readonly Line[], end: 'start' | 'end', plot: Box, toY: (value: number) => number): string {
  const named = lines.flatMap((line) => {
    const label = end === 'end' ? line.endLabel : line.startLabel;
    const y = toY(line.y[end === 'end' ? line.y.length - 1 : 0]!);
    const falls = line.y[1]! < line.y[0]!;
    return label === undefined || y < plot.y - 1 || y > plot.y + plot.height + 1
      ? []
      : [{ label, y, falls, colour: line.colour }];
  });
  const at = spreadLabels(
    named.map((one) => one.y),
    LABEL_GAP,
    plot.y + 2,
    plot.y + plot.height - 2,
  );
  return named
    .map(({ label, y, falls, colour }, i) => {
      // Inside the axes, on the side of the line that it turns away from.
      if (end === 'start')
        return textAt(
          plot.x + 5,
          Math.max(plot.y + 10, Math.min(plot.y + plot.height - 5, at[i]! + (falls ? -6 : 16))),
          label,
          { size: SIZE, fill: INK.text, halo: '#ffffff' },
        );
      const edge = plot.x + plot.width;
      return (
        lineFrom(edge + 1, y, edge + 9, at[i]!, colour, 0.8) +
        textAt(edge + 12, at[i]! + 3.8, label, { size: SIZE, fill: INK.text })
      );
    })
    .join('');
}

function drawMark(
  { x, y, y2, label, side = 'right' }: Mark,
  toX: (value: number) => number,
  toY: (value: number) => number,
  plot: Box,
): string {
  const px = toX(x);
  const [a, b] = [toY(y), toY(y2 ?? y)];
  if (px < plot.x - 1 || px > plot.x + plot.width + 1) return '';
  const [high, low] = [Math.min(a, b), Math.max(a, b)];
  const shape =
    y2 === undefined
      ? element('circle', { cx: px, cy: a, r: 6, fill: 'none', stroke: INK.strong, 'stroke-width': 1.2 })
      : lineFrom(px, high, px, low, INK.strong, 1.2) +
        lineFrom(px - 4, high, px + 4, high, INK.strong, 1.2) +
        lineFrom(px - 4, low, px + 4, low, INK.strong, 1.2);
  if (label === undefined) return shape;
  const place = {
    right: { x: px + 9, y: (a + b) / 2 - 5, anchor: 'start' },
    left: { x: px - 9, y: (a + b) / 2 - 5, anchor: 'end' },
    aboveLeft: { x: px - 4, y: high - 10, anchor: 'end' },
    aboveRight: { x: px + 4, y: high - 10, anchor: 'start' },
    belowLeft: { x: px - 4, y: low + 18, anchor: 'end' },
    belowRight: { x: px + 4, y: low + 18, anchor: 'start' },
  } as const;
  const { x: tx, y: ty, anchor } = place[side];
  return shape + textAt(tx, ty, label, { size: SIZE, anchor, halo: '#ffffff', fill: INK.strong });
}

function padded([lo, hi]: readonly [number, number]): readonly [number, number] {
  const room = 0.05 * (hi - lo);
  return [lo - room, hi + room];
}

function dataRange(values: readonly ArrayLike<number>[]): [number, number] {
  let [lo, hi] = [Infinity, -Infinity];
  for (const list of values) {
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i])) continue;
      lo = Math.min(lo, list[i]!);
      hi = Math.max(hi, list[i]!);
    }
  }
  if (lo < hi) return [lo, hi];
  return lo === hi ? [lo - (Math.abs(lo) || 1), lo + (Math.abs(lo) || 1)] : [0, 1];
}
