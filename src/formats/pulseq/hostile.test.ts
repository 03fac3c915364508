// Damaged and hostile .seq files: a record or one clear line with file and line number, fast and small.
import { describe, expect, it } from 'vitest';
import { Random, ScienceError } from '../../base/index.ts';
import { mutated } from '../mutations.ts';
import { asciiBytes } from '../text.ts';
import { readPulseq } from './read.ts';
import { sampleSequence } from './samples.ts';
import { MAX_SAMPLES } from './shapes.ts';
import { writePulseq } from './writer/write.ts';

const COUNT = 'window' in globalThis ? 500 : 20_000;
const TEXT_14 = writePulseq(sampleSequence(false), '1.4').text;
const TEXT_15 = writePulseq(sampleSequence(true), '1.5').text;
/** The oldest form, by hand: delays in a table, no rasters, every shape compressed. */
const TEXT_12 = `# old
[VERSION]
major 1
minor 2
revision 0

[BLOCKS]
1 0 1 0 0 2 0
2 1 0 1 0 0 0
3 0 0 0 0 0 1

[RF]
1 2500 1 2 100 0 0

[GRADIENTS]
1 1000 3 0

[TRAP]
2 25000 30 940 30 0

[ADC]
1 512 5000 0 0 0

[DELAYS]
1 5000

[SHAPES]

shape_id 1
num_samples 100
1
0
0
97

shape_id 2
num_samples 100
0
0
98

shape_id 3
num_samples 4
0.25
0.25
1
-0.25
`;

function said(text: string): string {
  try {
    readPulseq(asciiBytes(text), 'a.seq');
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ScienceError);
    return (thrown as Error).message;
  }
  return 'nothing';
}

const changed = (from: string | RegExp, to: string, text = TEXT_14): string => {
  expect(text).toMatch(from);
  return text.replace(from, to);
};

describe('the oldest form', () => {
  it('takes durations from the events, and says what it assumes', () => {
    const { sequence, version } = readPulseq(asciiBytes(TEXT_12), 'old.seq');
    expect(version).toBe('1.2.0');
    const durations = [1e-3, 5e-3, 2.56e-3];
    sequence.blocks.forEach(({ duration_s }, n) => expect(duration_s).toBeCloseTo(durations[n]!, 12));
    expect(sequence.blocks[0]!.rf!.center_s).toBeCloseTo(50e-6, 12);
    const shaped = sequence.blocks[1]!.gradients[0]!;
    // four numbers and four samples, compressed all the same
    expect(shaped.kind === 'shape' && Array.from(shaped.amplitude_HzPerM)).toEqual([250, 500, 750, 500]);
    expect(sequence.notes.join(' ')).toMatch(/ASSUMED.*GradientRasterTime.*does not say what RF pulses are for/);
  });
});

