import { expect, it } from 'vitest';
import { expmReal } from '../../math/index.ts';
import { propagatorOf } from './propagator.ts';

it('propagatorOf is the matrix exponential', () => {
  const a = Float64Array.of(-4, 0.3, 0, 3, -0.4, 2, 0.5, 0.1, -2.1);
  const kept = propagatorOf(a, 3, 2.5);
  expmReal(a.map((x) => x * 2.5), 3).forEach((x, i) => expect(Math.abs(kept[i]! - x)).toBeLessThan(1e-13)); // prettier-ignore
});
