// Figures of an undersampled scan: images beside those with zeros in the gaps and, where it is known, the whole scan; time courses; the error of each frame.
import {
  lineFigure,
  mapFigure,
  PRODUCT_COLOURS,
  SUBSTRATE_COLOUR,
  type Line,
  type MapPanel,
} from '../../plot/index.ts';
import type { ImageSeries } from '../../records/index.ts';
import { sliceOf, sliceView } from '../map/display.ts';
import type { Figure } from './figure.ts';
import type { ReconstructStudy } from './road.ts';

const METHOD_NAMES = {
  fourier: 'Fourier',
  sense: 'SENSE',
  lowRank: 'low rank + sparse',
  partialFourier: 'partial Fourier',
} as const;
const MOST_FRAMES = 4;
/** Panels of courses, one of them the error where there is one; and how far apart their voxels are at least. */
const COURSES = 4;
const APART = 6;

export function comparisonFigures({ comparison, magnitudes, reconstruction, frame_s }: ReconstructStudy): Figure[] {
  if (comparison === undefined) return [];
  const name = METHOD_NAMES[reconstruction.method];
  return magnitudes.flatMap((images, n) => {
    const ways = [
      ...(comparison.reference === undefined ? [] : [{ name: 'all lines', series: comparison.reference[n]! }]),
      { name, series: images },
      { name: 'zeros in the gaps', series: comparison.zeros[n]! },
    ];
    const suffix = magnitudes.length > 1 ? `_${n + 1}` : '';
    const figures = [picture(ways, suffix)];
    const errors = errorPanel(comparison, name, frame_s);
    const courses = coursePanels(ways, COURSES - errors.length, frame_s);
    const panels = [...courses, ...errors];
    if (panels.length > 0) {
      figures.push({
        name: `courses${suffix}`,
        svg: lineFigure({ title: `${images.name}: bright voxels over time${errors.length > 0 ? ', and the error of each frame' : ''}`, panels, columns: 2, panelHeight: 190 }), // prettier-ignore
        caption: `Magnitude of the brightest voxels at least ${APART} voxels apart.${errors.length > 0 ? ' Error: root of the sum of |images - all lines|² over that of |all lines|², all voxels, complex.' : ''}`,
      });
    }
    return figures;
  });
}

interface Way {
  readonly name: string;
  readonly series: ImageSeries;
}

/** Frames in rows of their own scale, ways beside each other; with a reference the errors too. */
function picture(ways: readonly Way[], suffix: string): Figure {
  const [first] = ways;
  const { images, geometry, name } = first!.series;
  const [nTimes, nz, ny, nx] = images.shape;
  const slice = nx * ny,
    view = sliceView(geometry);
  const power = (time: number, z?: number): number => {
    let sum = 0;
    const start = (time * nz + (z ?? 0)) * slice;
    for (let i = start; i < start + (z === undefined ? nz : 1) * slice; i++) sum += images.data[i]! * images.data[i]!;
    return sum;
  };
  const frames = Array.from({ length: nTimes }, (_, time) => time);
  const peak = frames.reduce((a, b) => (power(b) > power(a) ? b : a), 0);
  const z = Array.from({ length: nz }, (_, i) => i).reduce((a, b) => (power(peak, b) > power(peak, a) ? b : a), 0);
  const rows = frames.filter((time) => time >= peak).filter((_, i, all) => i % Math.max(1, Math.floor(all.length / MOST_FRAMES)) === 0).slice(0, MOST_FRAMES); // prettier-ignore
  const hasReference = ways.length === 3;
  const panels = rows.flatMap((time): MapPanel[] => {
    const dataOf = ({ series }: Way): Float64Array => {
      const at = (time * nz + z) * slice;
      return Float64Array.from(series.images.data.subarray(at, at + slice));
    };
    const truth = dataOf(first!);
    const top = Array.from(truth).sort((a, b) => a - b)[Math.floor(0.997 * slice)]! || 1;
    const panel = (label: string, data: Float64Array): MapPanel => ({
      label,
      grid: { width: nx, height: ny, data: sliceOf(data.map((x) => x / top), [nx, ny, 1], 0, view) }, // prettier-ignore
      fieldOfView_mm: view.fieldOfView_mm,
    });
    const differences = hasReference
      ? ways.slice(1).map((way) => panel(`error: ${way.name}`, dataOf(way).map((x, i) => Math.abs(x - truth[i]!)))) // prettier-ignore
      : [];
    return [
      ...ways.map((way, n) => panel(n === 0 ? `frame ${time + 1}: ${way.name}` : way.name, dataOf(way))),
      ...differences,
    ];
  });
  return {
    name: `comparison${suffix}`,
    svg: mapFigure({
      title: `${name}: slice ${z + 1} beside zeros in the gaps`,
      panels,
      nColumns: hasReference ? 5 : 4,
      width_px: 840,
      colourMap: 'gray',
      range: [0, 1],
      quantity: 'magnitude over the 99.7th percentile of the frame',
    }),
    caption: `Each row is a frame with a scale of its own${hasReference ? '; errors are differences of magnitudes on the same scale' : ''}.`,
  };
}

