// Where in k-space the samples of a sequence stand.
import { lineFigure, SUBSTRATE_COLOUR, type LinePanel } from '../../plot/index.ts';
import type { Sequence } from '../../records/index.ts';
import type { KSpaceWindow } from '../../scanner/sequence/index.ts';
import { AXES, AXIS_COLOURS, type Figure } from './figure.ts';

/** So many points are drawn. */
const MAX_POINTS = 60_000;

/** 0.006 rad over a metre: what is nearer to the centre is rounding. */
const CENTRE_perM = 1e-3;

/** Largest distance of a sample from 0 along x, y, z, in 1/m. */
export function extentOf(windows: readonly KSpaceWindow[]): readonly [number, number, number] {
  const extent: [number, number, number] = [0, 0, 0];
  for (const { k_perM } of windows)
    for (let n = 0; n < k_perM.length; n++) extent[n % 3] = Math.max(extent[n % 3]!, Math.abs(k_perM[n]!));
  return extent;
}

/** Every sample stands at the centre of k-space, as in a pulse-acquire sequence: nothing to draw. */
export const atCentre = (windows: readonly KSpaceWindow[]): boolean => Math.max(...extentOf(windows)) < CENTRE_perM;

/** Where the samples of `windows`, one or more, stand. */
export function kSpaceFigure(sequence: Sequence, windows: readonly KSpaceWindow[], file: string): Figure {
  const nSamples = windows.reduce((sum, { time_s }) => sum + time_s.length, 0);
  const stride = Math.max(1, Math.ceil(nSamples / MAX_POINTS));
  const extent = extentOf(windows);
  const largest = Math.max(...extent);
  const used = [0, 1, 2].filter((axis) => extent[axis]! > 0.01 * largest);
  const title = `${sequence.name || file}: k-space of ${windows.length} sampling window${windows.length === 1 ? '' : 's'}`;
  const pairs = used.length < 2 ? [] : used.length === 2 ? [[used[0]!, used[1]!]] : [[0, 1], [0, 2]]; // prettier-ignore
  const planes = pairs.map(([a, b]) => planePanel(windows, a!, b!, Math.max(extent[a!]!, extent[b!]!), stride));
  const panels = planes.length === 2 ? planes : [...planes, timePanel(windows, used, stride)];
  const note = `Zero at the centre of each excitation, sign changed at each refocusing pulse; one line for each sampling window.${planes.length === 2 ? '' : ' Against time: the windows of the first excitation that is sampled.'}`;
  const panelHeight = planes.length > 0 ? 318 : 280;
  const svg = lineFigure({ title, panels, columns: panels.length, panelHeight, note });
  return {
    name: 'k-space',
    svg,
    caption: `Where the samples stand in k-space.${stride > 1 ? ` Every ${stride}th sample is drawn.` : ''}`,
  };
}

function planePanel(windows: readonly KSpaceWindow[], a: number, b: number, extent: number, stride: number): LinePanel {
  const range = [-1.05 * extent, 1.05 * extent] as const;
  const axis = (n: number) => ({ quantity: `k${AXES[n]!}`, unit: '1/m', range });
  const of = (n: number): number[] => joined(windows, stride, ({ k_perM }, sample) => k_perM[3 * sample + n]!);
  return { x: axis(a), y: axis(b), lines: [{ x: of(a), y: of(b), colour: SUBSTRATE_COLOUR, width: 0.8 }] };
}

/** k against time over the windows of the first excitation that is sampled. */
function timePanel(windows: readonly KSpaceWindow[], axes: readonly number[], stride: number): LinePanel {
  const first = windows.filter(({ excitation }) => excitation === windows[0]!.excitation);
  const start_s = first[0]!.time_s[0]!;
  const x = joined(first, stride, ({ time_s }, sample) => (time_s[sample]! - start_s) * 1e3);
  return {
    x: { quantity: 'time since the first sample', unit: 'ms' },
    y: { quantity: 'k', unit: '1/m' },
    lines: (axes.length === 0 ? [0] : axes).map((axis) => ({
      x,
      y: joined(first, stride, ({ k_perM }, sample) => k_perM[3 * sample + axis]!),
      colour: AXIS_COLOURS[axis]!,
      width: 1,
      name: `k${AXES[axis]!}`,
    })),
  };
}

/** Samples of all windows, a gap (NaN) between two. */
function joined(
  windows: readonly KSpaceWindow[],
  stride: number,
  at: (window: KSpaceWindow, sample: number) => number,
): number[] {
  const out: number[] = [];
  for (const window of windows) {
    for (let n = 0; n < window.time_s.length; n += stride) out.push(at(window, n));
    out.push(NaN);
  }
  return out;
}
