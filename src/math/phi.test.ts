import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phi, phiDivided, phiDividedTwice, phiPrime } from './phi.ts';

/** x, phi(x), phi'(x): mpmath 1.x with 60 digits. */
const SINGLE = [
  [-20, 24258259.720489514, -23045346.784465038],
  [-3, 6.3618456410625559, -4.5745637607083706],
  [-0.5, 1.2974425414002563, -0.70255745859974371],
  [-1e-3, 1.0005001667083417, -0.50033345836667361],
  [-1e-9, 1.0000000005, -0.50000000033333333],
  [0, 1, -0.5],
  [1e-12, 0.9999999999995, -0.49999999999966667],
  [1e-5, 0.99999500001666662, -0.49999666667916663],
  [0.1, 0.95162581964040427, -0.46788401604444695],
  [0.5, 0.78693868057473315, -0.36081604172419946],
  [2, 0.43233235838169365, -0.14849853757254048],
  [30, 0.033333333333330214, -0.0011111111111078879],
  [700, 0.0014285714285714286, -2.0408163265306122e-6],
] as const;

/** x, y, phi[x, y], phi[x, x, y]: mpmath with 60 digits, at the double-precision values of x and y. */
const PAIRS = [
  [0, 0, -0.5, 0.16666666666666667],
  [0.1, 0.1, -0.46788401604444695, 0.15465307026467165],
  [0.1, 0.100000001, -0.46788401588979388, 0.15465307022620331],
  [0.08, 0.0999, -0.4710080692700919, 0.15620492387536351],
  [0.08, 0.1001, -0.47097698416719676, 0.15619716855795391],
  [-1.5, -1.51, -1.4457260600839026, 0.53507111198881997],
  [-3, -2.979, -4.5365094707376542, 1.8121090462245986],
  [-8, -8, -326.05790483268903, 145.55263608602189],
  [2, 5, -0.077893315927170249, 0.023535073881790077],
  [-2, 4, -0.49151782653125144, 0.26762436636690185],
  [9, 9.015, -0.012310028848534211, 0.0013609590352773797],
  [1e-7, -1e-7, -0.50000000000000042, 0.16666666250000017],
  [0.5, 0, -0.42612263885053369, 0.13061319425266847],
  [1e-6, 0.019, -0.49684815214422061, 0.1658779158150987],
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
