import { expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { BOX_BOLUS, simulateExchange } from '../../physics/index.ts';
import { fitWithInput } from './fit.ts';
import { planWithInput } from './plan.ts';

const N = 24;
const RATE = 0.03;
const flips = [new Float64Array(N).fill(0.15), new Float64Array(N).fill(0.35)];

// The standard error of the coverage is 0.015, that of the mean rate 0.1% at SNR 20 and 0.5% at SNR 5.
it.each([
  [20, 0.01],
  [5, 0.02],
] as const)('with Rician noise at SNR %d of the product the rate is unbiased and its interval covers', (snr, limit) => {
  const { signal } = simulateExchange(
    {
      r1_perS: [1 / 30, 1 / 25],
      rates_perS: [
        [0, RATE],
        [0, 0],
      ],
      initial: [0, 0],
      input: { bolus: BOX_BOLUS, shape: [5.3, 8.1], amplitude: 1000 },
    },
    Float64Array.from({ length: N }, (_, i) => 2 * i),
    flips,
  );
  const sd = Math.max(...signal[1]!) / snr;
  const plan = planWithInput(
    { metabolites: ['fumarate', 'malate'], repetition_s: 2, flipAngles_rad: flips },
    {
      model: 'with-input',
      bolus: 'box',
      firstTime: 0,
      relaxation_perS: [1 / 30, 1 / 25],
      noise: { kind: 'rician', sd: [sd, sd] },
    },
  );
  const random = new Random(5);
  const draws = 200;
  let sum = 0;
  let covered = 0;
  for (let d = 0; d < draws; d++) {
    const noisy = signal.map((values) =>
      values.map((value) => Math.hypot(value + sd * random.normal(), sd * random.normal())),
    );
    const fit = fitWithInput(plan, noisy);
    sum += fit.rate_perS[0]!;
    const [low, high] = fit.rateInterval_perS[0]!;
    if (low <= RATE && RATE <= high) covered++;
  }
  expect(Math.abs(sum / draws / RATE - 1)).toBeLessThan(limit);
  expect(covered / draws).toBeGreaterThan(0.9);
  expect(covered / draws).toBeLessThan(0.99);
});