describe('one clear line', () => {
  it.each([
    [changed('minor 4', 'minor 6'), /version 1\.6\.2; 1\.2 to 1\.5 are read: write it as 1\.5.*a\.seq, line 4/],
    [changed('minor 4', 'minor 1'), /version 1\.1\.2.*read it with the Pulseq toolbox/],
    [changed('major 1', 'major 2'), /version 2\.4\.2/],
    ['hello', /stands before any section.*a\.seq, line 1/],
    ['[BLOCKS]\n1 1 0 0 0 0 0 0', /no section \[VERSION\]/],
    [changed(/\[BLOCKS\]\n1 100 1/, '[BLOCKS]\n1 100 9'), /RF event 9 does not exist.*line \d+/],
    [
      changed(/\[BLOCKS\]\n1 100/, '[BLOCKS]\n1 10'),
      /block 1 at 0 ms: the z gradient ends at 0\.00073 s, after the block of 0\.0001 s; make the block longer.*line \d+/,
    ],
    [
      changed(/\[BLOCKS\]\n1 100/, '[BLOCKS]\n1 -100'),
      /duration of \[BLOCKS\] is -100 in block 1; a time cannot be negative.*line \d+/,
    ],
    [
      changed(/\[BLOCKS\]\n1 100/, '[BLOCKS]\n1 NaN'),
      /duration of \[BLOCKS\] is 'NaN'; expected a finite number.*line \d+/,
    ],
    [changed(/\[BLOCKS\]\n1 100 1/, '[BLOCKS]\n1 100 1.5'), /rfId.*expected a whole number/],
    [
      changed(/\[BLOCKS\]\n1 100 1 0 0 (\d+) 0/, '[BLOCKS]\n1 100 1 0 0 $1 1'),
      /RF pulse and ADC window of the block overlap.*line \d+/,
    ],
    [changed(/\[RF\]\n1 (\S+) 1 /, '[RF]\n1 $1 77 '), /shape 77 does not exist.*line \d+/],
    [changed(/\[RF\]\n1 (\S+) 1 2 /, '[RF]\n1 $1 1 3 '), /they must agree.*line \d+/],
    [changed(/num_samples 200/, 'num_samples 201'), /claims 201 samples.*line \d+/],
    [changed(/num_samples 200/, 'num_samples 4000000000'), /more than 32000000 samples; split the sequence/],
    [changed(/\[TRAP\]\n/, '[TRAP]\n1 1 1 1 1 1\n1 1 1 1 1 1\n'), /holds id 1 twice/],
    [changed('[RF]', '[RF]\n[RF]'), /\[RF\] stands twice/],
    [changed(/(\[EXTENSIONS\]\n1 \d+ \d+) 0/, '$1 1'), /runs in a circle/],
    [changed(/GradientRasterTime \S+/, 'GradientRasterTime 0'), /GradientRasterTime is '0'; expected seconds/],
    [changed(/\[BLOCKS\][^[]*/, '[BLOCKS]\n\n'), /no blocks/],
    [changed(/ROTATIONS (\d)\n1 0.5/, 'ROTATIONS $1\n1 5', TEXT_15), /quaternion has length/],
    [changed(/ e\n/, ' x\n', TEXT_15), /use 'x' is none of/],
  ])('%#', (text, says) => {
    const message = said(text);
    expect(message).toMatch(says);
    expect(message).not.toMatch(/[\r\n]/);
    expect(message).toContain('a.seq');
  });

  it('a note, not an error: unknown sections and extensions, and a signature that does not fit', () => {
    const { sequence, signature } = readPulseq(
      asciiBytes(changed('[TRAP]', '[NEW]\n1 2 3\n[TRAP]').replace('extension TRIGGERS', 'extension NOVEL')),
      'a.seq',
    );
    expect(signature).toBe('wrong');
    expect(sequence.notes.join(' ')).toMatch(/NOVEL is not known.*\[NEW\] is not known.*signature does not fit/);
    expect(sequence.blocks[1]!.triggers).toBeUndefined();
  });
});

describe('hostile counts', () => {
  it('take no memory for what a few bytes claim', () => {
    const start = performance.now();
    const huge = TEXT_15.replace(
      /num_samples 200\n[^s[]*/,
      `num_samples ${MAX_SAMPLES}\n1\n0\n0\n${MAX_SAMPLES - 3}\n`,
    );
    expect(said(huge)).toMatch(/more than 32000000 samples/);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('damage', () => {
  it(`answers ${COUNT} damaged files with a record or a one-line error, fast and small`, () => {
    const samples = [TEXT_14, TEXT_15, TEXT_12].map(asciiBytes);
    const random = new Random(20_261_123).fork('pulseq');
    let slowest_ms = 0;
    let records = 0;
    const wrong: string[] = [];
    for (let n = 0; n < COUNT; n++) {
      const bytes = mutated(samples[n % samples.length]!, random);
      const start = performance.now();
      try {
        const { sequence } = readPulseq(bytes, 'sample.seq');
        records++;
        if (!sequence.blocks.every(({ duration_s }) => duration_s >= 0 && Number.isFinite(duration_s)))
          wrong.push(`${n}: duration`);
      } catch (thrown) {
        const fine =
          thrown instanceof ScienceError && /\(at sample\.seq/.test(thrown.message) && !/[\r\n]/.test(thrown.message);
        if (!fine) wrong.push(`${n}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
      }
      slowest_ms = Math.max(slowest_ms, performance.now() - start);
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(slowest_ms).toBeLessThan(2000);
    expect(records).toBeGreaterThan(0);
    expect(records).toBeLessThan(COUNT);
  }, 120_000);
});
