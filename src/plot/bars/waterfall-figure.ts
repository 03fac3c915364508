// What is left of a quantity after each step of a road: one bar per step, what the step took in a pale tint behind it.
import { ScienceError } from '../../base/index.ts';
import { drawLegend } from '../legend.ts';
import { drawing, element, INK, lineFrom, textAt } from '../svg.ts';
import { fitText, textWidth, wrapText } from '../text-width.ts';
import { axisLabel, axisTicks, roundRange } from '../ticks.ts';

export interface WaterfallStep {
  readonly label: string;
  /** What is left after this step; what the step before left is where the pale part ends. */
  readonly value: number;
  readonly group: string;
  /** One text per column. */
  readonly columns: readonly string[];
}

export interface WaterfallFigure {
  readonly title: string;
  readonly steps: readonly WaterfallStep[];
  readonly groups: readonly { readonly name: string; readonly colour: string }[];
  readonly columns: readonly string[];
  readonly quantity: string;
  readonly unit?: string | undefined;
  /** Where the first pale part ends; none if not given. */
  readonly start?: number | undefined;
  readonly note?: string | undefined;
  readonly width_px?: number | undefined;
}

const MARGIN = 10;
const ROW = 25;
const SIZE = 11;
const COLUMN_GAP = 14;

export function waterfallFigure(figure: WaterfallFigure): string {
  const { title, steps, groups, columns, width_px: width = 700 } = figure;
  if (steps.length === 0) throw new ScienceError('argument', `the figure '${title}' has no steps`);
  const inner = width - 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  for (const words of wrapText(title, inner, 15, true)) {
    parts.push(textAt(MARGIN, y + 13, words, { size: 15, bold: true, fill: INK.strong }));
    y += 20;
  }
  const widths = columns.map((header, c) =>
    Math.max(textWidth(header, 10.5), ...steps.map((step) => textWidth(step.columns[c] ?? '', SIZE))),
  );
  const labelWidth = Math.min(230, Math.max(...steps.map(({ label }) => textWidth(label, SIZE))));
  const left = MARGIN + labelWidth + 8;
  const right = width - MARGIN - widths.reduce((sum, one) => sum + one + COLUMN_GAP, 0);
  const [, top] = roundRange(0, Math.max(figure.start ?? 0, ...steps.map(({ value }) => value)), 5);
  const toX = (value: number): number => left + ((right - left) * value) / top;
  const ends = widths.map((_, c) => right + widths.slice(0, c + 1).reduce((sum, one) => sum + one + COLUMN_GAP, 0));
  columns.forEach((header, c) =>
    parts.push(textAt(ends[c]!, y + 13, header, { size: 10.5, fill: INK.soft, anchor: 'end' })),
  );
  y += 20;
  const begin = y;
  const bottom = y + steps.length * ROW;
  const ticks = axisTicks(0, top, Math.max(2, Math.round((right - left) / 60)));
  ticks.values.forEach((value) => parts.push(lineFrom(toX(value), begin, toX(value), bottom, '#e2e2e2', 0.8)));
  steps.forEach(({ label, value, group, columns: texts }, i) => {
    const colour = groups.find(({ name }) => name === group)?.colour ?? INK.soft;
    const before = i === 0 ? figure.start : steps[i - 1]!.value;
    const bar = { y: y + 4, height: ROW - 8 };
    if (before !== undefined && before > value)
      parts.push(
        element('rect', { x: toX(value), ...bar, width: toX(before) - toX(value), fill: colour, 'fill-opacity': 0.2 }),
      );
    parts.push(element('rect', { x: left, ...bar, width: Math.max(0, toX(value) - left), fill: colour }));
    if (i < steps.length - 1) parts.push(lineFrom(toX(value), y + ROW - 4, toX(value), y + ROW + 4, INK.text, 0.8));
    parts.push(textAt(left - 8, y + 16.5, fitText(label, labelWidth + 2, SIZE), { size: SIZE, anchor: 'end' }));
    texts.forEach((text, c) =>
      parts.push(textAt(ends[c]!, y + 16.5, text, { size: SIZE, anchor: 'end', bold: c === 0, fill: INK.text })),
    );
    y += ROW;
  });
  parts.push(lineFrom(left, begin, left, bottom, INK.soft), lineFrom(left, bottom, right, bottom, INK.soft));
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
  const legend = drawLegend(
    [
      ...groups.map(({ name, colour }) => ({ label: name, swatch: swatch(colour, 1) })),
      { label: 'lost in the step', swatch: paleSwatch(groups) },
    ],
    MARGIN,
    y,
    inner,
    10.5,
  );
  y += legend.height;
  for (const words of wrapText(figure.note ?? '', inner, 10.5)) {
    parts.push(textAt(MARGIN, y + 14, words, { size: 10.5, fill: INK.soft }));
    y += 14;
  }
  return drawing(width, Math.ceil(y + MARGIN), title, ...parts, legend.svg);
}

const swatch =
  (fill: string, opacity: number) =>
  (x: number, y: number): string =>
    element('rect', { x, y: y - 5, width: 16, height: 10, fill, 'fill-opacity': opacity });

/** The pale tint of every group, side by side. */
const paleSwatch =
  (groups: WaterfallFigure['groups']) =>
  (x: number, y: number): string =>
    groups
      .map(({ colour }, i) => {
        const width = 16 / groups.length;
        return element('rect', { x: x + i * width, y: y - 5, width, height: 10, fill: colour, 'fill-opacity': 0.2 });
      })
      .join('');
