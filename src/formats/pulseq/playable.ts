// What no scanner can play, whatever its limits: events longer than their block, RF and samples at once, gradients that step in no time.
import type { GradientEvent, Sequence, SequenceBlock } from '../../records/index.ts';
import { formatError } from './lines.ts';

/**
 * ASSUMED: no gradient system is quicker (2000 T/m/s with 1H, 8000 with 13C). A step is refused where it would need more in one raster time,
 * and more than ten times what any ramp of the file takes; smaller ones are told.
 */
const ANY_SLEW_HzPerMPerS = 8.5e10;
const TIMES_THE_RAMPS = 10;
/** ASSUMED: ramps beyond are mistakes of units: 100,000 T/m/s with 1H. */
const ANY_RAMP_HzPerMPerS = 4.3e12;
/** Share of the largest gradient below which a step is the rounding of a file. */
const ROUNDING = 0.01;
const TIME_SLACK_s = 1e-9;
const NAMES = ['RF pulse', 'ADC window', 'x gradient', 'y gradient', 'z gradient'] as const;

export const seconds = (value: number): string => `${Number(value.toPrecision(9))} s`;
const text = (value: number): string => (value < 1e7 ? String(Number(value.toPrecision(4))) : value.toExponential(2));

export const endOf = (event: GradientEvent): number =>
  event.kind === 'trapezoid'
    ? event.delay_s + event.rise_s + event.flat_s + event.fall_s
    : event.delay_s + event.duration_s;

/** Ends of RF, ADC, x, y, z since the start of the block; 0 where there is none. */
export function endsOf({ rf, sampling, gradients }: Omit<SequenceBlock, 'duration_s'>): readonly number[] {
  return [
    rf === undefined ? 0 : rf.delay_s + rf.duration_s,
    sampling === undefined ? 0 : sampling.delay_s + sampling.nSamples * sampling.dwell_s,
    ...gradients.map((event) => (event === undefined ? 0 : endOf(event))),
  ];
}

interface Edges {
  readonly first: number;
  /** Where it may end. */
  readonly last: readonly number[];
  readonly peak: number;
  readonly slope_HzPerMPerS: number;
  /** Largest step in no time. */
  readonly step: number;
}

/** `restored`: the file does not say where a sampled shape ends, so that its last sample may be the end as well. */
function edgesOf(event: GradientEvent, restored: boolean): Edges {
  if (event.kind === 'trapezoid') {
    const height = Math.abs(event.amplitude_HzPerM);
    const ramps = [event.rise_s, event.fall_s];
    const slope = ramps.reduce((most, time) => (time > 0 ? Math.max(most, height / time) : most), 0);
    return { first: 0, last: [0], peak: height, slope_HzPerMPerS: slope, step: ramps.includes(0) ? height : 0 }; // prettier-ignore
  }
  const { time_s, amplitude_HzPerM, first_HzPerM: first, last_HzPerM: last, duration_s } = event;
  let peak = Math.max(Math.abs(first), Math.abs(last)),
    slope = 0;
  for (let n = 0; n < time_s.length; n++) {
    peak = Math.max(peak, Math.abs(amplitude_HzPerM[n]!));
    if (n > 0) slope = Math.max(slope, Math.abs(amplitude_HzPerM[n]! - amplitude_HzPerM[n - 1]!) / (time_s[n]! - time_s[n - 1]!)); // prettier-ignore
  }
  const open = restored && (time_s.at(-1) ?? duration_s) < duration_s;
  return { first, last: open ? [last, amplitude_HzPerM.at(-1)!] : [last], peak, slope_HzPerMPerS: slope, step: 0 };
}

interface Step {
  readonly axis: number;
  readonly size: number;
  readonly place: Place;
}

interface Place {
  /** From 1. */
  readonly block: number;
  readonly line: number;
  readonly start_s: number;
}

interface Source {
  readonly where: string;
  readonly minor: number;
  readonly rasters: Sequence['rasters'];
  /** Of the blocks in the file. */
  readonly lines: readonly number[];
}

