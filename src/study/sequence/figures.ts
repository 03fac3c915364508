// The pictures of a sequence: one repetition to scale, and where in k-space its samples stand.
import {
  lineFigure,
  PRODUCT_COLOURS,
  sequenceFigure,
  SUBSTRATE_COLOUR,
  type LinePanel,
  type SequenceRow,
} from '../../plot/index.ts';
import type { Sequence } from '../../records/index.ts';
import { polylineOf, useOf, waveforms, type KSpaceWindow, type Waveforms } from '../../scanner/sequence/index.ts';
import type { SequenceStudy } from './road.ts';

export interface Figure {
  /** File stem under figures/. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}

const MAGNITUDE = '#333333';
const PHASE = '#8a5a9e';
const AXES = ['x', 'y', 'z'] as const;
const AXIS_COLOURS = [SUBSTRATE_COLOUR, PRODUCT_COLOURS[0], PRODUCT_COLOURS[1]] as const;

export function sequenceFigures(study: SequenceStudy): Figure[] {
  const { read, hardware, file } = study;
  const gamma = hardware === undefined ? undefined : Math.abs(hardware.gamma_MHzPerT) * 1e6;
  const { windows } = study;
  const drawn = windows.length === 0 ? [] : [kSpaceFigure(read.sequence, windows, file)];
  return [sequenceDiagram(read.sequence, gamma, file), ...drawn];
}

/** From the first excitation with samples after it to the next, without the empty end. */
export function firstRepetition({ blocks }: Sequence): readonly [number, number] {
  let start_s = 0;
  let from_s: number | undefined;
  let last_s = 0; // end of the last event so far
  let sampled = false;
  for (const { rf, sampling, gradients, duration_s } of blocks) {
    if (rf !== undefined && useOf(rf) === 'excitation') {
      if (from_s !== undefined && sampled) break;
      if (from_s === undefined || !sampled) from_s = start_s;
    }
    sampled ||= sampling !== undefined && from_s !== undefined;
    const ends = gradients.map((event) => (event === undefined ? 0 : polylineOf(event).time_s.at(-1)!));
    if (rf !== undefined) ends.push(rf.delay_s + rf.duration_s);
    if (sampling !== undefined) ends.push(sampling.delay_s + sampling.nSamples * sampling.dwell_s);
    const end_s = Math.max(...ends);
    if (end_s > 0) last_s = start_s + end_s;
    start_s += duration_s;
  }
  // a wait behind the last event stays out
  const from = from_s ?? 0;
  return [from, last_s > from ? last_s : Math.max(start_s, from + 1e-6)];
}

/** One repetition to scale; in tesla where `gamma` (Hz/T) is known. */
export function sequenceDiagram(sequence: Sequence, gamma: number | undefined, file: string): Figure {
  const [from_s, to_s] = firstRepetition(sequence);
  const short = to_s - from_s < 2;
  const scale = short ? 1e3 : 1;
  const played = waveforms(sequence, from_s, to_s);
  const time = (times: Float64Array): Float64Array => times.map((value) => (value - from_s) * scale);
  const rows = [...rfRows(played, time, gamma), ...gradientRows(played, time, gamma), adcRow(played, time)];
  const title = `${sequence.name || file}: one repetition`;
  const note = `From the first excitation that is sampled, ${Number(from_s.toPrecision(6))} s after the start. Rows that stay empty play nothing.`;
  const svg = sequenceFigure({
    title,
    time: { unit: short ? 'ms' : 's', range: [0, (to_s - from_s) * scale] },
    rows,
    note,
  });
  return {
    name: 'sequence',
    svg,
    caption:
      'Sequence diagram: RF magnitude and phase, gradients in the frame of the scanner, sampling windows; to scale in time.',
  };
}

const peakOf = (lists: readonly Float64Array[]): number =>
  lists.reduce((most, list) => list.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);

function rfRows(
  { pulses, from_s, to_s }: Waveforms,
  time: (times: Float64Array) => Float64Array,
  gamma: number | undefined,
): SequenceRow[] {
  const inside = pulses.filter(({ center_s }) => center_s >= from_s && center_s <= to_s);
  const factor = gamma === undefined ? 1 : 1e6 / gamma;
  // a pulse is constant before its first and after its last sample
  const edges = inside.map(({ time_s, center_s, rf }) => {
    const start_s = center_s - rf.center_s;
    return time(Float64Array.of(start_s, start_s, ...time_s, start_s + rf.duration_s, start_s + rf.duration_s));
  });
  const held = (values: Float64Array, end: number): Float64Array =>
    Float64Array.of(end, values[0]!, ...values, values.at(-1)!, end);
  const magnitude = inside.map(({ amplitude_Hz }) =>
    held(
      amplitude_Hz.map((value) => value * factor),
      0,
    ),
  );
  const phase = inside.map(({ phase_rad }) => held(wrapped(phase_rad), NaN));
  const peak = peakOf(magnitude) || 1;
  return [
    {
      name: 'RF',
      unit: gamma === undefined ? 'Hz' : 'µT',
      colour: MAGNITUDE,
      range: [0, peak],
      lines: magnitude.map((y, n) => ({ x: edges[n]!, y })),
    },
    {
      name: 'RF phase',
      unit: 'rad',
      colour: PHASE,
      range: [-Math.PI, Math.PI],
      labels: ['−π', 'π'],
      lines: phase.map((y, n) => ({ x: edges[n]!, y })),
    },
  ];
}

/** Into (-pi, pi]. */
function wrapped(phase_rad: Float64Array): Float64Array {
  return phase_rad.map((phase) => phase - 2 * Math.PI * Math.ceil(phase / (2 * Math.PI) - 0.5 - 1e-9));
}

function gradientRows(
  { gradients }: Waveforms,
  time: (times: Float64Array) => Float64Array,
  gamma: number | undefined,
): SequenceRow[] {
  const factor = gamma === undefined ? 1e-3 : 1e3 / gamma;
  const values = gradients.map(({ amplitude_HzPerM }) => amplitude_HzPerM.map((value) => value * factor));
  // each on its own scale: a slice is often selected with ten times what reads it out
  return values.map((y, axis) => {
    const peak = peakOf([y]);
    return {
      name: `G${AXES[axis]!}`,
      unit: peak === 0 ? '' : gamma === undefined ? 'kHz/m' : 'mT/m',
      colour: AXIS_COLOURS[axis]!,
      range: peak === 0 ? [-1, 1] : [-peak, peak],
      lines: [{ x: time(gradients[axis]!.time_s), y }],
    };
  });
}

function adcRow({ windows }: Waveforms, time: (times: Float64Array) => Float64Array): SequenceRow {
  const boxes = windows.map(({ time_s }) => [time(time_s.subarray(0, 1))[0]!, time(time_s.subarray(-1))[0]!] as const);
  return { name: 'ADC', unit: '', colour: PRODUCT_COLOURS[3], range: [0, 1], lines: [], boxes };
}

/** So many points are drawn. */
const MAX_POINTS = 60_000;

/** Where the samples of `windows`, one or more, stand. */
export function kSpaceFigure(sequence: Sequence, windows: readonly KSpaceWindow[], file: string): Figure {
  const nSamples = windows.reduce((sum, { time_s }) => sum + time_s.length, 0);
  const stride = Math.max(1, Math.ceil(nSamples / MAX_POINTS));
  const extent = [0, 1, 2].map((axis) => windows.reduce((most, { k_perM }) => {
    for (let n = axis; n < k_perM.length; n += 3) most = Math.max(most, Math.abs(k_perM[n]!));
    return most;
  }, 0)); // prettier-ignore
  const largest = Math.max(...extent);
  const used = [0, 1, 2].filter((axis) => extent[axis]! > 0.01 * largest);
  const note =
    'Zero at the centre of each excitation, sign changed at each refocusing pulse; one line for each sampling window. Against time: the windows of the first excitation that is sampled.';
  const title = `${sequence.name || file}: k-space of ${windows.length} sampling window${windows.length === 1 ? '' : 's'}`;
  const pairs = used.length < 2 ? [] : used.length === 2 ? [[used[0]!, used[1]!]] : [[0, 1], [0, 2]]; // prettier-ignore
  const planes = pairs.map(([a, b]) => planePanel(windows, a!, b!, Math.max(extent[a!]!, extent[b!]!), stride));
  const panels = planes.length === 2 ? planes : [...planes, timePanel(windows, used, stride)];
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
