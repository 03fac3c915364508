// The pictures of a sequence: one repetition to scale, where in k-space its samples stand, what its pulses excite.
import { PRODUCT_COLOURS, sequenceFigure, type SequenceRow } from '../../plot/index.ts';
import type { Sequence } from '../../records/index.ts';
import { polylineOf, useOf, waveforms, type Waveforms } from '../../scanner/sequence/index.ts';
import { AXES, AXIS_COLOURS, type Figure } from './figure.ts';
import { atCentre, kSpaceFigure } from './k-space-figure.ts';
import { pulseProfileFigure } from './pulse-figure.ts';
import type { SequenceStudy } from './road.ts';

const MAGNITUDE = '#333333';
const PHASE = '#8a5a9e';

export function sequenceFigures({ read: { sequence }, hardware, file, windows, pulses }: SequenceStudy): Figure[] {
  const gamma = hardware === undefined ? undefined : Math.abs(hardware.gamma_MHzPerT) * 1e6;
  const drawn = windows.length === 0 || atCentre(windows) ? [] : [kSpaceFigure(sequence, windows, file)];
  return [sequenceDiagram(sequence, gamma, file), ...drawn, ...pulses.map(pulseProfileFigure)];
}

export interface Repetition {
  readonly from_s: number;
  readonly to_s: number;
  /** Whether it begins with an excitation. */
  readonly excited: boolean;
  /** A long wait with what follows it, left out at the end. */
  readonly wait_s: number;
}

/** From the first excitation with samples after it to the next, without the empty end, and up to a wait that would take more than half of it. */
export function firstRepetition({ blocks }: Sequence): Repetition {
  let start_s = 0;
  let from_s: number | undefined;
  let last_s = 0; // end of the last event so far
  let sampled = false;
  let wait = { at_s: 0, length_s: 0 };
  for (const { rf, sampling, gradients, duration_s } of blocks) {
    if (rf !== undefined && useOf(rf) === 'excitation') {
      if (from_s !== undefined && sampled) break;
      if (from_s === undefined || !sampled) from_s = start_s;
    }
    const lines = gradients.flatMap((event) => (event === undefined ? [] : [polylineOf(event).time_s]));
    const spans = lines.map((time_s) => [time_s[0]!, time_s.at(-1)!] as const);
    if (rf !== undefined) spans.push([rf.delay_s, rf.delay_s + rf.duration_s]);
    if (sampling !== undefined) spans.push([sampling.delay_s, sampling.delay_s + sampling.nSamples * sampling.dwell_s]);
    const end_s = Math.max(0, ...spans.map(([, end]) => end));
    if (end_s > 0) {
      const length_s = start_s + Math.min(...spans.map(([begin]) => begin)) - last_s;
      if (sampled && length_s > wait.length_s) wait = { at_s: last_s, length_s };
      last_s = start_s + end_s;
    }
    sampled ||= sampling !== undefined && from_s !== undefined;
    start_s += duration_s;
  }
  const excited = from_s !== undefined;
  const from = from_s ?? 0;
  const to_s = last_s > from ? last_s : Math.max(start_s, from + 1e-6);
  if (wait.length_s > 0.5 * (to_s - from)) return { from_s: from, to_s: wait.at_s, excited, wait_s: wait.length_s };
  return { from_s: from, to_s, excited, wait_s: 0 };
}

/** One repetition to scale; in tesla where `gamma` (Hz/T) is known. */
export function sequenceDiagram(sequence: Sequence, gamma: number | undefined, file: string): Figure {
  const { from_s, to_s, excited, wait_s } = firstRepetition(sequence);
  const short = to_s - from_s < 2;
  const scale = short ? 1e3 : 1;
  const played = waveforms(sequence, from_s, to_s);
  const time = (times: Float64Array): Float64Array => times.map((value) => (value - from_s) * scale);
  const rows = [...rfRows(played, time, gamma), ...gradientRows(played, time, gamma), adcRow(played, time)];
  const title = `${sequence.name || file}: ${excited ? 'one repetition' : 'no excitation, all of it'}`;
  const number = (value: number): number => Number(value.toPrecision(6));
  const note = [
    ...(excited ? [`From the first excitation that is sampled, ${number(from_s)} s after the start.`] : []),
    ...(wait_s > 0 ? [`A wait of ${number(wait_s)} s follows; it and what comes after it are left out.`] : []),
    'Rows that stay empty play nothing.',
  ].join(' ');
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
      unit: inside.length === 0 ? '' : gamma === undefined ? 'Hz' : 'µT',
      colour: MAGNITUDE,
      range: [0, peak],
      lines: magnitude.map((y, n) => ({ x: edges[n]!, y })),
    },
    {
      name: 'RF phase',
      unit: inside.length === 0 ? '' : 'rad',
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
