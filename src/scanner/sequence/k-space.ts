// Where in k-space each sample of a sequence stands: the exact integral of its gradients since the last excitation.
import { ScienceError } from '../../base/index.ts';
import type { SamplingWindow, Sequence, SequenceBlock } from '../../records/index.ts';
import { labelsAfter } from './labels.ts';
import { integralAt, polylineOf, rotateInto, rotationMatrix, type Polyline } from './polyline.ts';
import { useOf } from './pulse.ts';

/** One sampling window as it was played. */
export interface KSpaceWindow {
  /** Index of the block, from 0. */
  readonly block: number;
  /** Start of the block since the start of the sequence. */
  readonly start_s: number;
  /** Sample times since the start of the sequence. */
  readonly time_s: Float64Array;
  /** [sample, 3], cycles/m. */
  readonly k_perM: Float64Array;
  readonly labels: Readonly<Record<string, number>>;
  /** Index of the last excitation before the first sample, from 0; -1 before any. */
  readonly excitation: number;
}

/** k-space is kept for so many samples, 32 bytes each: a few changed digits of a file must not claim the memory. */
const MAX_SAMPLES = 8_000_000;

function checkSamples({ blocks }: Sequence): void {
  let total = 0;
  blocks.forEach(({ sampling }, index) => {
    if (sampling === undefined) return;
    const { nSamples, dwell_s } = sampling;
    const where = { where: `block ${index + 1}` };
    if (!Number.isInteger(nSamples) || nSamples < 0)
      throw new ScienceError('argument', `a sampling window of ${nSamples} samples; expected a whole number, 0 or more`, where); // prettier-ignore
    if (!(dwell_s > 0) || !Number.isFinite(dwell_s))
      throw new ScienceError('argument', `a dwell time of ${dwell_s} s; expected seconds above 0`, where);
    total += nSamples;
    if (total > MAX_SAMPLES)
      throw new ScienceError('unsupported', `up to here the sequence samples ${total} points; at most ${MAX_SAMPLES}: split it`, where); // prettier-ignore
  });
}

/** Sample times of a window since the start of its block. */
export function sampleTimes_s({ delay_s, nSamples, dwell_s }: SamplingWindow): Float64Array {
  const times = new Float64Array(nSamples);
  for (let n = 0; n < nSamples; n++) times[n] = delay_s + (n + 0.5) * dwell_s;
  return times;
}

/** Integral of the block's gradients, turned as the block says, at each of `times_s` (rising) since its start; [time, 3]. */
export function blockIntegral(
  block: SequenceBlock,
  lines: readonly (Polyline | undefined)[],
  times_s: Float64Array,
): Float64Array {
  const out = new Float64Array(3 * times_s.length);
  lines.forEach((line, axis) => {
    if (line === undefined) return;
    const area = integralAt(line, times_s);
    for (let n = 0; n < area.length; n++) out[3 * n + axis] = area[n]!;
  });
  if (block.rotation !== undefined) rotateInto(out, rotationMatrix(block.rotation));
  return out;
}

/**
 * k of every sample: zero at the centre of an excitation, of opposite sign after the centre of a refocusing pulse; other pulses leave it.
 * Pulses that do not say what they are for are taken by their flip angle (`useOf`). Samples of a window before a pulse of the same block
 * belong to what was before it. Throws where numbers of samples are none, or where there are more than memory should be asked for.
 */
export function kSpaceOf(sequence: Sequence): { readonly windows: readonly KSpaceWindow[] } {
  checkSamples(sequence);
  const windows: KSpaceWindow[] = [];
  const offset = new Float64Array(3); // k = offset + integral since the start of the block
  const events = new Map<object, Polyline>();
  let labels: Readonly<Record<string, number>> = {};
  let excitation = -1;
  let start_s = 0;
  sequence.blocks.forEach((block, index) => {
    labels = labelsAfter(labels, block);
    const lines = block.gradients.map((event) => {
      if (event === undefined) return undefined;
      const line = events.get(event) ?? polylineOf(event);
      events.set(event, line);
      return line;
    });
    const { rf, sampling } = block;
    const use = rf === undefined ? undefined : useOf(rf);
    const centre_s =
      rf !== undefined && (use === 'excitation' || use === 'refocusing') ? rf.delay_s + rf.center_s : Infinity;
    const pulse = (): void => {
      const area = blockIntegral(block, lines, Float64Array.of(centre_s));
      for (let axis = 0; axis < 3; axis++)
        offset[axis] = use === 'excitation' ? -area[axis]! : -offset[axis]! - 2 * area[axis]!;
      if (use === 'excitation') excitation++;
    };
    let pulsed = centre_s === Infinity;
    if (sampling !== undefined) {
      const times = sampleTimes_s(sampling);
      const k_perM = blockIntegral(block, lines, times);
      let first = excitation;
      for (let n = 0; n < times.length; n++) {
        if (!pulsed && times[n]! >= centre_s) {
          pulse();
          pulsed = true;
          if (n === 0) first = excitation;
        }
        for (let axis = 0; axis < 3; axis++) k_perM[3 * n + axis] = k_perM[3 * n + axis]! + offset[axis]!;
      }
      windows.push({
        block: index,
        start_s,
        time_s: times.map((time) => start_s + time),
        k_perM,
        labels,
        excitation: first,
      });
    }
    if (!pulsed) pulse();
    const whole = blockIntegral(block, lines, Float64Array.of(block.duration_s));
    for (let axis = 0; axis < 3; axis++) offset[axis] = offset[axis]! + whole[axis]!;
    start_s += block.duration_s;
  });
  return { windows };
}
