// Exchange against an independent integrator and against the field's usual toolbox; where the numbers come from: test/reference/exchange/ORIGIN.md.
import { describe, expect, it } from 'vitest';
import { KINETICS } from '../../../test/reference/exchange/exchange.ts';
import { GAMMA_BOLUS } from './bolus.ts';
import { simulateExchange, type ExchangeSystem } from './exchange.ts';

const DEGREES = Math.PI / 180;

describe('exchange by other programs', () => {
  it.each(Object.entries(KINETICS.cases))(
    'meets an independent integrator to 1e-8: %s',
    (_, { inputs, ...expected }) => {
      const { T1F, T1M, kFM, kMF, flipF, flipM, F0, M0, N, input } = inputs;
      const system: ExchangeSystem = {
        r1_perS: [1 / T1F, 1 / T1M],
        rates_perS: [
          [0, kFM],
          [kMF, 0],
        ],
        initial: [F0, M0],
        ...(input.kind === 'gamma' && {
          input: { bolus: GAMMA_BOLUS, shape: [input.t0, input.alpha, input.beta], amplitude: input.A },
        }),
      };
      const flips = [flipF, flipM].map((flip) => new Float64Array(N).fill(flip * DEGREES));
      const { mz, signal } = simulateExchange(system, expected.t_s, flips);
      [expected.S_F, expected.S_M].forEach((course, pool) => {
        const largest = Math.max(...course);
        course.forEach((value, i) => expect(Math.abs(signal[pool]![i]! - value) / largest).toBeLessThan(1e-8));
      });
      const sum = (course: Float64Array): number => course.reduce((a, b) => a + b, 0);
      expect(sum(mz[1]!) / sum(mz[0]!)).toBeCloseTo(expected.aucRatioMz, 8);
      expect(sum(signal[1]!) / sum(signal[0]!)).toBeCloseTo(expected.aucRatioSignal, 8);
    },
  );

  it('propagates from frame to frame as the toolbox does, its input apart', () => {
    const { input, mzPyruvate, mzLactate } = KINETICS.sim2site;
    const gain = [mzPyruvate[1] / input[0], mzLactate[1] / input[0]];
    for (let i = 1; i < 15; i++) {
      const initial = [mzPyruvate[i]!, mzLactate[i]!].map((mz) => mz * Math.cos(30 * DEGREES));
      const { mz } = simulateExchange(
        {
          r1_perS: [1 / 25, 1 / 25],
          rates_perS: [
            [0, 0.05],
            [0, 0],
          ],
          initial,
        },
        [3],
        [[0], [0]],
        0,
      );
      [mzPyruvate, mzLactate].forEach((course, pool) =>
        expect(mz[pool]![0]! + gain[pool]! * input[i]!).toBeCloseTo(course[i + 1]!, 12),
      );
    }
  });
});
