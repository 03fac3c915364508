import { describe, expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { plainMatrices, type MatrixKernel } from './matrices.ts';
import { makeMatrixKernel } from './matrices-wasm.ts';
import { tridiagonalValues } from '../complex/index.ts';

function randomSymmetric(n: number, random: Random): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let k = 0; k <= i; k++) a[i * n + k] = a[k * n + i] = random.normal();
  return a;
}

/** Largest |V V^T - 1| and |A v - value v|. */
function flaws(kernel: MatrixKernel, a: Float64Array, n: number): [number, number] {
  const { values, rows } = kernel.eigen(a, n);
  const overlap = plainMatrices.timesTransposed(rows, rows, n, n, n),
    image = plainMatrices.timesTransposed(rows, a, n, n, n);
  let skew = 0,
    residual = 0;
  for (let i = 0; i < n; i++) {
    if (i > 0) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]!);
    for (let k = 0; k < n; k++) {
      skew = Math.max(skew, Math.abs(overlap[i * n + k]! - (i === k ? 1 : 0)));
      residual = Math.max(residual, Math.abs(image[i * n + k]! - values[i]! * rows[i * n + k]!));
    }
  }
  return [skew, residual];
}

const gap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);

describe.each([
  ['plain', plainMatrices],
  ['WebAssembly', makeMatrixKernel()],
])('the %s matrix kernel', (_, kernel) => {
  test.each([1, 2, 5, 23, 24, 33, 66, 97, 130])('diagonalises random matrices of size %i', (n) => {
    const [skew, residual] = flaws(kernel, randomSymmetric(n, new Random(n)), n);
    expect(skew).toBeLessThan(1e-11);
    expect(residual).toBeLessThan(1e-11 * n);
  });
  test('diagonalises a diagonal matrix, the zero matrix and one with blocks', () => {
    const n = 41;
    const a = new Float64Array(n * n);
    expect(flaws(kernel, a, n)).toEqual([0, 0]);
    for (let i = 0; i < n; i++) a[i * n + i] = (7 * i) % 5;
    expect(Math.max(...flaws(kernel, a, n))).toBeLessThan(1e-14);
    for (let i = 0; i + 1 < n; i += 3) a[i * n + i + 1] = a[(i + 1) * n + i] = 1;
    expect(Math.max(...flaws(kernel, a, n))).toBeLessThan(1e-13);
  });
  test('diagonalises a matrix with every eigenvalue twice, and one with pairs 1e-9 apart', () => {
    const half = 30,
      n = 2 * half;
    for (const apart of [0, 1e-9]) {
      const inner = randomSymmetric(half, new Random(5));
      // Two copies, turned into each other by a rotation that hides them.
      const mixed = new Float64Array(n * n);
      const turn = plainMatrices.eigen(randomSymmetric(n, new Random(6)), n).rows;
      const copies = new Float64Array(n * n);
      for (let i = 0; i < half; i++)
        for (let k = 0; k < half; k++) {
          copies[i * n + k] = inner[i * half + k]!;
          copies[(i + half) * n + k + half] = inner[i * half + k]! + (i === k ? apart : 0);
        }
      const left = plainMatrices.timesTransposed(turn, copies, n, n, n);
      mixed.set(plainMatrices.timesTransposed(left, turn, n, n, n));
      for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) mixed[i * n + k] = mixed[k * n + i]!;
      const [skew, residual] = flaws(kernel, mixed, n);
      expect(skew).toBeLessThan(1e-11);
      expect(residual).toBeLessThan(1e-11);
    }
  });
  test('diagonalises the Wilkinson matrix, whose large eigenvalues agree to all digits', () => {
    const n = 41;
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = Math.abs(i - 20);
      if (i + 1 < n) a[i * n + i + 1] = a[(i + 1) * n + i] = 1;
    }
    expect(Math.max(...flaws(kernel, a, n))).toBeLessThan(1e-12);
  });
  test('multiplies by a transposed matrix of any shape', () => {
    const random = new Random(3);
    for (const [rows, columns, depth] of [
      [1, 1, 1],
      [30, 41, 27],
      [33, 200, 301],
    ] as const) {
      const a = Float64Array.from({ length: rows * depth }, () => random.normal()),
        b = Float64Array.from({ length: columns * depth }, () => random.normal());
      const out = kernel.timesTransposed(a, b, rows, columns, depth);
      expect(out.length).toBe(rows * columns);
      expect(gap(out, plainMatrices.timesTransposed(a, b, rows, columns, depth))).toBeLessThan(1e-12);
    }
  });
});

test('eigenvalues of the chain -1, 2, -1 are 2 - 2 cos(k pi / (n + 1))', () => {
  const n = 50;
  const values = tridiagonalValues(new Float64Array(n).fill(2), new Float64Array(n).fill(-1));
  values.forEach((value, k) =>
    expect(Math.abs(value - 2 + 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)))).toBeLessThan(1e-14),
  );
});
