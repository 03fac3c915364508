import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { BOX_BOLUS, GAMMA_BOLUS, simulateExchange } from '../../physics/index.ts';
import type { RateFitSettings } from '../../records/index.ts';
import { fitWithInput } from './fit.ts';
import { planWithInput } from './plan.ts';
import { withInputInto, withInputWidth, type WithInputProblem } from './model.ts';

const N = 24;
const TR_S = 2;
const flips = [new Float64Array(N).fill(0.15), new Float64Array(N).fill(0.35)];
const times_s = Float64Array.from({ length: N }, (_, i) => i * TR_S);

function truth(bolus: typeof BOX_BOLUS, shape: readonly number[]) {
  return simulateExchange(
    {
      r1_perS: [1 / 30, 1 / 25],
      rates_perS: [
        [0, 0.03],
        [0, 0],
      ],
      initial: [0, 0],
      input: { bolus, shape, amplitude: 1000 },
    },
    times_s,
    flips,
  ).signal;
}
const settings = (bolus: 'box' | 'gamma'): RateFitSettings => ({
  model: 'with-input',
  bolus,
  firstTime: 0,
  relaxation_perS: [1 / 30, 1 / 25],
  noise: { kind: 'gaussian', sd: undefined },
});

describe('fit with input', () => {
  it.each([
    ['box', BOX_BOLUS, [5.3, 8.1]],
    ['gamma', GAMMA_BOLUS, [3.1, 2.7, 2.2]],
  ] as const)('finds the truth of a noise-free %s bolus, on any scale of the signal', (name, bolus, shape) => {
    const signals = truth(bolus, shape);
    for (const scale of [1e-3, 1, 1e6]) {
      const plan = planWithInput(
        { metabolites: ['fumarate', 'malate'], repetition_s: TR_S, flipAngles_rad: flips },
        settings(name),
      );
      const fit = fitWithInput(
        plan,
        signals.map((s) => s.map((x) => x * scale)),
      );
      expect(fit.end).toBe('converged');
      expect(fit.rate_perS[0]).toBeCloseTo(0.03, 7);
      shape.forEach((value, p) => expect(fit.others[p + 1]!.value).toBeCloseTo(value, 4));
    }
  });

  it('has the derivatives of its model right, against central differences', () => {
    for (const [bolus, shape] of [
      [BOX_BOLUS, [5.3, 8.1]],
      [GAMMA_BOLUS, [3.1, 2.7, 2.2]],
    ] as const) {
      const problem: WithInputProblem = {
        nTimes: N,
        nProducts: 2,
        repetition_s: TR_S,
        bolus,
        sin: [flips[0]!, flips[1]!, flips[1]!].map((f) => f.map(Math.sin)),
        cos: [flips[0]!, flips[1]!, flips[1]!].map((f) => f.map(Math.cos)),
      };
      const parameters = Float64Array.from([10, 0.03, 0.01, 1 / 30, 1 / 25, 1 / 15, ...shape]);
      const width = withInputWidth(problem);
      const out = new Float64Array(3 * N);
      const jacobian = new Float64Array(3 * N * width);
      withInputInto(out, problem, parameters, jacobian);
      for (let p = 0; p < width; p++) {
        const h = 1e-5 * Math.max(Math.abs(parameters[p]!), 0.1);
        const [up, down] = [h, -h].map((step) => {
          const moved = new Float64Array(3 * N);
          withInputInto(
            moved,
            problem,
            parameters.map((x, i) => (i === p ? x + step : x)),
          );
          return moved;
        });
        for (let row = 0; row < 3 * N; row++)
          expect(jacobian[row * width + p]).toBeCloseTo((up![row]! - down![row]!) / (2 * h), 3);
      }
    }
  });

  it('covers the true rate with its 95% interval, at SNR 20 of the product', () => {
    const clean = truth(GAMMA_BOLUS, [3.1, 2.7, 2.2]);
    const sd = Math.max(...clean[1]!) / 20;
    const random = new Random(7);
    const plan = planWithInput(
      { metabolites: ['fumarate', 'malate'], repetition_s: TR_S, flipAngles_rad: flips },
      { ...settings('gamma'), noise: { kind: 'gaussian', sd: [sd, sd] } },
    );
    let covered = 0;
    let sum = 0;
    const draws = 300;
    for (let d = 0; d < draws; d++) {
      const fit = fitWithInput(
        plan,
        clean.map((s) => s.map((x) => x + sd * random.normal())),
      );
      const [low, high] = fit.rateInterval_perS[0]!;
      if (low <= 0.03 && 0.03 <= high) covered++;
      sum += fit.rate_perS[0]!;
    }
    expect(Math.abs(sum / draws / 0.03 - 1)).toBeLessThan(0.01);
    expect(covered / draws).toBeGreaterThan(0.92);
    expect(covered / draws).toBeLessThan(0.98);
  });
});
