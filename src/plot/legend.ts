// A key of small swatches with words beside them, in rows that wrap.
import { INK, textAt } from './svg.ts';
import { fitText, textWidth } from './text-width.ts';

export interface LegendEntry {
  readonly label: string;
  /** Markup of a swatch with its left end at `x` and its middle at `y`, within 18 x 12. */
  readonly swatch: (x: number, y: number) => string;
}

const SWATCH = 24;
const GAP = 18;
export const LEGEND_ROW = 19;

/** Markup with its top left corner at (x, y), no wider than `width`, and its height (0 without entries). */
export function drawLegend(
  entries: readonly LegendEntry[],
  x: number,
  y: number,
  width: number,
  size = 11,
): { readonly svg: string; readonly height: number } {
  let at = x;
  let row = 0;
  let svg = '';
  for (const { label, swatch } of entries) {
    const words = fitText(label, width - SWATCH, size);
    const wide = SWATCH + textWidth(words, size);
    if (at > x && at + wide > x + width) {
      at = x;
      row++;
    }
    const middle = y + LEGEND_ROW * (row + 0.5);
    svg += swatch(at, middle) + textAt(at + SWATCH, middle + size * 0.36, words, { size, fill: INK.text });
    at += wide + GAP;
  }
  return { svg, height: entries.length === 0 ? 0 : (row + 1) * LEGEND_ROW };
}
