// Reading a field cycle on the way: one propagation gives the course and the end.
import { describe, expect, test } from 'vitest';
import {
  groupPolarizations,
  libraryMolecule,
  makeSpinSpace,
  readSpins,
  singletState,
} from '../../physics/spins/index.ts';
import { exponentialProfile, joinedProfile, linearProfile, tableProfile, windowOf, type Profile } from '../profile.ts';
import { densityVector, evolveRelaxing, vectorPolarizations } from '../relaxing/evolve-relaxing.ts';
import { relaxingSystem } from '../relaxing/relaxing-system.ts';
import { evolve } from './evolve.ts';

const { system } = libraryMolecule('fumarate, set B');
const spins = readSpins(system);
const space = makeSpinSpace(spins, { heteronuclear: 'full' });
const ester = makeSpinSpace(readSpins(libraryMolecule('ethyl pyruvate-d3').system), { heteronuclear: 'full' });
const settings = { tolerance: 1e-8, maxSteps: 1e6 };

/** A smooth ramp as a coil driver's table of many rows, each far shorter than a turn of any coherence. */
const fine = tableProfile(
  Array.from({ length: 301 }, (_, i) => i / 1000),
  Array.from({ length: 301 }, (_, i) => 1e-6 * (1 - Math.cos((Math.PI * i) / 300))),
);
const profiles: readonly (readonly [string, Profile])[] = [
  ['a ramp', linearProfile(5e-8, 1e-6, 0.3)],
  ['a curve', exponentialProfile(1e-6, 5e-8, 0.3, 0.1)],
  ['two ramps', joinedProfile([linearProfile(1e-6, 0, 0.1), linearProfile(0, 1e-6, 0.2)])],
  ['a table', fine],
];
const marks = [0.05, 0.1, 0.1 + 1e-12, 0.177, 0.2999];

describe('marks', () => {
  test.each(profiles)('on %s show what a propagation that ends there shows, and change nothing', (_, profile) => {
    for (const one of [space, ester]) {
      const start = singletState(one);
      const { course, state, end, reachedError } = evolve(one, start, profile, settings, marks);
      expect({ end, points: course.length }).toEqual({ end: 'converged', points: marks.length });
      expect(reachedError).toBeLessThanOrEqual(1e-8);
      marks.forEach((mark, i) => {
        const there = evolve(one, start, windowOf(profile, 0, mark), settings).state;
        groupPolarizations(one, there).forEach((p, g) => expect(Math.abs(p - course[i]![g]!)).toBeLessThan(3e-8));
      });
      const alone = groupPolarizations(one, evolve(one, start, profile, settings).state);
      groupPolarizations(one, state).forEach((p, g) => expect(Math.abs(p - alone[g]!)).toBeLessThan(3e-8));
    }
  });
  test('hold for the plain kernels and with relaxation', () => {
    const profile = linearProfile(5e-8, 1e-6, 0.3);
    const start = singletState(space);
    const plain = evolve(space, start, profile, { ...settings, kernel: 'plain' }, marks);
    const wasm = evolve(space, start, profile, settings, marks);
    const relaxing = relaxingSystem(system, spins, { model: 'randomFields', T1_s: { Ha: 3, Hb: 3, C1: 20 } });
    const vector = densityVector(relaxing, start);
    const relaxed = evolveRelaxing(relaxing, vector, profile, settings, marks);
    marks.forEach((mark, i) => {
      plain.course[i]!.forEach((p, g) => expect(Math.abs(p - wasm.course[i]![g]!)).toBeLessThan(1e-11));
      const { density } = evolveRelaxing(relaxing, vector, windowOf(profile, 0, mark), settings);
      vectorPolarizations(spins, relaxing.elements, density).forEach((p, k) =>
        expect(Math.abs(p - relaxed.course[i]![k]!)).toBeLessThan(2e-8),
      );
    });
  });
  test.each([[[0]], [[0.2, 0.1]], [[0.3]], [[NaN]]])('must rise inside the profile: %j', (wrong) => {
    expect(() => evolve(space, singletState(space), linearProfile(0, 1e-6, 0.3), settings, wrong)).toThrow(
      /times that rise inside the profile/,
    );
  });
});

test('pieces shorter than a turn are refined too: a fine table is as exact as it says', () => {
  const start = singletState(space);
  for (const tolerance of [1e-6, 1e-9]) {
    const { state, reachedError, end } = evolve(space, start, fine, { tolerance, maxSteps: 1e6 });
    const exact = evolve(space, start, fine, { tolerance: 1e-12, maxSteps: 1e6 }).state;
    const p = groupPolarizations(space, exact);
    expect(end).toBe('converged');
    expect(reachedError).toBeGreaterThan(0);
    groupPolarizations(space, state).forEach((q, g) => expect(Math.abs(q - p[g]!)).toBeLessThanOrEqual(reachedError));
  }
});
