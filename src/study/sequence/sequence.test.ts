// The road of a sequence file, from bytes to what is written.
import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../formats/text.ts';
import { readPulseq, writePulseq } from '../../formats/pulseq/index.ts';
import { sampleSequence } from '../../formats/pulseq/samples.ts';
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
