// What a pulse with its gradients excites, by the Bloch equations without relaxation: over frequencies in the middle of its slice, and across the slice.
import { ScienceError } from '../../base/index.ts';
import { afterPulse, pulseRotations, type PulseSteps } from '../../physics/encoding/index.ts';
import type { Sequence } from '../../records/index.ts';
import { blockLines } from '../sequence/waveforms.ts';
import { integralAt } from '../sequence/polyline.ts';
import { useOf } from '../sequence/pulse.ts';

/** |Mxy| over M before, [position, frequency]. */
export function excited(
  steps: PulseSteps,
  positions_m: ArrayLike<number>,
  frequencies_Hz: ArrayLike<number>,
): Float64Array {
  // prettier-ignore
  const m = afterPulse(pulseRotations(steps, positions_m, frequencies_Hz));
  return Float64Array.from({ length: m.length / 3 }, (_, i) => Math.hypot(m[3 * i]!, m[3 * i + 1]!));
}

/**
 * Steps of the first excitation of a sequence with the gradient along z in its block: each of one raster time of the gradients. Throws where there is none, or where the
 * gradients of its block are along other axes.
 */
export function firstPulse({ blocks, rasters, name }: Sequence): PulseSteps {
  const block = blocks.find(({ rf }) => rf !== undefined && useOf(rf) === 'excitation');
  if (block?.rf === undefined) throw new ScienceError('argument', 'no pulse that excites', { where: name });
  const { rf } = block;
  const lines = blockLines(block);
  if (lines[0] !== undefined || lines[1] !== undefined)
    throw new ScienceError('unsupported', 'the pulse has a gradient beside z; its profile is not along one axis', { where: name }); // prettier-ignore
  // a raster that divides the pulse, no longer than that of the RF where this is coarser
  const wanted_s = Math.min(rasters.gradientRaster_s, rf.duration_s / 16);
  const n = Math.ceil(rf.duration_s / wanted_s - 1e-9);
  const dwell_s = rf.duration_s / n;
  const borders = Float64Array.from({ length: n + 1 }, (_, i) => rf.delay_s + i * dwell_s);
  const area = lines[2] === undefined ? new Float64Array(n + 1) : integralAt(lines[2], borders);
  const b1_Hz = new Float64Array(2 * n);
  const last = rf.time_s.length - 1;
  let at = 0;
  for (let i = 0; i < n; i++) {
    const t = (i + 0.5) * dwell_s;
    while (at < last && rf.time_s[at + 1]! <= t) at++;
    const next = Math.min(last, at + 1);
    const span_s = rf.time_s[next]! - rf.time_s[at]!;
    const share = span_s > 0 ? Math.min(1, Math.max(0, (t - rf.time_s[at]!) / span_s)) : 0;
    // straight lines between complex samples
    const part = (wave: (phase: number) => number): number => (1 - share) * rf.amplitude_Hz[at]! * wave(rf.phase_rad[at]!) + share * rf.amplitude_Hz[next]! * wave(rf.phase_rad[next]!); // prettier-ignore
    const turn = -2 * Math.PI * rf.frequencyOffset_Hz * t;
    const [re, im] = [part(Math.cos), part(Math.sin)];
    b1_Hz[2 * i] = re * Math.cos(turn) - im * Math.sin(turn);
    b1_Hz[2 * i + 1] = re * Math.sin(turn) + im * Math.cos(turn);
  }
  return { dwell_s, b1_Hz, gradient_HzPerM: Float64Array.from({ length: n }, (_, i) => (area[i + 1]! - area[i]!) / dwell_s) }; // prettier-ignore
}
