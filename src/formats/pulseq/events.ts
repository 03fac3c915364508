// RF pulses, gradients and sampling windows from their tables and shapes.
import type { GradientEvent, RfPulse, SamplingWindow, Sequence } from '../../records/index.ts';
import { formatError } from './lines.ts';
import { edgeAfter, peakCentre_s } from './restore.ts';
import { MAX_SAMPLES, type SampleBudget } from './shapes.ts';
import { eventOf, type EventRow } from './tables.ts';

export interface EventSource {
  readonly where: string;
  readonly minor: number;
  readonly rasters: Sequence['rasters'];
  readonly shapes: ReadonlyMap<number, Float64Array>;
  readonly budget: SampleBudget;
  /** The block that asks, from 1. */
  readonly block: () => number;
  /** Arrays that events share, by what they were made of. */
  readonly shared: Map<string, Float64Array>;
}

const US = 1e6;
const NS = 1e9;
const USES: Readonly<Record<string, RfPulse['use']>> = {
  e: 'excitation', r: 'refocusing', i: 'inversion', s: 'saturation', p: 'preparation', o: 'other', u: 'undefined',
}; // prettier-ignore

/** Made once for each key, counted against the budget. */
function shared(
  source: EventSource,
  key: string,
  length: number,
  line: number,
  at: (n: number) => number,
): Float64Array {
  let array = source.shared.get(key);
  if (array === undefined) {
    source.budget.take(length, line);
    array = new Float64Array(length);
    for (let n = 0; n < length; n++) array[n] = at(n);
    source.shared.set(key, array);
  }
  return array;
}

function shapeOf(source: EventSource, id: number, line: number): Float64Array {
  return eventOf(source.shapes, id, 'shape', source.where, line);
}

/** Sample times and the duration: at centres of the raster (0), at its edges and centres (-1, from 1.5), or a shape of raster steps. */
function timing(
  source: EventSource,
  id: number,
  length: number,
  raster_s: number,
  line: number,
): { time_s: Float64Array; duration_s: number } {
  const key = `time ${id} ${length} ${raster_s}`;
  if (id === 0)
    return { time_s: shared(source, key, length, line, (n) => (n + 0.5) * raster_s), duration_s: length * raster_s };
  if (id === -1) {
    const time_s = shared(source, key, length, line, (n) => 0.5 * (n + 1) * raster_s);
    return { time_s, duration_s: 0.5 * (length + 1) * raster_s };
  }
  const shape = shapeOf(source, id, line);
  const wrong = (message: string): Error =>
    formatError(source.where, line, `${message}; block ${source.block()} plays it`);
  if (shape.length !== length)
    throw wrong(`time shape ${id} has ${shape.length} samples, its amplitudes ${length}; they must agree`);
  if (!(shape[0]! >= 0)) throw wrong(`time shape ${id} begins before 0`);
  for (let n = 1; n < length; n++)
    if (!(shape[n]! > shape[n - 1]!)) throw wrong(`time shape ${id} does not rise at sample ${n + 1}; times must rise`);
  return {
    time_s: shared(source, key, length, line, (n) => shape[n]! * raster_s),
    duration_s: shape[length - 1]! * raster_s,
  };
}

export function rfPulse(source: EventSource, { line, values, use = 'u' }: EventRow): RfPulse {
  const raster_s = source.rasters.rfRaster_s;
  const { amplitude, magnitudeId, phaseId } = values as Readonly<Record<string, number>> &
    Record<'amplitude' | 'magnitudeId' | 'phaseId', number>;
  const magnitude = shapeOf(source, magnitudeId, line);
  const length = magnitude.length;
  const turns = phaseId === 0 ? undefined : shapeOf(source, phaseId, line);
  if (turns !== undefined && turns.length !== length)
    throw formatError(
      source.where,
      line,
      `magnitude shape ${magnitudeId} has ${length} samples, phase shape ${phaseId} ${turns.length}; they must agree`,
    );
  const { time_s, duration_s } = timing(source, values['timeId'] ?? 0, length, raster_s, line);
  const amplitude_Hz = shared(source, `rf ${amplitude} ${magnitudeId}`, length, line, (n) =>
    Math.abs(amplitude * magnitude[n]!),
  );
  const negative = (n: number): number => (amplitude * magnitude[n]! < 0 ? Math.PI : 0);
  const phase_rad = shared(
    source,
    `phase ${phaseId} ${magnitudeId} ${Math.sign(amplitude)}`,
    length,
    line,
    (n) => 2 * Math.PI * (turns?.[n] ?? 0) + negative(n),
  );
  const named = USES[use.toLowerCase()];
  if (named === undefined) throw formatError(source.where, line, `use '${use.slice(0, 10)}' is none of e r i s p o u`);
  const whole_s = Math.ceil(duration_s / raster_s - 1e-6) * raster_s;
  const { center } = values;
  return {
    delay_s: values['delay']! / US,
    duration_s: whole_s,
    time_s,
    amplitude_Hz,
    phase_rad,
    center_s: center === undefined ? peakCentre_s(time_s, amplitude_Hz) : center / US,
    frequencyOffset_Hz: values['frequency']!,
    phaseOffset_rad: values['phase']!,
    ...ppm(values),
    use: named,
  };
}

