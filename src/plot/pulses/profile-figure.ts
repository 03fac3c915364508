// What a pulse excites: against frequency, with the bands that it should pass and stop, the same on a scale of decades, and across the slice.
import { lineFigure } from '../lines/line-figure.ts';
import type { Line } from '../lines/line-panel.ts';
import { PRODUCT_COLOURS, SUBSTRATE_COLOUR } from '../palette.ts';

export interface ProfileBand {
  readonly kind: 'pass' | 'stop';
  readonly from_Hz: number;
  readonly to_Hz: number;
}

export interface ProfileFigure {
  readonly title: string;
  /** Transverse magnetization after the pulse over that before along the field, in the middle of the slice. */
  readonly spectral: { readonly frequency_Hz: ArrayLike<number>; readonly size: ArrayLike<number> };
  readonly bands: readonly ProfileBand[];
  /** What the pass band should have: the sine of the angle. */
  readonly wanted: number;
  /** Across the slice at one frequency each, named. */
  readonly slices: readonly { readonly name: string; readonly position_mm: ArrayLike<number>; readonly size: ArrayLike<number> }[]; // prettier-ignore
  readonly thickness_mm: number;
  readonly note?: string | undefined;
}

const PASS = PRODUCT_COLOURS[1];
const STOP = '#c0392b';
const EDGE = '#8a8a8a';
/** Lowest decade drawn. */
const FLOOR = -5;

const decades = (size: number): number => Math.max(FLOOR, Math.log(Math.max(size, 1e-12)) / Math.LN10);

export function profileFigure({ title, spectral, bands, wanted, slices, thickness_mm, note }: ProfileFigure): string {
  const bar = (level: (band: ProfileBand) => number): Line[] =>
    bands.map((band) => ({
      x: [band.from_Hz, band.to_Hz],
      y: [level(band), level(band)],
      colour: band.kind === 'pass' ? PASS : STOP,
      width: 5,
      name: band.kind === 'pass' ? 'pass band' : 'stop band',
    }));
  const frequency = Array.from(spectral.frequency_Hz);
  const x = { quantity: 'frequency', unit: 'Hz', range: [Math.min(...frequency), Math.max(...frequency)] as const };
  const top = 1.1 * Math.max(wanted, ...Array.from(spectral.size), ...slices.flatMap(({ size }) => Array.from(size)));
  const linear = { x: frequency, y: spectral.size, colour: SUBSTRATE_COLOUR };
  const edges = [-0.5, 0.5].map((side): Line => ({ x: [side * thickness_mm, side * thickness_mm], y: [0, top], colour: EDGE, dash: '3 3', width: 1, name: 'edge of the slice' })); // prettier-ignore
  return lineFigure({
    title,
    columns: 3,
    panelHeight: 250,
    width_px: 960,
    note,
    panels: [
      { x, y: { quantity: '|Mxy| / M0', range: [0, top] }, lines: [...bar(({ kind }) => (kind === 'pass' ? wanted : 0)), linear] }, // prettier-ignore
      {
        x,
        y: { quantity: 'log10 of |Mxy| over wanted', range: [FLOOR, 0.3] },
        lines: [...bar(({ kind }) => (kind === 'pass' ? 0 : FLOOR)), { ...linear, y: Array.from(spectral.size, (size) => decades(size / wanted)) }], // prettier-ignore
      },
      {
        x: { quantity: 'distance from the middle of the slice', unit: 'mm' },
        y: { quantity: '|Mxy| / M0', range: [0, top] },
        lines: [...edges, ...slices.map(({ name, position_mm, size }, i) => ({ x: position_mm, y: size, colour: i === 0 ? SUBSTRATE_COLOUR : STOP, name }))], // prettier-ignore
      },
    ],
  });
}
