import { describe, expect, it } from 'vitest';
import type { GradientEvent, Hardware, RfPulse, Sequence, SequenceBlock } from '../../records/index.ts';
import { checkSequence } from './check.ts';
import { extremesOf } from './extremes.ts';
import { waveforms } from './waveforms.ts';

const GAMMA = 10.7084e6;
const HARDWARE: Hardware = {
  nucleus: '13C', gamma_HzPerT: GAMMA, b0_T: 7, largestGradient_TPerM: 0.4, largestSlew_TPerMPerS: 4000, largestB1_T: 1e-3,
  gradientRaster_s: 1e-5, rfRaster_s: 1e-6, adcRaster_s: 1e-7, blockRaster_s: 1e-5, rfDeadTime_s: 1e-4, rfRingdown_s: 2e-5, adcDeadTime_s: 1e-5,
  largestRfDuty: 0.5,
}; // prettier-ignore
const trapezoid = (amplitude_T: number, rise_s = 1e-4): GradientEvent => ({
  kind: 'trapezoid', delay_s: 0, amplitude_HzPerM: amplitude_T * GAMMA, rise_s, flat_s: 2e-4, fall_s: rise_s,
}); // prettier-ignore
const shape = (first: number, last: number): GradientEvent => ({
  kind: 'shape', delay_s: 0, duration_s: 1e-3, time_s: Float64Array.of(0, 1e-3), amplitude_HzPerM: Float64Array.of(first * GAMMA, last * GAMMA),
  first_HzPerM: first * GAMMA, last_HzPerM: last * GAMMA,
}); // prettier-ignore
const rf: RfPulse = {
  delay_s: 1e-4, duration_s: 2e-4, time_s: Float64Array.of(1e-4), amplitude_Hz: Float64Array.of(1000), phase_rad: Float64Array.of(0), center_s: 1e-4,
  frequencyOffset_Hz: 0, phaseOffset_rad: 0, use: 'excitation',
}; // prettier-ignore
const sampling = { delay_s: 2e-5, nSamples: 90, dwell_s: 1e-5, frequencyOffset_Hz: 0, phaseOffset_rad: 0 };
const block = (fields: Partial<SequenceBlock> = {}): SequenceBlock => ({
  duration_s: 1e-3,
  gradients: [undefined, undefined, undefined],
  ...fields,
});
const x = (event: GradientEvent): SequenceBlock['gradients'] => [event, undefined, undefined];
const sequence = (...blocks: SequenceBlock[]): Sequence => ({
  name: '',
  blocks,
  definitions: {},
  rasters: HARDWARE,
  notes: [],
});
const said = (blocks: SequenceBlock[], hardware = HARDWARE): string[] =>
  checkSequence(sequence(...blocks), hardware).map(({ limit, message }) => `${limit}: ${message}`);

