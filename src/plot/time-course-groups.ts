// Which series share a pair of axes in a time-course figure, and what each looks like.
import { PRODUCT_COLOURS, SUBSTRATE_COLOUR } from './palette.ts';
import { type CourseSeries, type DrawnSeries, type Marker } from './time-course-strip.ts';

export type SeriesStyle = Omit<DrawnSeries, 'series'>;

const MARKERS: readonly Marker[] = ['square', 'diamond', 'triangle', 'circle'];
/** A product whose peak is smaller than this part of the next larger one gets axes of its own. */
const OWN_AXES_BELOW = 1 / 6;

/** Names of the series on each pair of axes: the substrate, then the products from large to small, split where the peak drops. */
export function groupBySize(all: readonly CourseSeries[]): string[][] {
  const peaks = new Map<string, number>();
  const substrates = new Set<string>();
  for (const { name, role, values } of all) {
    if (role === 'substrate') substrates.add(name);
    const peak = Array.from(values).reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
    peaks.set(name, Math.max(peak, peaks.get(name) ?? 0));
  }
  const groups: string[][] = substrates.size > 0 ? [[...substrates]] : [];
  let above = Infinity;
  for (const [name, peak] of [...peaks].sort((a, b) => b[1] - a[1])) {
    if (substrates.has(name)) continue;
    if (peak >= OWN_AXES_BELOW * above) groups.at(-1)!.push(name);
    else {
      groups.push([name]);
      above = peak;
    }
  }
  return groups;
}

/** Colour and marker of every name: the same in all panels. */
export function seriesStyles(all: readonly CourseSeries[]): ReadonlyMap<string, SeriesStyle> {
  const drawn = new Map<string, SeriesStyle>();
  let nProducts = 0;
  for (const { name, role } of all) {
    if (drawn.has(name)) continue;
    if (role === 'substrate') drawn.set(name, { colour: SUBSTRATE_COLOUR, marker: 'circle' });
    else {
      const at = nProducts++ % PRODUCT_COLOURS.length;
      drawn.set(name, { colour: PRODUCT_COLOURS[at]!, marker: MARKERS[at]! });
    }
  }
  return drawn;
}
