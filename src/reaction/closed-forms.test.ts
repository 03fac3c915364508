// Reactors that can be solved by hand.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assumed,
  DEFAULT_REACTION,
  GAS_CONSTANT_JPerMolK,
  simulateReaction,
  type Reaction,
  type ReactionSettings,
  type ReactionSystem,
} from './index.ts';

const given = (value: number) => assumed(value, [value, value], 'test');
const reaction = (
  name: string,
  stoichiometry: Reaction['stoichiometry'],
  k: number,
  more: Partial<Reaction> = {},
): Reaction => ({
  name,
  stoichiometry,
  orders: Object.fromEntries(Object.entries(stoichiometry).flatMap(([key, n]) => (n < 0 ? [[key, -n]] : []))),
  k: given(k),
  activation_JPerMol: given(0),
  ...more,
});
const system = (reactions: readonly Reaction[], more: Partial<ReactionSystem> = {}): ReactionSystem => ({
  name: 'test',
  species: {
    H2: { pieces: { H2: 1 } },
    A: { pieces: { C: 1 } },
    B: { pieces: { C: 1, H2: 1 } },
    C: { pieces: { C: 1, H2: 2 } },
    wall: { pieces: { H2: 1 } },
    cat: { pieces: { cat: 1 } },
  },
  reactions,
  reference_K: 298.15,
  precursor: 'A',
  product: 'B',
  molecule: 'fumarate, set B',
  catalyst: 'cat',
  solvent: 'water',
  ...more,
});
const settings = (
  reactions: readonly Reaction[],
  more: Partial<ReactionSettings> = {},
  change: Partial<ReactionSystem> = {},
): ReactionSettings => ({
  ...DEFAULT_REACTION,
  system: system(reactions, change),
  temperature_K: 298.15,
  initial_mM: { A: 1, cat: 2 },
  bubbling_s: 20,
  wait_s: 0,
  kLa_perS: 1e9,
  tolerance: 1e-11,
  ...more,
});
const FIRST = reaction('first', { A: -1, H2: -1, B: 1 }, 0.01, { pairTo: 'B', orders: { A: 1, H2: 1, cat: 1 } });
const SECOND = reaction('second', { B: -1, H2: -1, C: 1 }, 0.004, { pairTo: 'C', orders: { B: 1, H2: 1, cat: 1 } });

describe('with gas that dissolves at once', () => {
  test('one reaction is first order in the precursor', () => {
    const { course, saturation_mM } = simulateReaction(settings([FIRST]));
    const k = 0.01 * 2 * saturation_mM;
    course.time_s.forEach((t, i) => {
      expect(Math.abs(course.concentration_mM['A']![i]! - Math.exp(-k * t))).toBeLessThan(1e-8);
      expect(Math.abs(course.concentration_mM['B']![i]! - (1 - Math.exp(-k * t)))).toBeLessThan(1e-8);
    });
  });
  test('consecutive reactions follow the two exponentials', () => {
    const { course, saturation_mM } = simulateReaction(settings([FIRST, SECOND]));
    const [k1, k2] = [0.02 * saturation_mM, 0.008 * saturation_mM];
    course.time_s.forEach((t, i) => {
      const b = (k1 / (k2 - k1)) * (Math.exp(-k1 * t) - Math.exp(-k2 * t));
      expect(Math.abs(course.concentration_mM['B']![i]! - b)).toBeLessThan(1e-8);
    });
  });
  test('the ages of the product are those of the two exponentials, with and without loss of order', () => {
    for (const lifetime_s of [Infinity, 15]) {
      for (const reactions of [[FIRST], [FIRST, SECOND]]) {
        const outcome = simulateReaction(
          settings(reactions, {
            largestFrequency_Hz: 15,
            ...(lifetime_s < Infinity ? { orderLifetime_s: lifetime_s } : {}),
          }),
        );
        const k1 = 0.02 * outcome.saturation_mM;
        const k2 = reactions.length > 1 ? 0.008 * outcome.saturation_mM : 0;
        // Density of the age a: exp(-k1 (20 - a)) exp(-k2 a) exp(-a / lifetime), on 0 to 20 s.
        const rate = k1 - k2 - 1 / lifetime_s;
        const whole = Math.expm1(rate * 20) / rate;
        const { age_s, weight } = outcome.batch.ages;
        for (const hertz of [0, 0.03, 0.7, 4, 11, 15]) {
          const w = 2 * Math.PI * hertz;
          // (exp((rate - i w) 20) - 1) / (rate - i w)
          const [re, im] = [Math.exp(rate * 20) * Math.cos(w * 20) - 1, -Math.exp(rate * 20) * Math.sin(w * 20)];
          const norm = (rate * rate + w * w) * whole;
          const exact = [(re * rate - im * w) / norm, (im * rate + re * w) / norm];
          const mean = [0, 0];
          age_s.forEach((age, i) => {
            mean[0]! += weight[i]! * Math.cos(w * age);
            mean[1]! -= weight[i]! * Math.sin(w * age);
          });
          expect(Math.hypot(mean[0]! - exact[0]!, mean[1]! - exact[1]!)).toBeLessThan(3e-8);
        }
        if (lifetime_s < Infinity && k2 === 0) {
          const kept = ((k1 * Math.exp(-k1 * 20)) / (1 - Math.exp(-k1 * 20))) * whole;
          expect(outcome.order.kept / outcome.order.gas).toBeCloseTo(kept, 7);
        }
      }
    }
  });
});

