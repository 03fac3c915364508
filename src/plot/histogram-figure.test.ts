import { expect, test } from 'vitest';
import { countBins, histogramFigure } from './histogram-figure.ts';

test('every value is counted in one bin', () => {
  for (const values of [
    Float64Array.of(1),
    Float64Array.of(2, 2, 2),
    Float64Array.of(-3, 0.1, 0.2, 7),
    Float64Array.from({ length: 10 }, (_, i) => 2 * i),
  ]) {
    const { edges, counts } = countBins(values);
    expect(counts.reduce((a, b) => a + b)).toBe(values.length);
    expect(edges).toHaveLength(counts.length + 1);
    expect(edges[0]!).toBeLessThanOrEqual(values[0]!);
    expect(edges.at(-1)!).toBeGreaterThanOrEqual(values.at(-1)!);
  }
});

test('a histogram names its median, its marks and how many it counted', () => {
  const svg = histogramFigure({
    title: 'Rates',
    values: [0.01, 0.02, 0.03, NaN],
    quantity: 'rate',
    unit: 's⁻¹',
    marks: [{ label: 'left kidney', value: 0.0282, error: 0.0009 }],
  });
  for (const words of ['median 0.0200', 'left kidney 0.02820 ± 0.00090', 'number of voxels, 3 in all', 'rate (s⁻¹)']) {
    expect(svg).toContain(`>${words}</text>`);
  }
  expect(() => histogramFigure({ title: 'none', values: [NaN], quantity: 'rate' })).toThrow('no values');
});
