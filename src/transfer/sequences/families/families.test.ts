import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spinReference } from '../../../../test/reference/spin/read.ts';
import { messageOf } from '../../../base/index.ts';
import { complexIdentity } from '../../../math/complex/index.ts';
import {
  denseSinglet,
  libraryMolecule,
  productOperator,
  readSpins,
  spinOperator,
  type Spins,
} from '../../../physics/spins/index.ts';
import { phIneptTransfer } from './ph-inept.ts';
import { rolesOf } from './roles.ts';
import { makeSequence, SEQUENCE_FAMILIES } from './table.ts';
import { polarizationVectors, runSequence } from '../motion.ts';
import type { PulseSequence, SequenceEvent } from '../record.ts';
import { simulateSequence } from '../simulate-sequence.ts';
import { frameOf, sequenceStart } from '../start.ts';

const reference = spinReference('highfield.json');
const molecule = (name: string): Spins => readSpins(libraryMolecule(name).system);
const sets = { A: molecule('fumarate, set A'), B: molecule('fumarate, set B') };
const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)));
const after = (spins: Spins, rho: Float64Array, { events, ...rest }: PulseSequence): Float64Array =>
  polarizationVectors(spins, runSequence(spins, rho, events, frameOf({ events, ...rest }, spins)));
/** All but the pulse that turns the end along z. */
const across = (sequence: PulseSequence): PulseSequence => ({ ...sequence, events: sequence.events.slice(0, -1) });

describe('the reference through the record', () => {
  test('SLIC: every row to 1e-9, its maxima 0.9985 and 0.9999', () => {
    for (const row of reference.SLIC_13C_highfield.rows) {
      const spins = sets[row.J_set as 'A' | 'B'];
      const options = { nutation_Hz: row.nu1_Hz, duration_s: row.T_s };
      const vector = after(
        spins,
        denseSinglet(spins, 0, 1),
        across(makeSequence('slic', spins, { field_T: 1.4, options })),
      );
      expect(Math.abs(vector[6]! - row['2<Sx>'])).toBeLessThan(1e-9);
    }
    for (const [set, most] of [
      ['A', 0.9985],
      ['B', 0.9999],
    ] as const) {
      const z = after(sets[set], denseSinglet(sets[set], 0, 1), makeSequence('slic', sets[set], { field_T: 1.4 }))[8]!;
      expect(Math.abs(z)).toBeCloseTo(most, 4);
    }
  });
  test('S2hM: every n1, n2 of the grid to 1e-9, and the counts of its maximum from the couplings alone', () => {
    const { tau_s, grid_n1_n2_Px_Py_Pz, best } = reference.S2hM_A;
    const start = denseSinglet(sets.A, 0, 1);
    for (const [n1, n2, ...vector] of grid_n1_n2_Px_Py_Pz as number[][]) {
      const sequence = makeSequence('s2hm', sets.A, { field_T: 1.4, options: { tau_s, n1: n1!, n2: n2! } });
      expect(gap(after(sets.A, start, across(sequence)).subarray(6), vector)).toBeLessThan(1e-9);
    }
    const own = makeSequence('s2hm', sets.A, { field_T: 1.4 });
    const counts = own.events.flatMap((event) => (event.kind === 'loop' ? [event.times] : []));
    expect(counts).toEqual([best.n1, best.n2]);
    expect(after(sets.A, start, own)[8]).toBeCloseTo(best.abs, 9);
  });
});

describe('every sequence', () => {
  const cases = ['fumarate, set A', 'fumarate, set B', 'maleate', 'hydroxyethyl propionate-d3', 'ethyl pyruvate-d3'];
  test.each(cases)('stays below what unitary motion allows on %s, at low and high field', (name) => {
    const { system } = libraryMolecule(name);
    const spins = readSpins(system);
    for (const field_T of [1e-3, 7]) {
      for (const family of SEQUENCE_FAMILIES) {
        const { polarization, bounds, reachedError } = simulateSequence(system, {
          paraFraction: 1,
          addition: { dephasedAt_T: field_T },
          sequence: makeSequence(family.name, spins, { field_T }),
        });
        for (const label of spins.labels) {
          expect(polarization[label]!).toBeLessThan(bounds[label]!.highest + 1e-9);
          expect(polarization[label]!).toBeGreaterThan(bounds[label]!.lowest - 1e-9);
        }
        expect(reachedError).toBeLessThan(1e-10);
      }
    }
  });
  test('does its work where it is made for', () => {
    const reached = (name: string, sequence: string, field_T: number): number => {
      const spins = molecule(name);
      const vector = after(
        spins,
        sequenceStart(spins, { dephasedAt_T: field_T }),
        makeSequence(sequence, spins, { field_T }),
      );
      return Math.abs(vector[8]!);
    };
    for (const set of ['fumarate, set A', 'fumarate, set B'])
      for (const name of ['slic', 's2hm', 'adapt']) expect(reached(set, name, 1.4)).toBeGreaterThan(0.97);
    expect(reached('maleate', 'goldman', 1.4)).toBeGreaterThan(0.7);
    expect(reached('hydroxyethyl propionate-d3', 'esotheric', 7)).toBeGreaterThan(0.99);
    expect(reached('hydroxyethyl propionate-d3', 'phInept', 7)).toBeGreaterThan(0.48);
  });
  test('Goldman-type turns nearly all of a pure singlet at low field, where the couplings differ much', () => {
    const spins = molecule('hydroxyethyl propionate-d3');
    expect(
      Math.abs(after(spins, denseSinglet(spins, 0, 1), makeSequence('goldman', spins, { field_T: 1.76e-3 }))[8]!),
    ).toBeGreaterThan(0.97);
  });
});