/** Throws, with file, line, block and time, at the first block that no scanner plays. Returns a sentence on steps that only few would. */
export function checkPlayable(blocks: readonly SequenceBlock[], { where, minor, rasters, lines }: Source): string[] {
  const known = new Map<GradientEvent, Edges>();
  const steps: Step[] = [];
  let place: Place = { block: 0, line: 1, start_s: 0 };
  let end_s = 0;
  /** Where the gradients may stand at the end of the block before. */
  let before: readonly (readonly number[])[] = [[0], [0], [0]];
  let turned: SequenceBlock['rotation'];
  let peak = 0,
    slope = 0;
  const error = (message: string, { block, line, start_s } = place): Error =>
    formatError(where, line, `block ${block} at ${text(1e3 * start_s)} ms: ${message}`);
  const step = (from: readonly number[], to: number, axis: number): void => {
    const size = Math.min(...from.map((value) => Math.abs(value - to)));
    if (size > 0 && from.length > 0) steps.push({ axis, size, place });
  };
  blocks.forEach((block, index) => {
    place = { block: index + 1, line: lines[index]!, start_s: end_s };
    const { gradients, duration_s } = block;
    const message = mistimed(block);
    if (message !== undefined) throw error(message);
    // gradients that are turned join in the frame of the scanner, where `checkSequence` looks
    const joins = turned === block.rotation;
    before = gradients.map((event, axis) => {
      const from = joins ? before[axis]! : [];
      if (event === undefined) {
        step(from, 0, axis);
        return [0];
      }
      let edges = known.get(event);
      if (edges === undefined) known.set(event, (edges = edgesOf(event, minor < 5)));
      if (edges.slope_HzPerMPerS > ANY_RAMP_HzPerMPerS)
        throw error(`the ${NAMES[axis + 2]!} changes by ${text(edges.slope_HzPerMPerS)} Hz/m/s and no scanner can; amplitudes are in Hz/m, times in us`); // prettier-ignore
      peak = Math.max(peak, edges.peak);
      slope = Math.max(slope, edges.slope_HzPerMPerS);
      step([0], edges.step, axis);
      const atStart = event.delay_s <= TIME_SLACK_s;
      if (!atStart) step([0], edges.first, axis);
      step(from, atStart ? edges.first : 0, axis);
      if (endOf(event) > duration_s - TIME_SLACK_s) return edges.last;
      step(edges.last, 0, axis);
      return [0];
    });
    turned = block.rotation;
    end_s += duration_s;
  });
  before.forEach((from, axis) => step(from, 0, axis));
  const bound = Math.max(ANY_SLEW_HzPerMPerS, TIMES_THE_RAMPS * slope) * rasters.gradientRaster_s;
  const most = steps.find(({ size }) => size > bound);
  if (most !== undefined)
    throw error(`the ${NAMES[most.axis + 2]!} steps by ${text(most.size)} Hz/m in no time and no scanner can; give it a ramp`, most.place); // prettier-ignore
  const told = steps.filter(({ size }) => size > ROUNDING * peak);
  if (told.length === 0) return [];
  const { axis, size, place: at } = told[0]!;
  const more = told.length > 1 ? `, and ${told.length - 1} more such steps` : '';
  return [`The ${NAMES[axis + 2]!} steps by ${text(size)} Hz/m in no time at block ${at.block} (${text(1e3 * at.start_s)} ms)${more}: not every scanner plays that.`]; // prettier-ignore
}

function mistimed(block: SequenceBlock): string | undefined {
  const { rf, sampling, duration_s } = block;
  const ends = endsOf(block);
  const last_s = Math.max(...ends);
  if (last_s > duration_s + TIME_SLACK_s)
    return `the ${NAMES[ends.indexOf(last_s)]!} ends at ${seconds(last_s)}, after the block of ${seconds(duration_s)}; make the block longer`;
  if (
    rf !== undefined &&
    sampling !== undefined &&
    rf.delay_s < ends[1]! - 1e-12 &&
    sampling.delay_s < ends[0]! - 1e-12
  )
    // prettier-ignore
    return 'RF pulse and ADC window of the block overlap; move one or use two blocks';
  return undefined;
}
