import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coordinate, element, escapeText, polyline } from './svg.ts';
import { fitText, textWidth, wrapText } from './text-width.ts';

test('text cannot end an element or an attribute', () => {
  expect(escapeText(`<b a="1" c='2'>&`)).toBe('&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;');
  expect(element('text', { name: '"><script>' })).toBe('<text name="&quot;&gt;&lt;script&gt;"/>');
});

test('characters that XML forbids are replaced, a pair of surrogates is not', () => {
  expect(escapeText('a\u0000b\ud800c')).toBe('a\ufffdb\ufffdc');
  expect(escapeText('🐀\n')).toBe('🐀\n');
});

test('a coordinate is short, has no negative zero, and must be finite', () => {
  expect([1, 1.5, 1.005, -0.001, 100].map((value) => coordinate(value))).toEqual(['1', '1.5', '1', '0', '100']);
  expect(() => coordinate(NaN)).toThrow('expected a finite number');
});

test('a coordinate is within half a hundredth of its value', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), (value) => {
      expect(Math.abs(Number(coordinate(value)) - value)).toBeLessThanOrEqual(0.005 + 1e-9);
    }),
  );
});

test('a point that is not finite lifts the pen', () => {
  expect(polyline([0, 1, 2, 3], [0, 1, NaN, 3])).toBe('M0 0L1 1M3 3');
});

test('wrapped lines fit and keep every word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 30 }), (words) => {
      const lines = wrapText(words.join(' '), 90, 12);
      expect(lines.join(' ')).toBe(words.join(' '));
      for (const line of lines) if (line.includes(' ')) expect(textWidth(line, 12)).toBeLessThanOrEqual(90);
    }),
  );
});

test('text that does not fit ends in an ellipsis and then fits', () => {
  const short = fitText('strongest voxel (17, 12, 0)', 100, 12, true);
  expect(short).toMatch(/^strong.*…$/);
  expect(textWidth(short, 12, true)).toBeLessThanOrEqual(100);
  expect(fitText('short', 100, 12)).toBe('short');
});
