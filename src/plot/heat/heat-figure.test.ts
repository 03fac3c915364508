import { describe, expect, test } from 'vitest';
import { contourSegments } from './contours.ts';
import { heatFigure, type HeatFigure } from './heat-figure.ts';

const n = 41;
const axis = Float64Array.from({ length: n }, (_, i) => i / 10 - 2);
const cone = Float64Array.from({ length: n * n }, (_, at) => Math.hypot(axis[at % n]!, axis[Math.floor(at / n)]!));

const figure: HeatFigure = {
  title: 'A cone',
  x: { quantity: 'amplitude', values: axis },
  y: { quantity: 'offset', unit: 'Hz', values: axis },
  values: cone,
  quantity: 'height',
  colourMap: 'viridis',
  range: [0, 3],
  contours: [{ level: 1, label: 'one & only' }],
  mark: { x: 0, y: 0, label: 'top' },
};

describe('lines of equal height', () => {
  test('of a cone lie on the circle, and go round it', () => {
    const segments = contourSegments(cone, n, n, 1);
    let length = 0;
    for (const [x0, y0, x1, y1] of segments) {
      expect(Math.hypot(x0 / 10 - 2, y0 / 10 - 2)).toBeCloseTo(1, 2);
      length += Math.hypot(x1 - x0, y1 - y0) / 10;
    }
    expect(length).toBeCloseTo(2 * Math.PI, 1);
  });
  test('leave out what has no value, and are none above the top', () => {
    expect(contourSegments([0, NaN, 2, 3], 2, 2, 1)).toEqual([]);
    expect(contourSegments(cone, n, n, 9)).toEqual([]);
  });
});

describe('a heat figure', () => {
  test('names its axes, its colours, its lines and its ring', () => {
    const svg = heatFigure(figure);
    for (const words of ['A cone', 'amplitude', 'offset (Hz)', 'height', 'one &amp; only', 'top'])
      expect(svg).toContain(`>${words}</text>`);
    expect(svg).toContain('data:image/png;base64,');
    expect(svg).not.toMatch(/NaN|undefined/);
  });
  test('refuses what does not fit', () => {
    expect(() => heatFigure({ ...figure, values: [1, 2] })).toThrow(/2 values on 41 x 41 places/);
    expect(() => heatFigure({ ...figure, range: [0, 1] })).toThrow(/outside its colour range/);
  });
});
