// What a pulse excites: against frequency, with the bands that it should pass and stop, the same on a scale of decades, and across the slice.
import { lineFigure } from '../lines/line-figure.ts';
import type { Line, LinePanel } from '../lines/line-panel.ts';
import { PRODUCT_COLOURS, SUBSTRATE_COLOUR } from '../palette.ts';

export interface ProfileBand {
  readonly kind: 'pass' | 'stop';
  readonly from_Hz: number;
  readonly to_Hz: number;
}

export interface ProfileFigure {
  readonly title: string;
  /** What is drawn; transverse magnetization after the pulse over that before along the field where it does not say. */
  readonly quantity?: string | undefined;
  /** In the middle of the slice. */
  readonly spectral?: { readonly frequency_Hz: ArrayLike<number>; readonly size: ArrayLike<number> } | undefined;
  readonly bands?: readonly ProfileBand[] | undefined;
  /** What the pass band should have: the sine of the angle; the largest value where it does not say. */
  readonly wanted?: number | undefined;
  /** Across the slice at one frequency each, named. */
  readonly slices: readonly { readonly name: string; readonly position_mm: ArrayLike<number>; readonly size: ArrayLike<number> }[]; // prettier-ignore
  readonly edges_mm?: readonly [number, number] | undefined;
  /** What distance is counted along. */
  readonly along?: string | undefined;
  readonly note?: string | undefined;
}

const PASS = PRODUCT_COLOURS[1];
const STOP = '#c0392b';
const EDGE = '#8a8a8a';
/** Lowest decade drawn. */
const FLOOR = -5;

const decades = (size: number): number => Math.max(FLOOR, Math.log(Math.max(size, 1e-12)) / Math.LN10);

/** Over frequency where `spectral` is given, and across the slice where `slices` are: a row each, and the same in decades. */
export function profileFigure({
  title, quantity = '|Mxy| / M0', spectral, bands = [], slices, edges_mm, along = 'distance from the middle of the slice', note, ...given
}: ProfileFigure): string {
  const drawn = [...(spectral === undefined ? [] : [spectral]), ...slices];
  const most = drawn.reduce((top, { size }) => Math.max(top, ...Array.from(size)), 1e-12);
  const wanted = given.wanted ?? most;
  const top = 1.1 * Math.max(wanted, most);
  const y = { quantity, range: [0, top] } as const;
  const inDecades = { quantity: `log10 of ${quantity.split(',').at(-1)!.trim()} over ${given.wanted === undefined ? 'the largest' : 'wanted'}`, range: [FLOOR, 0.3] } as const;
  const panels: LinePanel[] = [];
  if (spectral !== undefined) {
    const { size } = spectral;
    const inKilo = rangeOf(spectral.frequency_Hz).some((end) => Math.abs(end) > 5000);
    const scaled = (frequency_Hz: number): number => (inKilo ? frequency_Hz / 1000 : frequency_Hz);
    const frequency = Array.from(spectral.frequency_Hz, scaled);
    const x = { quantity: 'frequency', unit: inKilo ? 'kHz' : 'Hz', range: rangeOf(frequency) };
    const bar = (level: (band: ProfileBand) => number): Line[] =>
      bands.map((band) => ({
        x: [scaled(band.from_Hz), scaled(band.to_Hz)],
        y: [level(band), level(band)],
        colour: band.kind === 'pass' ? PASS : STOP,
        width: 5,
        name: band.kind === 'pass' ? 'pass band' : 'stop band',
      }));
    const line = { x: frequency, y: size, colour: SUBSTRATE_COLOUR };
    panels.push(
      { x, y, lines: [...bar(({ kind }) => (kind === 'pass' ? wanted : 0)), line] },
      { x, y: inDecades, lines: [...bar(({ kind }) => (kind === 'pass' ? 0 : FLOOR)), { ...line, y: Array.from(size, (one) => decades(one / wanted)) }] },
    );
  }
  if (slices.length > 0) {
    const x = { quantity: along, unit: 'mm', range: rangeOf(slices[0]!.position_mm) };
    const edges = (low: number, high: number): Line[] => (edges_mm ?? []).map((edge) => ({ x: [edge, edge], y: [low, high], colour: EDGE, dash: '3 3', width: 1, name: 'edge of the slice' }));
    const lines = (of: (size: number) => number): Line[] => slices.map(({ name, position_mm, size }, i) => ({ x: position_mm, y: Array.from(size, of), colour: i === 0 ? SUBSTRATE_COLOUR : STOP, name }));
    panels.push({ x, y, lines: [...edges(0, top), ...lines((size) => size)] });
    panels.push({ x, y: inDecades, lines: [...edges(FLOOR, 0.3), ...lines((size) => decades(size / wanted))] });
  }
  return lineFigure({ title, columns: 2, panelHeight: 250, note, panels });
} // prettier-ignore

const rangeOf = (values: ArrayLike<number>): readonly [number, number] => [
  Math.min(...Array.from(values)),
  Math.max(...Array.from(values)),
];
