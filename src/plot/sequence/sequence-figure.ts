// A pulse sequence to scale in time: one row for each channel, one time axis for all.
import { clippedPath } from '../lines/clip.ts';
import { formatNumber } from '../number-text.ts';
import { drawing, element, INK, lineFrom, textAt } from '../svg.ts';
import { wrapText } from '../text-width.ts';
import { axisLabel, axisTicks } from '../ticks.ts';

export interface SequenceRow {
  readonly name: string;
  /** Empty where the row has no numbers. */
  readonly unit: string;
  readonly colour: string;
  /** NaN lifts the pen. */
  readonly lines: readonly { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }[];
  /** Values at the bottom and top; their labels stand at the left. */
  readonly range: readonly [number, number];
  readonly labels?: readonly [string, string] | undefined;
  /** Filled spans, such as sampling windows. */
  readonly boxes?: readonly (readonly [number, number])[] | undefined;
}

export interface SequenceFigure {
  readonly title: string;
  readonly time: { readonly unit: string; readonly range: readonly [number, number] };
  readonly rows: readonly SequenceRow[];
  readonly note?: string | undefined;
}

const WIDTH = 700;
const MARGIN = 10;
const NAME = 104;
const HEIGHT = 58;
const GAP = 12;

export function sequenceFigure({ title, time, rows, note }: SequenceFigure): string {
  const parts: string[] = [];
  const left = MARGIN + NAME;
  const width = WIDTH - left - MARGIN - 6;
  const [from, to] = time.range;
  const toX = (value: number): number => left + (width * (value - from)) / (to - from);
  let y = MARGIN;
  for (const words of wrapText(title, WIDTH - 2 * MARGIN, 15, true)) {
    parts.push(textAt(MARGIN, y + 13, words, { size: 15, bold: true, fill: INK.strong }));
    y += 20;
  }
  y += 8;
  const ticks = axisTicks(from, to, 8);
  const bottom = y + rows.length * (HEIGHT + GAP);
  for (const value of ticks.values) parts.push(lineFrom(toX(value), y, toX(value), bottom, INK.faint));
  for (const row of rows) {
    parts.push(drawRow(row, { x: left, y, width, height: HEIGHT }, toX));
    y += HEIGHT + GAP;
  }
  parts.push(lineFrom(left, bottom, left + width, bottom, INK.soft));
  ticks.values.forEach((value, n) => {
    parts.push(lineFrom(toX(value), bottom, toX(value), bottom + 4, INK.soft));
    parts.push(textAt(toX(value), bottom + 16, ticks.labels[n]!, { size: 10.5, anchor: 'middle' }));
  });
  parts.push(
    textAt(left + width / 2, bottom + 32, axisLabel('time', time.unit, ticks.exponent), { size: 11, anchor: 'middle' }),
  );
  y = bottom + 42;
  for (const words of wrapText(note ?? '', WIDTH - 2 * MARGIN, 10.5)) {
    parts.push(textAt(MARGIN, y + 10, words, { size: 10.5, fill: INK.soft }));
    y += 14;
  }
  return drawing(WIDTH, Math.ceil(y + MARGIN), title, ...parts);
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawRow(row: SequenceRow, cell: Cell, toX: (value: number) => number): string {
  const [low, high] = row.range;
  const toY = (value: number): number => cell.y + cell.height - (cell.height * (value - low)) / (high - low);
  const parts = [textAt(MARGIN, cell.y + cell.height / 2 - 2, row.name, { size: 12, bold: true, fill: INK.strong })];
  parts.push(textAt(MARGIN, cell.y + cell.height / 2 + 12, row.unit, { size: 10.5, fill: INK.soft }));
  parts.push(lineFrom(cell.x, toY(0), cell.x + cell.width, toY(0), INK.line));
  if (row.unit !== '') {
    const [bottom, top] = row.labels ?? [formatNumber(low, 3), formatNumber(high, 3)];
    parts.push(textAt(cell.x - 5, cell.y + 8, top, { size: 10, anchor: 'end' }));
    parts.push(textAt(cell.x - 5, cell.y + cell.height, bottom, { size: 10, anchor: 'end' }));
  }
  for (const [from, to] of row.boxes ?? []) {
    const [a, b] = [Math.max(cell.x, toX(from)), Math.min(cell.x + cell.width, toX(to))];
    if (b <= a) continue;
    const top = cell.y + 0.3 * cell.height;
    const box = { x: a, y: top, width: Math.max(0.6, b - a), height: toY(0) - top };
    parts.push(
      element('rect', { ...box, fill: row.colour, 'fill-opacity': '0.3', stroke: row.colour, 'stroke-width': 0.8 }),
    );
  }
  for (const { x, y } of row.lines) {
    const d = clippedPath(Array.from(x, toX), Array.from(y, toY), { ...cell, y: cell.y - 1, height: cell.height + 2 });
    if (d !== '')
      parts.push(
        element('path', { d, fill: 'none', stroke: row.colour, 'stroke-width': 1.3, 'stroke-linejoin': 'round' }),
      );
  }
  return parts.join('');
}
