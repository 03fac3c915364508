// Curves over a field, a time or a shift, as panels side by side and below each other, with one key for all.
import { ScienceError } from '../../base/index.ts';
import { drawLegend } from '../legend.ts';
import { drawing, element, INK, textAt } from '../svg.ts';
import { wrapText } from '../text-width.ts';
import { drawLinePanel, marginsOf, type LinePanel } from './line-panel.ts';

export interface LineFigure {
  readonly title: string;
  readonly panels: readonly LinePanel[];
  /** Panels beside each other; 1 if not given. */
  readonly columns?: number | undefined;
  readonly panelHeight?: number | undefined;
  readonly note?: string | undefined;
  readonly width_px?: number | undefined;
}

const MARGIN = 10;
const GAP = 18;

export function lineFigure({
  title,
  panels,
  columns = 1,
  panelHeight = 260,
  note,
  width_px = 700,
}: LineFigure): string {
  for (const line of panels.flatMap((panel) => panel.lines)) {
    if (line.x.length === line.y.length && line.x.length > 0) continue;
    throw new ScienceError('argument', `a line of '${title}' has ${line.x.length} places and ${line.y.length} values`);
  }
  const inner = width_px - 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  for (const words of wrapText(title, inner, 15, true)) {
    parts.push(textAt(MARGIN, y + 13, words, { size: 15, bold: true, fill: INK.strong }));
    y += 20;
  }
  y += 4;
  const width = (inner - GAP * (columns - 1)) / columns;
  const margins = panels.map((panel) => marginsOf(panel, panelHeight));
  panels.forEach((panel, i) => {
    const cell = {
      x: MARGIN + (i % columns) * (width + GAP),
      y: y + Math.floor(i / columns) * (panelHeight + 8),
      width,
      height: panelHeight,
    };
    const column = margins.filter((_, k) => k % columns === i % columns);
    const widest = (side: 'left' | 'right'): number => Math.max(...column.map((one) => one[side]));
    parts.push(drawLinePanel(panel, cell, { left: widest('left'), right: widest('right') }));
  });
  y += Math.ceil(panels.length / columns) * (panelHeight + 8);
  const named = new Map(
    panels.flatMap((panel) =>
      panel.lines.flatMap((line) => (line.name === undefined ? [] : [[line.name, line] as const])),
    ),
  );
  const entries = [...named].map(([label, { colour, width: stroke = 1.6, dash }]) => ({
    label,
    swatch: (x: number, at: number): string =>
      element('path', {
        d: `M${x} ${at}L${x + 18} ${at}`,
        stroke: colour,
        'stroke-width': Math.max(1.6, stroke),
        'stroke-dasharray': dash,
      }),
  }));
  const legend = drawLegend(entries, MARGIN, y, inner, 10.5);
  y += legend.height;
  for (const words of wrapText(note ?? '', inner, 10.5)) {
    parts.push(textAt(MARGIN, y + 14, words, { size: 10.5, fill: INK.soft }));
    y += 14;
  }
  return drawing(width_px, Math.ceil(y + MARGIN), title, ...parts, legend.svg);
}
