import { describe, expect, test } from 'vitest';
import { libraryMolecule, readSpins } from '../../physics/spins/index.ts';
import { makeSequence } from './families/table.ts';
import { optimiseDelays } from './optimise.ts';
import { sequenceDuration_s } from './record.ts';
import { evenValues, robustnessMap } from './robustness.ts';
import { searchLargest } from './search.ts';
import { sequenceStart } from './start.ts';
import { meanOver, sequenceMeter } from './target.ts';

const spins = readSpins(libraryMolecule('fumarate, set A').system);
const start = sequenceStart(spins, { dephasedAt_T: 1.4 });

describe('a search', () => {
  test('finds the top of a hill in three parameters, one of them whole', () => {
    const { values, end } = searchLargest(
      ([x, y, n]) => 1 - (x! - 0.3) ** 2 - 2 * (y! - 0.7) ** 2 - 0.1 * (n! - 4) ** 2 + 0.1 * Math.cos(30 * x! - 9),
      [
        { name: 'x', start: 0.9, lower: 0, upper: 1 },
        { name: 'y', start: 0.1, lower: 0, upper: 1 },
        { name: 'n', start: 9, lower: 0, upper: 20, whole: true },
      ],
      4000,
    );
    expect(values[0]).toBeCloseTo(0.3, 3);
    expect(values[1]).toBeCloseTo(0.7, 3);
    expect(values[2]).toBe(4);
    expect(end).toBe('converged');
  });
  test('says when it stands at the edge, and when its trials ran out', () => {
    const one = [{ name: 'x', start: 0.5, lower: 0, upper: 1 }];
    expect(searchLargest(([x]) => x!, one, 1000)).toMatchObject({ end: 'at-bound', largest: 1 });
    expect(searchLargest(([x]) => -Math.abs(x! - 0.4), one, 5).end).toBe('step-limit');
  });
});

describe('optimised delays', () => {
  test.each(['slic', 's2hm', 'adapt'])(
    'of %s are no worse than those of the couplings, the same each time, and below the bound',
    (name) => {
      const one = optimiseDelays(spins, start, name, { field_T: 1.4 });
      expect(Math.abs(one.after)).toBeGreaterThanOrEqual(Math.abs(one.before));
      expect(Math.abs(one.after)).toBeGreaterThan(0.988);
      expect(Math.abs(one.after)).toBeLessThan(1);
      expect(one.end).toBe('converged');
      expect(optimiseDelays(spins, start, name, { field_T: 1.4 })).toEqual(one);
      expect(sequenceMeter(spins, start, 2)(one.sequence)).toBeCloseTo(one.after, 12);
    },
  );
  test('make a Goldman-type sequence whole on hydroxyethyl propionate', () => {
    const other = readSpins(libraryMolecule('hydroxyethyl propionate-d3').system);
    const pure = sequenceStart(other, { pure: true });
    expect(Math.abs(optimiseDelays(other, pure, 'goldman', { field_T: 1.76e-3 }).after)).toBeGreaterThan(0.9999);
  });
  test('keep to the longest time and leave alone what is set', () => {
    const short = optimiseDelays(spins, start, 's2hm', { field_T: 1.4, options: { n1: 5 } }, { maxDuration_s: 0.3 });
    expect(sequenceDuration_s(short.sequence.events)).toBeLessThanOrEqual(0.3 * (1 + 1e-9));
    expect(short.parameters.find(({ name }) => name === 'n1')).toMatchObject({ before: 5, after: 5 });
    expect(() => optimiseDelays(spins, start, 's2hm', { field_T: 1.4 }, { maxDuration_s: -1 })).toThrow(
      /seconds above 0/,
    );
  });
});

describe('robustness', () => {
  const sequence = makeSequence('slic', spins, { field_T: 1.4 });
  const meter = sequenceMeter(spins, start, 2);
  test('is the nominal polarization where nothing is wrong, and even in the offset', () => {
    const axes = {
      x: { quantity: 'b1Scale', values: evenValues(0.9, 1.1, 3) },
      y: { quantity: 'offset_Hz', values: evenValues(-4, 4, 3) },
    } as const;
    const { polarization } = robustnessMap(spins, start, sequence, 2, axes);
    expect(polarization[4]).toBeCloseTo(meter(sequence), 12);
    expect(polarization[1]).toBeCloseTo(polarization[7]!, 9);
    expect(Math.abs(polarization[3]!)).toBeLessThan(Math.abs(polarization[4]!));
  });
  test('of couplings k times as strong is that of a nutation and a time k times less', () => {
    const k = 1.07;
    const scaled = makeSequence('slic', spins, {
      field_T: 1.4,
      options: { nutation_Hz: 15.7 / k, duration_s: k / 3.4 },
    });
    // Offsets do not scale, but here all stand on their carriers.
    expect(meter(scaled, { jScale: 1 / k })).toBeCloseTo(meter(sequence), 9);
  });
  test('averages: a spread of nothing is nothing, a wider one costs more, five points agree with a fine sum', () => {
    const at = (b1_sd: number): number => Math.abs(meanOver(meter, sequence, '13C', { b1_sd }));
    expect(at(0)).toBe(Math.abs(meter(sequence)));
    expect(at(0.03)).toBeLessThan(at(0.01));
    let sum = 0,
      weight = 0;
    for (let i = -200; i <= 200; i++) {
      const x = i / 40;
      const w = Math.exp((-x * x) / 2);
      sum += w * meter(sequence, { b1Scale: 1 + 0.02 * x });
      weight += w;
    }
    expect(at(0.02)).toBeCloseTo(Math.abs(sum / weight), 3);
  });
  test('refuses axes that cannot be', () => {
    const b1 = { quantity: 'b1Scale', values: [1, 2] } as const;
    expect(() => robustnessMap(spins, start, sequence, 2, { x: b1, y: b1 })).toThrow(/two different/);
    expect(() =>
      robustnessMap(spins, start, sequence, 2, { x: b1, y: { quantity: 'offset_Hz', isotope: '15N', values: [0] } }),
    ).toThrow(/has no 15N.*y\.isotope/);
    expect(() => robustnessMap(spins, start, sequence, 2, { x: b1, y: { quantity: 'jScale', values: [-1] } })).toThrow(
      /y\.values/,
    );
  });
});
