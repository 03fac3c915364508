import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spinReference } from '../../../test/reference/spin/read.ts';
import { messageOf } from '../../base/index.ts';
import { complexIdentity } from '../../math/complex/index.ts';
import {
  denseSinglet,
  libraryMolecule,
  productOperator,
  readSpins,
  spinOperator,
  type Spins,
} from '../../physics/spins/index.ts';
import { checkSequence } from './check-sequence.ts';
import { sequenceCourse } from './course.ts';
import { phIneptTransfer } from './families/ph-inept.ts';
import { rolesOf } from './families/roles.ts';
import { makeSequence, SEQUENCE_FAMILIES } from './families/table.ts';
import { polarizationVectors, runSequence } from './motion.ts';
import { eventDuration_s, sequenceDuration_s, type PulseSequence, type SequenceEvent } from './record.ts';
import { simulateSequence } from './simulate-sequence.ts';
import { frameOf, sequenceStart } from './start.ts';

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

describe('a record', () => {
  const spins = sets.A;
  const start = sequenceStart(spins, { dephasedAt_T: 1.4 });
  const rich: PulseSequence = {
    name: 'all there is',
    field_T: 1.4,
    carrier_ppm: { '13C': 175.5 },
    events: [
      { kind: 'pulse', isotope: '1H', angle_deg: 45, phase_deg: 90 },
      { kind: 'pulse', isotope: '1H', angle_deg: 30, phase_deg: 10, spins: ['Ha'] },
      {
        kind: 'loop',
        times: 3,
        events: [
          { kind: 'delay', duration_s: 0.013 },
          { kind: 'pulse', isotope: '13C', angle_deg: -180, phase_deg: 20, nutation_Hz: 900 },
        ],
      },
      {
        kind: 'together',
        channels: [
          { kind: 'lock', isotope: '13C', nutation_Hz: 20, phase_deg: 70, duration_s: 0.05, offset_Hz: 7 },
          { kind: 'pulse', isotope: '1H', angle_deg: 180, phase_deg: 0, nutation_Hz: 500 },
        ],
      },
    ],
  };
  test('goes through JSON and comes back to the same digits', () => {
    const back = JSON.parse(JSON.stringify(rich)) as PulseSequence;
    expect(after(spins, start, back)).toEqual(after(spins, start, rich));
    for (const family of SEQUENCE_FAMILIES) {
      const made = makeSequence(family.name, spins, { field_T: 1.4 });
      expect(JSON.parse(JSON.stringify(made))).toEqual(made);
      expect(() => checkSequence(made, spins)).not.toThrow();
    }
  });
  test('run, then run backwards in time, is where it began', () => {
    // Time reversal turns the order and the sense of the pulses; echoes of 180 about x on every isotope turn the sign of what precesses,
    // so here the couplings and offsets are turned over by hand.
    const mirrored: Spins = {
      ...spins,
      j_Hz: spins.j_Hz.map((j) => -j),
      shift_ppm: spins.shift_ppm.map((x, k) => (spins.isotopes[k] === '13C' ? 351 - x : -x + 13)),
    };
    const forward: PulseSequence = { ...rich, carrier_ppm: { '13C': 175.5, '1H': 6.5 } };
    const rho = runSequence(spins, start, forward.events, frameOf(forward, spins));
    const reversed = (events: readonly SequenceEvent[]): SequenceEvent[] =>
      [...events].reverse().map((event): SequenceEvent => {
        if (event.kind === 'loop') return { ...event, events: reversed(event.events) };
        if (event.kind === 'together')
          return { ...event, channels: event.channels.map((one) => reversed([one])[0] as typeof one) };
        if (event.kind === 'pulse') return { ...event, angle_deg: -event.angle_deg };
        // The phase runs on with the offset: backwards it begins where it ended, and runs back.
        if (event.kind === 'lock')
          return {
            ...event,
            phase_deg: event.phase_deg + 180 - 360 * (event.offset_Hz ?? 0) * event.duration_s,
            offset_Hz: -(event.offset_Hz ?? 0),
          };
        return event;
      });
    const back = runSequence(mirrored, rho, reversed(forward.events), frameOf(forward, mirrored));
    expect(gap(back, start)).toBeLessThan(1e-12);
  });
  test('has loops that are what they say, and lasts as long as its parts', () => {
    const loop = rich.events[2]!;
    const written = loop.kind === 'loop' ? [...loop.events, ...loop.events, ...loop.events] : [];
    const out = { ...rich, events: [...rich.events.slice(0, 2), ...written, rich.events[3]!] };
    expect(gap(after(spins, start, out), after(spins, start, rich))).toBeLessThan(1e-13);
    expect(sequenceDuration_s(rich.events)).toBeCloseTo(3 * (0.013 + 0.5 / 900) + 0.05, 12);
    expect(eventDuration_s(rich.events[0]!)).toBe(0);
  });
  test('has a course that ends where the sequence does', () => {
    const { time_s, vectors } = sequenceCourse(spins, start, rich.events, frameOf(rich, spins), 50);
    const end = after(spins, start, rich);
    vectors.forEach((axes, k) => axes.forEach((values, a) => expect(values.at(-1)).toBeCloseTo(end[3 * k + a]!, 12)));
    expect(time_s.at(-1)).toBeCloseTo(sequenceDuration_s(rich.events), 12);
    expect(time_s.every((time, i) => i === 0 || time >= time_s[i - 1]!)).toBe(true);
  });
  test('with strong finite pulses comes to the ideal ones', () => {
    const strength = (nutation_Hz?: number): PulseSequence => ({
      name: 'echo',
      field_T: 1.4,
      events: [
        {
          kind: 'pulse',
          isotope: '13C',
          angle_deg: 90,
          phase_deg: 90,
          ...(nutation_Hz === undefined ? {} : { nutation_Hz }),
        },
      ],
    });
    const up = complexIdentity(8).map((x, i) => x / 8 + spinOperator(spins, 2, 'z')[i]! / 4);
    const off = (nutation_Hz: number): number =>
      gap(after(spins, up, strength(nutation_Hz)), after(spins, up, strength()));
    expect(off(10_000)).toBeLessThan(2e-3);
    expect(off(10_000)).toBeLessThan(off(1000) / 5);
  });
  const at = (events: readonly unknown[], rest: object = {}): string => {
    try {
      checkSequence({ name: 'x', field_T: 1.4, events: events as SequenceEvent[], ...rest }, spins, 'sequence.yaml');
    } catch (thrown) {
      return messageOf(thrown);
    }
    return 'nothing';
  };
  test.each([
    [
      'an unknown isotope',
      [{ kind: 'pulse', isotope: '15N', angle_deg: 90, phase_deg: 0 }],
      /has no 15N; there are 1H, 13C \(at sequence\.yaml, events\[0\]\.isotope\)/,
    ],
    [
      'a negative delay',
      [
        { kind: 'delay', duration_s: 1 },
        { kind: 'delay', duration_s: -1 },
      ],
      /is -1; expected seconds, not negative \(at .*events\[1\]\.duration_s\)/,
    ],
    [
      'a fault inside a loop',
      [{ kind: 'loop', times: 2, events: [{ kind: 'delay', duration_s: NaN }] }],
      /is NaN.*events\[0\]\.events\[0\]\.duration_s/,
    ],
    ['half a loop', [{ kind: 'loop', times: 1.5, events: [] }], /is 1\.5; expected a whole number.*events\[0\]\.times/],
    [
      'a spin that is not there',
      [{ kind: 'pulse', isotope: '1H', angle_deg: 90, phase_deg: 0, spins: ['Hc'] }],
      /no spin 'Hc'; nearest is 'Ha'|no spin 'Hc'; nearest is 'Hb'/,
    ],
    [
      'a spin of another isotope',
      [{ kind: 'pulse', isotope: '1H', angle_deg: 90, phase_deg: 0, spins: ['C1'] }],
      /C1 is 13C, the pulse is on 1H/,
    ],
    [
      'two pulses at one time on one isotope',
      [
        {
          kind: 'together',
          channels: [
            { kind: 'pulse', isotope: '1H', angle_deg: 90, phase_deg: 0 },
            { kind: 'pulse', isotope: '1H', angle_deg: 90, phase_deg: 0 },
          ],
        },
      ],
      /1H is irradiated twice/,
    ],
    ['nothing', [], /at least one event/],
    [
      'an endless loop',
      [
        {
          kind: 'loop',
          times: 99_999,
          events: [
            { kind: 'delay', duration_s: 1 },
            { kind: 'delay', duration_s: 1 },
          ],
        },
      ],
      /more than 100000 events/,
    ],
  ])('is refused with %s', (_, events, says) => {
    expect(at(events)).toMatch(says);
  });
  test('is refused in a field that cannot be', () => {
    expect(at([{ kind: 'delay', duration_s: 1 }], { field_T: 1400 })).toMatch(/is 1400; expected tesla/);
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
