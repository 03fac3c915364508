// Points spread over the unit cube.
import type { Random } from '../../base/index.ts';

/** `n` points of the unit cube of `d` dimensions [n, d]: along each axis one point in each of n equal strata. McKay, Beckman, Conover 1979. */
export function latinHypercube(n: number, d: number, random: Random): Float64Array {
  const points = new Float64Array(n * d);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let k = 0; k < d; k++) {
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(random.next() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    for (let i = 0; i < n; i++) points[i * d + k] = (order[i]! + random.next()) / n;
  }
  return points;
}
