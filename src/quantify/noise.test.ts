import { describe, expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { makeImageSeries, type ImageSeries } from '../records/index.ts';
import { estimateNoise } from './noise.ts';

const [NX, NY, NZ, N_TIMES] = [24, 24, 4, 20];
const N_VOXELS = NX * NY * NZ;
const seriesOf = (data: Float64Array, nTimes = N_TIMES): ImageSeries =>
  makeImageSeries({
    name: 'malate',
    geometry: { shape: [NX, NY, NZ], affineRas_mm: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
    claims: {},
    integer: false,
    notes: [],
    nTimes,
    data,
  });

/** A bolus of 3 to 30 noise sd in the first `fraction` of the voxels, noise everywhere, scaled by sd. */
function synthetic(kind: 'magnitude' | 'signed', fraction: number, sd: number, seed: number): ImageSeries {
  const random = new Random(seed);
  const heights = Float64Array.from({ length: N_VOXELS }, (_, v) =>
    v < fraction * N_VOXELS ? 3 + 27 * random.next() : 0,
  );
  const data = new Float64Array(N_VOXELS * N_TIMES);
  for (let t = 0; t < N_TIMES; t++) {
    const shape = (t / 5) * Math.exp(1 - t / 5);
    for (let v = 0; v < N_VOXELS; v++) {
      const real = heights[v]! * shape + random.normal();
      data[t * N_VOXELS + v] = sd * (kind === 'magnitude' ? Math.hypot(real, random.normal()) : real);
    }
  }
  return seriesOf(data);
}

// 900 voxels of 20 frames fix the sd to 0.5%; the mode of the mean squares takes the rest of the 2%.
describe.each(['magnitude', 'signed'] as const)('noise of %s images', (kind) => {
  it.each([0.1, 0.3, 0.6])('is found within 2%% with signal in this share of the voxels: %s', (fraction) => {
    for (const seed of [1, 2, 3, 4]) {
      const estimate = estimateNoise(synthetic(kind, fraction, 7, seed))!;
      expect(estimate.background).toBe(kind);
      expect(Math.abs(estimate.sd / 7 - 1)).toBeLessThan(0.02);
      expect(estimate.nVoxels).toBeLessThan(1.01 * (1 - fraction) * N_VOXELS);
      expect(estimate.nVoxels).toBeGreaterThan(0.95 * (1 - fraction) * N_VOXELS);
      expect(Math.abs(estimate.offset / 7 - (kind === 'magnitude' ? Math.sqrt(Math.PI / 2) : 0))).toBeLessThan(0.03);
      expect(estimate.leakage).toBeLessThan(2);
    }
  });
  it('scales with the images', () => {
    const [a, b] = [estimateNoise(synthetic(kind, 0.3, 1, 5))!, estimateNoise(synthetic(kind, 0.3, 1e6, 5))!];
    expect(b.sd / 1e6).toBeCloseTo(a.sd, 9);
    expect(b.nVoxels).toBe(a.nVoxels);
  });
});

describe('estimateNoise', () => {
  it('knows nothing where the background was set to zero', () => {
    const { images } = synthetic('magnitude', 0.3, 1, 6);
    const data = Float64Array.from(images.data, (x, at) => (at % N_VOXELS < 15 ? x : 0));
    expect(estimateNoise(seriesOf(data))).toBeUndefined();
  });
  it('knows nothing of images that are zero throughout', () =>
    expect(estimateNoise(seriesOf(new Float64Array(N_VOXELS * N_TIMES)))).toBeUndefined());
  it('sees a signal that leaks into the background', () => {
    const { images } = synthetic('signed', 0.3, 1, 7);
    const data = Float64Array.from(images.data, (x, at) => x + (Math.floor(at / N_VOXELS) === 5 ? 0.3 : 0));
    expect(estimateNoise(seriesOf(data))!.leakage).toBeGreaterThan(4);
  });
  it('leaves out voxels that are zero in most frames, as a mask makes them', () => {
    const { images } = synthetic('signed', 0.3, 1, 8);
    const data = Float64Array.from(images.data, (x, at) => (at % NX < 8 ? 0 : x));
    expect(Math.abs(estimateNoise(seriesOf(data))!.sd - 1)).toBeLessThan(0.02);
  });
});
