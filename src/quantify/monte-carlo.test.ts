// Known truth, seeded noise: the rate is unbiased, its 95% interval covers, the two errors of the ratio agree.
import { describe, expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { BOX_BOLUS, simulateExchange } from '../physics/index.ts';
import type { RateFitSettings } from '../records/index.ts';
import { fitInputless, planInputless } from './inputless/fit.ts';

const N = 20;
const TR_S = 2;
const RATE = 0.04;
const flips = [new Float64Array(N).fill(0.2), new Float64Array(N).fill(0.5)];
const clean = simulateExchange(
  {
    r1_perS: [1 / 30, 1 / 25],
    rates_perS: [
      [0, RATE],
      [0, 0],
    ],
    initial: [0, 0],
    input: { bolus: BOX_BOLUS, shape: [-4, 10], amplitude: 1000 },
  },
  Float64Array.from({ length: N }, (_, i) => i * TR_S),
  flips,
).signal;

function settings(kind: 'gaussian' | 'rician', sd: number): RateFitSettings {
  return {
    model: 'inputless',
    bolus: 'box',
    firstTime: 0,
    relaxation_perS: [1 / 30, 1 / 25],
    noise: { kind, sd: [sd, sd] },
  };
}

function trial(kind: 'gaussian' | 'rician', sd: number, draws: number, seed: number) {
  const plan = planInputless(
    { metabolites: ['fumarate', 'malate'], repetition_s: TR_S, flipAngles_rad: flips },
    settings(kind, sd),
  );
  const exact = fitInputless(plan, kind === 'gaussian' ? clean : clean.map((s) => s.map((x) => Math.hypot(x, sd))))
    .rate_perS[0]!;
  const random = new Random(seed);
  let sum = 0,
    squares = 0,
    covered = 0,
    errors = 0;
  for (let d = 0; d < draws; d++) {
    const noisy = clean.map((s) =>
      s.map((x) =>
        kind === 'gaussian' ? x + sd * random.normal() : Math.hypot(x + sd * random.normal(), sd * random.normal()),
      ),
    );
    const fit = fitInputless(plan, noisy);
    const rate = fit.rate_perS[0]!;
    sum += rate;
    squares += rate * rate;
    errors += fit.rateError_perS[0]!;
    const [low, high] = fit.rateInterval_perS[0]!;
    if (low <= RATE && RATE <= high) covered++;
  }
  const mean = sum / draws;
  const sdOfRate = Math.sqrt(squares / draws - mean * mean);
  return {
    bias: mean / RATE - 1,
    modelBias: exact / RATE - 1,
    coverage: covered / draws,
    errorRatio: errors / draws / sdOfRate,
    sd: sdOfRate / RATE,
  };
}

// The standard error of a coverage of 0.95 from 3000 draws is 0.004, that of the mean rate below 0.1% of it.
describe('inputless rate under noise', () => {
  const peaks = clean.map((signal) => Math.max(...signal));
  it.each([
    ['gaussian', 'malate', 1],
    ['gaussian', 'fumarate', 0],
    ['rician', 'malate', 1],
    ['rician', 'fumarate', 0],
  ] as const)('%s noise at SNR 20 of %s: bias below 1%%, 95%% interval covers 93-97%%', (kind, _, metabolite) => {
    const draws = kind === 'gaussian' ? 3000 : 1000;
    const { bias, coverage, errorRatio } = trial(kind, peaks[metabolite]! / 20, draws, 11);
    expect(Math.abs(bias)).toBeLessThan(0.01);
    expect(coverage).toBeGreaterThan(0.93);
    expect(coverage).toBeLessThan(0.97);
    expect(Math.abs(errorRatio - 1)).toBeLessThan(0.08);
  });

  it('gives back the truth of noise-free signals that a constant inflow made', () => {
    const { modelBias } = trial('gaussian', 1e-9, 1, 1);
    expect(Math.abs(modelBias)).toBeLessThan(1e-12);
  });
});
