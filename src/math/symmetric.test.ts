import { expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { invertSymmetric } from './symmetric.ts';

it('inverts random positive definite matrices, badly scaled ones too', () => {
  const random = new Random(4);
  for (let n = 1; n <= 8; n++) {
    for (let trial = 0; trial < 10; trial++) {
      const root = Float64Array.from({ length: n * n }, () => random.normal());
      const scale = Float64Array.from({ length: n }, () => 10 ** (12 * random.next() - 6));
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          let sum = i === j ? 0.1 : 0;
          for (let k = 0; k < n; k++) sum += root[i * n + k]! * root[j * n + k]!;
          a[i * n + j] = sum * scale[i]! * scale[j]!;
        }
      const inverse = invertSymmetric(a, n)!;
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let k = 0; k < n; k++) sum += a[i * n + k]! * inverse[k * n + j]!;
          // Condition below 1e4 after scaling, so 1e-12 of each row's own scale.
          expect(Math.abs(sum - (i === j ? 1 : 0)) * (scale[j]! / scale[i]!)).toBeLessThan(1e-11);
          expect(inverse[i * n + j]! * scale[i]! * scale[j]!).toBeCloseTo(
            inverse[j * n + i]! * scale[i]! * scale[j]!,
            9,
          );
        }
    }
  }
});
it('knows the inverse of [[2, 1], [1, 2]]', () => {
  const inverse = invertSymmetric(Float64Array.of(2, 1, 1, 2), 2)!;
  [2 / 3, -1 / 3, -1 / 3, 2 / 3].forEach((x, i) => expect(inverse[i]).toBeCloseTo(x, 15));
});
it.each([
  ['singular', [1, 1, 1, 1]],
  ['indefinite', [1, 2, 2, 1]],
  ['without a diagonal', [0, 0, 0, 1]],
  ['not finite', [NaN, 0, 0, 1]],
  ['infinite', [Infinity, 0, 0, 1]],
])('refuses a %s matrix', (_, values) => expect(invertSymmetric(Float64Array.from(values), 2)).toBeUndefined());
