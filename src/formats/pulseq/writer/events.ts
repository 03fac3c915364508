// Rows of RF pulses, gradients and sampling windows.
import type { GradientEvent, RfPulse, SamplingWindow, Sequence, ShapedGradient } from '../../../records/index.ts';
import { edgeAfter, peakCentre_s } from '../restore.ts';
import { cannotWrite, digits, whole, type RowTable, type ShapeTable } from './tables.ts';

/** What is being written. */
export interface Target {
  readonly minor: 4 | 5;
  readonly rasters: Sequence['rasters'];
  readonly shapes: ShapeTable;
  readonly rf: RowTable;
  readonly gradients: RowTable;
  readonly traps: RowTable;
  readonly adc: RowTable;
  readonly notes: Set<string>;
}

const US = 1e6;
const USES = {
  excitation: 'e',
  refocusing: 'r',
  inversion: 'i',
  saturation: 's',
  preparation: 'p',
  other: 'o',
  undefined: 'u',
};
const ON_RASTER = 1e-6; // of a raster step

/** The time id of samples: 0 for centres of the raster, -1 for edges and centres (1.5), else undefined. */
function regularTime(time_s: Float64Array, duration_s: number, raster_s: number, minor: number): 0 | -1 | undefined {
  const fits = (at: (n: number) => number, end: number): boolean =>
    Math.abs(duration_s / raster_s - end) < ON_RASTER &&
    time_s.every((time, n) => Math.abs(time / raster_s - at(n)) < ON_RASTER);
  if (fits((n) => n + 0.5, time_s.length)) return 0;
  return minor >= 5 && fits((n) => 0.5 * (n + 1), 0.5 * (time_s.length + 1)) ? -1 : undefined;
}

const scaled = (values: Float64Array, peak: number): Float64Array =>
  values.map((value) => (peak === 0 ? 0 : value / peak));
const steps = (time_s: Float64Array, raster_s: number): Float64Array => time_s.map((time) => time / raster_s);

function appended(values: Float64Array, value: number): Float64Array {
  const out = new Float64Array(values.length + 1);
  out.set(values);
  out[values.length] = value;
  return out;
}

const prepended = (value: number, values: Float64Array): Float64Array => Float64Array.of(value, ...values);

function offsets(target: Target, event: RfPulse | SamplingWindow, block: number): string {
  const { frequencyOffset_ppm = 0, phaseOffset_radPerMHz = 0, frequencyOffset_Hz, phaseOffset_rad } = event;
  const fixed = `${digits(frequencyOffset_Hz)} ${digits(phaseOffset_rad)}`;
  if (target.minor >= 5) return `${digits(frequencyOffset_ppm)} ${digits(phaseOffset_radPerMHz)} ${fixed}`;
  if (frequencyOffset_ppm !== 0 || phaseOffset_radPerMHz !== 0)
    throw cannotWrite(block, 'offsets in ppm need Pulseq 1.5; write 1.5, or give them in Hz and rad');
  return fixed;
}

export function rfId(target: Target, rf: RfPulse, block: number): number {
  const { rfRaster_s } = target.rasters;
  let { time_s, amplitude_Hz, phase_rad } = rf;
  if (time_s.length === 0) throw cannotWrite(block, 'an RF pulse without samples');
  const regular = regularTime(time_s, rf.duration_s, rfRaster_s, target.minor);
  if (
    regular === undefined &&
    Math.ceil(time_s.at(-1)! / rfRaster_s - ON_RASTER) * rfRaster_s < rf.duration_s - 1e-3 * rfRaster_s
  ) {
    // a pulse is constant after its last sample; the file needs a sample at the end to say so
    time_s = appended(time_s, rf.duration_s);
    amplitude_Hz = appended(amplitude_Hz, amplitude_Hz.at(-1)!);
    phase_rad = appended(phase_rad, phase_rad.at(-1)!);
  }
  const peak = amplitude_Hz.reduce((a, b) => Math.max(a, b), 0);
  const turns = phase_rad.map((phase) => {
    const turn = phase / (2 * Math.PI);
    return turn >= 0 && turn <= 1 ? turn : turn - Math.floor(turn);
  });
  const shapes = [
    digits(peak),
    target.shapes.idOf(scaled(amplitude_Hz, peak)),
    target.shapes.idOf(turns),
    regular ?? target.shapes.idOf(steps(time_s, rfRaster_s)),
  ].join(' ');
  const delay = whole(rf.delay_s, US, 'delay of the RF pulse', block);
  if (target.minor >= 5)
    return target.rf.idOf(
      `${shapes} ${digits(rf.center_s * US)} ${delay} ${offsets(target, rf, block)} ${USES[rf.use]}`,
    );
  if (rf.use !== 'undefined') target.notes.add('Pulseq 1.4 does not hold what RF pulses are for.');
  if (Math.abs(peakCentre_s(time_s, amplitude_Hz) - rf.center_s) > 0.5 * rfRaster_s)
    target.notes.add(
      'Pulseq 1.4 does not hold the centre of RF pulses; of some it is not the peak, which readers take.',
    );
  return target.rf.idOf(`${shapes} ${delay} ${offsets(target, rf, block)}`);
}

