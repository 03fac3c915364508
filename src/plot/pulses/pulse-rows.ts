// The parts of a drawn pulse sequence, and how they fall into rows.
import { textWidth } from '../text-width.ts';

export type PulseItem =
  | { readonly kind: 'delay'; readonly name?: string | undefined; readonly duration: string }
  /** Bars at one time; 180 degrees are drawn wide and open. */
  | {
      readonly kind: 'pulses';
      readonly bars: readonly {
        readonly channel: string;
        readonly angle_deg: number;
        readonly words: readonly string[];
      }[];
    }
  | {
      readonly kind: 'irradiation';
      readonly boxes: readonly { readonly channel: string; readonly words: readonly string[] }[];
      readonly name?: string | undefined;
      readonly duration: string;
    }
  | { readonly kind: 'open' }
  | { readonly kind: 'close'; readonly words: string };

/** Size of the small words. */
export const SMALL = 10;
/** Room that a bracket takes. */
export const BRACKET = 12;
/** Room at the end of a row for a bracket that closes there. */
const CLOSING = 36;

/** Cut where a row is full; a bracket that opens goes with what follows it, one that closes with what stands before. */
export function rowsOf(items: readonly PulseItem[], width: number): readonly (readonly PulseItem[])[] {
  const rows: PulseItem[][] = [[]];
  let used = 0;
  items.forEach((item, i) => {
    const next = item.kind === 'open' && items[i + 1] ? widthOf(items[i + 1]!) : 0;
    const wide = widthOf(item);
    if (used + wide + next > width - CLOSING && used > 0 && item.kind !== 'close') {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(item);
    used += wide;
  });
  return rows;
}

export function widthOf(item: PulseItem): number {
  const widest = (words: readonly string[]): number => Math.max(0, ...words.map((one) => textWidth(one, SMALL)));
  switch (item.kind) {
    case 'delay':
      return Math.max(38, widest([item.name ?? '', item.duration]) + 10);
    case 'pulses':
      return Math.max(18, ...item.bars.map(({ words }) => widest(words) + 4));
    case 'irradiation':
      return Math.max(
        96,
        widest([item.name ?? '', item.duration]) + 10,
        ...item.boxes.map(({ words }) => widest(words) + 14),
      );
    case 'open':
      return BRACKET;
    case 'close':
      return BRACKET + textWidth(item.words, 11) + 4;
  }
}
