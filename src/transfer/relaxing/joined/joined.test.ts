// Joined spins with relaxation against the full Liouville space.
import { describe, expect, test } from 'vitest';
import { groupPolarizations, libraryMolecule, readSpins, type SpinSystem } from '../../../physics/spins/index.ts';
import { linearProfile } from '../../profile.ts';
import { simulateTransfer, startFrom } from '../../simulate.ts';
import { densityVector, evolveRelaxing, vectorPolarizations } from '../evolve-relaxing.ts';
import { relaxingSystem, type Relaxation } from '../relaxing-system.ts';
import { coreOf } from './core.ts';
import { evolveJoined } from './evolve-joined.ts';
import { groupRates } from './group-rates.ts';
import { joinedElements, joinedSystem, joinedState, joinedVector } from './joined-system.ts';

type Simple = Exclude<Relaxation, { model: 'redfield' }>;
const SETTINGS = { tolerance: 1e-10, maxSteps: 1e6 };
const PROFILE = linearProfile(-1e-7, 1e-6, 0.04);
const timesFor = ({ spins }: SpinSystem, byIsotope: Record<string, number>): Record<string, number> =>
  Object.fromEntries(spins.map(({ label, isotope }) => [label, byIsotope[isotope]!]));

/** An ethyl group with a carbon: a pair, three alike, and one by itself. */
const ETHYL: SpinSystem = (() => {
  const { system } = libraryMolecule('ethyl pyruvate-d3');
  return { ...system, name: 'ethyl' };
})();
const LACTATE = libraryMolecule('lactate').system;
const DEUTERATED: SpinSystem = {
  name: 'two deuterons',
  spins: [
    ['A', '1H'],
    ['B', '1H'],
    ['D1', '2H'],
    ['D2', '2H'],
  ].map(([label, isotope]) => ({ label: label!, isotope: isotope! })),
  couplings_Hz: { 'A-B': 9, 'B-D1': 1.2, 'B-D2': 1.2, 'D1-D2': 0.3 },
  para: ['A', 'B'],
};
const FIELDS = { '1H': 0.4, '13C': 2, '2H': 0.3 };
const cases: readonly (readonly [string, SpinSystem, (system: SpinSystem) => Simple])[] = [
  ['an ethyl ester, random fields', ETHYL, (one) => ({ model: 'randomFields', T1_s: timesFor(one, FIELDS) })],
  [
    'an ethyl ester, T1 and T2',
    ETHYL,
    (one) => ({ model: 'T1T2', T1_s: timesFor(one, FIELDS), T2_s: timesFor(one, { '1H': 0.2, '13C': 0.7 }) }),
  ],
  ['lactate', LACTATE, (one) => ({ model: 'randomFields', T1_s: timesFor(one, FIELDS) })],
  ['spins 1', DEUTERATED, (one) => ({ model: 'randomFields', T1_s: timesFor(one, FIELDS) })],
];

