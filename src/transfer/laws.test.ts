// What must hold for any molecule and any profile, checked on random ones.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../base/index.ts';
import { adjointOf, complexFromReal, symmetricEigen, traceOfProduct } from '../math/complex/index.ts';
import {
  denseHamiltonian_Hz,
  denseSinglet,
  groupPolarizations,
  makeSpinSpace,
  readSpins,
  singletState,
  spinOperator,
  type CollectiveState,
  type SpinSpace,
  type SpinSystem,
} from '../physics/spins/index.ts';
import { densityVector, evolveRelaxing, vectorPolarizations } from './relaxing/evolve-relaxing.ts';
import { relaxingSystem } from './relaxing/relaxing-system.ts';
import { evolve } from './propagate/evolve.ts';
import { constantProfile, exponentialProfile, linearProfile, tableProfile, type Profile } from './profile.ts';
import { polarizationBounds, spaceForBounds } from './bounds.ts';
import { aged, givenAges, windowAges } from './start.ts';
import { evolveWithStray } from './propagate/stray.ts';

const settings = { tolerance: 1e-8, maxSteps: 1e6 };

/** Three or four spins with couplings of some hertz; the last one 13C or 2H. */
function randomSystem(seed: number, equal = false): SpinSystem {
  const random = new Random(seed);
  const last = random.next() < 0.7 ? '13C' : '2H';
  const labels = random.next() < 0.5 || equal ? ['A', 'B', 'C', 'X'] : ['A', 'B', 'X'];
  const couplings_Hz: Record<string, number> = {};
  const j = (): number => Math.round(100 * 12 * (random.next() - 0.3)) / 100;
  labels.forEach((a, i) => labels.slice(i + 1).forEach((b) => (couplings_Hz[`${a}-${b}`] = j())));
  if (equal) {
    couplings_Hz['A-C'] = couplings_Hz['A-B']!; // B and C alike
    couplings_Hz['C-X'] = couplings_Hz['B-X']!;
  }
  return {
    name: 'random',
    spins: labels.map((label) => ({ label, isotope: label === 'X' ? last : '1H' })),
    couplings_Hz,
    para: ['A', 'B'],
  };
}

function randomProfile(seed: number): Profile {
  const random = new Random(seed).fork('profile');
  const field = (): number => 2e-6 * (random.next() - 0.3);
  const duration = 0.05 + 0.4 * random.next();
  const kind = random.next();
  if (kind < 0.4) return linearProfile(field(), field(), duration);
  if (kind < 0.7) return exponentialProfile(field(), field(), duration, duration * (random.next() - 0.4 || 0.1));
  return tableProfile([0, 0.3 * duration, 0.5 * duration, duration], [field(), field(), field(), field()]);
}

test('an exponential of any time constant goes from its first to its last field, one of minus tau as that of tau run backwards', () => {
  for (const tau of [1e-9, 1e-3, 0.3, 40]) {
    const decay = exponentialProfile(2e-6, 1e-7, 1, tau),
      growth = exponentialProfile(1e-7, 2e-6, 1, -tau);
    for (const time of [0, 0.2, 0.5, 0.999, 1]) {
      const plain = 2e-6 + (1e-7 - 2e-6) * (Math.expm1(-time / tau) / Math.expm1(-1 / tau));
      expect(Math.abs(decay.field_T(time) - plain)).toBeLessThan(1e-20);
      expect(Math.abs(growth.field_T(1 - time) - plain)).toBeLessThan(1e-20);
    }
  }
});

const spaceOf = (system: SpinSystem, composite = true): SpinSpace =>
  makeSpinSpace(readSpins(system), { heteronuclear: 'full', composite });
const traceOf = (space: SpinSpace, state: CollectiveState): number => {
  let sum = 0;
  space.sectors.forEach((sector, s) =>
    sector.blocks.forEach((block, b) => {
      for (let i = 0; i < block.size; i++) sum += state.densities[s]![b]![2 * (i * block.size + i)]!;
    }),
  );
  return sum;
};

