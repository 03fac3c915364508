import { describe, expect, test } from 'vitest';
import {
  expectDiagonal,
  groupPolarizations,
  libraryMolecule,
  makeSpinSpace,
  readSpins,
} from '../physics/spins/index.ts';
import { checkTransferSettings, explainTransfer, simulateTransfer } from './index.ts';

const settings = {
  paraFraction: 0.95,
  addition: { dephasedAt_T: 5e-5 },
  profile: { kind: 'linear', from_T: 0, to_T: 2e-6, duration_s: 0.5 },
  tolerance: 1e-8,
};
const { system } = libraryMolecule('fumarate, set B');

describe('a transfer from settings', () => {
  test('of a molecule with equivalent spins has the adiabatic limit that a slow sweep reaches', () => {
    const slow = { kind: 'linear', from_T: 5e-8, to_T: 2e-6, duration_s: 60 } as const;
    const ester = simulateTransfer(libraryMolecule('ethyl pyruvate-d3').system, {
      ...checkTransferSettings(settings, 'transfer'),
      profile: slow,
      tolerance: 1e-3,
    });
    expect(ester.polarization['C1']).toBeCloseTo(ester.adiabaticLimit['C1']!, 2);
  });
  test('gives polarizations within the bounds, with a course and an explanation', () => {
    const outcome = simulateTransfer(system, checkTransferSettings({ ...settings, points: 11 }, 'transfer'));
    const plain = simulateTransfer(system, checkTransferSettings(settings, 'transfer'));
    expect(outcome.polarization['C1']).toBeCloseTo(plain.polarization['C1']!, 7);
    expect(outcome.course!.polarization['C1']!.at(-1)).toBe(outcome.polarization['C1']);
    expect(outcome.end).toBe('converged');
    expect(outcome.reachedError).toBeLessThan(1e-8);
    expect(plain.polarization['C1']!).toBeGreaterThan(plain.bounds!['C1']!.alongZ.lowest);
    expect(plain.bounds!['C1']!.any!.highest).toBeCloseTo((4 * 0.95 - 1) / 3, 4);
    const sum = plain.polarization['Ha']! + plain.polarization['Hb']! + plain.polarization['C1']!;
    expect(Math.abs(sum)).toBeLessThan(1e-6); // total projection is kept, and there was none
    const text = explainTransfer(
      makeSpinSpace(readSpins(system), { heteronuclear: 'full' }),
      readSpins(system),
      plain,
      'C1',
    );
    expect(text[0]).toMatch(/at 403 nT, where (S0alpha and T\+1beta|T\+1beta and S0alpha) of .* come within 2.06 Hz/);
    expect(text.length).toBe(3);
  });
  test('with very slow relaxation gives what it gives without', () => {
    const slow = simulateTransfer(
      system,
      checkTransferSettings({ ...settings, relaxation: { T1_s: { Ha: 1e9, Hb: 1e9, C1: 1e9 } } }, 'transfer'),
    );
    expect(slow.polarization['C1']).toBeCloseTo(
      simulateTransfer(system, checkTransferSettings(settings, 'transfer')).polarization['C1']!,
      7,
    );
  });
  test('ends in a density that shows the same polarizations, and comes from the propagation that made the course', () => {
    for (const relaxation of [undefined, { T1_s: { Ha: 2, Hb: 2, C1: 10 } }]) {
      const input = { ...settings, points: 21, ...(relaxation && { relaxation }) };
      const { final, polarization, steps } = simulateTransfer(system, checkTransferSettings(input, 'transfer'));
      const p = groupPolarizations(final.space, final.state);
      final.space.groups.forEach((group, g) =>
        group.forEach((k) => expect(p[g]!).toBeCloseTo(polarization[final.space.spins.labels[k]!]!, 12)),
      );
      expect(expectDiagonal(final.space, final.state, () => 1)).toBeCloseTo(1, 9);
      expect(steps).toBeLessThan(5000);
    }
  });
  test('turns its sign with the field', () => {
    const there = simulateTransfer(system, checkTransferSettings(settings, 'transfer'));
    const back = simulateTransfer(
      system,
      checkTransferSettings(
        { ...settings, addition: { dephasedAt_T: -5e-5 }, profile: { ...settings.profile, to_T: -2e-6 } },
        'transfer',
      ),
    );
    expect(back.polarization['C1']).toBeCloseTo(-there.polarization['C1']!, 9);
  });
  test.each([
    [{ ...settings, paraFraction: 1.2 }, /is 1.2; expected a number from 0 to 1 \(at transfer\.paraFraction\)/],
    [{ ...settings, profil: 1 }, /unknown key "profil"; nearest known is "profile"/],
    [{ ...settings, profile: { kind: 'liner' } }, /nearest is "linear" \(at transfer\.profile\.kind\)/],
    [{ ...settings, profile: { ...settings.profile, duration_s: -1 } }, /is -1; expected a number above 0/],
    [
      { ...settings, profile: { kind: 'table', time_s: [0, 1], field_T: [0, NaN] } },
      /is NaN; expected a finite number \(at transfer\.profile\.field_T\[1\]\)/,
    ],
    [{ ...settings, addition: {} }, /expected \{ pure: true \}/],
    [
      { ...settings, relaxation: { T1_s: { C1: -3 } } },
      /is -3; expected a number above 0 \(at transfer\.relaxation\.T1_s\.C1\)/,
    ],
  ])('refuses %#', (input, message) => {
    expect(() => checkTransferSettings(input, 'transfer')).toThrow(message);
  });
  test('refuses time running backwards and missing times', () => {
    const table = { ...settings, profile: { kind: 'table', time_s: [0, 1, 0.5], field_T: [0, 1e-6, 2e-6] } };
    expect(() => simulateTransfer(system, checkTransferSettings(table, 't'))).toThrow(
      /time runs from 1 to 0.5 s.*row 3/,
    );
    expect(() =>
      simulateTransfer(system, checkTransferSettings({ ...settings, relaxation: { T1_s: { Ha: 1, Hb: 1 } } }, 't')),
    ).toThrow(/no time for C1/);
  });
});
