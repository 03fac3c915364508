import { expect, test } from 'vitest';
import { gaussLegendre, gaussOfMeasure } from './index.ts';

test('of a fine Legendre rule it is the coarse one', () => {
  const [x, weight] = gaussLegendre(200);
  for (const n of [1, 2, 7, 40]) {
    const [nodes, weights] = gaussOfMeasure(x, weight, n);
    const [coarse, coarseWeights] = gaussLegendre(n);
    nodes.forEach((node, i) => expect(Math.abs(node - coarse[i]!)).toBeLessThan(1e-13));
    weights.forEach((w, i) => expect(Math.abs(w - coarseWeights[i]!)).toBeLessThan(1e-13));
  }
});

test('of exp(-t) on a long interval it is the Gauss-Laguerre rule', () => {
  const [x, weight] = gaussLegendre(400);
  const t = x.map((value) => 60 * (value + 1));
  const [nodes, weights] = gaussOfMeasure(
    t,
    weight.map((w, i) => 60 * w * Math.exp(-t[i]!)),
    2,
  );
  [2 - Math.SQRT2, 2 + Math.SQRT2].forEach((node, i) => expect(nodes[i]).toBeCloseTo(node, 10));
  [(2 + Math.SQRT2) / 4, (2 - Math.SQRT2) / 4].forEach((w, i) => expect(weights[i]).toBeCloseTo(w, 10));
});

test('moments of any measure are kept up to degree 2n - 1', () => {
  const x = Float64Array.from({ length: 60 }, (_, i) => 3 + Math.sqrt(i));
  const weight = x.map((value) => 1 + Math.sin(7 * value));
  const [nodes, weights] = gaussOfMeasure(x, weight, 5);
  for (let degree = 0; degree < 10; degree++) {
    const moment = (at: Float64Array, w: Float64Array) =>
      at.reduce((sum, value, i) => sum + w[i]! * ((value - 7) / 4) ** degree, 0);
    expect(moment(nodes, weights)).toBeCloseTo(moment(x, weight), 10);
  }
});
