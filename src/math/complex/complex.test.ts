import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import {
  adjointOf,
  complexExponential,
  complexFromReal,
  complexIdentity,
  complexMultiply,
  complexSolve,
  hermitianEigen,
  kronecker,
  symmetricEigen,
  symmetricValues,
  traceOfProduct,
  unitaryOfSymmetric,
} from './index.ts';

function drawSymmetric(n: number, random: Random): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = random.normal();
  return a;
}
function drawComplex(n: number, random: Random): Float64Array {
  return Float64Array.from({ length: 2 * n * n }, () => random.normal());
}
const gap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);

describe('symmetricEigen', () => {
  test('rebuilds any matrix from orthonormal vectors and ascending values', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer(), (n, seed) => {
        const a = drawSymmetric(n, new Random(seed));
        const { values, vectors } = symmetricEigen(a, n);
        expect(gap(symmetricValues(a, n), values)).toBeLessThan(1e-12);
        const rebuilt = new Float64Array(n * n);
        const gram = new Float64Array(n * n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++)
            for (let k = 0; k < n; k++) {
              rebuilt[i * n + j]! += vectors[i * n + k]! * values[k]! * vectors[j * n + k]!;
              gram[i * n + j]! += vectors[k * n + i]! * vectors[k * n + j]!;
            }
        for (let i = 0; i < n; i++) gram[i * n + i]! -= 1;
        expect(gap(rebuilt, a)).toBeLessThan(1e-12);
        expect(gap(gram, new Float64Array(n * n))).toBeLessThan(1e-13);
        for (let k = 1; k < n; k++) expect(values[k]!).toBeGreaterThanOrEqual(values[k - 1]!);
      }),
      { numRuns: 40 },
    );
  });
  test('keeps a splitting of hertz beside a Zeeman diagonal of 400 MHz', () => {
    const { values } = symmetricEigen(Float64Array.from([-4e8, 1, 2, 1, 5e7, 8, 2, 8, 5e7]), 3);
    expect(values[2]! - values[1]!).toBeCloseTo(16, 6);
  });
});

describe('hermitianEigen', () => {
  test('rebuilds any matrix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.integer(), (n, seed) => {
        const x = drawComplex(n, new Random(seed));
        const xh = adjointOf(x, n);
        const a = x.map((value, i) => 0.5 * (value + xh[i]!));
        const { values, vectors } = hermitianEigen(a, n);
        const middle = new Float64Array(2 * n * n);
        values.forEach((value, i) => (middle[2 * (i * n + i)] = value));
        const rebuilt = complexMultiply(complexMultiply(vectors, middle, n), adjointOf(vectors, n), n);
        expect(gap(rebuilt, a)).toBeLessThan(1e-12);
        expect(gap(complexMultiply(vectors, adjointOf(vectors, n), n), complexIdentity(n))).toBeLessThan(1e-13);
      }),
      { numRuns: 40 },
    );
  });
});

describe('exponentials and solves', () => {
  test('exp of i times a symmetric matrix is the unitary of its eigenvalues', () => {
    const n = 7;
    const h = drawSymmetric(n, new Random(3));
    const generator = complexFromReal(h);
    for (let i = 0; i < n * n; i++) {
      generator[2 * i + 1] = -2 * Math.PI * generator[2 * i]!;
      generator[2 * i] = 0;
    }
    expect(gap(complexExponential(generator, n), unitaryOfSymmetric(h, n, 1))).toBeLessThan(1e-11);
  });
  test('exp(a) exp(-a) is the identity', () => {
    const a = drawComplex(6, new Random(5));
    const product = complexMultiply(
      complexExponential(a, 6),
      complexExponential(
        a.map((x) => -x),
        6,
      ),
      6,
    );
    expect(gap(product, complexIdentity(6))).toBeLessThan(1e-10);
  });
  test('a solve undoes a product', () => {
    const random = new Random(8);
    const a = drawComplex(9, random),
      x = drawComplex(9, random);
    expect(gap(complexSolve(a, complexMultiply(a, x, 9), 9, 9), x)).toBeLessThan(1e-11);
    expect(() => complexSolve(new Float64Array(8), new Float64Array(4), 2)).toThrow(/singular/);
  });
  test('the trace of a Kronecker product is the product of traces', () => {
    const random = new Random(9);
    const a = drawComplex(2, random),
      b = drawComplex(3, random);
    const [re] = traceOfProduct(kronecker(a, 2, b, 3), complexIdentity(6), 6);
    const [ar, ai] = traceOfProduct(a, complexIdentity(2), 2),
      [br, bi] = traceOfProduct(b, complexIdentity(3), 3);
    expect(re).toBeCloseTo(ar * br - ai * bi, 12);
  });
});
