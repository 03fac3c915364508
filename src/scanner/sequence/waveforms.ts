// A sequence as it is played: RF, gradients in the frame of the scanner, and sampling over time.
import { ScienceError } from '../../base/index.ts';
import type { RfPulse, Sequence, SequenceBlock } from '../../records/index.ts';
import { sampleTimes_s } from './k-space.ts';
import { polylineOf, rotateInto, rotationMatrix, valueAt, type Polyline } from './polyline.ts';

/** Times since the start of the sequence. */
export interface Waveforms {
  readonly from_s: number;
  readonly to_s: number;
  readonly pulses: readonly {
    readonly block: number;
    readonly time_s: Float64Array;
    readonly amplitude_Hz: Float64Array;
    /** With phase and frequency offsets; those in ppm are not in it, they need the field. */
    readonly phase_rad: Float64Array;
    /** Moment that counts as excitation. */
    readonly center_s: number;
    readonly rf: RfPulse;
  }[];
  /** x, y, z, each zero where nothing is played. */
  readonly gradients: readonly [Polyline, Polyline, Polyline];
  readonly windows: readonly { readonly block: number; readonly time_s: Float64Array }[];
}

/** The gradients of one block as lines in the frame of the scanner, since its start. */
export function blockLines(block: SequenceBlock): readonly (Polyline | undefined)[] {
  const lines = block.gradients.map((event) => (event === undefined ? undefined : polylineOf(event)));
  if (block.rotation === undefined || lines.every((line) => line === undefined)) return lines;
  const knots = new Set(lines.flatMap((line) => (line === undefined ? [] : Array.from(line.time_s))));
  const time_s = Float64Array.from(knots).sort();
  const vectors = new Float64Array(3 * time_s.length);
  lines.forEach((line, axis) => {
    if (line !== undefined) time_s.forEach((time, n) => (vectors[3 * n + axis] = valueAt(line, time)));
  });
  rotateInto(vectors, rotationMatrix(block.rotation));
  return [0, 1, 2].map((axis) => ({ time_s, amplitude_HzPerM: time_s.map((_, n) => vectors[3 * n + axis]!) }));
}

/** RF of a block as played: magnitude, and phase with its offsets; times since the start of the block. */
function playedPulse(
  rf: RfPulse,
  start_s: number,
): { time_s: Float64Array; amplitude_Hz: Float64Array; phase_rad: Float64Array } {
  const turn = 2 * Math.PI * rf.frequencyOffset_Hz;
  return {
    time_s: rf.time_s.map((time) => start_s + rf.delay_s + time),
    amplitude_Hz: rf.amplitude_Hz,
    phase_rad: rf.phase_rad.map((phase, n) => phase + rf.phaseOffset_rad + turn * rf.time_s[n]!),
  };
}

/** Everything that blocks which reach into [from_s, to_s] play. */
export function waveforms(sequence: Sequence, from_s: number, to_s: number): Waveforms {
  if (!(to_s > from_s))
    throw new ScienceError('argument', `waveforms from ${from_s} s to ${to_s} s; expected a later end`);
  const pulses: Waveforms['pulses'][number][] = [];
  const windows: Waveforms['windows'][number][] = [];
  const points = [0, 1, 2].map(() => ({ time: [] as number[], value: [] as number[] }));
  let start_s = 0;
  sequence.blocks.forEach((block, index) => {
    const begin_s = start_s;
    start_s += block.duration_s;
    if (start_s < from_s || begin_s > to_s) return;
    const { rf, sampling } = block;
    if (rf !== undefined)
      pulses.push({ block: index, ...playedPulse(rf, begin_s), center_s: begin_s + rf.delay_s + rf.center_s, rf });
    if (sampling !== undefined)
      windows.push({ block: index, time_s: sampleTimes_s(sampling).map((time) => begin_s + time) });
    blockLines(block).forEach((line, axis) => {
      if (line === undefined) return;
      const { time, value } = points[axis]!;
      const put = (at: number, amplitude: number): void => {
        time.push(begin_s + at);
        value.push(amplitude);
      };
      const last = line.time_s.length - 1;
      if (line.amplitude_HzPerM[0] !== 0) {
        // a line that joins the one before goes on from it, without a fall to zero between
        const joins =
          value.at(-1) === 0 &&
          value.length > 1 &&
          value.at(-2) !== 0 &&
          begin_s + line.time_s[0]! - time.at(-2)! < 1e-9;
        if (joins) {
          time.pop();
          value.pop();
        } else put(line.time_s[0]!, 0);
      }
      line.time_s.forEach((at, n) => put(at, line.amplitude_HzPerM[n]!));
      if (line.amplitude_HzPerM[last] !== 0) put(line.time_s[last]!, 0);
    });
  });
  const polyline = ({ time, value }: { time: number[]; value: number[] }): Polyline => ({
    time_s: Float64Array.from(time),
    amplitude_HzPerM: Float64Array.from(value),
  });
  const [x, y, z] = points.map(polyline) as [Polyline, Polyline, Polyline];
  return { from_s, to_s, pulses, gradients: [x, y, z], windows };
}
