// What renaming, exchanging and rescaling must not change, and what relaxation must keep, on random molecules.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../base/index.ts';
import { readSpins, singletState, type SpinSystem } from '../physics/spins/index.ts';
import { exponentialProfile, linearProfile, type Profile } from './profile.ts';
import { collectiveState, densityVector, evolveRelaxing, vectorPolarizations } from './relaxing/evolve-relaxing.ts';
import { relaxingSystem, type Relaxation } from './relaxing/relaxing-system.ts';
import { simulateTransfer, type TransferSettings } from './simulate.ts';

/** Five spins; C and D are alike, so that the state of a para pair A, C breaks their symmetry. */
function randomSystem(random: Random): SpinSystem {
  const j = (): number => Math.round(1200 * (random.next() - 0.3)) / 100;
  const [ab, ac, ax, bc, bx, cd, cx] = Array.from({ length: 7 }, j) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    name: 'random',
    spins: ['A', 'B', 'C', 'D', 'X'].map((label) => ({ label, isotope: label === 'X' ? '13C' : '1H' })),
    couplings_Hz: {
      'A-B': ab, 'A-C': ac, 'A-D': ac, 'A-X': ax, 'B-C': bc, 'B-D': bc, 'B-X': bx, 'C-D': cd, 'C-X': cx, 'D-X': cx,
    }, // prettier-ignore
    para: ['A', 'C'],
  };
}
const settingsOf = (random: Random): TransferSettings => ({
  paraFraction: random.next(),
  addition: random.next() < 0.5 ? { pure: true } : { window_s: 0.3, field_T: 2e-6 * random.next() },
  profile: {
    kind: 'linear',
    from_T: 1e-6 * (random.next() - 0.3),
    to_T: 2e-6 * random.next(),
    duration_s: 0.1 + 0.2 * random.next(),
  },
  tolerance: 1e-8,
});
const each = (numRuns: number, work: (random: Random) => void): void =>
  fc.assert(
    fc.property(fc.integer(), (seed) => work(new Random(seed))),
    { numRuns },
  );
const close = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>, within = 4e-8): void =>
  Object.keys(a).forEach((label) => expect(Math.abs(a[label]! - b[label]!)).toBeLessThan(within));

describe('a transfer', () => {
  test('does not depend on the order in which spins are listed', () => {
    each(8, (random) => {
      const system = randomSystem(random),
        settings = settingsOf(random);
      const shuffled = [...system.spins].sort(() => random.next() - 0.5);
      close(
        simulateTransfer(system, settings).polarization,
        simulateTransfer({ ...system, spins: shuffled }, settings).polarization,
      );
    });
  });
  test('with the other of two equivalent spins as para partner gives each the polarization of the other', () => {
    each(8, (random) => {
      const system = randomSystem(random),
        settings = settingsOf(random);
      const { C, D, ...rest } = simulateTransfer(system, settings).polarization;
      close({ ...rest, C: D!, D: C! }, simulateTransfer({ ...system, para: ['A', 'D'] }, settings).polarization);
    });
  });
  test('twice as fast with couplings and fields twice as large is the same', () => {
    each(8, (random) => {
      const system = randomSystem(random);
      const settings = { ...settingsOf(random), addition: { dephasedAt_T: 1e-6 } };
      const { profile } = settings;
      if (profile.kind !== 'linear') throw new Error('linear only');
      const doubled = Object.fromEntries(Object.entries(system.couplings_Hz).map(([pair, j]) => [pair, 2 * j]));
      const fast = simulateTransfer(
        { ...system, couplings_Hz: doubled },
        {
          ...settings,
          addition: { dephasedAt_T: 2e-6 },
          profile: {
            kind: 'linear',
            from_T: 2 * profile.from_T,
            to_T: 2 * profile.to_T,
            duration_s: profile.duration_s / 2,
          },
        },
      );
      close(simulateTransfer(system, settings).polarization, fast.polarization);
    });
  });
});

