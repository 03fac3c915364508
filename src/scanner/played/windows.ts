// Sampling windows of a sequence with the time since their excitation: what the signal of spins that are left alone depends on, with k.
import type { Sequence } from '../../records/index.ts';
import { kSpaceOf, type KSpaceWindow } from '../sequence/k-space.ts';
import { useOf } from '../sequence/pulse.ts';

export interface PlayedWindow extends KSpaceWindow {
  /** Counted from 0 over the sequence. */
  readonly index: number;
  /** Sample times since the centre of the excitation; since the start of the sequence where there was none. */
  readonly since_s: Float64Array;
}

/** Centre of each excitation since the start of the sequence. */
export function excitationTimes_s({ blocks }: Sequence): number[] {
  const out: number[] = [];
  let start_s = 0;
  for (const { rf, duration_s } of blocks) {
    if (rf !== undefined && useOf(rf) === 'excitation') out.push(start_s + rf.delay_s + rf.center_s);
    start_s += duration_s;
  }
  return out;
}

export function playedWindows(sequence: Sequence): PlayedWindow[] {
  const centres_s = excitationTimes_s(sequence);
  return kSpaceOf(sequence).windows.map((window, index) => {
    const zero_s = centres_s[window.excitation] ?? 0;
    return { ...window, index, since_s: window.time_s.map((t) => t - zero_s) };
  });
}
