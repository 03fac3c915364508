// The road of a sequence file, from bytes to what is written.
import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../formats/text.ts';
import { readPulseq, writePulseq } from '../../formats/pulseq/index.ts';
import { sampleSequence } from '../../formats/pulseq/samples.ts';
import type { GradientEvent, Sequence, SequenceBlock } from '../../records/index.ts';
import type { RunContext } from '../run-context.ts';
import type { StudyFiles } from '../files.ts';
import { firstRepetition } from './figures.ts';
import { sequenceOutput, sequenceFileResultSchema, sequenceRoad } from './index.ts';

const HARDWARE = `nucleus: 13C
gamma_MHzPerT: 10.7084
b0_T: 7
largestGradient_mTPerM: 400
largestSlew_TPerMPerS: 4000
largestB1_uT: 1000
gradientRaster_us: 10
rfRaster_us: 1
adcRaster_us: 0.1
blockRaster_us: 10
rfDeadTime_us: 100
rfRingdown_us: 20
adcDeadTime_us: 10
`;
const CONTEXT: RunContext = {
  versions: { fumarole: 'test' },
  command: 'fumarole sequence a.seq',
  created: '2026-11-23T00:00:00Z',
  inputs: [],
};

function files(hardware = HARDWARE): StudyFiles {
  const contents: Record<string, Uint8Array> = {
    'a.seq': asciiBytes(writePulseq(sampleSequence(false), '1.4').text),
    'scanner.yaml': asciiBytes(hardware),
  };
  return { read: (path) => contents[path]!, list: () => undefined, inputs: () => [] };
}

