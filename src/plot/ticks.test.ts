import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatNumber, formatWithError, superscript } from './number-text.ts';
import { axisLabel, axisTicks, roundRange } from './ticks.ts';

test('numbers are written with sensible digits and a real minus sign', () => {
  const said = [0, 0.0213, -0.0213, 12, 123456, 1e6, 3.21e-5, 999999.9, NaN, -Infinity].map((value) =>
    formatNumber(value),
  );
  expect(said).toEqual(['0', '0.0213', '−0.0213', '12.0', '123000', '1.00×10⁶', '3.21×10⁻⁵', '1.00×10⁶', '–', '−∞']);
});

test('a value is rounded to the place of its error', () => {
  expect(formatWithError(0.021345, 0.0012)).toBe('0.0213 ± 0.0012');
  expect(formatWithError(0.0996, 0.00996)).toBe('0.100 ± 0.010');
  expect(formatWithError(-31.4, 2)).toBe('−31.4 ± 2.0');
  expect(formatWithError(2.134e-5, 3.1e-6)).toBe('(2.13 ± 0.31)×10⁻⁵');
  expect(formatWithError(612345, 4021)).toBe('612345 ± 4021');
  expect(formatWithError(0.5, NaN)).toBe('0.500');
});

test('powers are superscripts', () => {
  expect(superscript(-12)).toBe('⁻¹²');
  expect(axisLabel('signal', 'a.u.', 5)).toBe('signal (10⁵ a.u.)');
  expect(axisLabel('ratio', undefined, 0)).toBe('ratio');
});

test('known ticks', () => {
  expect(axisTicks(0, 0.05, 5).labels).toEqual(['0.00', '0.01', '0.02', '0.03', '0.04', '0.05']);
  expect(axisTicks(0, 6e5, 3)).toMatchObject({ labels: ['0', '2', '4', '6'], exponent: 5 });
  expect(axisTicks(-1, 1, 2).labels).toEqual(['−1', '0', '1']);
  expect(() => axisTicks(1, 1, 5)).toThrow('the smaller first');
});

const range = fc
  .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }))
  .map(([lo, span]) => [lo, lo + span] as const)
  .filter(([lo, hi]) => hi - lo > 1e-7 * Math.max(Math.abs(lo), Math.abs(hi)));

test('ticks lie in the range, ascend, are not too many, and their labels say their values', () => {
  fc.assert(
    fc.property(range, fc.integer({ min: 2, max: 8 }), ([lo, hi], count) => {
      const { values, labels, exponent } = axisTicks(lo, hi, count);
      expect(values.length).toBeGreaterThanOrEqual(2);
      expect(values.length).toBeLessThanOrEqual(2 * count + 1);
      expect(new Set(labels).size).toBe(values.length);
      const dust = 1e-9 * (hi - lo);
      values.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(lo - dust);
        expect(value).toBeLessThanOrEqual(hi + dust);
        if (i > 0) expect(value).toBeGreaterThan(values[i - 1]!);
        const said = Number(labels[i]!.replace('−', '-')) * 10 ** exponent;
        expect(Math.abs(said - value)).toBeLessThanOrEqual(1e-6 * (hi - lo) + 1e-12 * Math.abs(value));
      });
    }),
  );
});

test('a round range holds the range', () => {
  fc.assert(
    fc.property(range, ([lo, hi]) => {
      const [low, high] = roundRange(lo, hi, 5);
      expect(low).toBeLessThanOrEqual(lo);
      expect(high).toBeGreaterThanOrEqual(hi);
    }),
  );
  expect(roundRange(0, 0, 5)).toEqual([0, 1]);
});

test('a number said with 6 digits is read back within half of the last one', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
      const powers = '⁰¹²³⁴⁵⁶⁷⁸⁹';
      const plain = formatNumber(value, 6)
        .replaceAll('−', '-')
        .replace(/×10(.+)/, (_, power: string) =>
          ['e', ...power].map((c) => (c === '⁻' ? '-' : c === 'e' ? c : powers.indexOf(c))).join(''),
        );
      expect(Math.abs(Number(plain) - value)).toBeLessThanOrEqual(5.0001e-6 * Math.abs(value));
    }),
  );
});
