import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clippedPath, stillPoints } from './clip.ts';
import { lineFigure, type LineFigure } from './line-figure.ts';
import { spreadLabels } from './spread.ts';

const x = Float64Array.from({ length: 21 }, (_, i) => i / 10);
const figure: LineFigure = {
  title: 'Levels <of> a molecule',
  panels: [
    {
      title: 'all',
      x: { quantity: 'field', unit: 'µT' },
      y: { quantity: 'energy', unit: 'Hz' },
      lines: [
        { x, y: x.map((value) => 40 * value), colour: '#d55e00', name: 'M = +1/2', endLabel: 'T₊β' },
        { x, y: x.map((value) => -value), colour: '#9a9a9a', name: 'other levels', startLabel: 'S₀α' },
      ],
      marks: [
        { x: 0.4, y: 3, y2: 5, label: '2.06 Hz' },
        { x: 1, y: 10 },
      ],
    },
  ],
  note: 'Rings mark crossings.',
};

describe('a figure of lines', () => {
  test('names its axes, lines, marks and key, and says that it is a picture', () => {
    const svg = lineFigure(figure);
    for (const words of [
      'field (µT)',
      'energy (Hz)',
      'T₊β',
      'S₀α',
      '2.06 Hz',
      'M = +1/2',
      'other levels',
      'Rings mark crossings.',
      'all',
    ]) {
      expect(svg).toContain(`>${words}</text>`);
    }
    expect(svg).toContain('<title>Levels &lt;of&gt; a molecule</title>');
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg).toBe(lineFigure(figure));
  });
  test('turns the shift axis of a spectrum around', () => {
    const at = (reversed: boolean): number => {
      const [panel] = figure.panels;
      const svg = lineFigure({ ...figure, panels: [{ ...panel!, x: { ...panel!.x, reversed } }] });
      return Number(/<text x="([\d.]+)"[^>]*>2\.0<\/text>/.exec(svg)![1]);
    };
    expect(at(true)).toBeLessThan(at(false) - 300);
  });
  test('refuses lines without points and of odd length', () => {
    const broken = (y: number[]): LineFigure => ({
      ...figure,
      panels: [{ ...figure.panels[0]!, lines: [{ x: [0, 1], y, colour: '#000' }] }],
    });
    expect(() => lineFigure(broken([1]))).toThrow(/2 places and 1 values/);
  });
  test('draws a constant, and a line that is nowhere finite', () => {
    const flat = {
      ...figure.panels[0]!,
      marks: [],
      lines: [
        { x: [0, 1], y: [0, 0], colour: '#000' },
        { x: [0, 1], y: [NaN, NaN], colour: '#111' },
      ],
    };
    expect(lineFigure({ ...figure, panels: [flat] })).not.toMatch(/NaN|Infinity/);
  });
});

test('lines end at the edges of their box, and a missing point lifts the pen', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  expect(clippedPath([-5, 15], [5, 5], box)).toBe('M0 5L10 5');
  expect(clippedPath([0, 5, 10], [0, 20, 0], box)).toBe('M0 0L2.5 10M7.5 10L10 0');
  expect(clippedPath([0, 5, 10, 10], [1, NaN, 1, 2], box)).toBe('M10 1L10 2');
  expect(clippedPath([20, 30], [1, 2], box)).toBe('');
});

test('pieces that do not move are points, each once, inside the box', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  expect(stillPoints([1, 1, NaN, 1, 1, NaN, 3, 4, NaN, 20, NaN, 5], [2, 2, 0, 2, 2, 0, 1, 1, 0, 1, 0, 6], box)).toEqual([[1, 2], [5, 6]]); // prettier-ignore
  const lines = [{ x: [0.5, 0.5], y: [1, 1], colour: '#123456' }];
  const panel = { x: { quantity: 'x', range: [0, 1] as const }, y: { quantity: 'y', range: [0, 2] as const }, lines };
  expect(lineFigure({ title: 'a point', panels: [panel] })).toMatch(/<circle[^>]+fill="#123456"/);
});

test('labels keep their distance, their order and stay inside', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 }), (wanted) => {
      const at = spreadLabels(wanted, 10, 0, 100);
      const sorted = wanted.map((value, i) => ({ value, at: at[i]! })).sort((a, b) => a.at - b.at);
      sorted.forEach((one, i) => {
        if (i > 0) expect(one.at - sorted[i - 1]!.at).toBeGreaterThan(10 - 1e-9);
        if (i > 0) expect(one.value).toBeGreaterThanOrEqual(sorted[i - 1]!.value);
        expect(one.at).toBeGreaterThan(-1e-9);
        expect(one.at).toBeLessThan(100 + 1e-9);
      });
    }),
  );
  expect(spreadLabels([10, 50], 10, 0, 100)).toEqual([10, 50]);
});
