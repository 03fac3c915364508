// The key to a coloured map: a horizontal bar with ticks, triangles where values lie beyond it, and what it shows.
import { colourHex, COLOUR_COUNT, colourTable, type ColourMapName } from '../colour-maps.ts';
import { encodePng, pngDataUri } from '../png.ts';
import { coordinate, element, INK, lineFrom, textAt } from '../svg.ts';
import { textWidth, wrapText } from '../text-width.ts';
import { axisLabel, axisTicks, type AxisTicks } from '../ticks.ts';

export interface ColourBar {
  readonly colourMap: ColourMapName;
  readonly range: readonly [number, number];
  readonly quantity: string;
  readonly unit?: string | undefined;
  /** How many voxels lie below and above the range. */
  readonly beyond: readonly [number, number];
}

const BAR_HEIGHT = 13;
const TIP = 11;

/** Markup with its top left corner at (x, y), and its height. */
export function drawColourBar(
  bar: ColourBar,
  x: number,
  y: number,
  width: number,
): { readonly svg: string; readonly height: number } {
  const [lo, hi] = bar.range;
  const table = colourTable(bar.colourMap);
  const ticks = ticksThatFit(lo, hi, width);
  const label = wrapText(axisLabel(bar.quantity, bar.unit, ticks.exponent), width, 12, true);
  const parts = label.map((line, i) => textAt(x, y + 11 + 15 * i, line, { bold: true, fill: INK.strong }));
  const top = y + 15 * label.length + 4;
  const bottom = top + BAR_HEIGHT;
  const ends = [0, ticks.values.length - 1].map((i) => textWidth(ticks.labels[i]!, 11) / 2);
  const inset = Math.max(TIP, ...ends);
  const left = x + inset;
  const span = width - 2 * inset;

  const href = pngDataUri(encodePng(COLOUR_COUNT, 1, table));
  const box = { x: left, y: top, width: span, height: BAR_HEIGHT };
  parts.push(element('image', { ...box, href, preserveAspectRatio: 'none' }));
  const middle = coordinate(top + BAR_HEIGHT / 2);
  const tip = (base: number, point: number, index: number): string =>
    element('path', {
      d: `M${coordinate(base)} ${coordinate(top)}L${coordinate(point)} ${middle}L${coordinate(base)} ${coordinate(bottom)}Z`,
      fill: colourHex(table, index),
      stroke: INK.soft,
      'stroke-width': 0.7,
    });
  if (bar.beyond[0] > 0) parts.push(tip(left, left - TIP, 0));
  if (bar.beyond[1] > 0) parts.push(tip(left + span, left + span + TIP, COLOUR_COUNT - 1));
  parts.push(element('rect', { ...box, fill: 'none', stroke: INK.soft, 'stroke-width': 0.7 }));

  ticks.values.forEach((value, i) => {
    const at = left + (span * (value - lo)) / (hi - lo);
    parts.push(lineFrom(at, bottom, at, bottom + 4, INK.soft, 0.8));
    parts.push(textAt(at, bottom + 15, ticks.labels[i]!, { size: 11, anchor: 'middle' }));
  });

  const small = [`colour map ${bar.colourMap}`, ...wrapText(beyondText(bar.beyond), width, 10)];
  small.forEach((line, i) => {
    parts.push(textAt(x, bottom + 31 + 13 * i, line, { size: 10, fill: INK.soft }));
  });
  return { svg: parts.join(''), height: bottom + 22 + 13 * small.length - y };
}

function beyondText([below, above]: readonly [number, number]): string {
  const voxels = (n: number): string => (n === 1 ? '1 voxel' : `${n} voxels`);
  if (below > 0) return `out of range: ${voxels(below)} below${above > 0 ? `, ${above} above` : ''}`;
  return above > 0 ? `out of range: ${voxels(above)} above` : '';
}

function ticksThatFit(lo: number, hi: number, width: number): AxisTicks {
  for (let count = 6; count > 2; count--) {
    const ticks = axisTicks(lo, hi, count);
    const words = ticks.labels.reduce((sum, label) => sum + textWidth(label, 11) + 12, 0);
    if (words <= width) return ticks;
  }
  return axisTicks(lo, hi, 2);
}