describe('closed forms for a weakly coupled pair', () => {
  /** Far apart in shift, so that the coupling of the pair is Iz Iz. */
  const amx = readSpins({
    name: 'AMX',
    spins: [
      { label: 'A', isotope: '1H', shift_ppm: 100_000 },
      { label: 'M', isotope: '1H', shift_ppm: -100_000 },
      { label: 'X', isotope: '13C' },
    ],
    couplings_Hz: { 'A-M': 7.6, 'A-X': -7.2, 'M-X': 5.6 },
    para: ['A', 'M'],
  });
  const order = productOperator(amx, { A: 'z', M: 'z' }).map((x, i) => complexIdentity(8)[i]! / 8 - 0.5 * x);
  const carbon = (name: string, options: Record<string, number>): number =>
    after(amx, order, makeSequence(name, amx, { field_T: 7, options }))[8]!;
  test('ESOTHERIC is a product of three sines', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        (t1_s, t2_s, t3_s) => {
          const s = (j: number, t: number): number => Math.sin(Math.PI * j * t);
          const expected = s(7.6, t1_s) * s(-7.2, t2_s) * s(-7.2, t3_s);
          expect(Math.abs(carbon('esotheric', { t1_s, t2_s, t3_s }))).toBeCloseTo(Math.abs(expected), 5);
        },
      ),
      { numRuns: 25, seed: 3 },
    );
    expect(Math.abs(after(amx, order, makeSequence('esotheric', amx, { field_T: 7 }))[8]!)).toBeCloseTo(1, 6);
  });
  test('PH-INEPT+ is half a sum of products of sines', () => {
    const roles = rolesOf(amx);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        (t1_s, t2_s) => {
          expect(Math.abs(carbon('phInept', { t1_s, t2_s }))).toBeCloseTo(
            Math.abs(phIneptTransfer(roles, t1_s, t2_s)),
            5,
          );
        },
      ),
      { numRuns: 25, seed: 4 },
    );
  });
  test('SLIC is the square of a sine where the couplings are nearly alike', () => {
    const near = readSpins({
      ...libraryMolecule('fumarate, set B').system,
      couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': 0.2, 'Hb-C1': 0 },
    });
    for (const duration_s of [1, 2.5, 4]) {
      const x = after(
        near,
        denseSinglet(near, 0, 1),
        across(makeSequence('slic', near, { field_T: 1.4, options: { duration_s } })),
      )[6]!;
      expect(Math.abs(x)).toBeCloseTo(Math.sin((Math.PI * 0.2 * duration_s) / 2) ** 2, 3);
    }
  });
  test('a lock beside its resonance nutates about the tilted axis', () => {
    const one = readSpins({ name: 'one', spins: [{ label: 'C', isotope: '13C' }], couplings_Hz: {} });
    const up = complexIdentity(2).map((x, i) => 0.5 * x + spinOperator(one, 0, 'z')[i]!);
    const lock: SequenceEvent = {
      kind: 'lock',
      isotope: '13C',
      nutation_Hz: 30,
      phase_deg: 50,
      duration_s: 0.017,
      offset_Hz: 40,
    };
    const z = after(one, up, { name: 'lock', field_T: 1, events: [lock] })[2]!;
    const sine = Math.sin(Math.PI * 50 * 0.017);
    expect(z).toBeCloseTo(1 - 2 * 0.36 * sine * sine, 12);
  });
});

describe('a molecule that does not fit', () => {
  const { system } = libraryMolecule('fumarate, set A');
  const made = (change: object, name = 's2hm'): string => {
    try {
      const spins = readSpins({ ...system, ...change });
      makeSequence(name, spins, { field_T: 1.4 });
    } catch (thrown) {
      return messageOf(thrown);
    }
    return 'nothing';
  };
  test.each([
    ['no 13C', { spins: system.spins.slice(0, 2), couplings_Hz: { 'Ha-Hb': 15.7 } }, /has no 13C/],
    ['no coupling of the pair', { couplings_Hz: { 'Ha-C1': 6.6, 'Hb-C1': 3.2 } }, /no coupling Ha-Hb is given/],
    ['no coupling to the target', { couplings_Hz: { 'Ha-Hb': 15.7 } }, /neither Ha nor Hb couples to C1/],
    [
      'equal couplings',
      { couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': 3, 'Hb-C1': 3 } },
      /couple alike to C1 \(3 Hz\); S2hM needs a difference/,
    ],
  ])('%s: one line says what is missing', (_, change, says) => {
    expect(made(change)).toMatch(says);
    expect(made(change)).not.toMatch(/\n/);
  });
  test('is told what it would need where it is too large', () => {
    const spins = Array.from({ length: 10 }, (_, i) => ({
      label: `H${i}`,
      isotope: i === 9 ? '13C' : '1H',
      shift_ppm: i,
    }));
    const large = readSpins({ name: 'ten', spins, couplings_Hz: { 'H0-H1': 7, 'H0-H9': 3 }, para: ['H0', 'H1'] });
    expect(() => sequenceStart(large, { pure: true })).toThrow(
      /1024 states need 16\.8 MB each; the limit is 512 states/,
    );
  });
  test('gets the nearest name of a sequence and of a parameter', () => {
    expect(made({}, 's2hn')).toMatch(/nearest is 's2hm'/);
    expect(() => makeSequence('s2hm', sets.A, { field_T: 1, options: { tau: 1 } })).toThrow(
      /no 'tau'; nearest is 'tau_s'/,
    );
    expect(() => makeSequence('s2hm', sets.A, { field_T: 1, options: { n1: 1.5 } })).toThrow(
      /whole number.*options\.n1/,
    );
  });
});