function coursePanels(
  ways: readonly Way[],
  count: number,
  frame_s: number | undefined,
): Parameters<typeof lineFigure>[0]['panels'] {
  const [nTimes, nz, ny, nx] = ways[0]!.series.images.shape;
  if (nTimes < 4) return [];
  const volume = nz * ny * nx;
  const most = new Float64Array(volume);
  ways[0]!.series.images.data.forEach((x, i) => (most[i % volume] = Math.max(most[i % volume]!, x)));
  const order = Array.from({ length: volume }, (_, at) => at).sort((a, b) => most[b]! - most[a]!);
  const chosen: number[] = [];
  const distance = (a: number, b: number): number =>
    Math.hypot((a % nx) - (b % nx), (Math.floor(a / nx) % ny) - (Math.floor(b / nx) % ny), Math.floor(a / nx / ny) - Math.floor(b / nx / ny)); // prettier-ignore
  for (const at of order) {
    if (chosen.length === count) break;
    if (chosen.every((other) => distance(at, other) >= APART)) chosen.push(at);
  }
  const x = timesOf(nTimes, frame_s);
  return chosen.map((at) => ({
    title: `voxel ${(at % nx) + 1}, ${(Math.floor(at / nx) % ny) + 1}, ${Math.floor(at / nx / ny) + 1}`,
    x: axisOf(frame_s),
    y: { quantity: 'magnitude', unit: 'raw units' },
    lines: ways.map(({ name, series }) => ({
      x,
      y: Float64Array.from({ length: nTimes }, (_, time) => series.images.data[time * volume + at]!),
      ...styleOf(name),
    })),
  }));
}

function errorPanel(
  { errors }: NonNullable<ReconstructStudy['comparison']>,
  name: string,
  frame_s: number | undefined,
): Parameters<typeof lineFigure>[0]['panels'] {
  if (errors === undefined || errors.images.perFrame.length < 4) return [];
  const x = timesOf(errors.images.perFrame.length, frame_s);
  return [
    {
      title: 'error of each frame',
      x: axisOf(frame_s),
      y: { quantity: 'error over the reference', range: [0, 1] },
      lines: [
        { x, y: errors.images.perFrame, ...styleOf(name) },
        { x, y: errors.zeros.perFrame, ...styleOf('zeros in the gaps') },
      ],
    },
  ];
}

const timesOf = (n: number, frame_s: number | undefined): Float64Array =>
  Float64Array.from({ length: n }, (_, time) => (frame_s === undefined ? time + 1 : time * frame_s));
const axisOf = (frame_s: number | undefined) => (frame_s === undefined ? { quantity: 'frame' } : { quantity: 'time', unit: 's' }); // prettier-ignore

function styleOf(name: string): Pick<Line, 'colour' | 'width' | 'dash' | 'name'> {
  if (name === 'all lines') return { name, colour: SUBSTRATE_COLOUR, width: 2.4 };
  if (name === 'zeros in the gaps') return { name, colour: PRODUCT_COLOURS[1], width: 1.6, dash: '5 4' };
  return { name, colour: PRODUCT_COLOURS[0], width: 2 };
}
