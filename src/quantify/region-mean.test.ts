import { describe, expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { regionMean } from './region-mean.ts';

const N_VOXELS = 30;
const N_TIMES = 10;

/** Mean and spread of the region's course over many draws at one amplitude, sd 1, all frames together. */
function moments(amplitude: number, noise: 'gaussian' | 'rician', draws: number) {
  const random = new Random(41);
  let sum = 0;
  let squares = 0;
  let claimed = 0;
  for (let d = 0; d < draws; d++) {
    const voxels = Array.from({ length: N_VOXELS }, () =>
      Float64Array.from({ length: N_TIMES }, () =>
        noise === 'gaussian' ? amplitude + random.normal() : Math.hypot(amplitude + random.normal(), random.normal()),
      ),
    );
    const { signal, sd } = regionMean(voxels, 1, noise);
    for (const value of signal) {
      sum += value;
      squares += value * value;
    }
    claimed += sd * sd;
  }
  const n = draws * N_TIMES;
  const mean = sum / n;
  return { mean, sd: Math.sqrt(squares / n - mean * mean), claimed: Math.sqrt(claimed / draws) };
}

describe('regionMean', () => {
  it('of Gaussian voxels is the plain mean with sd / sqrt(n)', () => {
    const { signal, sd } = regionMean([Float64Array.of(1, 5), Float64Array.of(3, -1)], 2, 'gaussian');
    expect([...signal]).toEqual([2, 2]);
    expect(sd).toBeCloseTo(Math.SQRT2, 14);
  });
  // Without signal the mean of 5000 values of spread 0.5 has a standard error of 0.007; the skew of the chi-square distribution moves it by 0.02.
  it('of Rician voxels without signal is no signal, where a plain mean has 1.25 sd', () =>
    expect(Math.abs(moments(0, 'rician', 500).mean)).toBeLessThan(0.05));
  it.each([5, 20])('of Rician voxels at %d times the noise is unbiased to 1%% of the noise', (amplitude) =>
    expect(Math.abs(moments(amplitude, 'rician', 300).mean - amplitude)).toBeLessThan(0.015),
  );
  it.each([0, 1, 5, 20])(
    'of Rician voxels at %d times the noise has the spread that it claims to 15%%',
    (amplitude) => {
      const { sd, claimed } = moments(amplitude, 'rician', 300);
      expect(Math.abs(claimed / sd - 1)).toBeLessThan(0.15);
    },
  );
  it('of many Rician voxels is the root of their mean square amplitude', () => {
    const voxels = [3, 4].map((amplitude) => Float64Array.of(Math.hypot(amplitude, Math.SQRT2)));
    expect(regionMean(voxels, 1, 'rician').signal[0]).toBeCloseTo(Math.sqrt(12.5), 12);
  });
  it('does not know its noise where that of a voxel is not known', () =>
    expect(regionMean([Float64Array.of(1, 2)], NaN, 'gaussian').sd).toBeNaN());
});
