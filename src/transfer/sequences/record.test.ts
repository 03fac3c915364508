import { describe, expect, test } from 'vitest';
import { messageOf } from '../../base/index.ts';
import { complexIdentity } from '../../math/complex/index.ts';
import { libraryMolecule, readSpins, spinOperator, type Spins } from '../../physics/spins/index.ts';
import { checkSequence } from './check-sequence.ts';
import { sequenceCourse } from './course.ts';
import { makeSequence, SEQUENCE_FAMILIES } from './families/table.ts';
import { polarizationVectors, runSequence, sequenceMotion, unitaryMove } from './motion.ts';
import { eventDuration_s, sequenceDuration_s, type PulseSequence, type SequenceEvent } from './record.ts';
import { frameOf, sequenceStart } from './start.ts';

const molecule = (name: string): Spins => readSpins(libraryMolecule(name).system);
const sets = { A: molecule('fumarate, set A'), B: molecule('fumarate, set B') };
const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)));
const after = (spins: Spins, rho: Float64Array, { events, ...rest }: PulseSequence): Float64Array =>
  polarizationVectors(spins, runSequence(spins, rho, events, frameOf({ events, ...rest }, spins)));

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
    const { time_s, vectors } = sequenceCourse(
      spins,
      start,
      rich.events,
      unitaryMove(sequenceMotion(spins, frameOf(rich, spins))),
      50,
    );
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
