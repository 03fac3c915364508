// One pair of axes of a time-course figure: points with error bars, fitted lines and bands of a few series over time.
import { coordinate, element, INK, lineFrom, polyline, textAt } from './svg.ts';
import { type AxisTicks } from './ticks.ts';

export interface FitCurve {
  readonly times_s: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> } | undefined;
}

export interface CourseSeries {
  readonly name: string;
  /** One per time of the panel; NaN is left out. */
  readonly values: ArrayLike<number>;
  /** Half length of the error bars, one per value. */
  readonly errors?: ArrayLike<number> | undefined;
  readonly role: 'substrate' | 'product';
  readonly fit?: FitCurve | undefined;
}

/** A series as drawn: with its colour and marker. */
export interface DrawnSeries {
  readonly series: CourseSeries;
  readonly colour: string;
  readonly marker: Marker;
}
export type Marker = 'circle' | 'square' | 'diamond' | 'triangle';

export interface StripAxes {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly timeRange_s: readonly [number, number];
  readonly valueRange: readonly [number, number];
  readonly timeTicks: AxisTicks;
  readonly valueTicks: AxisTicks;
  /** Whether the times stand under the axis. */
  readonly showTimes: boolean;
  /** Points before this time are hollow, on a gray ground that ends at `shadedTo_s`. */
  readonly fittedFrom_s: number | undefined;
  readonly shadedTo_s: number | undefined;
}

/** A range that holds every point, error bar, fit and band, and 0. */
export function valueRange(series: readonly CourseSeries[]): readonly [number, number] {
  let [lo, hi] = [0, 0];
  const hold = (value: number): void => {
    if (!Number.isFinite(value)) return;
    lo = Math.min(lo, value);
    hi = Math.max(hi, value);
  };
  for (const { values, errors, fit } of series) {
    for (let i = 0; i < values.length; i++) {
      const error = Number.isFinite(errors?.[i]) ? errors![i]! : 0;
      hold(values[i]! - error);
      hold(values[i]! + error);
    }
    for (const curve of [fit?.values, fit?.band?.low, fit?.band?.high]) {
      if (curve !== undefined) for (let i = 0; i < curve.length; i++) hold(curve[i]!);
    }
  }
  const pad = 0.05 * (hi - lo);
  return pad === 0 ? [0, 1] : [lo < 0 ? lo - pad : 0, hi > 0 ? hi + pad : 0];
}

export function drawStrip(axes: StripAxes, drawn: readonly DrawnSeries[], times_s: ArrayLike<number>): string {
  const { x, y, width, height, timeRange_s: tRange, valueRange: vRange } = axes;
  const toX = (time: number): number => x + (width * (time - tRange[0])) / (tRange[1] - tRange[0]);
  const toY = (value: number): number => y + height - (height * (value - vRange[0])) / (vRange[1] - vRange[0]);
  const parts: string[] = [];
  if (axes.shadedTo_s !== undefined && axes.shadedTo_s > tRange[0]) {
    parts.push(element('rect', { x, y, width: toX(axes.shadedTo_s) - x, height, fill: '#f1f1ef' }));
  }
  axes.valueTicks.values.forEach((value, i) => {
    const at = toY(value);
    parts.push(lineFrom(x, at, x + width, at, value === 0 ? INK.line : '#e2e2e2', value === 0 ? 1 : 0.8));
    parts.push(textAt(x - 5, at + 3.8, axes.valueTicks.labels[i]!, { size: 10.5, anchor: 'end' }));
  });
  parts.push(lineFrom(x, y + height, x + width, y + height, INK.soft, 1));
  axes.timeTicks.values.forEach((time, i) => {
    const at = toX(time);
    parts.push(lineFrom(at, y + height, at, y + height + 4, INK.soft, 1));
    if (axes.showTimes) {
      parts.push(textAt(at, y + height + 15, axes.timeTicks.labels[i]!, { size: 10.5, anchor: 'middle' }));
    }
  });
  for (const each of drawn) parts.push(drawFitBand(each, toX, toY));
  for (const each of drawn) parts.push(drawPoints(each, times_s, axes.fittedFrom_s, toX, toY));
  for (const each of drawn) parts.push(drawFitLine(each, toX, toY));
  return parts.join('');
}

type Scale = (value: number) => number;

function drawFitBand({ series, colour }: DrawnSeries, toX: Scale, toY: Scale): string {
  if (series.fit?.band === undefined) return '';
  const { times_s, band } = series.fit;
  const usable = Array.from(times_s, (_, i) => i).filter(
    (i) => Number.isFinite(band.low[i]) && Number.isFinite(band.high[i]),
  );
  if (usable.length < 2) return '';
  const around = [...usable.map((i) => [i, band.high[i]!]), ...usable.reverse().map((i) => [i, band.low[i]!])];
  const xs = around.map(([i]) => toX(times_s[i!]!));
  const ys = around.map(([, value]) => toY(value!));
  return element('path', { d: `${polyline(xs, ys)}Z`, fill: colour, 'fill-opacity': 0.2 });
}

function drawFitLine({ series, colour }: DrawnSeries, toX: Scale, toY: Scale): string {
  if (series.fit === undefined) return '';
  const { times_s, values } = series.fit;
  const d = polyline(Array.from(times_s, toX), Array.from(values, toY));
  return element('path', { d, fill: 'none', stroke: colour, 'stroke-width': 1.8, 'stroke-linejoin': 'round' });
}

function drawPoints(
  drawn: DrawnSeries,
  times_s: ArrayLike<number>,
  from_s = -Infinity,
  toX: Scale,
  toY: Scale,
): string {
  const { series, colour, marker } = drawn;
  let bars = '';
  let marks = '';
  for (let i = 0; i < times_s.length; i++) {
    const value = series.values[i]!;
    if (!Number.isFinite(value)) continue;
    const at = toX(times_s[i]!);
    const error = series.errors?.[i] ?? 0;
    if (error > 0 && Number.isFinite(error)) {
      bars += `M${coordinate(at)} ${coordinate(toY(value - error))}V${coordinate(toY(value + error))}`;
    }
    marks += drawMarker(marker, at, toY(value), colour, times_s[i]! < from_s);
  }
  const errorBars = bars === '' ? '' : element('path', { d: bars, stroke: colour, 'stroke-width': 1, opacity: 0.65 });
  return errorBars + marks;
}

export function drawMarker(marker: Marker, x: number, y: number, colour: string, hollow: boolean): string {
  const style = { fill: hollow ? '#ffffff' : colour, stroke: colour, 'stroke-width': 1.1 };
  if (marker === 'circle') return element('circle', { cx: x, cy: y, r: 2.4, ...style });
  const corners = {
    square: [-2.2, -2.2, 2.2, -2.2, 2.2, 2.2, -2.2, 2.2],
    diamond: [0, -3.2, 3.2, 0, 0, 3.2, -3.2, 0],
    triangle: [0, -3, 2.8, 2.2, -2.8, 2.2],
  }[marker];
  const even = corners.filter((_, i) => i % 2 === 0).map((dx) => x + dx);
  const odd = corners.filter((_, i) => i % 2 === 1).map((dy) => y + dy);
  return element('path', { d: `${polyline(even, odd)}Z`, ...style });
}
