import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { expmReal } from './expm-real.ts';

const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);

describe('expmReal', () => {
  it('of zero is one', () => expect([...expmReal(new Float64Array(4), 2)]).toEqual([1, 0, 0, 1]));
  it('of a diagonal is the exponentials', () => {
    const e = expmReal(Float64Array.of(-3, 0, 0, 1.5), 2);
    expect(gap(e, [Math.exp(-3), 0, 0, Math.exp(1.5)])).toBeLessThan(4e-15);
  });
  it('of a nilpotent matrix is its short series', () => {
    const e = expmReal(Float64Array.of(0, 2, 3, 0, 0, 5, 0, 0, 0), 3);
    expect(gap(e, [1, 2, 3 + 5, 0, 1, 5, 0, 0, 1])).toBeLessThan(1e-14);
  });
  it('of a rotation generator is the rotation, for many turns too', () => {
    for (const angle of [1e-6, 1, 30, -200]) {
      const e = expmReal(Float64Array.of(0, -angle, angle, 0), 2);
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      expect(gap(e, [c, -s, s, c])).toBeLessThan(1e-15 * (4 + 4 * Math.abs(angle)));
    }
  });
  it('of two exchanging pools with equal rates is the textbook mixing', () => {
    const k = 0.7;
    const e = expmReal(Float64Array.of(-k, k, k, -k), 2);
    const same = (1 + Math.exp(-2 * k)) / 2;
    expect(gap(e, [same, 1 - same, 1 - same, same])).toBeLessThan(1e-15);
  });
  it('of a Jordan block grows linearly beside its exponential', () => {
    const e = expmReal(Float64Array.of(-2, 1, 0, -2), 2);
    expect(gap(e, [Math.exp(-2), Math.exp(-2), 0, Math.exp(-2)])).toBeLessThan(1e-15);
  });
  it('is undone by its negative and has determinant e^trace', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const random = new Random(seed);
        const a = Float64Array.from({ length: 4 }, () => 2 * random.next() - 1);
        const [e, f] = [
          expmReal(a, 2),
          expmReal(
            a.map((x) => -x),
            2,
          ),
        ];
        expect(
          gap(
            [
              e[0]! * f[0]! + e[1]! * f[2]!,
              e[0]! * f[1]! + e[1]! * f[3]!,
              e[2]! * f[0]! + e[3]! * f[2]!,
              e[2]! * f[1]! + e[3]! * f[3]!,
            ],
            [1, 0, 0, 1],
          ),
        ).toBeLessThan(1e-13);
        expect(e[0]! * e[3]! - e[1]! * e[2]!).toBeCloseTo(Math.exp(a[0]! + a[3]!), 12);
      }),
    );
  });
});
