// Signals over time with their fits, as small multiples. Series of very different size get axes of their own, one above the
// other over the same times; never two scales on one pair of axes.
import { ScienceError } from '../base/index.ts';
import { drawLegend, type LegendEntry } from './legend.ts';
import { drawing, element, INK, lineFrom, textAt } from './svg.ts';
import { fitText, textWidth, wrapText } from './text-width.ts';
import { axisTicks } from './ticks.ts';
import { superscript } from './number-text.ts';
import { groupBySize, seriesStyles, type SeriesStyle } from './time-course-groups.ts';
import { drawMarker, drawStrip, valueRange, type CourseSeries } from './time-course-strip.ts';

export interface CoursePanel {
  readonly title: string;
  readonly times_s: ArrayLike<number>;
  readonly series: readonly CourseSeries[];
  /** Time of the first frame that was fitted. */
  readonly fittedFrom_s?: number | undefined;
  /** Numbers of the fit, under the title. */
  readonly note?: string | undefined;
}

export interface TimeCourseFigure {
  readonly title: string;
  readonly panels: readonly CoursePanel[];
  /** 'time (s)' and 'signal'. */
  readonly xLabel: string;
  readonly yLabel: string;
  /** Unit of the signal, 'a.u.' for instance. */
  readonly yUnit?: string | undefined;
  /** What the error bars and the bands are. */
  readonly errorLabel?: string | undefined;
  readonly bandLabel?: string | undefined;
  readonly nColumns?: number | undefined;
  readonly width_px?: number | undefined;
}

const MARGIN = 10;
const GAP = 20;
const STRIP = { height: 106, header: 24, nTicks: 4 } as const;
export function timeCourseFigure(figure: TimeCourseFigure): string {
  const { title, panels } = figure;
  panels.forEach((panel) => checkCourse(panel, title));
  if (panels.length === 0) throw new ScienceError('argument', `the figure '${title}' has no panels`);
  const width = figure.width_px ?? 700;
  const inner = width - 2 * MARGIN;
  const nColumns = figure.nColumns ?? (panels.length === 4 ? 2 : Math.min(3, panels.length));
  const cell = (inner - GAP * (nColumns - 1)) / nColumns;
  const all = panels.flatMap((panel) => panel.series);
  const drawn = seriesStyles(all);
  const strips = groupBySize(all);
  const noteLines = Math.max(...panels.map(({ note }) => wrapText(note ?? '', cell, 10.5).length));
  const cellHeight = 18 + 14 * noteLines + strips.length * (STRIP.header + STRIP.height) + 34;

  const parts: string[] = [];
  let y = MARGIN;
  for (const line of wrapText(title, inner, 15, true)) {
    parts.push(textAt(MARGIN, y + 13, line, { size: 15, bold: true, fill: INK.strong }));
    y += 20;
  }
  y += 6;
  panels.forEach((panel, index) => {
    const column = index % nColumns;
    const top = y + Math.floor(index / nColumns) * (cellHeight + 12);
    parts.push(drawCourse(figure, panel, strips, drawn, MARGIN + column * (cell + GAP), top, cell, noteLines));
  });
  y += Math.ceil(panels.length / nColumns) * (cellHeight + 12) - 8;
  const legend = drawLegend(legendEntries(figure), MARGIN, y, inner, 10.5);
  return drawing(width, Math.ceil(y + legend.height + MARGIN - 4), title, ...parts, legend.svg);
}

