// Real .seq files from the shared folder: all decode, and those with a MATLAB twin to the same samples.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHARED, sharedFile } from '../../../test/shared.ts';
import { polylineOf } from '../../scanner/sequence/index.ts';
import type { SequenceBlock } from '../../records/index.ts';
import { readMat } from '../mat/read.ts';
import { asciiBytes } from '../text.ts';
import { readPulseq } from './read.ts';
import { writePulseq } from './writer/write.ts';

/** The twins are in T and T/m, with the gamma of KomaMRI. */
const GAMMA_HzPerT = 42.5774688e6;
const KOMA = 'data/formats/pulseq-koma';
const TWINS = [
  ...['epi', 'fid', 'fid-gammaSTAR', 'gr-time-shaped', 'gr-trapezoidal', 'gr-uniformly-shaped'],
  ...['rf-pulse', 'rf-time-shaped', 'rf-uniformly-shaped', 'spiral'],
];

const read = (path: string) => readPulseq(sharedFile(path), path.split('/').at(-1)!);
const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);

interface Twin {
  readonly t: ArrayLike<number>;
  readonly re: ArrayLike<number>;
  readonly im: ArrayLike<number> | undefined;
}

function rfPoints({ rf }: SequenceBlock): { t: number[]; re: number[]; im: number[] } {
  if (rf === undefined) return { t: [], re: [], im: [] };
  const turn = (n: number): number => rf.phase_rad[n]! + rf.phaseOffset_rad;
  return {
    t: Array.from(rf.time_s, (time) => rf.delay_s + time),
    re: Array.from(rf.amplitude_Hz, (value, n) => (value * Math.cos(turn(n))) / GAMMA_HzPerT),
    im: Array.from(rf.amplitude_Hz, (value, n) => (value * Math.sin(turn(n))) / GAMMA_HzPerT),
  };
}

describe.skipIf(SHARED === undefined)('Pulseq twins', () => {
  it.each(TWINS)('%s decodes to the samples of the MATLAB toolbox', (name) => {
    const { sequence } = read(`${KOMA}/${name}.seq`);
    const mat = readMat(sharedFile(`${KOMA}/${name}.mat`), name);
    const twin = (path: string): Twin => {
      const t = mat.get(`${path}.t`);
      const a = mat.get(`${path}.A`);
      const complex = a?.complex === true;
      const part = (k: number) => Array.from({ length: a!.data.length / 2 }, (_, n) => a!.data[2 * n + k]!);
      return {
        t: t?.data ?? [],
        re: a === undefined ? [] : complex ? part(0) : a.data,
        im: complex ? part(1) : undefined,
      };
    };
    const close = (ours: ArrayLike<number>, theirs: ArrayLike<number>, scale: number): void => {
      expect(ours.length).toBe(theirs.length);
      let gap = 0;
      for (let n = 0; n < ours.length; n++) gap = Math.max(gap, Math.abs(ours[n]! - theirs[n]!));
      expect(gap).toBeLessThanOrEqual(1e-9 * scale);
    };
    let start_s = 0;
    let compared = 0;
    sequence.blocks.forEach((block, index) => {
      const at = `sequence{${index + 1}}`;
      const rf = twin(`${at}.rf`);
      const ours = rfPoints(block);
      // the twin adds a zero before and after
      const inner = <T extends ArrayLike<number>>(values: T) => Array.from(values).slice(1, -1);
      if (ours.t.length > 0) {
        close(
          ours.t.map((time) => time + start_s),
          inner(rf.t),
          largest(rf.t),
        );
        const scale = largest(rf.re) + largest(rf.im ?? []);
        close(ours.re, inner(rf.re), scale);
        if (rf.im !== undefined) close(ours.im, inner(rf.im), scale);
        compared += ours.t.length;
      } else expect(rf.t.length).toBe(0);
      block.gradients.forEach((event, axis) => {
        const { t, re } = twin(`${at}.g${'xyz'[axis]!}`);
        if (event === undefined) return expect(t.length).toBe(0);
        const line = polylineOf(event);
        const points = Array.from(t, (time, n) => [time, re[n]!] as const);
        // where a shape has samples on its ends the twin says the ends twice
        const kept = points.filter(
          ([time], n) =>
            !(
              points.length > line.time_s.length &&
              ((n === 0 && points[1]![0] === time) || (n === points.length - 1 && points[n - 1]![0] === time))
            ),
        );
        close(
          Float64Array.from(line.time_s, (time) => time + start_s),
          kept.map(([time]) => time),
          largest(t),
        );
        close(
          line.amplitude_HzPerM.map((value) => value / GAMMA_HzPerT),
          kept.map(([, value]) => value),
          largest(re),
        );
        compared += kept.length;
      });
      const { sampling } = block;
      const adc = twin(`${at}.adc`);
      const times =
        sampling === undefined
          ? []
          : Array.from(
              { length: sampling.nSamples },
              (_, n) => start_s + sampling.delay_s + (n + 0.5) * sampling.dwell_s,
            );
      close(times, adc.t, largest(adc.t));
      compared += times.length;
      start_s += block.duration_s;
    });
    expect(compared).toBeGreaterThan(0);
  });
});

