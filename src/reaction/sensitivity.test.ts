import { describe, expect, test } from 'vitest';
import {
  DEFAULT_REACTION,
  GAS_TRANSFER,
  LOADING,
  SATURATION,
  sensitivitiesOf,
  simulateReaction,
  solventOf,
  sweepYields,
  vapourPressure_Pa,
  withValue,
  type ReactionSettings,
} from './index.ts';

const SETTINGS: ReactionSettings = {
  ...DEFAULT_REACTION,
  tolerance: 1e-11,
  largestFrequency_Hz: 0,
  orderLifetime_s: 90,
};

/** The same reactor with one rate larger by a factor exp(x). */
function scaled(rate: string, x: number): ReactionSettings {
  const { system } = SETTINGS;
  const factor = Math.exp(x);
  if (rate === 'order decay') return { ...SETTINGS, orderLifetime_s: 90 / factor };
  if (rate === GAS_TRANSFER) return withValue(SETTINGS, 'kLa_perS', SETTINGS.kLa_perS * factor);
  if (rate === LOADING) return withValue(SETTINGS, 'loading_mM', 6 * factor);
  if (rate === 'back-conversion') {
    const { k_perMMPerS } = system.backConversion!;
    const more = { ...k_perMMPerS, value: k_perMMPerS.value * factor };
    return { ...SETTINGS, system: { ...system, backConversion: { ...system.backConversion!, k_perMMPerS: more } } };
  }
  const reactions = system.reactions.map((one) =>
    one.name === rate ? { ...one, k: { ...one.k, value: one.k.value * factor } } : one,
  );
  return { ...SETTINGS, system: { ...system, reactions } };
}

describe('sensitivities', () => {
  const all = sensitivitiesOf(SETTINGS);
  test('agree with fourth-order differences', () => {
    for (const { rate, ofYield, ofOrder } of all) {
      if (rate === SATURATION) continue;
      const at = (x: number): readonly number[] => {
        const { yields, order } = simulateReaction(scaled(rate, x));
        return [yields['fumarate']!, order.kept];
      };
      const h = 0.02;
      const [a, b, c, d] = [at(-2 * h), at(-h), at(h), at(2 * h)];
      const slopes = [0, 1].map((i) => (a[i]! - 8 * b[i]! + 8 * c[i]! - d[i]!) / (12 * h));
      expect(Math.abs(ofYield - slopes[0]!)).toBeLessThan(2e-8);
      expect(Math.abs(ofOrder - slopes[1]!)).toBeLessThan(2e-8);
    }
  });
  test('are ranked by what their ranges move, and over-hydrogenation leads', () => {
    expect(sensitivitiesOf(DEFAULT_REACTION)[0]!.rate).toBe('over-hydrogenation');
    const swings = all.flatMap(({ swing }) => (swing === undefined ? [] : [swing]));
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
  });
  test('of the pressure is that of the saturation, which goes with it', () => {
    const saturation = all.find(({ rate }) => rate === SATURATION)!;
    const at = (x: number) => {
      const steam_Pa = vapourPressure_Pa(solventOf('water'), SETTINGS.temperature_K);
      const pressure_Pa = steam_Pa + (SETTINGS.pressure_Pa - steam_Pa) * Math.exp(x);
      return simulateReaction({ ...SETTINGS, pressure_Pa }).yields['fumarate']!;
    };
    expect(Math.abs(saturation.ofYield - (at(0.01) - at(-0.01)) / 0.02)).toBeLessThan(1e-5);
  });
});

describe('a sweep', () => {
  test('ends where the whole simulation ends', () => {
    const sweep = sweepYields(DEFAULT_REACTION, 'temperature_K', [338.15, 358.15]);
    const whole = simulateReaction(DEFAULT_REACTION);
    expect(sweep.yields['fumarate']![1]).toBeCloseTo(whole.yields['fumarate']!, 6);
    expect(sweep.order[1]).toBeCloseTo(whole.order.kept, 6);
    expect(sweep.endedEarly).toEqual([]);
  });
  test('over pressure, catalyst and time: more hydrogen, catalyst and time turn over more', () => {
    for (const [over, values] of [
      ['pressure_Pa', [2e5, 4e5, 8e5]],
      ['loading_mM', [0.5, 1, 2]],
      ['bubbling_s', [5, 10, 20]],
      ['kLa_perS', [0.05, 0.1, 0.2]],
    ] as const) {
      const left = sweepYields(DEFAULT_REACTION, over, values).yields['acetylenedicarboxylate']!;
      expect(left[1]).toBeLessThan(left[0]!);
      expect(left[2]).toBeLessThan(left[1]!);
    }
  });
  test('refuses an empty list and a value that is none', () => {
    expect(() => sweepYields(DEFAULT_REACTION, 'kLa_perS', [])).toThrow(/needs at least one value/);
    expect(() => sweepYields(DEFAULT_REACTION, 'pressure_Pa', [1e5, -1])).toThrow(/is -1; expected above 0/);
  });
});