describe('for any molecule and profile', () => {
  test('trace, Hermiticity, purity and total projection are kept, and bounds hold', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const system = randomSystem(seed);
        const space = spaceOf(system, false);
        const start = aged(
          space,
          singletState(space),
          1e-6,
          seed % 2 === 0 ? windowAges(0.4) : givenAges([0.1, 0.7], [1, 2]),
        );
        const { state, reachedError, end } = evolve(space, start, randomProfile(seed), settings);
        expect(end).toBe('converged');
        expect(reachedError).toBeLessThanOrEqual(1e-8);
        // Truncated series keep norms to a part of the tolerance.
        expect(Math.abs(traceOf(space, state) - 1)).toBeLessThan(5e-9);
        let purity = 0,
          before = 0;
        space.sectors.forEach((sector, s) =>
          sector.blocks.forEach((block, b) => {
            const rho = state.densities[s]![b]!;
            const back = adjointOf(rho, block.size);
            rho.forEach((x, i) => expect(Math.abs(x - back[i]!)).toBeLessThan(1e-13));
            rho.forEach((x) => (purity += x * x));
            start.densities[s]![b]!.forEach((x) => (before += x * x));
          }),
        );
        expect(Math.abs(purity - before)).toBeLessThan(5e-9);
        const p = groupPolarizations(space, state),
          q = groupPolarizations(space, start);
        const total = (values: Float64Array): number =>
          values.reduce((sum, value, k) => sum + value * space.spins.twiceSpin[k]!, 0);
        expect(Math.abs(total(p) - total(q))).toBeLessThan(1e-8);
        const single = spaceForBounds(space.spins);
        p.forEach((value, k) => {
          const { any, alongZ } = polarizationBounds(single, start, k);
          expect(value).toBeLessThan(alongZ.highest + 1e-8);
          expect(value).toBeGreaterThan(alongZ.lowest - 1e-8);
          expect(alongZ.highest).toBeLessThan(any!.highest + 1e-9);
        });
      }),
      { numRuns: 25 },
    );
  });
  test('a field turned round turns the sign', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const space = spaceOf(randomSystem(seed));
        const there = randomProfile(seed);
        const back: Profile = {
          kind: there.kind,
          duration_s: there.duration_s,
          corners_s: there.corners_s,
          field_T: (t) => -there.field_T(t),
          momentsInto: (out, a, b) => {
            there.momentsInto(out, a, b);
            out[0] = -out[0]!;
            out[1] = -out[1]!;
          },
        };
        const p = groupPolarizations(space, evolve(space, singletState(space), there, settings).state);
        const q = groupPolarizations(space, evolve(space, singletState(space), back, settings).state);
        p.forEach((value, k) => expect(Math.abs(value + q[k]!)).toBeLessThan(2e-8));
      }),
      { numRuns: 20 },
    );
  });
  test('time turned round goes back: a ramp there and back of the conjugate state ends where it began', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const space = spaceOf(randomSystem(seed));
        const random = new Random(seed);
        const a = 1e-6 * random.next(),
          b = 1e-6 * random.next(),
          duration = 0.1 + 0.2 * random.next();
        const start = singletState(space);
        const tight = { tolerance: 1e-10, maxSteps: 1e6 };
        const there = evolve(space, start, linearProfile(a, b, duration), tight).state;
        const conjugate = {
          densities: there.densities.map((list) => list.map((rho) => rho.map((x, i) => (i % 2 === 1 ? -x : x)))),
        };
        const back = evolve(space, conjugate, linearProfile(b, a, duration), tight).state;
        back.densities.forEach((list, s) =>
          list.forEach((rho, k) =>
            rho.forEach((x, i) => {
              const size = space.sectors[s]!.blocks[k]!.size;
              if (i % (2 * (size + 1)) === 0) expect(Math.abs(x - start.densities[s]![k]![i]!)).toBeLessThan(1e-8);
            }),
          ),
        );
      }),
      { numRuns: 15 },
    );
  });
  test('composite spins end where single spins end', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const system = randomSystem(seed, true);
        const profile = randomProfile(seed);
        const joined = spaceOf(system),
          single = spaceOf(system, false),
          apart = makeSpinSpace(readSpins(system), { heteronuclear: 'full', apart: [0, 1] });
        expect(joined.groups.length).toBeLessThan(single.groups.length);
        const run = (space: SpinSpace): Float64Array =>
          groupPolarizations(space, evolve(space, singletState(space), profile, settings).state);
        const p = run(joined),
          q = run(single),
          r = run(apart);
        joined.groups.forEach((group, g) => {
          const mean = group.reduce((sum, k) => sum + q[k]!, 0) / group.length;
          expect(Math.abs(p[g]! - mean)).toBeLessThan(4e-8);
        });
        apart.groups.forEach((group, g) => group.forEach((k) => expect(Math.abs(r[g]! - q[k]!)).toBeLessThan(4e-8)));
      }),
      { numRuns: 15 },
    );
  });
  test('Liouville space without relaxation is Hilbert space, and so is a stray field of nothing', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const system = randomSystem(seed);
        const spins = readSpins(system);
        const profile = randomProfile(seed);
        const none = Object.fromEntries(spins.labels.map((label) => [label, Infinity]));
        const relaxing = relaxingSystem(system, spins, { model: 'randomFields', T1_s: none });
        const p = groupPolarizations(
          relaxing.space,
          evolve(relaxing.space, singletState(relaxing.space), profile, settings).state,
        );
        const { density } = evolveRelaxing(
          relaxing,
          densityVector(relaxing, singletState(relaxing.space)),
          profile,
          settings,
        );
        vectorPolarizations(spins, relaxing.elements, density).forEach((value, k) =>
          expect(Math.abs(value - p[k]!)).toBeLessThan(4e-8),
        );
        const dense = evolveWithStray(spins, denseSinglet(spins, 0, 1), profile, 0, settings).density;
        p.forEach((value, k) => {
          const z = traceOfProduct(dense, spinOperator(spins, k, 'z'), spins.dimension)[0];
          expect(Math.abs((2 * z) / spins.twiceSpin[k]! - value)).toBeLessThan(4e-8);
        });
      }),
      { numRuns: 8 },
    );
  });
  test('energy is kept in a constant field', () => {
    const tight = { tolerance: 1e-10, maxSteps: 1e6 }; // energies are some ten hertz
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const spins = readSpins(randomSystem(seed));
        const field_T = 2e-6 * new Random(seed).next();
        const start = denseSinglet(spins, 0, 1);
        const { density } = evolveWithStray(spins, start, constantProfile(field_T, 0.2), 0, tight);
        const h = complexFromReal(denseHamiltonian_Hz(spins, { field_T, heteronuclear: 'full' }));
        const energy = (rho: Float64Array): number => traceOfProduct(h, rho, spins.dimension)[0];
        // Populations are right to the tolerance, so the energy is to that part of the spectrum's width.
        const { values } = symmetricEigen(
          denseHamiltonian_Hz(spins, { field_T, heteronuclear: 'full' }),
          spins.dimension,
        );
        const width_Hz = values[spins.dimension - 1]! - values[0]!;
        expect(Math.abs(energy(density) - energy(start))).toBeLessThan(settings.tolerance * width_Hz);
      }),
      { numRuns: 15 },
    );
  });
});
