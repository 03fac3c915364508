// How the values of a map are spread over its mask, with marks at the median and at the means of regions.
import { ScienceError } from '../base/index.ts';
import { formatNumber, formatWithError } from './number-text.ts';
import { drawing, element, INK, lineFrom, textAt } from './svg.ts';
import { textWidth, wrapText } from './text-width.ts';
import { axisLabel, axisTicks, roundRange } from './ticks.ts';

export interface HistogramMark {
  readonly label: string;
  readonly value: number;
  readonly error?: number | undefined;
  readonly colour?: string | undefined;
}

export interface HistogramFigure {
  readonly title: string;
  /** NaN is left out and counted in words. */
  readonly values: ArrayLike<number>;
  readonly quantity: string;
  readonly unit?: string | undefined;
  /** What was counted, 'voxels' if not given. */
  readonly counted?: string | undefined;
  readonly marks?: readonly HistogramMark[] | undefined;
  readonly note?: string | undefined;
  readonly width_px?: number | undefined;
}

const MARGIN = 10;
const PLOT_HEIGHT = 150;
const MARK_ROW = 16;

export function histogramFigure(figure: HistogramFigure): string {
  const width = figure.width_px ?? 700;
  const inner = width - 2 * MARGIN;
  const counted = figure.counted ?? 'voxels';
  const finite = Float64Array.from(Array.from(figure.values).filter((value) => Number.isFinite(value))).sort();
  if (finite.length === 0) throw new ScienceError('argument', `the figure '${figure.title}' has no values to count`);
  const { edges, counts } = countBins(finite);
  const marks = [
    { label: 'median', value: median(finite), error: undefined, colour: INK.strong },
    ...(figure.marks ?? []).filter(({ value }) => Number.isFinite(value)),
  ].sort((a, b) => a.value - b.value); // from the left, so that no line runs through the words of another
  const [lo, hi] = [
    Math.min(edges[0]!, ...marks.map((m) => m.value)),
    Math.max(edges.at(-1)!, ...marks.map((m) => m.value)),
  ];

  const parts: string[] = [];
  let y = MARGIN;
  for (const line of wrapText(figure.title, inner, 15, true)) {
    parts.push(textAt(MARGIN, y + 13, line, { size: 15, bold: true, fill: INK.strong }));
    y += 20;
  }
  parts.push(textAt(MARGIN, y + 14, `number of ${counted}, ${finite.length} in all`, { size: 10.5, fill: INK.soft }));
  y += 22;
  const countTop = Math.max(...counts);
  const countTicks = axisTicks(0, Math.max(1, countTop), countTop < 4 ? countTop : 4);
  const left = MARGIN + 8 + Math.max(...countTicks.labels.map((label) => textWidth(label, 10.5)));
  const span = width - MARGIN - 12 - left;
  const toX = (value: number): number => left + (span * (value - lo)) / (hi - lo);
  const plotTop = y + MARK_ROW * marks.length + 6;
  const base = plotTop + PLOT_HEIGHT;
  const toY = (count: number): number => base - (PLOT_HEIGHT * count) / Math.max(1, countTop);
  countTicks.values.forEach((count, i) => {
    parts.push(lineFrom(left, toY(count), left + span, toY(count), '#e2e2e2', 0.8));
    parts.push(textAt(left - 5, toY(count) + 3.8, countTicks.labels[i]!, { size: 10.5, anchor: 'end' }));
  });
  counts.forEach((count, i) => {
    if (count === 0) return;
    const x = toX(edges[i]!);
    const box = { x, y: toY(count), width: toX(edges[i + 1]!) - x, height: base - toY(count) };
    parts.push(element('rect', { ...box, fill: '#a9bfd1', stroke: '#ffffff', 'stroke-width': 1 }));
  });
  parts.push(lineFrom(left, base, left + span, base, INK.soft));
  marks.forEach(({ label, value, error, colour }, i) => {
    const at = toX(value);
    const row = y + MARK_ROW * i + 12;
    const words = `${label} ${error === undefined ? formatNumber(value) : formatWithError(value, error)}`;
    const flip = at + 6 + textWidth(words, 11, label === 'median') > left + span;
    parts.push(lineFrom(at, row - 9, at, base, colour ?? INK.text, 1.6));
    const style = {
      size: 11,
      bold: label === 'median',
      fill: INK.text,
      anchor: flip ? ('end' as const) : ('start' as const),
    };
    parts.push(textAt(flip ? at - 5 : at + 5, row, words, { ...style, halo: '#ffffff' }));
  });
  const ticks = axisTicks(lo, hi, Math.round(span / 75));
  ticks.values.forEach((value, i) => {
    parts.push(lineFrom(toX(value), base, toX(value), base + 4, INK.soft));
    parts.push(textAt(toX(value), base + 15, ticks.labels[i]!, { size: 10.5, anchor: 'middle' }));
  });
  const label = axisLabel(figure.quantity, figure.unit, ticks.exponent);
  parts.push(textAt(left + span / 2, base + 32, label, { size: 11, anchor: 'middle' }));
  y = base + 38;
  for (const line of wrapText(figure.note ?? '', inner, 10.5)) {
    parts.push(textAt(MARGIN, y + 12, line, { size: 10.5, fill: INK.soft }));
    y += 14;
  }
  return drawing(width, Math.ceil(y + MARGIN - 4), figure.title, ...parts);
}

/** Bins of round width, about as many as Freedman and Diaconis (1981) advise, 6 to 40. `sorted` ascends and is not empty. */
export function countBins(sorted: Float64Array): {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
} {
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  const quartiles = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const width = (2 * quartiles) / Math.cbrt(sorted.length);
  const advised = width > 0 ? (last - first) / width : 10;
  const nBins = Math.max(6, Math.min(40, Math.ceil(advised)));
  const range = roundRange(first, last, nBins);
  const inner = axisTicks(range[0], range[1], nBins).values;
  const edges = inner.length > 1 ? [...inner] : [...range];
  if (edges[0]! > first) edges.unshift(range[0]);
  if (edges.at(-1)! < last) edges.push(range[1]);
  const counts = new Array<number>(edges.length - 1).fill(0);
  let bin = 0;
  for (const value of sorted) {
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return { edges, counts };
}

function quantile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - low);
}

function median(sorted: Float64Array): number {
  return quantile(sorted, 0.5);
}