describe('a sequence file', () => {
  const study = sequenceRoad({ sequence: 'a.seq', hardware: 'scanner.yaml', write: '1.5' }, files());
  const { files: written, result } = sequenceOutput(study, CONTEXT);

  it('is summed up, checked, drawn and written', () => {
    expect(sequenceFileResultSchema.parse(result)).toEqual(result);
    expect([...written.keys()]).toEqual([
      'a-1.5.seq',
      'figures/sequence.svg',
      'figures/k-space.svg',
      'figures/pulse-1.svg',
      'figures/pulse-2.svg',
      'report.html',
      'result.json',
    ]);
    expect(result).toMatchObject({
      nBlocks: 5,
      nPulses: 2,
      nExcitations: 2,
      nSamples: 64,
      nSamplingWindows: 1,
      pulseqVersion: '1.4.2',
      signature: 'valid',
    });
    expect(result.labels).toEqual({ LIN: { least: 5, most: 5 }, SLC: { least: -1, most: -1 } });
    expect(result.forNucleus!.b1_uT).toBeCloseTo(5000 / 10.7084, 6);
    // the hard pulse begins with its block
    expect(result.violations).toEqual([
      {
        block: 4, start_s: 0.003, axis: null, limit: 'rf-dead-time', value: 0, allowed: 100, unit: 'us',
        message: 'block 4 at 3 ms: RF starts after 0 us; the scanner needs 100 us', advice: 'delay the pulse in its block',
      }, // prettier-ignore
    ]);
  });

  it('written as 1.5 plays the same', () => {
    const again = readPulseq(asciiBytes(String(written.get('a-1.5.seq'))), 'a-1.5.seq');
    expect(again.version).toBe('1.5.1');
    expect(again.sequence.blocks.length).toBe(5);
    expect(firstRepetition(again.sequence)).toEqual(firstRepetition(study.read.sequence));
  });

  it('has no number in words that is not one', () => {
    for (const [path, content] of written)
      if (path !== 'result.json') expect(String(content)).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('without hardware stays in Hz and says so', () => {
    const plain = sequenceOutput(sequenceRoad({ sequence: 'a.seq' }, files()), CONTEXT);
    expect(plain.result.nViolations).toBeNull();
    expect(plain.result.forNucleus).toBeNull();
    expect(plain.result.notes.join(' ')).toContain('No hardware file');
    expect(String(plain.files.get('figures/sequence.svg'))).toContain('kHz/m');
  });

  it('with a broken hardware file is answered with the line', () =>
    expect(() =>
      sequenceRoad({ sequence: 'a.seq', hardware: 'scanner.yaml' }, files(HARDWARE.replace('b0_T: 7', 'b0_T: -7'))),
    ).toThrow(/b0_T.*scanner\.yaml, line 3/));
});

describe('the pulses of a sequence', () => {
  const base = sampleSequence(true);
  const study = (sequence: Sequence, hardware?: string) =>
    sequenceRoad(
      { sequence: 'b.seq', hardware },
      {
        ...files(),
        read: (path) => (path === 'b.seq' ? asciiBytes(writePulseq(sequence, '1.5').text) : files().read(path)),
      },
    );
  const drawn = (one: ReturnType<typeof study>) => [...sequenceOutput(one, CONTEXT).files.keys()].filter((path) => path.includes('pulse-')); // prettier-ignore

  it('are drawn once each, with what they are for', () => {
    const one = study(base, 'scanner.yaml');
    expect(drawn(one)).toEqual(['figures/pulse-1.svg', 'figures/pulse-2.svg', 'figures/pulse-3.svg']);
    const { result, files: written } = sequenceOutput(one, CONTEXT);
    expect(result.pulses.map(({ use, firstBlock, blocks, slice_m }) => [use, firstBlock, blocks, slice_m === null])).toEqual([
      ['excitation', 1, 1, false],
      ['refocusing', 4, 1, true],
      ['excitation', 8, 1, true],
    ]); // prettier-ignore
    expect(String(written.get('figures/pulse-2.svg'))).toContain('share turned over, |β|²');
    expect(String(written.get('report.html'))).toMatch(/The slice is [\d.]+ mm thick/);
  });

  it('of one shape count as one, whatever their phase, offset and angle', () => {
    const [first] = base.blocks;
    const at = (scale: number, phaseOffset_rad: number, frequencyOffset_Hz: number): SequenceBlock => ({
      ...first!,
      rf: { ...first!.rf!, amplitude_Hz: first!.rf!.amplitude_Hz.map((b) => scale * b), phaseOffset_rad, frequencyOffset_Hz }, // prettier-ignore
    });
    const { pulses } = study({ ...base, blocks: [at(1, 0, 0), at(1, 1, 500), at(0.5, 2, -500)] }, 'scanner.yaml');
    expect(pulses).toHaveLength(1);
    expect(pulses[0]!.blocks).toEqual([0, 1, 2]);
    expect(pulses[0]!.flips_rad[1] / pulses[0]!.flips_rad[0]).toBeCloseTo(2, 6);
    expect(pulses[0]!.offsets_Hz).toEqual([-500, 500]);
  });

  it('are not drawn where the nucleus is not known, and are where the file says it', () => {
    const unknown = study(base);
    expect(drawn(unknown)).toEqual([]);
    expect(unknown.notes.join(' ')).toContain('the nucleus is not known');
    expect(drawn(study({ ...base, definitions: { ...base.definitions, Nucleus: '13C' } }))).toHaveLength(3);
  });

  it('beyond six different ones are counted in a note', () => {
    const [first] = base.blocks;
    const blocks = Array.from({ length: 9 }, (_, n) => ({
      ...first!,
      rf: { ...first!.rf!, amplitude_Hz: first!.rf!.amplitude_Hz.map((b, i) => (i < 20 * n ? 0 : b)) },
    }));
    const one = study({ ...base, blocks }, 'scanner.yaml');
    expect(one.pulses).toHaveLength(6);
    expect(one.notes.join(' ')).toContain('What 3 more of the 9 different RF pulses excite is not drawn');
  });

  it('with gradients of several directions are named in a note', () => {
    const [first] = base.blocks;
    const late: GradientEvent = { kind: 'trapezoid', delay_s: 2e-4, amplitude_HzPerM: 2e4, rise_s: 1e-4, flat_s: 1e-4, fall_s: 1e-4 }; // prettier-ignore
    const both = { ...first!, gradients: [late, undefined, first!.gradients[2]] as const };
    const one = study({ ...base, blocks: [both] }, 'scanner.yaml');
    expect(one.pulses).toEqual([]);
    expect(one.notes.join(' ')).toContain('What the RF pulse of block 1 excites is not drawn: its gradients have several directions.'); // prettier-ignore
  });
});

describe('samples that all stand at the centre', () => {
  it('are a note, not a figure of rounding', () => {
    const [, , , hard] = sampleSequence(true).blocks;
    const pulse = { ...hard!, rf: { ...hard!.rf!, use: 'excitation' as const } };
    const window = { duration_s: 1e-3, gradients: [undefined, undefined, undefined] as const, sampling: { delay_s: 2e-5, nSamples: 64, dwell_s: 1e-5, frequencyOffset_Hz: 0, phaseOffset_rad: 0 } }; // prettier-ignore
    const text = writePulseq({ ...sampleSequence(true), blocks: [pulse, window] }, '1.5').text;
    const one = sequenceRoad({ sequence: 'c.seq' }, { ...files(), read: () => asciiBytes(text) });
    expect(one.notes.join(' ')).toContain('All samples stand at the centre of k-space');
    expect([...sequenceOutput(one, CONTEXT).files.keys()]).not.toContain('figures/k-space.svg');
  });
});

it('a diagram ends before a wait that would take most of it', () => {
  const { blocks, ...rest } = sampleSequence(true);
  const [, , spoiled] = blocks;
  const wait: SequenceBlock = { duration_s: 0.5, gradients: [undefined, undefined, undefined] };
  const short = firstRepetition({ ...rest, blocks });
  const long = firstRepetition({ ...rest, blocks: [...blocks.slice(0, 5), wait, blocks[5]!, spoiled!] });
  expect(short.wait_s).toBe(0);
  expect(long.wait_s).toBeGreaterThan(0.5);
  expect(long.to_s).toBeLessThan(0.01);
});