describe('with gas that dissolves slowly', () => {
  const sink = reaction('sink', { H2: -1, wall: 1 }, 0.7);
  test('hydrogen comes to kLa C* / (kLa + k), as one exponential', () => {
    const { course, saturation_mM } = simulateReaction(settings([sink, { ...FIRST, k: given(0) }], { kLa_perS: 0.4 }));
    course.time_s.forEach((t, i) => {
      const exact = ((0.4 * saturation_mM) / 1.1) * -Math.expm1(-1.1 * t);
      expect(Math.abs(course.concentration_mM['H2']![i]! - exact)).toBeLessThan(1e-9);
    });
  });
  test('hydrogen that was put in above saturation goes back into the gas, as one exponential', () => {
    const { course, saturation_mM, uptake_mM, balance, end } = simulateReaction(
      settings([{ ...FIRST, k: given(0) }], { kLa_perS: 0.4, initial_mM: { A: 1, cat: 2, H2: 30 } }),
    );
    expect(end).toBe('reached');
    course.time_s.forEach((t, i) => {
      const exact = saturation_mM + (30 - saturation_mM) * Math.exp(-0.4 * t);
      expect(Math.abs(course.concentration_mM['H2']![i]! - exact)).toBeLessThan(1e-8);
    });
    expect(uptake_mM).toBeCloseTo((30 - saturation_mM) * Math.expm1(-0.4 * 20), 8);
    expect(balance['H2']).toBeLessThan(1e-12);
  });
  test('back-conversion leaves dissolved hydrogen kLa / (kLa + k cat) of the order of the gas', () => {
    const { order } = simulateReaction(
      settings(
        [{ ...FIRST, k: given(0) }],
        { kLa_perS: 0.4, bubbling_s: 200 },
        {
          backConversion: { by: 'cat', k_perMMPerS: given(0.05), activation_JPerMol: given(0) },
        },
      ),
    );
    expect(order.dissolved / order.gas).toBeCloseTo(0.4 / 0.5, 9);
  });
  test('kLa grows with temperature as the square root of the diffusion coefficient', () => {
    const { course, saturation_mM } = simulateReaction(
      settings([{ ...FIRST, k: given(0) }], { kLa_perS: 0.1, temperature_K: 318.15, bubbling_s: 5 }),
    );
    const kLa = 0.1 * Math.exp((-8050 / GAS_CONSTANT_JPerMolK) * (1 / 318.15 - 1 / 298.15));
    expect(course.concentration_mM['H2']!.at(-1)! / saturation_mM).toBeCloseTo(-Math.expm1(-kLa * 5), 8);
  });
});

test('a rate with an activation energy is that of the Arrhenius line', () => {
  const hot = { ...FIRST, activation_JPerMol: given(60e3) };
  const { yields, saturation_mM } = simulateReaction(settings([hot], { temperature_K: 318.15, bubbling_s: 3 }));
  const k = 0.01 * Math.exp((-60e3 / GAS_CONSTANT_JPerMolK) * (1 / 318.15 - 1 / 298.15));
  expect(yields['A']).toBeCloseTo(Math.exp(-k * 2 * saturation_mM * 3), 8);
});

test('a share of additions that is not pairwise takes its share of the order', () => {
  const { order } = simulateReaction(settings([{ ...FIRST, pairwise: given(0.8) }]));
  expect(order.kept / order.gas).toBeCloseTo(0.8, 10);
});

test('normal hydrogen brings no order, and ages all the same', () => {
  const { order, batch } = simulateReaction(settings([FIRST], { paraFraction: 0.25 }));
  expect(order.kept).toBe(0);
  expect(batch.paraFraction).toBe(0.25);
  expect(batch.ages.weight.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});

test('product that was there before dilutes the order', () => {
  const { order, yields } = simulateReaction(
    settings([FIRST], { initial_mM: { A: 1, B: 1, cat: 2 }, bubbling_s: 1000 }),
  );
  expect(yields['B']).toBeCloseTo(2, 8);
  expect(order.kept / order.gas).toBeCloseTo(0.5, 8);
  expect(order.added / order.gas).toBeCloseTo(1, 8);
});

test('random networks keep every piece to 1e-12 and stay above zero', () => {
  const rate = fc.double({ min: -4, max: 3, noNaN: true }).map((x) => Math.exp(Math.LN10 * x));
  fc.assert(
    fc.property(fc.array(rate, { minLength: 5, maxLength: 5 }), rate, rate, (k, kLa_perS, A) => {
      const reactions = [
        { ...FIRST, k: given(k[0]!) },
        { ...SECOND, k: given(k[1]!) },
        reaction('at once', { A: -1, H2: -2, C: 1 }, k[2]!, { pairTo: 'C' }),
        reaction('back', { C: -1, A: 1, H2: 2 }, k[3]!),
        reaction('pairs', { B: -2, A: 1, C: 1 }, k[4]!),
      ];
      const outcome = simulateReaction(
        settings(reactions, {
          kLa_perS,
          initial_mM: { A, cat: 1 },
          tolerance: 1e-7,
          wait_s: 3,
          largestFrequency_Hz: 0,
          points: 21,
        }),
      );
      expect(outcome.end).toBe('reached');
      for (const gap of Object.values(outcome.balance)) expect(gap).toBeLessThan(1e-12);
      for (const course of Object.values(outcome.course.concentration_mM))
        expect(Math.min(...course)).toBeGreaterThanOrEqual(0);
      expect(outcome.order.kept).toBeLessThanOrEqual(outcome.order.gas * (1 + 1e-6));
    }),
    {
      numRuns: 30,
      // Little precursor beside much hydrogen: the rounding of the large leaked into the small, by 1 to 4e-12.
      examples: [
        [[1, 6.6343187464104005, 1, 1, 1], 1, 0.001079887001055254],
        [[1, 3.1599999210785006, 1, 1, 15.225967245032646], 1, 0.00010746845613864024],
      ],
    },
  );
});
