import { describe, expect, it } from 'vitest';
import reference from '../../../test/reference/flips/synthetic_and_flips.json' with { type: 'json' };
import { Random } from '../../base/index.ts';
import { simulateExchange } from '../../physics/index.ts';
import { levelPairFlips, levelSignalFlips } from './fed.ts';
import { flipsOf } from './schedule.ts';
import { constantFlips, constantSignalFlips, maximumSignalFlips } from './single.ts';

const DEGREES = 180 / Math.PI;
const TOLERANCE = 1e-9;

function expectAngles(flips: Float64Array, expected_deg: readonly number[]): void {
  expect(flips.length).toBe(expected_deg.length);
  expected_deg.forEach((angle, n) => expect(Math.abs(flips[n]! * DEGREES - angle)).toBeLessThan(TOLERANCE));
}

/** Signals of a metabolite that only decays: Mz 1 at the first frame. */
function signals(flips: ArrayLike<number>, kept: number): number[] {
  let mz = 1;
  return Array.from(flips, (flip) => {
    const signal = mz * Math.sin(flip);
    mz *= Math.cos(flip) * kept;
    return signal;
  });
}
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('flip angles beside those of the usual toolbox', () => {
  it('constant signal', () => {
    expectAngles(
      constantSignalFlips({ nFrames: 16, repetition_s: 1, lossRate_perS: 0 }),
      reference.vfa_const_amp_N16_deg,
    );
    expectAngles(
      constantSignalFlips({ nFrames: 16, repetition_s: 3, lossRate_perS: 0.05 }),
      reference.vfa_const_amp_N16_E1_expm3x005_deg,
    );
    expectAngles(
      constantSignalFlips({ nFrames: 8, repetition_s: 1, lossRate_perS: 0 }),
      reference.vfa_const_amp_N8_deg,
    );
  });
  it('largest total signal', () => {
    expectAngles(
      maximumSignalFlips({ nFrames: 16, repetition_s: 3, lossRate_perS: 1 / 25 }),
      reference.vfa_opt_signal_N16_R1L_1_25_TR3_deg,
    );
    expectAngles(
      maximumSignalFlips({ nFrames: 12, repetition_s: 4, lossRate_perS: 1 / 40 }),
      reference.vfa_opt_signal_N12_TR4_T1_40_deg,
    );
  });
  it('level signals of substrate and product, the first excitation free as there', () => {
    const pair = levelPairFlips(
      { nFrames: 12, repetition_s: 4, rate_perS: 0.05, r1_perS: [1 / 30, 1 / 35], initial: [1, 0.1] },
      'free',
    );
    const expected = reference.mvfa_const_amp_deg;
    expectAngles(
      pair.substrate.flips_rad,
      expected.filter((_, i) => i % 2 === 0),
    );
    expectAngles(
      pair.product.flips_rad,
      expected.filter((_, i) => i % 2 === 1),
    );
  });
});

