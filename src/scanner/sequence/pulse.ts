// What an RF pulse does on resonance, and what it is for where the file does not say.
import type { RfPulse } from '../../records/index.ts';

/** Flip angle on resonance of the pulse as played, |integral of B1| in rad; with the phase of the shape, without frequency offset. */
export function flipAngle_rad({ time_s, amplitude_Hz, phase_rad, duration_s }: RfPulse): number {
  let re = 0;
  let im = 0;
  const add = (i: number, weight_s: number): void => {
    re += weight_s * amplitude_Hz[i]! * Math.cos(phase_rad[i]!);
    im += weight_s * amplitude_Hz[i]! * Math.sin(phase_rad[i]!);
  };
  const last = time_s.length - 1;
  if (last < 0) return 0;
  add(0, time_s[0]!); // constant before the first and after the last sample
  for (let i = 0; i < last; i++) {
    const half = 0.5 * (time_s[i + 1]! - time_s[i]!);
    add(i, half);
    add(i + 1, half);
  }
  add(last, duration_s - time_s[last]!);
  return 2 * Math.PI * Math.hypot(re, im);
}

/** Margin for rounding of short pulses. */
const MOST_EXCITATION_rad = (90.01 * Math.PI) / 180;

/** What the pulse is for: as it says, and else (Pulseq before 1.5) by its flip angle as Pulseq's own toolbox does: above 90 degrees it refocuses. */
export function useOf(rf: RfPulse): Exclude<RfPulse['use'], 'undefined'> {
  if (rf.use !== 'undefined') return rf.use;
  return flipAngle_rad(rf) > MOST_EXCITATION_rad ? 'refocusing' : 'excitation';
}
