// The optimum is the global one: many descents from random starts, on noisy data of both boluses, never end lower.
import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { minimizeDamped } from '../../math/index.ts';
import { BOX_BOLUS, GAMMA_BOLUS, simulateExchange } from '../../physics/index.ts';
import type { Relaxation } from '../../records/index.ts';
import { costOf } from './cost.ts';
import { fitWithInput } from './fit.ts';
import { planWithInput } from './plan.ts';

const FREE: Relaxation = { low: 1 / 60, high: 1 / 10 };

/** A noisy voxel of random timing, flip angles, bolus, rate and SNR 5 to 50. */
function voxel(random: Random, name: 'box' | 'gamma') {
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  const n = Math.floor(between(12, 30));
  const repetition_s = between(1, 4);
  const span = n * repetition_s;
  const flips = [between(0.05, 0.45), between(0.1, 0.7)].map((flip) => new Float64Array(n).fill(flip));
  const arrival = span * between(-0.1, 0.25);
  const { signal } = simulateExchange(
    {
      r1_perS: [1 / 30, 1 / 25],
      rates_perS: [
        [0, between(0.005, 0.06)],
        [0, 0],
      ],
      initial: [0, 0],
      input:
        name === 'box'
          ? { bolus: BOX_BOLUS, shape: [arrival, span * between(0.03, 0.4)], amplitude: 1 }
          : { bolus: GAMMA_BOLUS, shape: [arrival, between(1, 5), span * between(0.02, 0.1)], amplitude: 1 },
    },
    Float64Array.from({ length: n }, (_, i) => i * repetition_s),
    flips,
    Math.min(0, arrival) - 1,
  );
  const sd = Math.max(...signal[1]!) / between(5, 50);
  return { repetition_s, flips, span, signals: signal.map((s) => s.map((x) => x + sd * random.normal())) };
}

describe('optimum of a fit with input', () => {
  it.each([
    ['box', 'box', 1 / 30],
    ['gamma', 'gamma', 1 / 30],
    ['box', 'gamma', 1 / 30],
    ['gamma', 'box', 1 / 30],
    ['box', 'box', FREE],
    ['gamma', 'gamma', FREE],
  ] as const)('is not beaten from 20 random starts: %s data, %s fit, R1 %o', (made, fitted, r1) => {
    const random = new Random(41).fork(`${made} ${fitted}`);
    for (let v = 0; v < 6; v++) {
      const { repetition_s, flips, span, signals } = voxel(random, made);
      const relaxation_perS = typeof r1 === 'number' ? [r1, 1 / 25] : [r1, r1];
      const plan = planWithInput(
        { metabolites: ['fumarate', 'malate'], repetition_s, flipAngles_rad: flips },
        {
          model: 'with-input',
          bolus: fitted,
          firstTime: 0,
          relaxation_perS,
          noise: { kind: 'gaussian', sd: undefined },
        },
      );
      const { objective } = fitWithInput(plan, signals);
      const model = costOf(plan, signals, [1, 1], false);
      const size = Math.max(...signals[0]!) / (0.2 * span);
      for (let s = 0; s < 20; s++) {
        const between = (low: number, high: number): number => low + (high - low) * random.next();
        const free = relaxation_perS.flatMap((r) => (typeof r === 'number' ? [] : [between(r.low, r.high)]));
        const length = span * Math.exp(between(Math.log(0.01), Math.log(0.8)));
        const shape = fitted === 'box' ? [length] : [between(1, 12), length / 3];
        const start = Float64Array.of(
          size * between(0, 5),
          between(0, 0.2),
          ...free,
          span * between(-0.3, 0.6),
          ...shape,
        );
        const { cost } = minimizeDamped(model, start, {
          lower: plan.lower,
          upper: plan.upper,
          tolerance: 1e-10,
          maxSteps: 200,
        });
        // 1e-6 of the objective moves a rate by a thousandth of its error.
        expect(objective).toBeLessThan(cost * (1 + 1e-6));
      }
    }
  });
});
