// The key beside a heat figure.
import type { ColourMapName } from '../colour-maps.ts';
import { drawLegend } from '../legend.ts';
import { drawColourBar } from '../map/colour-bar.ts';
import { coordinate, element, INK, textAt } from '../svg.ts';
import { wrapText } from '../text-width.ts';

export interface HeatContour {
  readonly level: number;
  readonly label: string;
  readonly dash?: string | undefined;
}

export interface HeatKey {
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly colourMap: ColourMapName;
  readonly range: readonly [number, number];
  readonly contours?: readonly HeatContour[] | undefined;
  readonly mark?: { readonly label: string } | undefined;
  readonly note?: string | undefined;
}

/** Colour bar, meaning of lines and ring, note: below each other. */
export function heatKey(
  { quantity, unit, colourMap, range, contours = [], mark, note }: HeatKey,
  x: number,
  y: number,
  width: number,
): string {
  const bar = drawColourBar({ colourMap, range, quantity, unit, beyond: [0, 0] }, x, y, width);
  let at = y + bar.height + 12;
  let svg = bar.svg;
  const stroke = (d: string, colour: string, size: number, dash?: string): string =>
    element('path', { d, stroke: colour, 'stroke-width': size, 'stroke-dasharray': dash });
  const entries = [
    ...contours.map(({ label, dash }) => ({
      label,
      swatch: (left: number, middle: number): string => {
        const d = `M${coordinate(left)} ${coordinate(middle)}l18 0`;
        return stroke(d, '#555555', 4.5) + stroke(d, '#ffffff', 1.5, dash);
      },
    })),
    ...(mark === undefined
      ? []
      : [
          {
            label: mark.label,
            swatch: (left: number, middle: number): string =>
              element('circle', {
                cx: left + 9,
                cy: middle,
                r: 5,
                fill: 'none',
                stroke: INK.strong,
                'stroke-width': 1.6,
              }),
          },
        ]),
  ];
  for (const entry of entries) {
    const row = drawLegend([entry], x, at, width);
    svg += row.svg;
    at += row.height;
  }
  at += 6;
  for (const words of wrapText(note ?? '', width, 10.5)) {
    svg += textAt(x, at + 10, words, { size: 10.5, fill: INK.soft });
    at += 14;
  }
  return svg;
}
