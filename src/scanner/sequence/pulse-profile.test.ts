import { expect, describe, it } from 'vitest';
import type { GradientEvent, RfPulse, SequenceBlock } from '../../records/index.ts';
import { pulseProfile } from './pulse-profile.ts';
import { pulseStepsOf } from './pulse-steps.ts';

const N = 400;
const DWELL_s = 5e-6;
/** `n` samples of `shape` (u from -1/2 to 1/2), scaled to a flip angle. */
function pulseOf(shape: (u: number) => number, flip_rad: number, fields: Partial<RfPulse> = {}): RfPulse {
  const values = Array.from({ length: N }, (_, i) => shape((i + 0.5) / N - 0.5));
  const scale = flip_rad / (2 * Math.PI * DWELL_s * values.reduce((sum, value) => sum + value, 0));
  return {
    delay_s: 1e-4, duration_s: N * DWELL_s, time_s: Float64Array.from(values, (_, i) => (i + 0.5) * DWELL_s),
    amplitude_Hz: Float64Array.from(values, (value) => Math.abs(scale * value)), phase_rad: Float64Array.from(values, (value) => (value < 0 ? Math.PI : 0)),
    center_s: (N * DWELL_s) / 2, frequencyOffset_Hz: 0, phaseOffset_rad: 0, use: 'excitation', ...fields,
  }; // prettier-ignore
}
const sinc = (timeBandwidth: number) => (u: number) => {
  const x = Math.PI * timeBandwidth * u;
  return (0.5 + 0.5 * Math.cos(2 * Math.PI * u)) * (Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x);
};
const flat = (amplitude_HzPerM: number): GradientEvent => ({ kind: 'trapezoid', delay_s: 0, amplitude_HzPerM, rise_s: 1e-4, flat_s: 2e-3, fall_s: 1e-4 }); // prettier-ignore
const block = (rf: RfPulse, ...gradients: (GradientEvent | undefined)[]): SequenceBlock => ({
  duration_s: 3e-3,
  rf,
  gradients: [gradients[0], gradients[1], gradients[2]],
});
const stepsOf = (one: SequenceBlock) => pulseStepsOf(one)!.steps;

describe('a slice', () => {
  const G_HzPerM = 4e5;
  const selecting = block(pulseOf(sinc(8), 0.3), undefined, flat(-G_HzPerM));

  it('has the thickness of bandwidth over gradient, in the middle, with its angle', () => {
    const { slice, spectral, stopped } = pulseProfile(stepsOf(selecting), 'across');
    expect(slice!.thickness_m / (8 / (N * DWELL_s) / G_HzPerM)).toBeCloseTo(1, 1);
    expect(Math.abs(slice!.centre_m)).toBeLessThan(1e-6);
    expect(Math.max(...slice!.size)).toBeCloseTo(Math.sin(0.3), 2);
    expect([spectral, stopped]).toEqual([undefined, undefined]);
  });

  it('of an oblique gradient lies along it, of two directions in turn along none', () => {
    const oblique = block(pulseOf(sinc(8), 0.3), flat(0.6 * G_HzPerM), undefined, flat(-0.8 * G_HzPerM));
    const { direction, steps } = pulseStepsOf(oblique)!;
    direction!.forEach((value, axis) => expect(value).toBeCloseTo([-0.6, 0, 0.8][axis]!, 9));
    expect(pulseProfile(steps, 'across').slice!.thickness_m).toBeCloseTo(pulseProfile(stepsOf(selecting), 'across').slice!.thickness_m, 9); // prettier-ignore
    const later: GradientEvent = { kind: 'trapezoid', delay_s: 1e-3, amplitude_HzPerM: G_HzPerM, rise_s: 1e-4, flat_s: 5e-4, fall_s: 1e-4 }; // prettier-ignore
    expect(pulseStepsOf(block(pulseOf(sinc(8), 0.3), flat(G_HzPerM), later))).toBeUndefined();
  });

  it('is turned over by 180 degrees', () =>
    expect(Math.max(...pulseProfile(stepsOf(block(pulseOf(sinc(8), Math.PI), flat(G_HzPerM))), 'turned').slice!.size)).toBeCloseTo(1, 4)); // prettier-ignore
});

describe('without a gradient', () => {
  it('a rectangle follows Rabi', () => {
    const flip_rad = 0.4;
    const { spectral, slice } = pulseProfile(stepsOf(block(pulseOf(() => 1, flip_rad))), 'across');
    expect(slice).toBeUndefined();
    const time_s = N * DWELL_s;
    const b1 = flip_rad / (2 * Math.PI * time_s);
    spectral!.at.forEach((f, i) => {
      const field = Math.sqrt(f * f + b1 * b1);
      const b = (b1 / field) * Math.abs(Math.sin(Math.PI * field * time_s));
      expect(spectral!.size[i]).toBeCloseTo(2 * b * Math.sqrt(1 - b * b), 9);
    });
  });

  it('a phase that rises by 2 pi f t hits +f, as an offset of f does', () => {
    const plain = pulseOf(() => 1, 0.4);
    const hits = (f: number) => pulseProfile(stepsOf(block({ ...plain, phase_rad: plain.time_s.map((t) => 2 * Math.PI * f * t) })), 'across').frequency_Hz; // prettier-ignore
    expect(hits(700)).toBeGreaterThan(690);
    expect(hits(700)).toBeLessThan(710);
    expect(hits(-700)).toBeLessThan(-690);
  });
});

describe('a train of sub-pulses', () => {
  const LOBE_s = 2e-4;
  const n = 5;
  // to and fro, RF on every second lobe
  const gradient: GradientEvent = {
    kind: 'shape', delay_s: 1e-4, duration_s: 2 * n * LOBE_s, first_HzPerM: 0, last_HzPerM: 0,
    time_s: Float64Array.from({ length: 4 * n }, (_, i) => (Math.floor(i / 2) + (i % 2 ? 0.9 : 0.1)) * LOBE_s),
    amplitude_HzPerM: Float64Array.from({ length: 4 * n }, (_, i) => (Math.floor(i / 2) % 2 ? -4e6 : 4e6)),
  }; // prettier-ignore
  const rf = pulseOf((u) => {
    const t = (u + 0.5) * 2 * n * LOBE_s;
    const sub = Math.floor(t / LOBE_s);
    return sub % 2 ? 0 : sinc(3)(t / LOBE_s - sub - 0.5);
  }, 0.5);
  const profile = pulseProfile(stepsOf(block(rf, undefined, undefined, gradient)), 'across');

  it('repeats itself over frequency, and stops between', () => {
    expect(profile.repeats_Hz).toBeCloseTo(1 / (2 * LOBE_s), 0);
    expect(Math.abs(profile.frequency_Hz)).toBeLessThan(20);
    expect(Math.max(...profile.spectral!.size)).toBeCloseTo(Math.sin(0.5), 2);
    expect(Math.max(...profile.stopped!.size) / Math.max(...profile.slice!.size)).toBeLessThan(0.05);
    expect(profile.slice!.thickness_m / (3 / LOBE_s / 4e6)).toBeGreaterThan(0.8);
    expect(profile.slice!.thickness_m / (3 / LOBE_s / 4e6)).toBeLessThan(1.3);
  });
});
