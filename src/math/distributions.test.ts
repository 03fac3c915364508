import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGamma, normalQuantile, studentQuantile } from './distributions.ts';

const relative = (value: number, exact: number): number => Math.abs(value / exact - 1);

describe('normalQuantile', () => {
  // mpmath; the method's own error is below 1.2e-9 of the value.
  it.each([
    [1e-10, -6.361340902404057],
    [0.001, -3.0902323061678136],
    [0.02425, -1.9729610513118847],
    [0.025, -1.9599639845400543],
    [0.2, -0.8416212335729142],
    [0.95, 1.6448536269514722],
    [0.975, 1.9599639845400538],
    [0.999, 3.090232306167813],
  ])('of %d', (p, x) => expect(relative(normalQuantile(p), x)).toBeLessThan(1.2e-9));
  it('is 0 at one half and NaN outside (0, 1)', () => {
    expect(Math.abs(normalQuantile(0.5))).toBe(0);
    for (const p of [0, 1, -1, 2, NaN]) expect(normalQuantile(p)).toBeNaN();
  });
});

describe('studentQuantile', () => {
  // scipy 1.17.1, stats.t.ppf.
  it.each([
    [0.975, 1, 12.7062047361747],
    [0.975, 2, 4.30265272974946],
    [0.95, 5, 2.01504837333302],
    [0.975, 10, 2.22813885198627],
    [0.995, 30, 2.74999565356723],
    [0.975, 120, 1.97993040508244],
    [0.9, 3.5, 1.57657660513641],
    [0.55, 7, 0.130292796591778],
    [0.025, 4, -2.77644510519779],
    [0.975, 1e6, 1.95996635681411],
  ])('of %d with %d degrees of freedom', (p, degrees, t) =>
    expect(relative(studentQuantile(p, degrees), t)).toBeLessThan(1e-10),
  );
  it('has its closed form with one degree of freedom: tan(pi (p - 1/2))', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.51, max: 0.999, noNaN: true }), (p) => {
        expect(relative(studentQuantile(p, 1), Math.tan(Math.PI * (p - 0.5)))).toBeLessThan(1e-9);
      }),
    );
  });
  it('is odd about one half', () => expect(studentQuantile(0.2, 6)).toBe(-studentQuantile(0.8, 6)));
  it('is 0 at one half and NaN where it cannot be', () => {
    expect(studentQuantile(0.5, 3)).toBe(0);
    expect(studentQuantile(1, 3)).toBeNaN();
    expect(studentQuantile(0.9, 0)).toBeNaN();
  });
});

it.each([
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247001],
  [1.5, -0.12078223763524522],
  [5, 3.1780538303479458],
  [10.3, 13.482036786138359],
  [100, 359.1342053695754],
  [1000, 5905.220423209181],
])('logGamma of %d is that of mpmath to 1e-14', (x, value) =>
  expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-14 * Math.max(1, value)),
);
