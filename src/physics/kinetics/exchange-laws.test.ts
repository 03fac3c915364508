import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOX_BOLUS, GAMMA_BOLUS } from './bolus.ts';
import { simulateExchange, type ExchangeSystem } from './exchange.ts';

const NONE = [
  [0, 0],
  [0, 0],
];
const train = (n: number, flip: number): Float64Array => new Float64Array(n).fill(flip);
const every = (n: number, step_s: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i * step_s);
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('simulateExchange', () => {
  it('decays one pool with R1 and cos(flip), in closed form', () => {
    const { signal } = simulateExchange({ r1_perS: [0.04], rates_perS: [[0]], initial: [3] }, every(10, 2), [
      train(10, 0.3),
    ]);
    signal[0]!.forEach((value, i) => {
      const expected = 3 * Math.exp(-0.08 * i) * Math.pow(Math.cos(0.3), i) * Math.sin(0.3);
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-13);
    });
  });
  it('keeps the total magnetization without relaxation and excitation', () => {
    fc.assert(
      fc.property(real(0, 1), real(0, 1), real(0, 5), real(0, 5), (forth, back, a, b) => {
        const rates_perS = [
          [0, forth],
          [back, 0],
        ];
        const { mz } = simulateExchange({ r1_perS: [0, 0], rates_perS, initial: [a, b] }, every(8, 3), [
          train(8, 0),
          train(8, 0),
        ]);
        mz[0]!.forEach((value, i) => expect(Math.abs(value + mz[1]![i]! - a - b)).toBeLessThan(1e-13 * (1 + a + b)));
      }),
    );
  });
  it('comes to the equilibrium that the two rates set', () => {
    const rates_perS = [
      [0, 0.3],
      [0.1, 0],
    ];
    const { mz } = simulateExchange({ r1_perS: [0, 0], rates_perS, initial: [1, 0] }, every(2, 200), [
      train(2, 0),
      train(2, 0),
    ]);
    expect(mz[1]![1]! / mz[0]![1]!).toBeCloseTo(3, 12);
  });
  it('counts a rate on the diagonal as loss without product', () => {
    const wash = simulateExchange({ r1_perS: [0.02], rates_perS: [[0.03]], initial: [1] }, every(4, 5), [
      train(4, 0.2),
    ]);
    const decay = simulateExchange({ r1_perS: [0.05], rates_perS: [[0]], initial: [1] }, every(4, 5), [train(4, 0.2)]);
    decay.mz[0]!.forEach((value, i) => expect(wash.mz[0]![i]).toBeCloseTo(value, 14));
  });
  it('is linear in initial magnetization and input', () => {
    const of = (initial: readonly number[], amplitude: number) =>
      simulateExchange(
        {
          r1_perS: [1 / 30, 1 / 25],
          rates_perS: [
            [0, 0.05],
            [0.01, 0],
          ],
          initial,
          input: { bolus: GAMMA_BOLUS, shape: [1, 2, 3], amplitude },
        },
        every(12, 2),
        [train(12, 0.2), train(12, 0.4)],
      ).signal[1]!;
    const both = of([1, 2], 3);
    const [first, second] = [of([1, 2], 0), of([0, 0], 1)];
    both.forEach((value, i) => expect(value).toBeCloseTo(first[i]! + 3 * second[i]!, 12));
  });
  it.each([
    ['box', BOX_BOLUS, [3.3, 4.1]],
    ['gamma', GAMMA_BOLUS, [3.3, 2.5, 1.7]],
  ] as const)('knows no absolute time: a %s bolus and the excitations shifted together', (_, bolus, shape) => {
    const of = (shift: number) => {
      const system: ExchangeSystem = {
        r1_perS: [0.03, 0.04],
        rates_perS: [
          [0, 0.05],
          [0, 0],
        ],
        initial: [0, 0],
        input: { bolus, shape: [shape[0] + shift, ...shape.slice(1)], amplitude: 1 },
      };
      return simulateExchange(
        system,
        every(15, 2).map((t) => t + shift),
        [train(15, 0.2), train(15, 0.4)],
      );
    };
    const [here, there] = [of(0), of(64)];
    for (const pool of [0, 1])
      here.signal[pool]!.forEach((value, i) => expect(there.signal[pool]![i]).toBeCloseTo(value, 12));
  });
  it('does not care where the excitation-free time is cut', () => {
    const of = (times_s: readonly number[]) =>
      simulateExchange(
        {
          r1_perS: [0.03, 0.04],
          rates_perS: [
            [0, 0.05],
            [0, 0],
          ],
          initial: [1, 0],
          input: { bolus: BOX_BOLUS, shape: [1.3, 5], amplitude: 1 },
        },
        times_s,
        [train(times_s.length, 0), train(times_s.length, 0)],
      ).mz.map((mz) => mz.at(-1)!);
    const [coarse, fine] = [of([0, 10]), of([0, 1, 2.7, 4, 6.5, 10])];
    coarse.forEach((value, pool) => expect(fine[pool]).toBeCloseTo(value, 13));
  });
  it('has the area ratio of the closed formula, without excitation and with all input through the substrate', () => {
    const dt = 0.01;
    const n = 30_000;
    const back = 0.003;
    const { mz } = simulateExchange(
      {
        r1_perS: [1 / 24, 1 / 20],
        rates_perS: [
          [0, 0.01],
          [back, 0.002],
        ],
        initial: [1, 0],
      },
      every(n, dt),
      [train(n, 0), train(n, 0)],
    );
    // Trapezoids: the error is dt^2 / 12 times the slope at the beginning over the area.
    const area = (course: Float64Array) => course.reduce((a, b) => a + b, 0) - course[0]! / 2;
    expect(area(mz[1]!) / area(mz[0]!) / (0.01 / (1 / 20 + back + 0.002)) - 1).toBeCloseTo(0, 4);
  });
  it('refuses rows that do not fit together', () => {
    expect(() => simulateExchange({ r1_perS: [1, 1], rates_perS: NONE, initial: [1] }, [0], [[0], [0]])).toThrow(
      /2 pools/,
    );
  });
});
