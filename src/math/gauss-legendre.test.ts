import { expect, it } from 'vitest';
import { gaussLegendre } from './gauss-legendre.ts';

// 1e-14: rounding of the recurrence, some 50 machine epsilons.
it.each([1, 2, 3, 6, 12, 20])('of %i points integrates polynomials to degree 2n - 1 exactly', (n) => {
  const [nodes, weights] = gaussLegendre(n);
  for (let degree = 0; degree < 2 * n; degree++) {
    const sum = nodes.reduce((total, x, i) => total + weights[i]! * x ** degree, 0);
    expect(Math.abs(sum - (degree % 2 === 0 ? 2 / (degree + 1) : 0))).toBeLessThan(1e-14);
  }
});
it('misses degree 2n, by the known remainder for n = 2', () => {
  const [nodes, weights] = gaussLegendre(2);
  const sum = nodes.reduce((total, x, i) => total + weights[i]! * x ** 4, 0);
  expect(2 / 5 - sum).toBeCloseTo(8 / 45, 14);
});
it('has ascending nodes inside (-1, 1), mirrored, and positive weights', () => {
  for (const n of [2, 5, 12, 33]) {
    const [nodes, weights] = gaussLegendre(n);
    nodes.forEach((x, i) => {
      expect(Math.abs(x)).toBeLessThan(1);
      if (i > 0) expect(x).toBeGreaterThan(nodes[i - 1]!);
      expect(Math.abs(x + nodes[n - 1 - i]!)).toBeLessThan(2e-16);
      expect(weights[i]).toBeGreaterThan(0);
    });
  }
});
