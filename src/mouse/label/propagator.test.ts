import { describe, expect, it } from 'vitest';
import { KINETICS } from '../../../test/reference/exchange/exchange.ts';
import { expmReal } from '../../math/index.ts';
import { applied, propagatorOf } from './propagator.ts';

describe('propagatorOf', () => {
  it('is the matrix exponential, and its integral', () => {
    const a = Float64Array.of(-4, 0.3, 0, 3, -0.4, 2, 0.5, 0.1, -2.1);
    const { kept, spent } = propagatorOf(a, 3, 2.5);
    expmReal(a.map((x) => x * 2.5), 3).forEach((x, i) => expect(Math.abs(kept[i]! - x)).toBeLessThan(1e-13)); // prettier-ignore
    // A * integral = exp - 1.
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        let sum = 0;
        for (let k = 0; k < 3; k++) sum += a[i * 3 + k]! * spent[k * 3 + j]!;
        expect(Math.abs(sum - kept[i * 3 + j]! + (i === j ? 1 : 0))).toBeLessThan(1e-13);
      }
    }
  });

  // A gamma-variate of alpha 3 is what a chain of four equal tanks lets out, so that the chain and the pools are one constant matrix.
  it.each(Object.entries(KINETICS.cases))(
    'steps two exchanging pools under excitations as an independent integrator: %s',
    (_, { inputs, ...expected }) => {
      const { T1F, T1M, kFM, kMF, flipF, flipM, F0, M0, input } = inputs;
      const n = 6;
      const matrix = new Float64Array(n * n);
      const set = (to: number, from: number, rate: number): void => {
        matrix[to * n + from] = rate;
      };
      set(0, 0, -1 / T1F - kFM);
      set(1, 0, kFM);
      set(1, 1, -1 / T1M - kMF);
      set(0, 1, kMF);
      const state = Float64Array.of(F0, M0, 0, 0, 0, 0);
      let starts_s = 0;
      if (input.kind === 'gamma') {
        const { A, t0, alpha, beta } = input;
        expect(alpha).toBe(3);
        starts_s = t0;
        for (let tank = 2; tank < 6; tank++) set(tank, tank, -1 / beta);
        for (let tank = 2; tank < 5; tank++) set(tank + 1, tank, 1 / beta);
        // Last tank: x (t / beta)^3 / 6 exp(-t / beta); the input: A (t / (3 beta))^3 exp(3 - t / beta).
        set(0, 5, 1);
        state[2] = (A * 6 * Math.exp(3)) / 27;
      }
      const first_s: number = expected.t_s[0];
      let now = input.kind === 'gamma' ? starts_s : first_s;
      const signal: [number[], number[]] = [[], []];
      for (const time_s of expected.t_s) {
        if (time_s > now) {
          state.set(applied(propagatorOf(matrix, n, time_s - now).kept, state));
          now = time_s;
        }
        [flipF, flipM].forEach((flip_deg, pool) => {
          const flip = (flip_deg * Math.PI) / 180;
          signal[pool]!.push(state[pool]! * Math.sin(flip));
          state[pool] = state[pool]! * Math.cos(flip);
        });
      }
      [expected.S_F, expected.S_M].forEach((course, pool) => {
        const largest = Math.max(...course);
        course.forEach((value, i) => expect(Math.abs(signal[pool]![i]! - value) / largest).toBeLessThan(1e-8));
      });
    },
  );
});
