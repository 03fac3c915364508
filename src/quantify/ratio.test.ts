import { describe, expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { riceMean } from '../math/index.ts';
import { areaOf, BOOTSTRAP_DRAWS, ratioOf, redrawSum } from './ratio.ts';

const N = 20;
const bolus = (height: number): Float64Array =>
  Float64Array.from({ length: N }, (_, t) => height * ((t + 1) / 5) * Math.exp(1 - (t + 1) / 5));
type Noise = 'gaussian' | 'rician';

function noisy(clean: Float64Array, sd: number, noise: Noise, random: Random): Float64Array {
  return clean.map((x) =>
    noise === 'gaussian' ? x + sd * random.normal() : Math.hypot(x + sd * random.normal(), sd * random.normal()),
  );
}

function estimate(substrate: Float64Array, product: Float64Array, sd: number, noise: Noise, random: Random) {
  const offset = noise === 'rician' ? riceMean(0, sd) : 0;
  const areas = [areaOf(substrate, sd, offset, noise), areaOf(product, sd, offset, noise)] as const;
  return ratioOf(areas[0], areas[1], () => [
    redrawSum(substrate, areas[0], sd, noise, random),
    redrawSum(product, areas[1], sd, noise, random),
  ]);
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

describe.each(['gaussian', 'rician'] as const)('error of a ratio under %s noise', (noise) => {
  // 4 standard errors of an sd: 4 / sqrt(2 * 20000) = 2% of brute force, 4 / sqrt(2 * 400 * 40) = 2% of 40 bootstraps; Rice magnitudes near the
  // noise have a spread that is known only at their corrected amplitude, which allows 10% there.
  const tolerance = noise === 'gaussian' ? 0.04 : 0.1;
  it('is the same by the delta method, by the bootstrap and by brute force', () => {
    const [substrate, product, sd] = [bolus(40), bolus(12), 1] as const;
    const random = new Random(31);
    const draws = 20_000;
    let mean = 0;
    let squares = 0;
    for (let d = 1; d <= draws; d++) {
      const ratio = sum(noisy(product, sd, noise, random)) / sum(noisy(substrate, sd, noise, random));
      const gap = ratio - mean;
      mean += gap / d;
      squares += gap * (ratio - mean);
    }
    const brute = Math.sqrt(squares / (draws - 1));
    let delta = 0;
    let bootstrap = 0;
    for (let trial = 0; trial < 40; trial++) {
      const found = estimate(noisy(substrate, sd, noise, random), noisy(product, sd, noise, random), sd, noise, random);
      delta += found.error / 40;
      bootstrap += found.bootstrapError / 40;
    }
    expect(Math.abs(delta / brute - 1)).toBeLessThan(tolerance);
    expect(Math.abs(bootstrap / brute - 1)).toBeLessThan(tolerance);
    expect(Math.abs(delta / bootstrap - 1)).toBeLessThan(tolerance);
  });
  it('does not change with the scale of the signal', () => {
    const at = (scale: number) => estimate(bolus(40 * scale), bolus(12 * scale), scale, noise, new Random(1));
    const [a, b] = [at(1), at(1e5)];
    for (const key of ['ratio', 'error', 'bootstrapError', 'detectionLimit', 'upper'] as const)
      expect(b[key] / a[key]).toBeCloseTo(1, 9);
  });
});

describe('detection (Currie 1968)', () => {
  /** Share of draws in which a product of `height` sd of its area is called detected, and those where its true ratio is above the bound. */
  function shares(level: number, noise: Noise) {
    const random = new Random(32);
    const substrate = bolus(400);
    const product = new Float64Array(N).fill(level / Math.sqrt(N));
    const draws = 4000;
    let detected = 0;
    let missed = 0;
    const areaS = areaOf(substrate, 1, 0, 'gaussian');
    for (let d = 0; d < draws; d++) {
      const area = areaOf(noisy(product, 1, noise, random), 1, noise === 'rician' ? riceMean(0, 1) : 0, noise);
      const found = ratioOf(areaS, area, () => [1, 1]);
      if (found.detected) detected++;
      if (found.upper < sum(product) / areaS.sum) missed++;
    }
    return { detected: detected / draws, missed: missed / draws };
  }
  it('of nothing is false in fewer than 5 of 100, Gaussian or Rician', () => {
    expect(shares(0, 'gaussian').detected).toBeLessThan(0.01);
    expect(shares(0, 'rician').detected).toBeLessThan(0.05);
  });
  it('of twice the detection limit is missed in fewer than 5 of 100', () =>
    expect(shares(2 * 3.29, 'gaussian').detected).toBeGreaterThan(0.95));
  // Standard error of 0.05 from 4000 draws: 0.0034.
  it.each([0, 1, 3.29])('has an upper bound that a product of %d sd exceeds in at most 5 of 100', (level) =>
    expect(shares(level, 'gaussian').missed).toBeLessThan(0.05 + 4 * 0.0034),
  );
});

describe('areaOf', () => {
  it('adds variances and floors', () => {
    const area = areaOf(Float64Array.of(3, 4, 5, 6), 2, 0.5, 'gaussian');
    expect(area).toEqual({ sum: 18, sd: 4, floor: 2 });
  });
  it('of magnitudes without signal has the spread of Rayleigh noise', () =>
    expect(areaOf(new Float64Array(9), 2, 0, 'rician').sd).toBeCloseTo(3 * 2 * Math.sqrt(2 - Math.PI / 2), 3));
  it('draws the bootstrap often enough for 4% of the error', () =>
    expect(1 / Math.sqrt(2 * BOOTSTRAP_DRAWS)).toBeLessThan(0.04));
});