function drawCourse(
  { xLabel, yLabel, yUnit }: TimeCourseFigure,
  panel: CoursePanel,
  strips: readonly (readonly string[])[],
  drawn: ReadonlyMap<string, SeriesStyle>,
  x: number,
  top: number,
  cell: number,
  noteLines: number,
): string {
  const parts = [textAt(x, top + 12, fitText(panel.title, cell, 12, true), { bold: true, fill: INK.strong })];
  wrapText(panel.note ?? '', cell, 10.5).forEach((line, i) => {
    parts.push(textAt(x, top + 28 + 14 * i, line, { size: 10.5, fill: INK.soft }));
  });
  let y = top + 18 + 14 * noteLines;
  const shown = strips.map((names) => panel.series.filter(({ name }) => names.includes(name)));
  const ranges = shown.map((series) => valueRange(series));
  const valueTicks = ranges.map(([lo, hi]) => axisTicks(lo, hi, STRIP.nTicks));
  const axisWidth = 8 + Math.max(...valueTicks.flatMap(({ labels }) => labels.map((label) => textWidth(label, 10.5))));
  const timeRange_s = timeRange(panel);
  const plotWidth = cell - axisWidth - 4;
  const timeTicks = axisTicks(...timeRange_s, Math.max(3, Math.round(plotWidth / 48)));
  shown.forEach((series, i) => {
    const styled = series.map((each) => ({ series: each, ...drawn.get(each.name)! }));
    const { exponent } = valueTicks[i]!;
    const unit = [exponent === 0 ? '' : `10${superscript(exponent)}`, yUnit ?? '']
      .filter((part) => part !== '')
      .join(' ');
    let at = x;
    for (const { series: each, colour, marker } of styled) {
      parts.push(drawMarker(marker, at + 4, y + 13, colour, false));
      parts.push(textAt(at + 11, y + 17, each.name, { size: 11, bold: true, fill: INK.text }));
      at += 11 + textWidth(each.name, 11, true) + 9;
    }
    const label = unit === '' ? yLabel : `${yLabel} (${unit})`;
    if (series.length > 0) {
      const room = x + cell - at;
      parts.push(textAt(at - 2, y + 17, fitText(label, room, 10.5), { size: 10.5, fill: INK.soft }));
      const axes = {
        x: x + axisWidth,
        y: y + STRIP.header + 3,
        width: plotWidth,
        height: STRIP.height - 3,
        timeRange_s,
        valueRange: ranges[i]!,
        timeTicks,
        valueTicks: valueTicks[i]!,
        showTimes: i === shown.length - 1,
        fittedFrom_s: panel.fittedFrom_s,
        shadedTo_s: shadedTo(panel),
      };
      parts.push(drawStrip(axes, styled, panel.times_s));
    }
    y += STRIP.header + STRIP.height;
  });
  parts.push(textAt(x + axisWidth + plotWidth / 2, y + 29, xLabel, { size: 11, anchor: 'middle' }));
  return parts.join('');
}

function timeRange({ times_s, series }: CoursePanel): readonly [number, number] {
  const times = [...Array.from(times_s), ...series.flatMap(({ fit }) => Array.from(fit?.times_s ?? []))];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const pad = 0.02 * (last - first) || 0.5;
  return [first - pad, last + pad];
}

/** Half-way between the last frame that was not fitted and the first that was. */
function shadedTo({ times_s, fittedFrom_s }: CoursePanel): number | undefined {
  if (fittedFrom_s === undefined) return undefined;
  const before = Array.from(times_s).filter((time) => time < fittedFrom_s);
  return before.length === 0 ? undefined : (Math.max(...before) + fittedFrom_s) / 2;
}

function legendEntries(figure: TimeCourseFigure): LegendEntry[] {
  const ink = INK.soft;
  const all = figure.panels.flatMap((panel) => panel.series);
  const entries: LegendEntry[] = [];
  const errors = all.some((series) => series.errors !== undefined);
  entries.push({
    label: errors ? `measured, ${figure.errorLabel ?? '± standard error'}` : 'measured',
    swatch: (x, y) =>
      (errors ? lineFrom(x + 9, y - 7, x + 9, y + 7, ink) : '') + drawMarker('circle', x + 9, y, ink, false),
  });
  if (all.some((series) => series.fit !== undefined)) {
    entries.push({ label: 'fit', swatch: (x, y) => lineFrom(x, y, x + 18, y, ink, 1.8) });
  }
  if (all.some((series) => series.fit?.band !== undefined)) {
    const swatch = (x: number, y: number): string =>
      element('rect', { x, y: y - 5, width: 18, height: 10, fill: ink, 'fill-opacity': 0.25 });
    entries.push({ label: figure.bandLabel ?? 'uncertainty of the fit', swatch });
  }
  if (figure.panels.some((panel) => shadedTo(panel) !== undefined)) {
    entries.push({
      label: 'not fitted',
      swatch: (x, y) =>
        element('rect', {
          x,
          y: y - 6,
          width: 18,
          height: 12,
          fill: '#f1f1ef',
          stroke: INK.line,
          'stroke-width': 0.6,
        }) + drawMarker('circle', x + 9, y, ink, true),
    });
  }
  return entries;
}

function checkCourse({ title, times_s, series }: CoursePanel, figure: string): void {
  const fail = (what: string): never => {
    throw new ScienceError('argument', `${what} in panel '${title}' of '${figure}'`);
  };
  if (times_s.length === 0 || !Array.from(times_s).every(Number.isFinite)) fail('times that are missing or not finite');
  for (const { name, values, errors, fit } of series) {
    if (values.length !== times_s.length) fail(`${values.length} values of ${name} for ${times_s.length} times`);
    if (errors && errors.length !== values.length)
      fail(`${errors.length} errors for ${values.length} values of ${name}`);
    const curves = [fit?.values, fit?.band?.low, fit?.band?.high];
    if (curves.some((curve) => curve && curve.length !== fit!.times_s.length)) fail(`a fit of ${name} of odd length`);
  }
}