function ppm(values: EventRow['values']): { frequencyOffset_ppm?: number; phaseOffset_radPerMHz?: number } {
  const { frequencyPpm = 0, phasePpm = 0 } = values;
  return {
    ...(frequencyPpm === 0 ? {} : { frequencyOffset_ppm: frequencyPpm }),
    ...(phasePpm === 0 ? {} : { phaseOffset_radPerMHz: phasePpm }),
  };
}

export function trapezoid({ values }: EventRow): GradientEvent {
  return {
    kind: 'trapezoid',
    delay_s: values['delay']! / US,
    amplitude_HzPerM: values['amplitude']!,
    rise_s: values['rise']! / US,
    flat_s: values['flat']! / US,
    fall_s: values['fall']! / US,
  };
}

/** `before_HzPerM`: where the gradient of the block before ended; files before 1.5 do not say where a shape begins. */
export function shapedGradient(source: EventSource, row: EventRow, before_HzPerM: number): GradientEvent {
  const { line, values } = row;
  const amplitude = values['amplitude']!;
  const shapeId = values['shapeId']!;
  const timeId = values['timeId'] ?? 0;
  const shape = shapeOf(source, shapeId, line);
  const { time_s, duration_s } = timing(source, timeId, shape.length, source.rasters.gradientRaster_s, line);
  const amplitude_HzPerM = shared(
    source,
    `gradient ${amplitude} ${shapeId}`,
    shape.length,
    line,
    (n) => amplitude * shape[n]!,
  );
  const delay_s = values['delay']! / US;
  const begin = timeId > 0 && time_s[0] === 0 ? amplitude_HzPerM[0]! : delay_s > 0 ? 0 : before_HzPerM;
  const first_HzPerM = values['first'] ?? begin;
  const end = timeId === 0 ? edgeAfter(amplitude_HzPerM, first_HzPerM) : amplitude_HzPerM.at(-1)!;
  return {
    kind: 'shape',
    delay_s,
    duration_s,
    time_s,
    amplitude_HzPerM,
    first_HzPerM,
    last_HzPerM: values['last'] ?? end,
  };
}

export function samplingWindow(source: EventSource, { line, values }: EventRow): SamplingWindow {
  const nSamples = values['num']!;
  const phaseId = values['phaseId'] ?? 0;
  if (nSamples > MAX_SAMPLES)
    throw formatError(source.where, line, `an ADC event of ${nSamples} samples; expected at most ${MAX_SAMPLES}`);
  if (!(values['dwell']! > 0)) throw formatError(source.where, line, 'dwell of [ADC] is 0; expected nanoseconds');
  const turns = phaseId === 0 ? undefined : shapeOf(source, phaseId, line);
  if (turns !== undefined && turns.length !== nSamples)
    throw formatError(
      source.where,
      line,
      `phase shape ${phaseId} has ${turns.length} samples, the ADC event ${nSamples}; they must agree`,
    );
  return {
    delay_s: values['delay']! / US,
    nSamples,
    dwell_s: values['dwell']! / NS,
    frequencyOffset_Hz: values['frequency']!,
    phaseOffset_rad: values['phase']!,
    ...ppm(values),
    ...(turns === undefined
      ? {}
      : { phase_rad: shared(source, `receive ${phaseId}`, nSamples, line, (n) => 2 * Math.PI * turns[n]!) }),
  };
}
