import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINETICS } from '../../../test/reference/exchange/exchange.ts';
import { expmReal } from '../../math/index.ts';
import { flowed, flowOf } from './flow.ts';

describe('flowed', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  it('is the matrix exponential applied, and its integral, amount by amount', () => {
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 24, maxLength: 24 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (drawn, power) => {
          const n = 4;
          const [duration_s, fastest] = [3, Math.exp(power * Math.LN10 * 0.5)];
          const a = Float64Array.from({ length: n * n }, (_, at) => (at % 5 === 0 ? 0 : fastest * drawn[at]!));
          // Every column loses what it gives, and a little.
          for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) if (i !== j) a[5 * j]! -= a[i * n + j]!;
          for (let j = 0; j < n; j++) a[5 * j]! -= 0.1 * drawn[16 + j]!;
          const y = Float64Array.from(drawn.slice(20), (x) => 0.001 + x);
          const { after, passed } = flowed(flowOf(a, n), y, duration_s);
          const whole = y.reduce((sum, x) => sum + x, 0);
          const kept = expmReal(a.map((x) => x * duration_s), n); // prettier-ignore
          for (let i = 0; i < n; i++) {
            let [expected, gained] = [0, 0];
            for (let j = 0; j < n; j++) {
              expected += kept[i * n + j]! * y[j]!;
              gained += a[i * n + j]! * passed[j]!;
            }
            expect(Math.abs(after[i]! - expected)).toBeLessThanOrEqual(1e-12 * whole);
            expect(Math.abs(after[i]! - y[i]! - gained)).toBeLessThanOrEqual(1e-12 * whole * Math.max(1, fastest));
          }
        },
      ),
    );
  });
  it('keeps what nothing takes away', () => {
    const { after, passed } = flowed(flowOf(new Float64Array(4), 2), Float64Array.of(2, 3), 5);
    expect(Math.abs(after[0]! - 2) + Math.abs(after[1]! - 3)).toBeLessThan(1e-14);
    expect(Math.abs(passed[0]! - 10) + Math.abs(passed[1]! - 15)).toBeLessThan(1e-13);
  });
  it('tells an amount that is 1e-40 of the others', () => {
    const { after } = flowed(flowOf(Float64Array.of(-30, 0, 0, -1), 2), Float64Array.of(1, 1), 3);
    expect(after[0]! / Math.exp(-90)).toBeCloseTo(1, 12);
    expect(after[1]! / Math.exp(-3)).toBeCloseTo(1, 12);
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
          state.set(flowed(flowOf(matrix, n), state, time_s - now).after);
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