describe('joined spins', () => {
  test.each(cases)(
    'go where the full Liouville space goes: %s',
    (_, molecule, relaxationOf) => {
      const spins = readSpins(molecule);
      const relaxation = relaxationOf(molecule);
      const addition = { age_s: [0.01, 0.3, 1], weight: [0.5, 0.3, 0.2], field_T: 1e-6 };
      const joined = joinedSystem(spins, relaxation);
      const end = evolveJoined(joined, startFrom(joined.space, addition), PROFILE, SETTINGS, [0.01]);
      const full = relaxingSystem(molecule, spins, relaxation);
      const start = densityVector(full, startFrom(full.space, addition));
      const { density, course } = evolveRelaxing(full, start, PROFILE, SETTINGS, [0.01]);
      const compare = (ours: Float64Array, single: Float64Array): void =>
        joined.space.groups.forEach((group, g) => {
          const mean = group.reduce((sum, k) => sum + single[k]!, 0) / group.length;
          expect(Math.abs(ours[g]! - mean)).toBeLessThan(1e-9);
        });
      compare(groupPolarizations(joined.space, end.state), vectorPolarizations(spins, full.elements, density));
      compare(end.course[0]!, course[0]!);
      expect(end.end).toBe('converged');
    },
    60_000,
  );
  test('keep the trace, and vectors and states are the same', () => {
    const spins = readSpins(LACTATE);
    const joined = joinedSystem(spins, { model: 'randomFields', T1_s: timesFor(LACTATE, FIELDS) });
    const start = startFrom(joined.space, { pure: true });
    const again = joinedState(joined, joinedVector(joined, start));
    again.densities.forEach((blocks, s) =>
      blocks.forEach((rho, b) =>
        rho.forEach((value, i) => expect(Math.abs(value - start.densities[s]![b]![i]!)).toBeLessThan(1e-16)),
      ),
    );
    const { state } = evolveJoined(joined, start, PROFILE, SETTINGS);
    let trace = 0;
    joined.space.sectors.forEach(({ blocks }, s) =>
      blocks.forEach(({ size }, b) => {
        for (let i = 0; i < size; i++) trace += state.densities[s]![b]![2 * i * (size + 1)]!;
      }),
    );
    expect(trace).toBeCloseTo(1, 11);
  });
  test('have 10 and 20 elements for two and three spins 1/2, and lose no disorder', () => {
    for (const [n, elements] of [
      [2, 10],
      [3, 20],
    ] as const) {
      const rates = groupRates(1, n, { T1_s: 2 });
      const targets = new Set(rates.map(({ twiceK, twiceM }) => [twiceK, ...twiceM].join()));
      expect(targets.size).toBe(elements);
      // What a population loses, others gain.
      const sums = new Map<string, number>();
      for (const { twiceM, fromK, fromM, rate_perS } of rates) {
        if (twiceM[0] !== twiceM[1]) continue;
        sums.set(`${fromK},${fromM[0]}`, (sums.get(`${fromK},${fromM[0]}`) ?? 0) + rate_perS);
      }
      for (const sum of sums.values()) expect(Math.abs(sum)).toBeLessThan(1e-13);
    }
  });
  test('make ethyl pyruvate feasible, and refuse what is not', () => {
    const { system } = libraryMolecule('ethyl pyruvate');
    const joined = joinedSystem(readSpins(system), { model: 'randomFields', T1_s: timesFor(system, FIELDS) });
    expect(joinedElements(joined.space)).toBeLessThan(4000);
    const unequal = { model: 'randomFields', T1_s: { ...timesFor(system, FIELDS), Me2: 3 } } as const;
    expect(() => joinedSystem(readSpins(system), unequal)).toThrow(/Me1 and Me2 are equivalent but relax differently/);
    const many: SpinSystem = {
      name: 'ten of their own',
      spins: Array.from({ length: 10 }, (_, k) => ({ label: `H${k}`, isotope: '1H', shift_ppm: k })),
      couplings_Hz: {},
    };
    expect(() => joinedSystem(readSpins(many), { model: 'randomFields', T1_s: timesFor(many, FIELDS) })).toThrow(
      /184756 elements.*limit is 60000/,
    );
  });
  test('leave out what hangs on the transfer by the smallest coupling, and nothing it needs', () => {
    const { system } = libraryMolecule('ethyl pyruvate');
    const { system: core, leftOut } = coreOf(system, 'C1', 1000);
    expect(leftOut).toEqual(['Pyr1', 'Pyr2', 'Pyr3']);
    expect(core.couplings_Hz).toEqual(libraryMolecule('ethyl pyruvate-d3').system.couplings_Hz);
    expect(coreOf(system, 'C1', 4000)).toEqual({ system, leftOut: [] });
    expect(coreOf(core, 'C1', 1).leftOut).toEqual([]);
  });
  test('carry a whole transfer where single spins are too many: with endless T1 as without relaxation', () => {
    const { system } = libraryMolecule('ethyl pyruvate');
    const settings = {
      paraFraction: 0.95,
      addition: { dephasedAt_T: 5e-5 },
      profile: { kind: 'linear', from_T: 0, to_T: 1e-6, duration_s: 0.1 },
      tolerance: 1e-7,
      points: 3,
    } as const;
    const still = simulateTransfer(system, settings);
    const T1_s = timesFor(system, { '1H': 1e12, '13C': 1e12 });
    const relaxing = simulateTransfer(system, { ...settings, relaxation: { model: 'randomFields', T1_s } });
    expect(relaxing.notes.join()).toMatch(/Equivalent spins are joined/);
    for (const label of ['C1', 'Pyr1']) {
      expect(relaxing.polarization[label]).toBeCloseTo(still.polarization[label]!, 6);
      expect(relaxing.course!.polarization[label]![1]).toBeCloseTo(still.course!.polarization[label]![1]!, 6);
    }
  });
});
