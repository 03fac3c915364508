import { expect, test } from 'vitest';
import { heatPanelsFigure, type HeatPanelsFigure } from './heat-panels.ts';

const figure: HeatPanelsFigure = {
  title: 'Two by three',
  x: { quantity: 'offset', unit: 'nT', values: [-10, 0, 10] },
  y: { quantity: 'duration', unit: 's', values: [0.1, 0.2] },
  panels: [
    { title: 'one', values: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
    { title: 'two', values: [0, 0, 0, 1, 1, Number.NaN] },
  ],
  colourMap: 'viridis',
  range: [0, 1],
  quantity: 'polarization',
};

test('every finite value is one field in the colour of its place in the range', () => {
  const svg = heatPanelsFigure(figure);
  const fields = [...svg.matchAll(/<rect x="[^"]*" y="[^"]*" width="[^"]*" height="[^"]*" fill="(#\w{6})"/g)];
  expect(fields.map(([, fill]) => fill).filter((fill) => fill === '#440154')).toHaveLength(4);
  expect(fields.length).toBeGreaterThanOrEqual(11);
  expect(svg).toContain('offset (nT)');
  expect(svg).toContain('duration (s)');
});

test('a panel of another size is refused', () => {
  expect(() => heatPanelsFigure({ ...figure, panels: [{ title: 'short', values: [1] }] })).toThrow(/2 x 3 values/);
});
