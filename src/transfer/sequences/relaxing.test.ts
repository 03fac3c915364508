// Sequences with relaxation: endless times are none, closed forms of a singlet and of a vector, the T1 and T2 of one spin under a lock.
import { describe, expect, test } from 'vitest';
import { libraryMolecule, readSpins, type SpinSystem } from '../../physics/spins/index.ts';
import { makeSequence } from './families/table.ts';
import { polarizationVectors } from './motion.ts';
import type { PulseSequence, SequenceEvent } from './record.ts';
import { relaxingMove, type SequenceRelaxation } from './relaxing-motion.ts';
import { simulateSequence } from './simulate-sequence.ts';
import { frameOf, sequenceStart } from './start.ts';

const { system } = libraryMolecule('fumarate, set B');
const spins = readSpins(system);
const addition = { dephasedAt_T: 1.4 };
const times = (T1: number, carbon: number): SequenceRelaxation => ({ model: 'randomFields', T1_s: { Ha: T1, Hb: T1, C1: carbon } }); // prettier-ignore
const polarized = (sequence: PulseSequence, relaxation?: SequenceRelaxation): number =>
  simulateSequence(system, { paraFraction: 1, addition, sequence, ...(relaxation && { relaxation }) }).polarization['C1']!; // prettier-ignore

describe('relaxation in a sequence', () => {
  test.each(['slic', 's2hm', 'adapt', 'phInept', 'goldman'])('of endless times changes nothing: %s', (name) => {
    const sequence = makeSequence(name, spins, { field_T: 1.4 });
    expect(polarized(sequence, times(Infinity, Infinity))).toBeCloseTo(polarized(sequence), 10);
  });
  test('takes polarization, and more the shorter the times', () => {
    const sequence = makeSequence('slic', spins, { field_T: 1.4 });
    const [none, long, short] = [undefined, times(8, 40), times(2, 10)].map((one) =>
      Math.abs(polarized(sequence, one)),
    );
    expect(long).toBeLessThan(none! - 0.01);
    expect(short).toBeLessThan(long! - 0.05);
  });
  test('lets a singlet fade with the sum of the rates of both protons', () => {
    const pair: SpinSystem = { ...system, couplings_Hz: { 'Ha-Hb': 15.7 } };
    const [mine, start] = [readSpins(pair), sequenceStart(readSpins(pair), { pure: true })];
    const frame = frameOf({ name: '', field_T: 1.4, events: [] }, mine);
    const move = relaxingMove(mine, frame, { model: 'randomFields', T1_s: { Ha: 8, Hb: 5, C1: 40 } });
    const after = move(start, { kind: 'stretch', duration_s: 1.3, channels: [] });
    // Of Tr[rho^2] what stands above the mixed state falls with the square of the order.
    const above = (rho: Float64Array): number => rho.reduce((sum, v) => sum + v * v, 0) - 1 / 8;
    expect(above(after) / above(start)).toBeCloseTo(Math.exp(-2 * 1.3 * (1 / 8 + 1 / 5)), 10);
  });
  test('of T1 and T2 is that of a vector: along z, across, and under a lock at an angle between', () => {
    const one: SpinSystem = { name: 'one', spins: [{ label: 'C', isotope: '13C' }], couplings_Hz: {} };
    const alone = readSpins(one);
    const up = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0);
    const move = relaxingMove(alone, { field_T: 1.4, reference_ppm: {} }, { model: 'T1T2', T1_s: { C: 3 }, T2_s: { C: 0.7 } }); // prettier-ignore
    const run = (pieces: readonly Parameters<typeof move>[1][]): Float64Array =>
      polarizationVectors(alone, pieces.reduce<Float64Array>((rho, piece) => move(rho, piece), up)); // prettier-ignore
    const wait = { kind: 'stretch', duration_s: 0.4, channels: [] } as const;
    const turn = (angle_deg: number, phase_deg: number) =>
      ({ kind: 'turn', isotope: '13C', angle_deg, phase_deg, spins: undefined }) as const;
    expect(run([wait])[2]).toBeCloseTo(Math.exp(-0.4 / 3), 12);
    expect(run([turn(90, 0), wait])[1]).toBeCloseTo(-Math.exp(-0.4 / 0.7), 12);
    // Far stronger than the rates, a lock at 30 degrees to the plane leaves cos^2 / T2 + sin^2 / T1 along itself.
    const nutation_Hz = 2000,
      angle = Math.PI / 6;
    const lock = { kind: 'stretch', duration_s: 0.4, channels: [{ isotope: '13C', nutation_Hz, phase_deg: 40, offset_Hz: nutation_Hz * Math.tan(angle) }] } as const; // prettier-ignore
    const [x, y, z] = run([turn(60, 130), lock]);
    const left = Math.exp(-0.4 * (Math.cos(angle) ** 2 / 0.7 + Math.sin(angle) ** 2 / 3));
    expect(Math.hypot(x!, y!, z!)).toBeCloseTo(left, 4);
  });
  test('is refused where it cannot be: in the lab frame, and in large molecules', () => {
    const events: readonly SequenceEvent[] = [{ kind: 'delay', duration_s: 0.01 }];
    const sequence = { name: '', field_T: 1e-6, events };
    expect(() => simulateSequence(system, { paraFraction: 1, addition, sequence, frame: 'lab', relaxation: times(8, 40) })).toThrow(/relaxation/); // prettier-ignore
    const large = libraryMolecule('ethyl pyruvate-d3').system;
    const T1_s = Object.fromEntries(large.spins.map(({ label }) => [label, 5]));
    expect(() => simulateSequence(large, { paraFraction: 1, addition, sequence, relaxation: { model: 'randomFields', T1_s } })).toThrow(/64 states.*32 at most/); // prettier-ignore
  });
});
