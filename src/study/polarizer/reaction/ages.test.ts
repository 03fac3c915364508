// The ages that a reactor hands on, against a sum over very many addition times.
import { describe, expect, test } from 'vitest';
import { libraryMolecule } from '../../../physics/spins/index.ts';
import { arrhenius, DEFAULT_REACTION, simulateReaction, type ReactionSettings } from '../../../reaction/index.ts';
import { simulateTransfer, type AdditionSettings } from '../../../transfer/index.ts';

const { system } = libraryMolecule('fumarate, set B');

function polarization(addition: AdditionSettings, paraFraction: number): number {
  const profile = { kind: 'constantAdiabaticity', from_T: 0, to_T: 2e-6, duration_s: 0.5 } as const;
  return simulateTransfer(system, { paraFraction, addition, profile, tolerance: 1e-9 }).polarization['C1']!;
}

/** Simpson's rule over addition times on the course itself, with the rate laws written out: order added, and what of it survives. */
function bruteForce(settings: ReactionSettings, intervals: number): AdditionSettings {
  const { course } = simulateReaction({ ...settings, points: intervals + 1, largestFrequency_Hz: 0 });
  const { temperature_K, system: network, orderLifetime_s = Infinity } = settings;
  const [k1, k2] = ['trans addition', 'over-hydrogenation'].map((name) => {
    const { k, activation_JPerMol } = network.reactions.find((one) => one.name === name)!;
    return k.value * arrhenius(activation_JPerMol.value, temperature_K, network.reference_K);
  });
  const of = (name: string) => course.concentration_mM[name]!;
  const speed = of('Ru catalyst').map((cat, i) => cat * of('H2')[i]!);
  const step = settings.bubbling_s / intervals;
  const age_s: number[] = [];
  const weight: number[] = [];
  // From the end backwards: log of the share of the pairs of that moment that is still there.
  let left = 0;
  for (let i = intervals; i >= 0; i--) {
    if (i < intervals) {
      const [a, b] = [speed[i]!, speed[i + 1]!];
      const before = i > 0 ? speed[i - 1]! : a;
      const after = i + 2 <= intervals ? speed[i + 2]! : b;
      // Integral of the cubic through four points over the middle interval.
      const middle = i > 0 && i + 2 <= intervals ? (13 * (a + b) - before - after) / 24 : (a + b) / 2;
      left -= k2! * middle * step + step / orderLifetime_s;
    }
    const order = course.order['H2']![i]!;
    const added = k1! * speed[i]! * of('acetylenedicarboxylate')[i]! * (Number.isNaN(order) ? 0 : order);
    age_s.push(settings.bubbling_s - course.time_s[i]!);
    weight.push(added * Math.exp(left) * (i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2));
  }
  return { age_s, weight, field_T: settings.field_T };
}

describe('polarization from the ages of the batch', () => {
  test.each([
    ['in 400 nT, near the crossing', { field_T: 4e-7 }, 20_000],
    ['in 2 uT', { field_T: 2e-6 }, 40_000],
    ['where pairs lose their order while they wait', { field_T: 1e-6, orderLifetime_s: 20 }, 20_000],
    ['after a short reaction', { field_T: 4e-7, bubbling_s: 2 }, 4_000],
  ] as [string, Partial<ReactionSettings>, number][])(
    '%s is that of thousands of addition times to 1e-6',
    (_, change, intervals) => {
      const settings = { ...DEFAULT_REACTION, wait_s: 0, ...change };
      const { batch } = simulateReaction(settings);
      const ours = polarization({ ...batch.ages, field_T: batch.field_T }, batch.paraFraction);
      const brute = polarization(bruteForce(settings, intervals), batch.paraFraction);
      expect(Math.abs(ours - brute)).toBeLessThan(1e-6);
      expect(Math.abs(ours)).toBeGreaterThan(0.05);
    },
  );

  test('differs from that of pairs that were all added at once, which is why the ages matter', () => {
    const { batch } = simulateReaction({ ...DEFAULT_REACTION, field_T: 4e-7, bubbling_s: 2, wait_s: 0 });
    const ours = polarization({ ...batch.ages, field_T: 4e-7 }, batch.paraFraction);
    const atOnce = polarization({ pure: true }, batch.paraFraction);
    expect(Math.abs(ours - atOnce)).toBeGreaterThan(0.01);
  });

  test('in 50 uT is right to 1e-5 with the usual frequencies, and the notes say how to make it exact', () => {
    const { batch } = simulateReaction(DEFAULT_REACTION);
    const all = simulateReaction({ ...DEFAULT_REACTION, largestFrequency_Hz: 1700 }).batch;
    const [usual, exact] = [batch, all].map(({ ages }) => polarization({ ...ages, field_T: 5e-5 }, 0.95));
    expect(Math.abs(usual! - exact!)).toBeLessThan(1e-5);
    expect(batch.notes.join()).toMatch(/largestFrequency_Hz makes it exact/);
    expect(all.notes.join()).not.toMatch(/largestFrequency_Hz/);
  });
});
