import { describe, expect, it } from 'vitest';
import type { GradientEvent, RfPulse, SamplingWindow, Sequence, SequenceBlock } from '../../records/index.ts';
import { kSpaceOf } from './k-space.ts';
import { integralAt, polylineOf, rotationMatrix, valueAt } from './polyline.ts';
import { flipAngle_rad, useOf } from './pulse.ts';

const block = (fields: Partial<SequenceBlock>): SequenceBlock => ({
  duration_s: 1e-3,
  gradients: [undefined, undefined, undefined],
  ...fields,
});
const hard = (use: RfPulse['use'], delay_s = 0): RfPulse => ({
  delay_s, duration_s: 1e-4, time_s: Float64Array.of(5e-5), amplitude_Hz: Float64Array.of(2500), phase_rad: Float64Array.of(0),
  center_s: 5e-5, frequencyOffset_Hz: 0, phaseOffset_rad: 0, use,
}); // prettier-ignore
const window = (delay_s: number, nSamples: number, dwell_s: number): SamplingWindow => ({
  delay_s,
  nSamples,
  dwell_s,
  frequencyOffset_Hz: 0,
  phaseOffset_rad: 0,
});
const trapezoid = (amplitude_HzPerM: number, delay_s = 0): GradientEvent => ({
  kind: 'trapezoid', delay_s, amplitude_HzPerM, rise_s: 1e-4, flat_s: 8e-4, fall_s: 1e-4,
}); // prettier-ignore
const sequence = (...blocks: SequenceBlock[]): Sequence => ({
  name: 'test', blocks, definitions: {}, notes: [],
  rasters: { gradientRaster_s: 1e-5, rfRaster_s: 1e-6, adcRaster_s: 1e-7, blockRaster_s: 1e-5 },
}); // prettier-ignore

describe('k-space', () => {
  it('is the area of the gradients since the centre of the excitation, and flips where it is refocused', () => {
    const { windows } = kSpaceOf(
      sequence(
        block({ gradients: [trapezoid(5e5), undefined, undefined], rf: hard('excitation', 4.5e-4) }),
        block({
          gradients: [trapezoid(1e5), trapezoid(-2e5), undefined],
          labels: [{ label: 'LIN', change: 'set', value: 3 }],
        }),
        block({ rf: hard('refocusing') }),
        block({
          gradients: [undefined, undefined, trapezoid(1e6)],
          sampling: window(1e-4, 8, 1e-4),
          labels: [{ label: 'LIN', change: 'increase', value: 2 }],
        }),
      ),
    );
    const [only] = windows;
    expect(only!.block).toBe(3);
    expect(only!.excitation).toBe(0);
    expect(only!.labels).toEqual({ LIN: 5 });
    expect(only!.time_s[0]).toBeCloseTo(3.15e-3, 15);
    // second half of 450 /m, then 90 and -180, refocused; the samples run on the flat top: 50 + 1e6 * t
    for (let n = 0; n < 8; n++) {
      expect(only!.k_perM[3 * n]).toBeCloseTo(-(225 + 90), 9);
      expect(only!.k_perM[3 * n + 1]).toBeCloseTo(180, 9);
      expect(only!.k_perM[3 * n + 2]).toBeCloseTo(50 + 100 * (n + 0.5), 9);
    }
  });

  it('starts anew at a pulse inside the block of the samples', () => {
    const { windows } = kSpaceOf(
      sequence(
        block({
          gradients: [trapezoid(1e6), undefined, undefined],
          rf: hard('excitation', 1e-4),
          sampling: window(2e-4, 6, 1e-4),
        }),
      ),
    );
    expect(Array.from({ length: 6 }, (_, n) => windows[0]!.k_perM[3 * n]!)).toEqual(
      Array.from({ length: 6 }, (_, n) => expect.closeTo(100 + 100 * n, 9) as number),
    );
    expect(windows[0]!.excitation).toBe(0);
  });

  it('turns with the block: a quarter about z takes x to y', () => {
    const half = Math.SQRT1_2;
    const { windows } = kSpaceOf(
      sequence(
        block({ gradients: [trapezoid(1e6), undefined, undefined], rotation: [half, 0, 0, half] }),
        block({ sampling: window(0, 1, 1e-5) }),
      ),
    );
    const [x, y, z] = windows[0]!.k_perM;
    expect(x).toBeCloseTo(0, 9);
    expect(y).toBeCloseTo(900, 9);
    expect(z).toBe(0);
  });

  it('refuses numbers of samples that are hostile, in one line with the block', () => {
    const many = (nSamples: number, dwell_s = 1e-6): (() => unknown) => () => kSpaceOf(sequence(block({}), block({ sampling: window(0, nSamples, dwell_s) }))); // prettier-ignore
    expect(many(1e12)).toThrow(/samples 1000000000000 points; at most 8000000: split it \(at block 2\)/);
    expect(many(-1)).toThrow(/window of -1 samples.* \(at block 2\)/);
    expect(many(1.5)).toThrow(/window of 1.5 samples/);
    expect(many(NaN)).toThrow(/window of NaN samples/);
    expect(many(4, 0)).toThrow(/dwell time of 0 s.* \(at block 2\)/);
    const half = block({ sampling: window(0, 5_000_000, 1e-9) });
    expect(() => kSpaceOf(sequence(half, half))).toThrow(/up to here the sequence samples 10000000 points.*\(at block 2\)/); // prettier-ignore
  });

  it('rotations keep lengths', () => {
    const m = rotationMatrix([0.5, 0.5, -0.5, 0.5]);
    for (let row = 0; row < 3; row++)
      for (let other = 0; other < 3; other++)
        expect(
          m[3 * row]! * m[3 * other]! + m[3 * row + 1]! * m[3 * other + 1]! + m[3 * row + 2]! * m[3 * other + 2]!,
        ).toBeCloseTo(row === other ? 1 : 0, 15);
  });
});

describe('polylines', () => {
  const shape: GradientEvent = {
    kind: 'shape', delay_s: 1e-4, duration_s: 4e-5, time_s: Float64Array.of(5e-6, 1.5e-5, 2.5e-5, 3.5e-5),
    amplitude_HzPerM: Float64Array.of(1, 3, 3, 1), first_HzPerM: 0, last_HzPerM: 0,
  }; // prettier-ignore
  it('reach from first to last and integrate exactly', () => {
    const line = polylineOf(shape);
    expect(line.time_s.length).toBe(6);
    expect(valueAt(line, 1.1e-4)).toBeCloseTo(2, 9);
    expect(valueAt(line, 1.5e-4)).toBe(0);
    const [none, rising, whole] = integralAt(line, Float64Array.of(5e-5, 1.1e-4, 1));
    expect(none).toBe(0);
    expect(rising).toBeCloseTo(0.5 * 5e-6 * 1 + 0.5 * 5e-6 * (1 + 2), 15);
    expect(whole).toBeCloseTo(2 * (2.5e-6 + 20e-6) + 30e-6, 15);
  });
});

describe('pulses', () => {
  it('of no stated use are told by their flip angle', () => {
    expect(flipAngle_rad(hard('undefined'))).toBeCloseTo(Math.PI / 2, 12);
    expect(useOf(hard('undefined'))).toBe('excitation');
    expect(useOf({ ...hard('undefined'), amplitude_Hz: Float64Array.of(5000) })).toBe('refocusing');
    expect(useOf({ ...hard('saturation'), amplitude_Hz: Float64Array.of(5000) })).toBe('saturation');
  });
});
