// The gradient is that of what is computed: against central differences of sixth order, for every kind of motion; and what is computed is
// what the propagators of `transfer` give.
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import { denseDensity, libraryMolecule, readSpins, type SpinSystem } from '../../../physics/spins/index.ts';
import { densePolarizations, evolveWithStray } from '../../propagate/stray.ts';
import { densityVector } from '../../relaxing/evolve-relaxing.ts';
import { relaxingSystem } from '../../relaxing/relaxing-system.ts';
import { simulateTransfer, startFrom } from '../../simulate.ts';
import { commandProfile, timeConstant_s } from '../command.ts';
import { transferObjective, type Grating } from '../objective.ts';
import type { Sample } from '../sample.ts';

const { system } = libraryMolecule('fumarate, set B');
const relaxation = { model: 'randomFields', T1_s: { Ha: 8, Hb: 8, C1: 40 } } as const;
const sample: Sample = { system, paraFraction: 0.95, addition: { dephasedAt_T: 5e-5 }, target: 'C1' };
const grating: Grating = { points: 40, duration_s: 0.3, largest_T: 2e-6 };

/** Wanders between -0.5 and 2 uT. */
function randomCommand(points: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: points }, () => 2e-6 * (1.25 * random.next() - 0.25));
}

const five = [-2, -1, 0, 1, 2].map((k) => ({ weight: 3 - Math.abs(k), offset_T: 4e-9 * k, scale: 1 - 0.01 * k }));
const sets = [
  { weight: 1 },
  { weight: 2, couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': 6.6, 'Hb-C1': 3.2 }, offset_T: 1e-8 },
];
const deuterated: SpinSystem = {
  name: 'with a deuteron',
  spins: [...system.spins, { label: 'D', isotope: '2H' }],
  couplings_Hz: { ...system.couplings_Hz, 'Ha-D': 1.5 },
  para: ['Ha', 'Hb'],
};
const T1D = { model: 'randomFields', T1_s: { ...relaxation.T1_s, D: 3 } } as const;
const kinds: readonly (readonly [string, Sample, Grating])[] = [
  ['Hilbert blocks', sample, grating],
  ['Hilbert blocks, pure start', { ...sample, addition: { pure: true } }, grating],
  ['an ensemble', { ...sample, conditions: five }, grating],
  ['relaxation', { ...sample, relaxation }, grating],
  ['relaxation, ensemble and low-pass', { ...sample, relaxation, conditions: five }, { ...grating, bandwidth_Hz: 60 }],
  ['T1 and T2', { ...sample, relaxation: { model: 'T1T2', T1_s: relaxation.T1_s, T2_s: { Ha: 2, Hb: 3, C1: 9 } } }, grating], // prettier-ignore
  ['sets of couplings', { ...sample, relaxation, conditions: sets }, grating],
  ['a field across', { ...sample, conditions: [{ weight: 1, across_T: 5e-8, offset_T: 1e-8 }] }, grating],
  ['a field across with relaxation', { ...sample, relaxation, conditions: [{ weight: 1 }, { weight: 1, across_T: 5e-8 }] }, { ...grating, points: 20 }], // prettier-ignore
  ['a deuteron and relaxation', { ...sample, system: deuterated, relaxation: T1D }, { ...grating, points: 20 }],
  ['equivalent spins', { ...sample, system: libraryMolecule('maleate').system, target: 'C1' }, grating],
];

describe('the gradient by the command', () => {
  test.each(kinds)('agrees with differences of sixth order to 1e-8: %s', (_name, one, steps) => {
    const objective = transferObjective(one, steps);
    const { points } = steps;
    const command = randomCommand(points, 1);
    const slope = new Float64Array(points);
    expect(objective.evaluate(command, slope)).toBe(objective.evaluate(command));
    const scale = slope.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    expect(scale).toBeGreaterThan(1e3);
    for (const k of [0, 1, Math.floor(points / 2), points - 1]) {
      const at = (by: number): number => {
        const moved = command.slice();
        moved[k]! += by;
        return objective.evaluate(moved);
      };
      const h = 1e-8;
      const odd = (n: number): number => at(n * h) - at(-n * h);
      const difference = (45 * odd(1) - 9 * odd(2) + odd(3)) / (60 * h);
      expect(Math.abs(difference - slope[k]!) / scale).toBeLessThan(1e-8);
    }
  });
});

describe('the polarization', () => {
  const command = Float64Array.from({ length: 100 }, (_, i) => 2e-6 * (i / 99) * (i / 99));
  const fine: Grating = { points: 100, duration_s: 0.4, largest_T: 2e-6, finer: 3 };
  test.each([
    ['without relaxation', undefined],
    ['with relaxation', relaxation],
  ] as const)('is that of simulateTransfer %s', (_name, relax) => {
    const one = { ...sample, ...(relax && { relaxation: relax }) };
    const reference = simulateTransfer(system, {
      ...one,
      profile: { kind: 'table', time_s: Array.from(command, (_, i) => (0.4 * i) / 99), field_T: [...command] },
      tolerance: 1e-9,
    });
    expect(transferObjective(one, fine).evaluate(command)).toBeCloseTo(reference.polarization['C1']!, 7);
  });
  test('with a field across is that of evolveWithStray', () => {
    const spins = readSpins(system);
    const held = relaxingSystem(system, spins, { model: 'randomFields', T1_s: { Ha: Infinity, Hb: Infinity, C1: Infinity } }); // prettier-ignore
    const rho = denseDensity(held.elements, densityVector(held, startFrom(held.space, sample.addition)));
    const profile = commandProfile(command, 0.4, 0, 'design');
    const { density } = evolveWithStray(spins, rho, profile, 5e-8, { tolerance: 1e-9, maxSteps: 1e6 });
    const reference = ((4 * 0.95 - 1) / 3) * densePolarizations(spins, density)[2]!;
    const across = { ...sample, conditions: [{ weight: 1, across_T: 5e-8 }] };
    expect(transferObjective(across, fine).evaluate(command)).toBeCloseTo(reference, 7);
    // Endless relaxation times in the full Liouville space: the same again.
    const still = { model: 'randomFields', T1_s: { Ha: 1e12, Hb: 1e12, C1: 1e12 } } as const;
    expect(transferObjective({ ...across, relaxation: still }, fine).evaluate(command)).toBeCloseTo(reference, 7);
  });
  test('in each condition has the weighted mean that is optimised', () => {
    const objective = transferObjective({ ...sample, relaxation, conditions: five }, fine);
    const mean = objective.each(command).reduce((sum, p, m) => sum + (five[m]!.weight * p) / 9, 0);
    expect(objective.evaluate(command)).toBeCloseTo(mean, 14);
  });
  test('turns its sign with the field', () => {
    const objective = transferObjective({ ...sample, addition: { pure: true }, relaxation }, fine);
    expect(objective.evaluate(command.map((field) => -field))).toBeCloseTo(-objective.evaluate(command), 12);
  });
  test('in a system that needs several bundles is the same', () => {
    const many = Array.from({ length: 40 }, () => ({ weight: 1 }));
    const one = transferObjective({ ...sample, relaxation }, fine);
    const slope = new Float64Array(100),
      slopeOfMany = new Float64Array(100);
    const value = one.evaluate(command, slope);
    expect(transferObjective({ ...sample, relaxation, conditions: many }, fine).evaluate(command, slopeOfMany)).toBeCloseTo(value, 12); // prettier-ignore
    slope.forEach((g, i) => expect(slopeOfMany[i]! / 1e6).toBeCloseTo(g / 1e6, 9));
  });
});

test('a bandwidth is a low-pass: the profile and the steps tell the same', () => {
  const command = randomCommand(30, 5);
  const profile = commandProfile(command, 0.3, timeConstant_s(40), 'design');
  // Against many small steps of tau dB/dt = u - B.
  const tau = timeConstant_s(40),
    n = 300_000;
  let field = command[0]!;
  for (let i = 0; i < n; i++) {
    const u = (at: number): number => {
      const k = Math.min(28, Math.floor(at * 29));
      return command[k]! + (at * 29 - k) * (command[k + 1]! - command[k]!);
    };
    const [a, b] = [u(i / n), u((i + 1) / n)];
    const h = 0.3 / n;
    field = (field * (1 - h / (2 * tau)) + (h / (2 * tau)) * (a + b)) / (1 + h / (2 * tau));
    if (i % 60_000 === 59_999) expect(profile.field_T(((i + 1) / n) * 0.3) * 1e6).toBeCloseTo(field * 1e6, 7);
  }
});
