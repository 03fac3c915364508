import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, quantile } from './statistics.ts';

it('is linear between order statistics, as R type 7: quantile(1:4, 0.4) = 2.2', () =>
  expect(quantile([4, 2, 3, 1], 0.4)).toBeCloseTo(2.2, 14));
it('takes the ends at p = 0 and p = 1', () => {
  expect(quantile([3, 1, 2], 0)).toBe(1);
  expect(quantile([3, 1, 2], 1)).toBe(3);
});
it('has the median between the two middle values', () => expect(median([10, 1, 3, 2])).toBe(2.5));
it('sorts numbers, not their texts', () => expect(median([10, 9, 100])).toBe(10));
it('is that one value of a list of one, and NaN of none', () => {
  expect(quantile([7], 0.3)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});
it('moves and scales with its values, and leaves them in their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, p) => {
        const copy = [...values];
        expect(
          Math.abs(
            quantile(
              values.map((x) => 3 * x + 5),
              p,
            ) -
              (3 * quantile(values, p) + 5),
          ),
        ).toBeLessThan(1e-11);
        expect(values).toEqual(copy);
      },
    ),
  );
});