/** `before_HzPerM`: the end of the gradient before, where readers of 1.4 let a shape begin. */
export function gradientId(target: Target, event: GradientEvent, before_HzPerM: number, block: number): number {
  const delay = whole(event.delay_s, US, 'delay of the gradient', block);
  if (event.kind === 'trapezoid') {
    const times = [event.rise_s, event.flat_s, event.fall_s].map((time) =>
      whole(time, US, 'ramp or top of the trapezoid', block),
    );
    return target.traps.idOf(`${digits(event.amplitude_HzPerM)} ${times.join(' ')} ${delay}`);
  }
  if (event.time_s.length === 0) throw cannotWrite(block, 'a shaped gradient without samples');
  const { gradientRaster_s } = target.rasters;
  const regular = regularTime(event.time_s, event.duration_s, gradientRaster_s, target.minor);
  const begin = event.delay_s > 0 ? 0 : before_HzPerM;
  const plain = regular !== undefined && (target.minor >= 5 || endsFollow(event, begin));
  const { time_s, amplitude_HzPerM } = plain ? event : withEnds(event);
  const peak = amplitude_HzPerM.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  const shape = target.shapes.idOf(scaled(amplitude_HzPerM, peak));
  const time = plain ? regular : target.shapes.idOf(steps(time_s, gradientRaster_s));
  const ends = target.minor >= 5 ? `${digits(event.first_HzPerM)} ${digits(event.last_HzPerM)} ` : '';
  return target.gradients.idOf(`${digits(peak)} ${ends}${shape} ${time} ${delay}`);
}

/** Whether a reader of 1.4 finds the ends of the shape by itself. */
function endsFollow({ amplitude_HzPerM, first_HzPerM, last_HzPerM }: ShapedGradient, before_HzPerM: number): boolean {
  const peak = amplitude_HzPerM.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * peak;
  return close(first_HzPerM, before_HzPerM) && close(last_HzPerM, edgeAfter(amplitude_HzPerM, first_HzPerM));
}

/** The same line with its ends as samples. */
function withEnds(event: ShapedGradient): Pick<ShapedGradient, 'time_s' | 'amplitude_HzPerM'> {
  let { time_s, amplitude_HzPerM } = event;
  if (time_s[0]! > 0) {
    time_s = prepended(0, time_s);
    amplitude_HzPerM = prepended(event.first_HzPerM, amplitude_HzPerM);
  }
  if (time_s.at(-1)! < event.duration_s - 1e-12) {
    time_s = appended(time_s, event.duration_s);
    amplitude_HzPerM = appended(amplitude_HzPerM, event.last_HzPerM);
  }
  return { time_s, amplitude_HzPerM };
}

export function adcId(target: Target, sampling: SamplingWindow, block: number): number {
  const { nSamples, dwell_s, delay_s, phase_rad } = sampling;
  const times = `${nSamples} ${whole(dwell_s, 1e9, 'dwell of the ADC window', block)} ${whole(delay_s, US, 'delay of the ADC window', block)}`;
  const row = `${times} ${offsets(target, sampling, block)}`;
  if (target.minor >= 5) {
    const turns = phase_rad?.map((phase) => phase / (2 * Math.PI));
    return target.adc.idOf(`${row} ${turns === undefined ? 0 : target.shapes.idOf(turns)}`);
  }
  if (phase_rad !== undefined) throw cannotWrite(block, 'a receiver phase for each sample needs Pulseq 1.5; write 1.5');
  return target.adc.idOf(row);
}