describe('laws of the designs', () => {
  const train = { nFrames: 14, repetition_s: 2.5, lossRate_perS: 0.06 };
  const kept = Math.exp(-2.5 * 0.06);
  it('the constant design keeps the signal level and spends everything', () => {
    const course = signals(constantSignalFlips(train), kept);
    course.forEach((value) => expect(value).toBeCloseTo(course[0]!, 14));
  });
  it('no other train gives more signal than the largest-signal design, and small changes cost in second order', () => {
    const best = maximumSignalFlips(train);
    const most = sum(signals(best, kept));
    expect(most).toBeGreaterThan(sum(signals(constantSignalFlips(train), kept)));
    const random = new Random(5);
    for (let draw = 0; draw < 200; draw++) {
      const size = draw % 2 === 0 ? 1e-4 : 0.2;
      const other = best.map((flip) => flip + size * random.normal());
      const less = most - sum(signals(other, kept));
      expect(less).toBeGreaterThan(0);
      if (size < 1e-3) expect(less).toBeLessThan(1e-5);
    }
  });
  it('gives a product the most signal whatever feeds it', () => {
    const best = maximumSignalFlips(train);
    const feed = [0, 0.3, 1, 0.8, 0.2, 0.1, 0, 0, 0.5, 0, 0, 0.1, 0, 0.2];
    const total = (flips: Float64Array): number => {
      let mz = 0;
      return sum(
        feed.map((gain, n) => {
          mz = mz * kept + gain;
          const signal = mz * Math.sin(flips[n]!);
          mz *= Math.cos(flips[n]!);
          return signal;
        }),
      );
    };
    const random = new Random(6);
    for (let draw = 0; draw < 100; draw++)
      expect(total(best.map((flip) => Math.min(flip + 0.1 * random.normal(), 2)))).toBeLessThan(total(best));
  });
  it('level flips without feeding are the constant-signal design', () => {
    const gain = new Float64Array(14);
    gain[0] = 1;
    const level = levelSignalFlips(train, gain);
    constantSignalFlips(train).forEach((flip, n) => expect(level.flips_rad[n]).toBeCloseTo(flip, 10));
    expect(level.short).toEqual([]);
  });
  it('a pair that spends from the first excitation on is level in a real scan; the free one is not', () => {
    const pair = {
      nFrames: 12,
      repetition_s: 4,
      rate_perS: 0.05,
      r1_perS: [1 / 30, 1 / 35],
      initial: [1, 0.3],
    } as const;
    const spread = (first: 'spends' | 'free'): number => {
      const { substrate, product } = levelPairFlips(pair, first);
      const { signal } = simulateExchange(
        {
          r1_perS: [1 / 30, 1 / 35],
          rates_perS: [
            [0, 0.05],
            [0, 0],
          ],
          initial: [1, 0.3],
        },
        Float64Array.from({ length: 12 }, (_, n) => 4 * n),
        [substrate.flips_rad, product.flips_rad],
      );
      return Math.max(...signal[1]!) - Math.min(...signal[1]!);
    };
    expect(spread('spends')).toBeLessThan(1e-12);
    expect(spread('free')).toBeGreaterThan(1e-3);
  });
  it('says which frames had less than the level while a bolus arrives', () => {
    const level = levelSignalFlips(
      { nFrames: 8, repetition_s: 2, lossRate_perS: 0.03 },
      [0, 0.01, 0.2, 0.4, 0.2, 0.1, 0, 0],
    );
    expect(level.short).toEqual([0, 1, 2]);
    expect(level.flips_rad[1]).toBe(Math.PI / 2);
  });
});

describe('bad input', () => {
  const frames = { nFrames: 3, repetition_s: 2 };
  it.each([
    [() => constantFlips(0, 0.1), 'nFrames is 0'],
    [() => constantFlips(2, 2), 'a flip angle is 114.592 degrees; expected 0 to 90'],
    [() => constantSignalFlips({ nFrames: 3, repetition_s: 0, lossRate_perS: 0 }), 'repetition_s is 0'],
    [() => maximumSignalFlips({ nFrames: 3, repetition_s: 1, lossRate_perS: NaN }), 'lossRate_perS is NaN'],
    [() => levelSignalFlips({ nFrames: 3, repetition_s: 1, lossRate_perS: 0 }, [1, 1]), '2 gains for 3 frames'],
    [() => levelSignalFlips({ nFrames: 2, repetition_s: 1, lossRate_perS: 0 }, [0, 0]), 'no magnetization'],
    [
      () => flipsOf({ design: 'angles', angles_deg: [1, 2, 3, 4] }, frames, 'malate'),
      'more flip angles than frames: 4 angles, 3 frames; give one per frame (at malate)',
    ],
    [() => flipsOf({ design: 'angles', angles_deg: [1, 2, 100] }, frames, 'malate'), '(at malate, frame 3)'],
    [() => flipsOf({ design: 'constant', angle_deg: -1 }, frames, 'malate'), 'a flip angle is -1 degrees'],
  ])('is refused: %s', (call, message) => expect(call).toThrow(message));
});