/** Signed by the toolbox and changed later: Python's hashlib finds no fit either. */
const EDITED = ['epi', 'gr-uniformly-shaped'].map((name) => `${KOMA}/${name}.seq`);

describe.skipIf(SHARED === undefined)('real .seq files', () => {
  const folders = [KOMA, 'data/formats/pulseq-pypulseq', 'data/formats/pulseq', 'data/simulators'];
  const paths =
    SHARED === undefined
      ? []
      : folders.flatMap((folder) =>
          readdirSync(`${SHARED}/${folder}`, { recursive: true, encoding: 'utf8' })
            .filter((file) => file.endsWith('.seq'))
            .map((file) => `${folder}/${file}`),
        );
  it.each(paths)('%s decodes, its signature fits', (path) => {
    const { sequence, signature } = read(path);
    expect(signature).not.toBe(EDITED.includes(path) ? 'valid' : 'wrong');
    const total = sequence.definitions['TotalDuration'];
    const sum_s = sequence.blocks.reduce((sum, { duration_s }) => sum + duration_s, 0);
    if (typeof total === 'object') expect(sum_s).toBeCloseTo(total[0]!, 4);
  });
  it.each(paths)('%s written as 1.5 plays the same', (path) => {
    const { sequence } = read(path);
    const back = readPulseq(asciiBytes(writePulseq(sequence, '1.5').text), 'written').sequence;
    expect(back.blocks.length).toBe(sequence.blocks.length);
    let gap = 0;
    const compare = (a: Float64Array, b: Float64Array): void => {
      expect(b.length).toBe(a.length);
      const scale = largest(a) || 1;
      for (let n = 0; n < a.length; n++) gap = Math.max(gap, Math.abs(a[n]! - b[n]!) / scale);
    };
    sequence.blocks.forEach((block, index) => {
      const other = back.blocks[index]!;
      gap = Math.max(gap, Math.abs(other.duration_s - block.duration_s));
      expect(other.labels).toEqual(block.labels);
      block.gradients.forEach((event, axis) => {
        if (event === undefined) return;
        const [a, b] = [polylineOf(event), polylineOf(other.gradients[axis]!)];
        compare(a.time_s, b.time_s);
        compare(a.amplitude_HzPerM, b.amplitude_HzPerM);
      });
      if (block.rf !== undefined) {
        compare(block.rf.amplitude_Hz, other.rf!.amplitude_Hz);
        compare(block.rf.time_s, other.rf!.time_s);
      }
    });
    expect(gap).toBeLessThan(1e-9);
  });
  it('are all there', () => expect(paths.length).toBeGreaterThan(40));
});
