// What no scanner plays is refused without any hardware file, with line, block and time.
import { describe, expect, it } from 'vitest';
import type { GradientEvent, Sequence, SequenceBlock, ShapedGradient } from '../../records/index.ts';
import { asciiBytes } from '../text.ts';
import { readPulseq } from './read.ts';
import { writePulseq } from './writer/write.ts';

const NONE: SequenceBlock = { duration_s: 1e-3, gradients: [undefined, undefined, undefined] };
const on = (...gradients: SequenceBlock['gradients']): SequenceBlock => ({ ...NONE, gradients });
const line = (first: number, last: number, duration_s = 1e-3): ShapedGradient => ({
  kind: 'shape', delay_s: 0, duration_s, time_s: Float64Array.of(0, duration_s), amplitude_HzPerM: Float64Array.of(first, last), first_HzPerM: first, last_HzPerM: last,
}); // prettier-ignore
const trapezoid = (amplitude_HzPerM: number, rise_s: number): GradientEvent => ({
  kind: 'trapezoid', delay_s: 0, amplitude_HzPerM, rise_s, flat_s: 5e-4, fall_s: 2e-4,
}); // prettier-ignore
const rasters = { gradientRaster_s: 1e-5, rfRaster_s: 1e-6, adcRaster_s: 1e-7, blockRaster_s: 1e-5 };
const sequence = (...blocks: SequenceBlock[]): Sequence => ({ name: '', blocks, definitions: {}, rasters, notes: [] });
const textOf = (...blocks: SequenceBlock[]): string => writePulseq(sequence(...blocks), '1.5').text;
const read = (text: string) => readPulseq(asciiBytes(text), 'a.seq').sequence;
const changed = (text: string, from: RegExp, to: string): string => {
  expect(text).toMatch(from);
  return text.replace(from, to);
};

const PULSE = textOf(NONE, {
  ...NONE,
  rf: { delay_s: 1e-4, duration_s: 2e-4, time_s: Float64Array.of(0, 2e-4), amplitude_Hz: Float64Array.of(1000, 1000), phase_rad: Float64Array.of(0, 0), center_s: 1e-4, frequencyOffset_Hz: 0, phaseOffset_rad: 0, use: 'excitation' },
}, { ...NONE, sampling: { delay_s: 2e-5, nSamples: 90, dwell_s: 1e-5, frequencyOffset_Hz: 0, phaseOffset_rad: 0 } }); // prettier-ignore
const STRONG = 2e6;

describe('refused, with file, line, block and time', () => {
  it.each<readonly [string, string, RegExp]>([
    ['RF and samples at once', changed(PULSE, /^(2 100 1 0 0 0) 0/m, '$1 1'), /block 2 at 1 ms: RF pulse and ADC window of the block overlap/], // prettier-ignore
    ['an event longer than its block', changed(PULSE, /^2 100 1/m, '2 20 1'), /block 2 at 1 ms: the RF pulse ends at 0\.0003 s, after the block of 0\.0002 s/], // prettier-ignore
    ['a delay before the start', changed(PULSE, /(\[RF\]\n\d+ \S+ \d+ \d+ \d+ \S+) 100 /, '$1 -100 '), /delay of \[RF\] is -100 in block 2; a time cannot be negative/], // prettier-ignore
    ['samples before the start', changed(PULSE, /(\[ADC\]\n\d+ 90 10000) 20 /, '$1 -20 '), /delay of \[ADC\] is -20 in block 3; a time cannot be negative/], // prettier-ignore
    ['a negative block', changed(PULSE, /^2 100 1/m, '2 -100 1'), /duration of \[BLOCKS\] is -100 in block 2; a time cannot be negative/], // prettier-ignore
    ['times before 0', changed(PULSE, /(num_samples 2\n)0\n200/, '$1-5\n200'), /time shape \d+ begins before 0; block 2 plays it/], // prettier-ignore
    ['a gradient that stays on at the end', textOf(NONE, on(line(0, STRONG), undefined, undefined)), /block 2 at 1 ms: the x gradient steps by 2000000 Hz\/m in no time and no scanner can/], // prettier-ignore
    ['a gradient that is on from nothing', textOf(NONE, on(undefined, line(STRONG, 0), undefined)), /block 2 at 1 ms: the y gradient steps/], // prettier-ignore
    ['a jump between blocks', textOf(on(line(0, STRONG), undefined, undefined), on(line(-STRONG, 0), undefined, undefined)), /block 2 at 1 ms: the x gradient steps by 4000000 Hz/], // prettier-ignore
    ['a gradient that ends inside its block', textOf(on(undefined, undefined, line(0, STRONG, 5e-4))), /block 1 at 0 ms: the z gradient steps/], // prettier-ignore
    ['a trapezoid without a ramp', textOf(NONE, NONE, on(trapezoid(STRONG, 0), undefined, undefined)), /block 3 at 2 ms: the x gradient steps/], // prettier-ignore
    ['a trapezoid in the wrong unit', textOf(NONE, on(trapezoid(1e12, 1e-4), undefined, undefined)), /block 2 at 1 ms: the x gradient changes by 1.00e\+16 Hz\/m\/s/], // prettier-ignore
  ])('%s', (_name, text, says) => {
    expect(() => read(text)).toThrow(says);
    expect(() => read(text)).toThrow(/\(at a\.seq, line \d+\)$/);
  });
});

describe('read', () => {
  it('gradients that join', () => {
    const { notes, blocks } = read(textOf(on(line(0, STRONG), undefined, undefined), on(line(STRONG, 0), undefined, undefined))); // prettier-ignore
    expect([blocks.length, notes]).toEqual([2, []]);
  });

  it('a step that some scanner may play, with a note of its block', () => {
    const small = textOf(on(line(0, 3e5), undefined, undefined), NONE, on(undefined, line(2e5, 0), undefined));
    expect(read(small).notes).toEqual([
      'The x gradient steps by 300000 Hz/m in no time at block 2 (1 ms), and 1 more such steps: not every scanner plays that.',
    ]);
  });

  it('turned gradients, which join in the frame of the scanner', () => {
    const turn = Math.SQRT1_2;
    const turned = { ...on(undefined, line(-STRONG, 0), undefined), rotation: [turn, 0, 0, turn] as const };
    expect(read(textOf(on(line(0, STRONG), undefined, undefined), turned)).notes).toEqual([]);
  });
});
