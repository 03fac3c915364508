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
