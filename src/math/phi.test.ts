import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phi, phiDivided, phiDividedTwice, phiPrime } from './phi.ts';

/** x, phi(x), phi'(x): mpmath 1.x with 60 digits. */
const SINGLE = [
  [-20, 24258259.720489513, -23045346.784465037],
  [-3, 6.361845641062556, -4.5745637607083705],
  [-0.5, 1.2974425414002564, -0.7025574585997437],
  [-1e-3, 1.0005001667083417, -0.5003334583666736],
  [-1e-9, 1.0000000005, -0.5000000003333334],
  [0, 1, -0.5],
  [1e-12, 0.9999999999995, -0.49999999999966666],
  [1e-5, 0.9999950000166666, -0.49999666667916665],
  [0.1, 0.9516258196404043, -0.46788401604444696],
  [0.5, 0.7869386805747332, -0.36081604172419945],
  [2, 0.43233235838169365, -0.14849853757254047],
  [30, 0.03333333333333022, -0.001111111111107888],
  [700, 0.0014285714285714286, -2.040816326530612e-6],
] as const;

/** x, y, phi[x, y], phi[x, x, y]: mpmath with 60 digits, at the double-precision values of x and y. */
const PAIRS = [
  [0, 0, -0.5, 0.16666666666666666],
  [0.1, 0.1, -0.46788401604444696, 0.15465307026467165],
  [0.1, 0.100000001, -0.4678840158897939, 0.1546530702262033],
  [0.08, 0.0999, -0.4710080692700919, 0.1562049238753635],
  [0.08, 0.1001, -0.47097698416719674, 0.1561971685579539],
  [-1.5, -1.51, -1.4457260600839026, 0.53507111198882],
  [-3, -2.979, -4.536509470737654, 1.8121090462245986],
  [-8, -8, -326.057904832689, 145.5526360860219],
  [2, 5, -0.07789331592717025, 0.02353507388179008],
  [-2, 4, -0.4915178265312514, 0.26762436636690184],
  [9, 9.015, -0.01231002884853421, 0.0013609590352773797],
  [1e-7, -1e-7, -0.5000000000000004, 0.16666666250000017],
  [0.5, 0, -0.4261226388505337, 0.13061319425266846],
  [1e-6, 0.019, -0.4968481521442206, 0.1658779158150987],
] as const;

const relative = (value: number, exact: number): number => Math.abs(value / exact - 1);
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('phi', () => {
  it.each(SINGLE)('at %d has full precision, and its slope too', (x, value, slope) => {
    expect(relative(phi(x), value)).toBeLessThan(1e-15);
    expect(relative(phiPrime(x), slope)).toBeLessThan(2e-15);
  });
  // A plain quotient of doubles 0.02 apart loses a factor 50 of the machine epsilon, twice over 2500.
  it.each(PAIRS)('divided at %d, %d has 14 digits, twice divided 12', (x, y, once, twice) => {
    expect(relative(phiDivided(x, y), once)).toBeLessThan(2e-14);
    expect(relative(phiDividedTwice(x, y), twice)).toBeLessThan(3e-12);
  });
  it('mirrors: phi(-x) = e^x phi(x)', () => {
    fc.assert(
      fc.property(real(-30, 30), (x) => {
        expect(relative(phi(-x), Math.exp(x) * phi(x))).toBeLessThan(1e-14);
      }),
    );
  });
  it("obeys x phi' = e^-x - phi", () => {
    fc.assert(
      fc.property(real(-5, 5), (x) => {
        expect(Math.abs(x * phiPrime(x) - Math.exp(-x) + phi(x))).toBeLessThan(4e-16 * (1 + Math.exp(-x) + phi(x)));
      }),
    );
  });
  it('divided is symmetric', () => {
    fc.assert(
      fc.property(real(-5, 5), real(-5, 5), (x, y) => {
        expect(relative(phiDivided(x, y), phiDivided(y, x))).toBeLessThan(1e-13);
      }),
    );
  });
  it('twice divided: phi[y, y, x] - phi[x, x, y] follows from slopes and phi[x, y]', () => {
    fc.assert(
      fc.property(real(-3, 3), real(0.1, 3), (x, gap) => {
        const y = x + gap;
        const sum = phiDividedTwice(y, x) - phiDividedTwice(x, y);
        const direct = (phiPrime(x) + phiPrime(y) - 2 * phiDivided(x, y)) / gap;
        expect(Math.abs(sum - direct)).toBeLessThan(1e-11 * (1 + Math.exp(-x)));
      }),
    );
  });
  it('divided has no step where the series takes over', () => {
    for (const x of [-3, -0.3, 0, 0.2, 4]) {
      const [near, far] = [x + 0.02 - 1e-14, x + 0.02 + 1e-14];
      expect(relative(phiDivided(x, near), phiDivided(x, far))).toBeLessThan(5e-14);
      expect(relative(phiDividedTwice(x, near), phiDividedTwice(x, far))).toBeLessThan(3e-12);
    }
  });
});
