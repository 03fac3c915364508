import { describe, expect, test } from 'vitest';
import {
  denseSinglet,
  libraryMolecule,
  readSpins,
  singletState,
  spinOperator,
  type SpinSystem,
} from '../../../physics/spins/index.ts';
import { complexIdentity } from '../../../math/complex/index.ts';
import { spaceForBounds } from '../../bounds.ts';
import { constantProfile, linearProfile } from '../../profile.ts';
import { evolve } from '../../propagate/evolve.ts';
import { polarizationVectors, runSequence } from '../motion.ts';
import type { PulseSequence } from '../record.ts';
import { denseState, frameOf } from '../start.ts';
import { evolveInLab } from './evolve-lab.ts';
import { intoRotatingFrame, labSequence } from './to-lab.ts';

const { system } = libraryMolecule('fumarate, set A');
const spins = readSpins(system);
const singlet = denseSinglet(spins, 0, 1);
const settings = { tolerance: 1e-8, maxSteps: 4e6 };
const carbon: SpinSystem = { name: 'one carbon', spins: [{ label: 'C', isotope: '13C' }], couplings_Hz: {} };
const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)));
const perT = 67282840 / (2 * Math.PI);

/** One spin along z. */
const one = readSpins(carbon);
const up = complexIdentity(2).map((x, i) => 0.5 * x + spinOperator(one, 0, 'z')[i]!);

describe('without oscillating fields', () => {
  test.each([
    ['a ramp', linearProfile(50e-9, 1e-6, 0.5)],
    ['a constant field', constantProfile(4e-7, 0.5)],
  ])('%s gives what blocks of equal projection give', (_, profile) => {
    const space = spaceForBounds(spins);
    const blocks = denseState(
      space,
      evolve(space, singletState(space), profile, { tolerance: 1e-10, maxSteps: 1e6 }).state,
    );
    const lab = evolveInLab(spins, singlet, profile, [], settings);
    expect(gap(polarizationVectors(spins, lab.density), polarizationVectors(spins, blocks))).toBeLessThan(1e-8);
    expect(lab.reachedError).toBeLessThan(1e-8);
    expect(lab.end).toBe('converged');
  });
});

describe('one spin in an oscillating field', () => {
  const larmor_Hz = 1000;
  const field_T = larmor_Hz / perT;
  const course = (frequency_Hz: number, nutation_Hz: number, samples_s: number[], phase_deg = 90): number[] => {
    const rf = {
      start_s: 0,
      duration_s: samples_s.at(-1)!,
      amplitude_T: (2 * nutation_Hz) / perT,
      frequency_Hz,
      phase_deg,
    };
    const profile = constantProfile(field_T, samples_s.at(-1)!);
    return evolveInLab(one, up, profile, [rf], { tolerance: 1e-5, maxSteps: 4e6, samples_s }).samples.map(
      (vector) => vector[2]!,
    );
  };
  test('on resonance nutates at half the amplitude, up to the ratio of nutation to Larmor frequency', () => {
    for (const nutation_Hz of [10, 2.5]) {
      const time_s = 0.37 / nutation_Hz;
      const [z] = course(larmor_Hz, nutation_Hz, [time_s]);
      expect(Math.abs(z! - Math.cos(2 * Math.PI * 0.37))).toBeLessThan((1.5 * nutation_Hz) / larmor_Hz);
    }
  });
  test('is in resonance at the Larmor frequency plus the Bloch-Siegert shift nutation^2 / 4 Larmor', () => {
    const nutation_Hz = 40;
    const turn_s = 1 / (Math.SQRT2 * nutation_Hz);
    const samples = Array.from({ length: 401 }, (_, i) => (20 * turn_s * i) / 400);
    // Mean inversion, its ends faded out, as a Lorentzian of the offset: its centre from two points on the flanks. Two phases, so that the first kick averages out.
    const mean = (frequency_Hz: number): number =>
      [0, 90]
        .flatMap((phase_deg) => course(frequency_Hz, nutation_Hz, samples, phase_deg))
        .reduce((sum, z, i) => sum + (1 - z) * (1 - Math.cos((2 * Math.PI * (i % 401)) / 400)), 0);
    const above = mean(larmor_Hz + nutation_Hz),
      below = mean(larmor_Hz - nutation_Hz);
    const shift_Hz = (nutation_Hz * (above - below)) / (above + below);
    expect(shift_Hz / (nutation_Hz ** 2 / (4 * larmor_Hz))).toBeCloseTo(1, 1);
  });
});

