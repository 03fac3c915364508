// An RF pulse of a block, with the gradient under it, as steps of constant field.
import type { PulseSteps } from '../../physics/encoding/index.ts';
import type { RfPulse, SequenceBlock } from '../../records/index.ts';
import { integralAt } from './polyline.ts';
import { blockLines } from './waveforms.ts';

export interface PulseWithGradient {
  readonly steps: PulseSteps;
  /** Of the gradient, in the frame of the scanner; undefined where none is played. */
  readonly direction: readonly [number, number, number] | undefined;
}

const LEAST_STEPS = 16;
const MOST_STEPS = 4000;
/** Share of the gradient that may stand across its direction. */
const ACROSS = 1e-3;

/**
 * In the frame of the pulse's own frequency: its offsets of frequency and phase are left out. Phases of files turn as frequencies do, a phase that rises by 2 pi f t hits
 * what precesses at +f (Pulseq), so that they change their sign for `PulseSteps`. Undefined where gradients act along several directions, or a block has no pulse.
 */
export function pulseStepsOf(block: SequenceBlock): PulseWithGradient | undefined {
  const { rf } = block;
  if (rf === undefined) return undefined;
  const n = Math.min(MOST_STEPS, Math.max(LEAST_STEPS, Math.ceil(rf.duration_s / spacing_s(rf) - 1e-6)));
  const dwell_s = rf.duration_s / n;
  const borders_s = Float64Array.from({ length: n + 1 }, (_, i) => rf.delay_s + i * dwell_s);
  const areas = blockLines(block).map((line) => line && integralAt(line, borders_s));
  const at = (axis: number, i: number): number => ((areas[axis]?.[i + 1] ?? 0) - (areas[axis]?.[i] ?? 0)) / dwell_s;
  const size = (i: number): number => Math.hypot(at(0, i), at(1, i), at(2, i));
  let top = 0;
  for (let i = 1; i < n; i++) if (size(i) > size(top)) top = i;
  const peak = size(top);
  const gradient_HzPerM = new Float64Array(n);
  const b1_Hz = b1Of(rf, n, dwell_s);
  if (!(peak > 0)) return { steps: { dwell_s, b1_Hz, gradient_HzPerM }, direction: undefined };
  const unit = [0, 1, 2].map((axis) => at(axis, top) / peak);
  const main = unit.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  const direction = unit.map((value) => (main < 0 ? -value : value)) as [number, number, number];
  for (let i = 0; i < n; i++) {
    const along = direction.reduce((sum, value, axis) => sum + value * at(axis, i), 0);
    if (direction.some((value, axis) => Math.abs(at(axis, i) - along * value) > ACROSS * peak)) return undefined;
    gradient_HzPerM[i] = along;
  }
  return { steps: { dwell_s, b1_Hz, gradient_HzPerM }, direction };
}

/** Least time between samples. */
function spacing_s({ time_s, duration_s }: RfPulse): number {
  let least = duration_s / LEAST_STEPS;
  for (let i = 1; i < time_s.length; i++) least = Math.min(least, time_s[i]! - time_s[i - 1]!);
  return least;
}

/** In the middle of each step: straight lines between complex samples, constant before the first and after the last. */
function b1Of({ time_s, amplitude_Hz, phase_rad }: RfPulse, n: number, dwell_s: number): Float64Array {
  const b1_Hz = new Float64Array(2 * n);
  const last = time_s.length - 1;
  for (let i = 0, a = 0; i < n; i++) {
    const t = (i + 0.5) * dwell_s;
    while (a < last && time_s[a + 1]! <= t) a++;
    const b = Math.min(last, a + 1);
    const share = b > a ? Math.min(1, Math.max(0, (t - time_s[a]!) / (time_s[b]! - time_s[a]!))) : 0;
    const from = (1 - share) * amplitude_Hz[a]!,
      to = share * amplitude_Hz[b]!;
    b1_Hz[2 * i] = from * Math.cos(phase_rad[a]!) + to * Math.cos(phase_rad[b]!);
    b1_Hz[2 * i + 1] = -from * Math.sin(phase_rad[a]!) - to * Math.sin(phase_rad[b]!);
  }
  return b1_Hz;
}