/** Three spins with a geometry and a tensor. */
function randomMolecule(random: Random): SpinSystem {
  const place = (): number[] => [0, 0, 0].map(() => 5 * random.next());
  return {
    name: 'random',
    spins: ['A', 'B', 'X'].map((label) => ({
      label,
      isotope: label === 'X' ? '13C' : '1H',
      position_A: place(),
      csa_ppm: Array.from({ length: 9 }, () => 200 * (random.next() - 0.5)),
    })),
    couplings_Hz: { 'A-B': 12 * random.next(), 'A-X': 9 * random.next(), 'B-X': -5 * random.next() },
    para: ['A', 'B'],
  };
}
const models: readonly (readonly [string, (random: Random) => Relaxation])[] = [
  [
    'random fields',
    (r) => ({ model: 'randomFields', T1_s: { A: 0.1 + r.next(), B: 0.1 + r.next(), X: 1 + r.next() } }),
  ],
  [
    'T1 and T2',
    (r) => ({
      model: 'T1T2',
      T1_s: { A: 0.3 + r.next(), B: 0.3 + r.next(), X: 1 + r.next() },
      T2_s: { A: 0.1 + 0.2 * r.next(), B: 0.1 + 0.2 * r.next(), X: 0.5 * r.next() + 0.1 },
    }),
  ],
  ['Redfield', (r) => ({ model: 'redfield', tauC_s: 1e-10 * (1 + r.next()) })],
];

describe.each(models)('with relaxation by %s', (_, modelOf) => {
  const settings = { tolerance: 1e-7, maxSteps: 1e6 };
  const profileOf = (random: Random): Profile =>
    random.next() < 0.5
      ? linearProfile(-1e-7, 1e-6 * (1 + random.next()), 0.3)
      : exponentialProfile(2e-6, 1e-7 * random.next(), 0.3, 0.1);
  test('trace, Hermiticity and bounds are kept, purity is not gained, and disorder stays', () => {
    each(6, (random) => {
      const molecule = randomMolecule(random);
      const spins = readSpins(molecule);
      const system = relaxingSystem(molecule, spins, modelOf(random));
      const profile = profileOf(random);
      const start = densityVector(system, singletState(system.space));
      const { density } = evolveRelaxing(system, start, profile, settings);
      const square = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0);
      expect(square(density)).toBeLessThan(square(start));
      let trace = 0;
      for (const [b, rho] of collectiveState(system, density).densities[0]!.entries()) {
        const { size } = system.space.sectors[0]!.blocks[b]!;
        for (let i = 0; i < size; i++) {
          trace += rho[2 * (i * size + i)]!;
          expect(rho[2 * (i * size + i)]!).toBeGreaterThan(-1e-8); // populations
          for (let k = 0; k < size; k++) {
            expect(Math.abs(rho[2 * (i * size + k)]! - rho[2 * (k * size + i)]!)).toBeLessThan(1e-9);
            expect(Math.abs(rho[2 * (i * size + k) + 1]! + rho[2 * (k * size + i) + 1]!)).toBeLessThan(1e-9);
          }
        }
      }
      expect(trace).toBeCloseTo(1, 8);
      for (const p of vectorPolarizations(spins, system.elements, density)) expect(Math.abs(p)).toBeLessThan(1);
      const disorder = new Float64Array(2 * system.elements.size);
      for (let e = 0; e < system.elements.size; e++)
        if (system.elements.row[e] === system.elements.column[e]) disorder[2 * e] = 1 / spins.dimension;
      const still = evolveRelaxing(system, disorder, profile, settings).density;
      still.forEach((value, i) => expect(Math.abs(value - disorder[i]!)).toBeLessThan(1e-9));
    });
  });
  test('a field turned round turns the sign', () => {
    each(4, (random) => {
      const molecule = randomMolecule(random);
      const relaxation = modelOf(random);
      const at = (sign: number): Readonly<Record<string, number>> =>
        simulateTransfer(molecule, {
          paraFraction: 1,
          addition: { dephasedAt_T: sign * 2e-6 },
          profile: { kind: 'linear', from_T: sign * 1e-7, to_T: sign * 1e-6, duration_s: 0.3 },
          tolerance: 1e-8,
          relaxation,
        }).polarization;
      const [there, back] = [at(1), at(-1)];
      close(there, Object.fromEntries(Object.entries(back).map(([label, p]) => [label, -p])));
    });
  });
});
