// A pulse sequence as people draw it: a line for each channel, pulses as bars, irradiation as boxes, delays named below. Not to scale in time.
import { drawing, element, INK, lineFrom, textAt } from '../svg.ts';
import { fitText, wrapText } from '../text-width.ts';
import { BRACKET, rowsOf, SMALL, widthOf, type PulseItem } from './pulse-rows.ts';

export interface PulseFigure {
  readonly title: string;
  /** From top to bottom, with the colour of their bars. */
  readonly channels: readonly { readonly name: string; readonly colour: string }[];
  readonly items: readonly PulseItem[];
  readonly note?: string | undefined;
}

const WIDTH = 700;
const MARGIN = 10;
const LABEL = 44;
/** Height of a channel, and of one on which nothing happens. */
const ABOVE = 64;
const IDLE = 26;
const BAR = 30;
const BELOW = 40;

export function pulseFigure({ title, channels, items, note }: PulseFigure): string {
  const inner = WIDTH - 2 * MARGIN - LABEL - 8;
  const heights = channels.map(({ name }) => (items.some((item) => touches(item, name)) ? ABOVE : IDLE));
  const parts: string[] = [];
  let y = MARGIN;
  for (const words of wrapText(title, WIDTH - 2 * MARGIN, 15, true)) {
    parts.push(textAt(MARGIN, y + 13, words, { size: 15, bold: true, fill: INK.strong }));
    y += 20;
  }
  const rows = rowsOf(items, inner);
  rows.forEach((row, index) => {
    // A single row is spread over the width, its delays taking the room that is left.
    const natural = row.reduce((sum, item) => sum + widthOf(item), 0);
    const waits = row.filter(({ kind }) => kind === 'delay' || kind === 'irradiation').length;
    const spare =
      index < rows.length - 1 || rows.length === 1 ? Math.min(420, (inner - natural) / Math.max(1, waits)) : 0;
    const bases = heights.map((_, c) => y + heights.slice(0, c + 1).reduce((sum, one) => sum + one, 0));
    const height = bases.at(-1)! - y;
    const end = drawRow(parts, row, channels, { left: MARGIN + LABEL, top: y, spare: Math.max(0, spare), bases });
    channels.forEach(({ name }, c) => {
      const base = bases[c]!;
      parts.unshift(lineFrom(MARGIN + LABEL - 6, base, end + 6, base, INK.soft, 1.1));
      parts.push(textAt(MARGIN, base + 4, name, { size: 12, bold: true, fill: INK.strong }));
    });
    y += height + BELOW + 12;
  });
  for (const words of wrapText(note ?? '', WIDTH - 2 * MARGIN, 10.5)) {
    parts.push(textAt(MARGIN, y + 10, words, { size: 10.5, fill: INK.soft }));
    y += 14;
  }
  return drawing(WIDTH, Math.ceil(y + MARGIN), title, ...parts);
}

function touches(item: PulseItem, channel: string): boolean {
  if (item.kind === 'pulses') return item.bars.some((one) => one.channel === channel);
  return item.kind === 'irradiation' && item.boxes.some((one) => one.channel === channel);
}

interface RowPlace {
  readonly left: number;
  readonly top: number;
  /** Room that each delay gets on top of its own. */
  readonly spare: number;
  /** Of the lines of the channels. */
  readonly bases: readonly number[];
}

/** Draws one row and returns its right end. */
function drawRow(
  parts: string[],
  row: readonly PulseItem[],
  channels: PulseFigure['channels'],
  { left, top, spare, bases }: RowPlace,
): number {
  const baseOf = (name: string): number => bases[channels.findIndex((one) => one.name === name)]!;
  const colourOf = (name: string): string => channels.find((one) => one.name === name)?.colour ?? INK.soft;
  const foot = bases.at(-1)!;
  let x = left;
  for (const item of row) {
    const width = widthOf(item) + (item.kind === 'delay' || item.kind === 'irradiation' ? spare : 0);
    const middle = x + width / 2;
    switch (item.kind) {
      case 'delay':
        parts.push(span(x, x + width, foot + 14, item.name, item.duration));
        break;
      case 'pulses':
        for (const { channel, angle_deg, words } of item.bars) {
          const wide = Math.abs(angle_deg) > 135;
          const size = wide ? 12 : Math.abs(angle_deg) > 60 ? 6 : 4;
          const base = baseOf(channel);
          parts.push(
            element('rect', {
              x: middle - size / 2,
              y: base - BAR,
              width: size,
              height: BAR,
              fill: wide ? '#ffffff' : colourOf(channel),
              stroke: colourOf(channel),
              'stroke-width': 1.4,
            }),
          );
          words.forEach((one, i) =>
            parts.push(
              textAt(middle, base - BAR - 4 - 11 * (words.length - 1 - i), one, { size: SMALL, anchor: 'middle' }),
            ),
          );
        }
        break;
      case 'irradiation':
        for (const { channel, words } of item.boxes) {
          const base = baseOf(channel);
          parts.push(
            element('rect', {
              x: x + 2,
              y: base - BAR,
              width: width - 4,
              height: BAR,
              fill: colourOf(channel),
              'fill-opacity': 0.18,
              stroke: colourOf(channel),
              'stroke-width': 1.2,
            }),
          );
          words.forEach((one, i) =>
            parts.push(
              textAt(middle, base - BAR / 2 + 3.6 + 12 * (i - (words.length - 1) / 2), fitText(one, width - 8, SMALL), {
                size: SMALL,
                anchor: 'middle',
                fill: INK.strong,
              }),
            ),
          );
        }
        parts.push(span(x, x + width, foot + 14, item.name, item.duration));
        break;
      case 'open':
      case 'close': {
        const inward = item.kind === 'open' ? 5 : -5;
        const at = item.kind === 'open' ? x + 3 : x + BRACKET - 3;
        parts.push(
          element('path', {
            d: `M${at + inward} ${top + 12}L${at} ${top + 12}L${at} ${foot + 6}L${at + inward} ${foot + 6}`,
            fill: 'none',
            stroke: INK.strong,
            'stroke-width': 1.5,
          }),
        );
        if (item.kind === 'close')
          parts.push(textAt(at + 5, top + 18, item.words, { size: 11, bold: true, fill: INK.strong }));
      }
    }
    x += width;
  }
  return x;
}

/** A measure of time: ends, name above the line, duration below. */
function span(from: number, to: number, y: number, name: string | undefined, duration: string): string {
  const [a, b] = [from + 2, to - 2];
  const line =
    lineFrom(a, y, b, y, INK.soft, 0.9) +
    lineFrom(a, y - 3, a, y + 3, INK.soft, 0.9) +
    lineFrom(b, y - 3, b, y + 3, INK.soft, 0.9);
  const words = [name, duration].filter((one): one is string => one !== undefined);
  return (
    line +
    words
      .map((one, i) =>
        textAt((from + to) / 2, y + 12 + 12 * i, one, {
          size: SMALL,
          anchor: 'middle',
          fill: i === 0 ? INK.text : INK.soft,
        }),
      )
      .join('')
  );
}
