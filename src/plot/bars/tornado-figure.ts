// How far a result moves with each input alone, the input that matters most on top.
import { ScienceError } from '../../base/index.ts';
import { drawLegend } from '../legend.ts';
import { drawing, element, INK, lineFrom, textAt } from '../svg.ts';
import { fitText, textWidth, wrapText } from '../text-width.ts';
import { axisLabel, axisTicks, roundRange } from '../ticks.ts';

export interface TornadoBar {
  readonly label: string;
  /** Beside the label, in gray: the range of the input. */
  readonly range: string;
  /** The result with the input at its low and at its high end. */
  readonly atLow: number;
  readonly atHigh: number;
  /** Text in the column on the right. */
  readonly rank: string;
}

export interface TornadoFigure {
  readonly title: string;
  readonly bars: readonly TornadoBar[];
  /** The result with every input at its value. */
  readonly middle: number;
  readonly quantity: string;
  readonly unit?: string | undefined;
  /** What the quantity cannot pass, nor the axis. */
  readonly bounds?: readonly [number, number] | undefined;
  readonly rankHeader: string;
  readonly lowName: string;
  readonly highName: string;
  readonly note?: string | undefined;
  readonly width_px?: number | undefined;
}

const MARGIN = 10;
const ROW = 24;
const SIZE = 11;
const [LOW, HIGH] = ['#56b4e9', '#d55e00'];

export function tornadoFigure(figure: TornadoFigure): string {
  const { title, bars, middle, width_px: width = 700 } = figure;
  if (bars.length === 0) throw new ScienceError('argument', `the figure '${title}' has no bars`);
  const inner = width - 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  for (const words of wrapText(title, inner, 15, true)) {
    parts.push(textAt(MARGIN, y + 13, words, { size: 15, bold: true, fill: INK.strong }));
    y += 20;
  }
  const widest = (texts: readonly string[], size: number): number =>
    Math.max(...texts.map((text) => textWidth(text, size)));
  const labelWidth = Math.min(
    0.36 * width,
    widest(
      bars.map(({ label }) => label),
      SIZE,
    ),
  );
  const rangeWidth = widest(
    bars.map(({ range }) => range),
    10,
  );
  const rankWidth = Math.max(
    textWidth(figure.rankHeader, 10.5),
    widest(
      bars.map(({ rank }) => rank),
      SIZE,
    ),
  );
  const left = MARGIN + labelWidth + rangeWidth + 22;
  const right = width - MARGIN - rankWidth - 14;
  const all = [middle, ...bars.flatMap(({ atLow, atHigh }) => [atLow, atHigh])];
  const spread = Math.max(...all) - Math.min(...all) || Math.abs(middle) || 1;
  const [least, most] = figure.bounds ?? [-Infinity, Infinity];
  const range = roundRange(Math.max(least, Math.min(...all) - 0.02 * spread), Math.min(most, Math.max(...all) + 0.02 * spread), 6); // prettier-ignore
  const toX = (value: number): number => left + ((right - left) * (value - range[0])) / (range[1] - range[0]);
  parts.push(textAt(width - MARGIN, y + 13, figure.rankHeader, { size: 10.5, fill: INK.soft, anchor: 'end' }));
  y += 20;
  const begin = y;
  const bottom = y + bars.length * ROW;
  const ticks = axisTicks(range[0], range[1], Math.max(2, Math.round((right - left) / 60)));
  ticks.values.forEach((value) => parts.push(lineFrom(toX(value), begin, toX(value), bottom, '#e2e2e2', 0.8)));
  bars.forEach(({ label, range: words, atLow, atHigh, rank }) => {
    parts.push(
      textAt(MARGIN + labelWidth, y + 16, fitText(label, labelWidth + 2, SIZE), { size: SIZE, anchor: 'end' }),
    );
    parts.push(textAt(left - 10, y + 16, words, { size: 10, fill: INK.soft, anchor: 'end' }));
    for (const [value, fill] of [
      [atLow, LOW],
      [atHigh, HIGH],
    ] as const) {
      const [from, to] = [Math.min(toX(middle), toX(value)), Math.max(toX(middle), toX(value))];
      parts.push(element('rect', { x: from, y: y + 4, width: to - from, height: ROW - 8, fill }));
    }
    parts.push(textAt(width - MARGIN, y + 16, rank, { size: SIZE, anchor: 'end' }));
    y += ROW;
  });
  parts.push(
    lineFrom(toX(middle), begin, toX(middle), bottom, INK.strong, 1.2),
    lineFrom(left, bottom, right, bottom, INK.soft),
  );
  ticks.values.forEach((value, i) => {
    parts.push(lineFrom(toX(value), bottom, toX(value), bottom + 4, INK.soft));
    parts.push(textAt(toX(value), bottom + 15, ticks.labels[i]!, { size: 10.5, anchor: 'middle' }));
  });
  parts.push(
    textAt((left + right) / 2, bottom + 32, axisLabel(figure.quantity, figure.unit, ticks.exponent), {
      size: 11,
      anchor: 'middle',
    }),
  );
  y = bottom + 42;
  const swatch =
    (fill: string) =>
    (x: number, at: number): string =>
      element('rect', { x, y: at - 5, width: 16, height: 10, fill });
  const entries = [
    { label: figure.lowName, swatch: swatch(LOW) },
    { label: figure.highName, swatch: swatch(HIGH) },
  ];
  const legend = drawLegend(entries, MARGIN, y, inner, 10.5);
  y += legend.height;
  for (const words of wrapText(figure.note ?? '', inner, 10.5)) {
    parts.push(textAt(MARGIN, y + 14, words, { size: 10.5, fill: INK.soft }));
    y += 14;
  }
  return drawing(width, Math.ceil(y + MARGIN), title, ...parts, legend.svg);
}
