// Several coils: what each hears, and noise that they share.
import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import type { Encoding } from '../../records/index.ts';
import { csiSequence } from '../design/readouts/csi.ts';
import { MOUSE_SCANNER } from '../design/hardware.ts';
import { covarianceRoot, recorded, withNoise } from './recorded.ts';

const hardware = MOUSE_SCANNER;
const { sequence } = csiSequence({ hardware, matrix: [2, 2, 1], fov_m: [0.04, 0.04, 0.01], flip_rad: 0.1, repetition_s: 0.1, nSpectral: 1000, spectralWidth_Hz: 20e3 }); // prettier-ignore
const encoding: Encoding = { kind: 'cartesian', encodedMatrix: [2, 2, 1], encodedFov_m: [0.04, 0.04, 0.01], imageMatrix: [2, 2, 1], imageFov_m: [0.04, 0.04, 0.01], lines: { first: 0, last: 1, center: 1 }, partitions: { first: 0, last: 0, center: 0 }, acceleration: [1, 1] }; // prettier-ignore
const scan = (nChannels: number) => recorded(sequence, ({ since_s }, channel) => new Float64Array(2 * since_s.length).fill(channel), { nucleus: '13C', larmor_Hz: 16e6, nChannels, encoding, counters: { line: 'PAR', segment: 'LIN' }, trajectoryDimensions: 0 }); // prettier-ignore

/** Three channels, correlated with a phase. */
const COVARIANCE = Float64Array.of(4, 0, 1, 0.5, 0, -0.3, 1, -0.5, 2, 0, 0.2, 0.4, 0, 0.3, 0.2, -0.4, 1, 0);

describe('a recorded scan', () => {
  it('holds channels one after another, and the counters of its labels', () => {
    const { readouts } = scan(2);
    expect(readouts.map(({ counters }) => [counters.segment, counters.line])).toEqual([[0, 0], [1, 0], [0, 1], [1, 1]]); // prettier-ignore
    expect(readouts[0]!.samples[1999]).toBe(0);
    expect(readouts[0]!.samples[2000]).toBe(1);
    expect(readouts[1]!.start_s - readouts[0]!.start_s).toBeCloseTo(0.1, 9);
  });

  it('takes noise of the covariance that is asked for, in its samples and in a readout of noise alone', () => {
    const quiet = scan(3);
    const noisy = withNoise(quiet, COVARIANCE, new Random(5));
    expect(noisy.noiseCovariance).toBe(COVARIANCE);
    expect(noisy.readouts[0]!.purpose).toBe('noise');
    const sums = new Float64Array(18);
    let count = 0;
    noisy.readouts.forEach(({ samples, nSamples }, r) => {
      const clean = r === 0 ? new Float32Array(samples.length) : quiet.readouts[r - 1]!.samples;
      const gap = samples.map((s, i) => s - clean[i]!);
      for (let s = 0; s < nSamples; s++)
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            const a = 2 * (i * nSamples + s),
              b = 2 * (j * nSamples + s);
            sums[2 * (3 * i + j)]! += gap[a]! * gap[b]! + gap[a + 1]! * gap[b + 1]!;
            sums[2 * (3 * i + j) + 1]! += gap[a + 1]! * gap[b]! - gap[a]! * gap[b + 1]!;
          }
      count += nSamples;
    });
    expect(count).toBe(4096 + 4000);
    // five standard errors of a product of variances up to 4 x 2
    sums.forEach((sum, i) => expect(Math.abs(sum / count - COVARIANCE[i]!)).toBeLessThan((5 * 4) / Math.sqrt(count)));
  });

  it('the root of a covariance gives it back', () => {
    const root = covarianceRoot(COVARIANCE, 3);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        let re = 0,
          im = 0;
        for (let k = 0; k < 3; k++) {
          const a = 2 * (3 * i + k),
            b = 2 * (3 * j + k);
          re += root[a]! * root[b]! + root[a + 1]! * root[b + 1]!;
          im += root[a + 1]! * root[b]! - root[a]! * root[b + 1]!;
        }
        expect(re).toBeCloseTo(COVARIANCE[2 * (3 * i + j)]!, 12);
        expect(im).toBeCloseTo(COVARIANCE[2 * (3 * i + j) + 1]!, 12);
      }
  });

  it.each([
    ['of another size', Float64Array.of(1, 0), /2 numbers for 2 channels; expected 8/],
    ['not conjugate', Float64Array.of(1, 0, 0.5, 0.1, 0.5, 0.1, 1, 0), /channels 2 and 1 are not conjugate/],
    ['negative', Float64Array.of(1, 0, 2, 0, 2, 0, 1, 0), /not positive definite/],
    ['with NaN', Float64Array.of(NaN, 0, 0, 0, 0, 0, 1, 0), /not conjugate|not positive definite/],
  ])('refuses a covariance %s', (_name, covariance, says) => {
    expect(() => withNoise(scan(2), covariance, new Random(1))).toThrow(says);
  });
});
