import { describe, expect, it } from 'vitest';
import type { Sequence } from '../../../records/index.ts';
import { asciiBytes } from '../../text.ts';
import { md5 } from '../md5.ts';
import { isPulseq, readPulseq } from '../read.ts';
import { sampleSequence } from '../samples.ts';
import { compress, decompress } from '../shapes.ts';
import { writePulseq } from './write.ts';

/** Largest relative difference of all numbers of two records; throws where their structure differs. */
function gap(a: unknown, b: unknown, path = ''): number {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) / Math.max(Math.abs(a), path.endsWith('_HzPerM') ? 1e4 : 1e-3);
  if (a instanceof Float64Array && b instanceof Float64Array) {
    expect(b.length, path).toBe(a.length);
    const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
    return a.reduce((most, value, n) => Math.max(most, Math.abs(value - b[n]!) / scale), 0);
  }
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    expect(Object.keys(b).sort(), path).toEqual(Object.keys(a).sort());
    return Object.keys(a).reduce(
      (most, key) =>
        Math.max(most, gap((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}.${key}`)),
      0,
    );
  }
  expect(b, path).toBe(a);
  return 0;
}

const reread = (sequence: Sequence, version: '1.4' | '1.5') =>
  readPulseq(asciiBytes(writePulseq(sequence, version).text), 'written.seq');

describe('written files', () => {
  it.each(['1.4', '1.5'] as const)('%s comes back as it was, signed', (version) => {
    const sequence = sampleSequence(version === '1.5');
    const { sequence: back, signature, version: read } = reread(sequence, version);
    expect(read).toBe(version === '1.5' ? '1.5.1' : '1.4.2');
    expect(signature).toBe('valid');
    expect(gap(sequence.blocks, back.blocks)).toBeLessThan(1e-9);
    expect(back.name).toBe('sample');
    expect(back.definitions['FOV']).toEqual([0.04, 0.04, 0.005]);
    expect(back.definitions['Owner']).toBe('a group');
  });

  it('is the same text when written again', () => {
    const { text } = writePulseq(sampleSequence(true), '1.5');
    expect(writePulseq(readPulseq(asciiBytes(text), 'x').sequence, '1.5').text).toBe(text);
    expect(isPulseq(asciiBytes(text))).toBe(true);
  });

  it('1.4 refuses what it has no place for, with the block, and notes what it drops', () => {
    const [first] = sampleSequence(true).blocks;
    const only = (fields: object): Sequence => ({
      ...sampleSequence(false),
      blocks: [{ ...sampleSequence(false).blocks[4]!, ...fields }],
    });
    expect(() => writePulseq({ ...sampleSequence(false), blocks: [first!] }, '1.4')).toThrow(
      /ppm need Pulseq 1\.5.*block 1/,
    );
    expect(() => writePulseq(only({ rotation: [1, 0, 0, 0] }), '1.4')).toThrow(/a rotation needs Pulseq 1\.5.*block 1/);
    expect(() => writePulseq(only({ duration_s: 1.0004e-3 }), '1.5')).toThrow(/no multiple of the raster.*block 1/);
    expect(writePulseq(only({ softDelay: { name: 'TE', number: 0, offset_s: 0, factor: 1 } }), '1.4').notes).toEqual([
      'Pulseq 1.4 has no soft delays; their blocks keep the duration they have.',
    ]);
  });

  it('1.4 keeps the line of a shape whose ends its readers would not find', () => {
    const timed = sampleSequence(true).blocks[5]!;
    const back = reread(
      { ...sampleSequence(false), blocks: [{ duration_s: 1e-3, gradients: timed.gradients }] },
      '1.4',
    ).sequence;
    const event = back.blocks[0]!.gradients[0]!;
    if (event.kind !== 'shape') throw new Error('expected a shape');
    expect(event.time_s.length).toBe(21);
    expect(event.duration_s).toBeCloseTo(1e-4, 12);
    expect(event.amplitude_HzPerM[10]).toBeCloseTo(1e5, 4);
  });
});

describe('shapes', () => {
  it('compress as in the specification and come back', () => {
    const shape = Float64Array.of(0, 0.1, 0.25, 0.5, 1, 1, 1, 1, 1, 1, 1, 0.75, 0.5, 0.25, 0);
    expect(compress(shape)).toEqual(['0', '0.1', '0.15', '0.25', '0.5', '0', '0', '4', '-0.25', '-0.25', '2']);
    const back = decompress(compress(shape).map(Number), shape.length)!;
    for (let n = 0; n < shape.length; n++) expect(back[n]).toBeCloseTo(shape[n]!, 12);
    expect(compress(new Float64Array(100))).toEqual(['0', '0', '98']);
    expect(compress(new Float64Array(100).fill(1))).toEqual(['1', '0', '0', '97']);
  });
  it('of a count that does not fit are refused', () => {
    expect(decompress([0, 0, 98], 99)).toBeUndefined();
    expect(decompress([1, 1], 2)).toBeUndefined();
    expect(decompress([0, 0, -1], 1)).toBeUndefined();
    expect(decompress([0, 0, 1e15], 3)).toBeUndefined();
  });
});

describe('md5', () => {
  it('knows the digests of RFC 1321', () => {
    expect(md5(new Uint8Array(0))).toBe('d41d8cd98f00b204e9800998ecf8427e');
    expect(md5(asciiBytes('abc'))).toBe('900150983cd24fb0d6963f7d28e17f72');
    expect(md5(asciiBytes('12345678901234567890123456789012345678901234567890123456789012345678901234567890'))).toBe(
      '57edf4a22be3c955ac49da2e2107b67a',
    );
  });
});