describe('hardware', () => {
  it('that can play a sequence has nothing to say', () =>
    expect(
      said([
        block({ rf, gradients: x(trapezoid(0.399)) }),
        block({ sampling, gradients: x(shape(0, 0.3)) }),
        block({ gradients: x(shape(0.3, 0)) }),
      ]),
    ).toEqual([]));

  it.each([
    [
      [block({ gradients: x(trapezoid(0.41, 2e-4)) })],
      'gradient: block 1 at 0 ms: x gradient of 410 mT/m; the scanner has 400',
    ],
    [
      [block(), block({ gradients: x(trapezoid(0.3, 5e-5)) })],
      'slew: block 2 at 1 ms: x gradient changes by 6000 T/m/s; the scanner has 4000',
    ],
    [
      [block({ gradients: x(trapezoid(0.3, 0)) })],
      'slew: block 1 at 0 ms: x gradient steps by 300 mT/m in no time; the scanner can step by 40',
    ],
    [
      [block({ gradients: x(shape(0, 0.3)) }), block()],
      'join: block 2 at 1 ms: x gradient starts at 0 mT/m, the block before ended at 300; the scanner can step by 40',
    ],
    [
      [block({ gradients: x(shape(0, 0.3)) })],
      'join: block 1 at 0 ms: the sequence ends with the x gradient on, at 300 mT/m',
    ],
    [[block({ duration_s: 1.003e-3 })], 'raster: block 1 at 0 ms: duration of 1003 us is not on the raster of 10 us'],
    [
      [block({ gradients: x(trapezoid(0.1, 1.05e-4)) })],
      'raster: block 1 at 0 ms: rise of the x gradient of 105 us is not on the raster of 10 us',
    ],
    [
      [block({ rf: { ...rf, delay_s: 5e-5 } })],
      'rf-dead-time: block 1 at 0 ms: RF starts after 50 us; the scanner needs 100 us',
    ],
    [
      [block({ rf: { ...rf, delay_s: 7.9e-4 } })],
      'rf-ringdown: block 1 at 0 ms: RF ends 10 us before the block; the scanner needs 20 us',
    ],
    [
      [block({ sampling: { ...sampling, delay_s: 5e-6 } })],
      'adc-dead-time: block 1 at 0 ms: the ADC has 5 us beside it; the scanner needs 10 us on both sides',
    ],
    [[block({ sampling: { ...sampling, nSamples: 100 } })], 'duration'],
    [[block({ rf, sampling })], 'overlap: block 1 at 0 ms: RF pulse and ADC window overlap'],
    [
      [block({ rf: { ...rf, amplitude_Hz: Float64Array.of(2e4) } })],
      'b1: block 1 at 0 ms: RF of 1868 uT; the scanner has 1000',
    ],
    [[block({ rf: { ...rf, duration_s: 8e-4 } })], 'rf-duty: RF is on for 80% of the time; the scanner allows 50%'],
  ] as const)('%#: names the block and the limit', (blocks, says) => {
    const lines = said([...blocks]);
    if (says === 'duration') expect(lines.join(' ')).toContain('adc-dead-time');
    else expect(lines).toContain(says);
  });

  it('of the wrong nucleus is noticed', () => {
    expect(said([block()], { ...HARDWARE, gamma_HzPerT: 42.577e6 })[0]).toMatch(
      /nucleus: gamma of 13C is 10\.708 MHz\/T, the hardware says 42\.577/,
    );
    const other = { ...sequence(block()), definitions: { Nucleus: '1H' } };
    expect(checkSequence(other, HARDWARE)[0]!.message).toBe('the sequence was made for 1H, the scanner is set to 13C');
  });
});

describe('waveforms', () => {
  it('turn gradients, carry offsets, and stand at their time', () => {
    const turned = block({ gradients: x(trapezoid(0.1)), rotation: [Math.SQRT1_2, 0, 0, Math.SQRT1_2] });
    const played = waveforms(
      sequence(block({ rf: { ...rf, frequencyOffset_Hz: 1000, phaseOffset_rad: 1 } }), turned, block({ sampling })),
      0,
      3e-3,
    );
    expect(played.pulses[0]!.time_s[0]).toBeCloseTo(2e-4, 12);
    expect(played.pulses[0]!.phase_rad[0]).toBeCloseTo(1 + 2 * Math.PI * 1000 * 1e-4, 12);
    expect(Math.max(...played.gradients[1].amplitude_HzPerM)).toBeCloseTo(0.1 * GAMMA, 3);
    expect(Math.max(...played.gradients[0].amplitude_HzPerM)).toBeLessThan(1e-6 * GAMMA);
    expect(played.gradients[1].time_s[1]).toBeCloseTo(1.1e-3, 12);
    expect(played.windows[0]!.time_s[0]).toBeCloseTo(2e-3 + 2e-5 + 5e-6, 12);
  });
  it('have extremes', () => {
    const found = extremesOf(sequence(block({ rf }), block({ gradients: x(trapezoid(0.2)), sampling })));
    expect(found).toMatchObject({ nSamples: 90, nWindows: 1, nPulses: 1, b1_Hz: 1000 });
    expect(found.duration_s).toBeCloseTo(2e-3, 12);
    expect(found.gradient_HzPerM[0]).toBeCloseTo(0.2 * GAMMA, 3);
    expect(found.slew_HzPerMPerS[0]! / GAMMA).toBeCloseTo(2000, 6);
  });
});
