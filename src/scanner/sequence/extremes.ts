// The largest of what a sequence asks of a scanner, and in which block.
import type { Sequence, SequenceBlock } from '../../records/index.ts';
import type { Polyline } from './polyline.ts';
import { blockLines } from './waveforms.ts';

export interface LineExtremes {
  readonly peak_HzPerM: number;
  /** Steepest slope. */
  readonly slew_HzPerMPerS: number;
  /** Largest step in no time, inside the block; files before 1.5 leave small ones where a shape ends. */
  readonly jump_HzPerM: number;
  /** At the start and end of the block. */
  readonly first_HzPerM: number;
  readonly last_HzPerM: number;
}

/** Of one line in a block of that duration; an event that starts later or ends before is zero at the borders. */
export function lineExtremes({ time_s, amplitude_HzPerM }: Polyline, duration_s: number): LineExtremes {
  let peak = 0;
  let slew = 0;
  let jump = 0;
  const step = (from: number, to: number, time: number): void => {
    if (time > 0) slew = Math.max(slew, Math.abs(to - from) / time);
    else jump = Math.max(jump, Math.abs(to - from));
  };
  const last = time_s.length - 1;
  for (let n = 0; n <= last; n++) {
    peak = Math.max(peak, Math.abs(amplitude_HzPerM[n]!));
    if (n > 0) step(amplitude_HzPerM[n - 1]!, amplitude_HzPerM[n]!, time_s[n]! - time_s[n - 1]!);
  }
  const atStart = time_s[0]! <= 1e-9;
  const atEnd = time_s[last]! >= duration_s - 1e-9;
  if (!atStart) step(0, amplitude_HzPerM[0]!, 0);
  if (!atEnd) step(amplitude_HzPerM[last]!, 0, 0);
  return {
    peak_HzPerM: peak,
    slew_HzPerMPerS: slew,
    jump_HzPerM: jump,
    first_HzPerM: atStart ? amplitude_HzPerM[0]! : 0,
    last_HzPerM: atEnd ? amplitude_HzPerM[last]! : 0,
  };
}

/** Looks at each gradient event once, however many blocks play it. */
export function extremesReader(): (block: SequenceBlock) => readonly (LineExtremes | undefined)[] {
  const known = new Map<object, LineExtremes>();
  return (block) => {
    if (block.rotation !== undefined)
      return blockLines(block).map((line) => line && lineExtremes(line, block.duration_s));
    let lines: readonly (Polyline | undefined)[] | undefined;
    return block.gradients.map((event, axis) => {
      if (event === undefined) return undefined;
      let found = known.get(event);
      if (found === undefined) {
        lines ??= blockLines(block);
        found = lineExtremes(lines[axis]!, block.duration_s);
        // what stands at the borders depends on the block as well
        if (event.kind === 'trapezoid') known.set(event, found);
      }
      return found;
    });
  };
}

/** Share of the peak from which a step in no time is one, and not the rounding of a file. */
const JUMP = 0.01;

export interface SequenceExtremes {
  readonly duration_s: number;
  readonly nSamples: number;
  readonly nWindows: number;
  readonly nPulses: number;
  /** x, y, z of the scanner. */
  readonly gradient_HzPerM: readonly number[];
  /** Infinity where a gradient jumps in no time. */
  readonly slew_HzPerMPerS: readonly number[];
  readonly b1_Hz: number;
  /** Time with RF on. */
  readonly rfOn_s: number;
}

export function extremesOf({ blocks }: Sequence): SequenceExtremes {
  const read = extremesReader();
  const gradient = [0, 0, 0];
  const slew = [0, 0, 0];
  const sum = { duration_s: 0, nSamples: 0, nWindows: 0, nPulses: 0, b1_Hz: 0, rfOn_s: 0 };
  for (const block of blocks) {
    sum.duration_s += block.duration_s;
    read(block).forEach((line, axis) => {
      gradient[axis] = Math.max(gradient[axis]!, line?.peak_HzPerM ?? 0);
      if (line === undefined) return;
      const steepest = line.jump_HzPerM > JUMP * line.peak_HzPerM ? Infinity : line.slew_HzPerMPerS;
      slew[axis] = Math.max(slew[axis]!, steepest);
    });
    if (block.sampling !== undefined) {
      sum.nWindows++;
      sum.nSamples += block.sampling.nSamples;
    }
    if (block.rf === undefined) continue;
    sum.nPulses++;
    sum.rfOn_s += block.rf.duration_s;
    for (const amplitude of block.rf.amplitude_Hz) sum.b1_Hz = Math.max(sum.b1_Hz, amplitude);
  }
  return { ...sum, gradient_HzPerM: gradient, slew_HzPerMPerS: slew };
}