describe('a sequence in the lab frame', () => {
  const difference = (field_T: number): number => {
    const sequence: PulseSequence = {
      name: 'pulse, lock with offset, pulse',
      field_T,
      events: [
        { kind: 'pulse', isotope: '13C', angle_deg: 40, phase_deg: 20 },
        { kind: 'lock', isotope: '13C', nutation_Hz: 15.7, phase_deg: 35, duration_s: 0.05, offset_Hz: 3 },
        { kind: 'delay', duration_s: 0.01 },
        { kind: 'pulse', isotope: '1H', angle_deg: 90, phase_deg: 65 },
        { kind: 'delay', duration_s: 0.004 },
        { kind: 'pulse', isotope: '13C', angle_deg: 70, phase_deg: 100, nutation_Hz: 100 },
      ],
    };
    const start = singlet.map(
      (x, i) => 0.5 * x + 0.5 * (complexIdentity(8)[i]! / 8 + spinOperator(spins, 2, 'z')[i]! / 4),
    );
    const { profile, fields, turns } = labSequence(sequence, spins);
    const lab = evolveInLab(spins, start, profile, fields, { tolerance: 1e-6, maxSteps: 4e6, turns });
    const seen = intoRotatingFrame(lab.density, sequence, spins, profile.duration_s);
    return gap(
      polarizationVectors(spins, seen),
      polarizationVectors(spins, runSequence(spins, start, sequence.events, frameOf(sequence, spins))),
    );
  };
  test.each([1e-4, 4e-4, 8e-4])(
    'at %d T is within half the ratio of nutation to Larmor frequency of the rotating frame',
    (field_T) => {
      // What is averaged away turns at twice the Larmor frequency; it leaves a kick of nutation / 2 Larmor, whose phase is that of the moment.
      const ratio = 100 / (perT * field_T);
      expect(difference(field_T)).toBeLessThan(ratio / 2);
    },
  );
});

describe('refuses', () => {
  test('more steps than are allowed, with their number', () => {
    expect(() => evolveInLab(spins, singlet, constantProfile(1.4, 1), [], settings)).toThrow(
      /need 4\.8e\+8 steps in the lab frame.*rotating frame/,
    );
  });
  test('fields outside the profile and fields that cannot be', () => {
    const rf = { start_s: 0, duration_s: 2, amplitude_T: 1e-9, frequency_Hz: 10, phase_deg: 0 };
    expect(() => evolveInLab(spins, singlet, constantProfile(1e-6, 1), [rf], settings)).toThrow(
      /happens at 2 s.*0 to 1 s/,
    );
    expect(() =>
      evolveInLab(spins, singlet, constantProfile(1e-6, 1), [{ ...rf, frequency_Hz: NaN }], settings),
    ).toThrow(/is NaN.*fields\[0\]\.frequency_Hz/);
  });
});

test('a field that oscillates along a weak bias field polarizes the carbon where it meets the gap of two levels', () => {
  // WOLF (Dagys, Bengs, Levitt 2021, recalled): nothing moves without it at 2 uT; at the right frequency singlet order flows.
  const profile = constantProfile(2e-6, 1);
  const rf = (frequency_Hz: number) => [
    { start_s: 0, duration_s: 1, amplitude_T: 1.2e-6, frequency_Hz, phase_deg: 0, axis: 'z' as const },
  ];
  const at = (frequency_Hz: number): number =>
    Math.abs(
      polarizationVectors(
        spins,
        evolveInLab(spins, singlet, profile, rf(frequency_Hz), { ...settings, tolerance: 1e-6 }).density,
      )[8]!,
    );
  expect(Math.max(...[44, 46, 48, 50, 52].map(at))).toBeGreaterThan(10 * at(20));
});
