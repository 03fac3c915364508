import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import type { ComplexData } from '../complex-data.ts';
import { PLAIN_FOURIER } from '../plain.ts';
import { makeFourierKernel } from '../wasm/kernel.ts';
import { directAdjoint, directForward } from './direct.ts';
import { nufftPlan } from './plan.ts';
import { normalOperator } from './toeplitz.ts';

const KERNELS = [
  ['plain', PLAIN_FOURIER],
  ['WebAssembly', makeFourierKernel()],
] as const;
const product = (shape: readonly number[]): number => shape.reduce((all, n) => all * n, 1);

function gap(a: ComplexData, b: ComplexData): number {
  let above = 0,
    below = 0;
  a.forEach((x, i) => {
    above += (x - b[i]!) * (x - b[i]!);
    below += b[i]! * b[i]!;
  });
  return Math.sqrt(above / below);
}
/** [re, im] of sum a conj(b). */
function dot(a: ComplexData, b: ComplexData): [number, number] {
  let re = 0,
    im = 0;
  for (let i = 0; i < a.length; i += 2) {
    re += a[i]! * b[i]! + a[i + 1]! * b[i + 1]!;
    im += a[i + 1]! * b[i]! - a[i]! * b[i + 1]!;
  }
  return [re, im];
}
const normal = (random: Random, n: number): Float64Array => Float64Array.from({ length: 2 * n }, () => random.normal());
const whole = (random: Random, least: number, most: number): number =>
  least + Math.floor((most - least + 1) * random.next());

/** What a scanner may do: samples anywhere, crowded in the middle, along one line, on a spiral, on grid points. */
const TRAJECTORIES: readonly ((random: Random, shape: readonly number[], n: number) => Float64Array)[] = [
  (random, shape, n) => each(shape, n, (size) => size * (random.next() - 0.5)),
  (random, shape, n) => each(shape, n, (size) => 0.08 * size * random.normal()),
  (random, shape, n) => {
    const slope = shape.map(() => random.next() - 0.5);
    return each(shape, n, (size, m, axis) => size * slope[axis]! * (m / n));
  },
  (random, shape, n) => {
    const turns = 1 + 6 * random.next();
    return each(shape, n, (size, m, axis) => ((size * m) / n / 2) * Math.cos((2 * Math.PI * turns * m) / n + axis));
  },
  (random, shape, n) => each(shape, n, (size) => whole(random, -size, size) / 2),
];
const each = (shape: readonly number[], n: number, work: (size: number, m: number, axis: number) => number) =>
  Float64Array.from({ length: n * shape.length }, (_, i) => work(shape[i % shape.length]!, Math.floor(i / shape.length), i % shape.length)); // prettier-ignore

/** A shape of 1 to 3 axes, odd, even and prime. */
function drawShape(random: Random): number[] {
  const axes = whole(random, 1, 3),
    most = [60, 22, 9][axes - 1]!;
  return Array.from({ length: axes }, () => whole(random, axes === 1 ? 12 : 4, most));
}

describe.each(KERNELS)('%s kernel', (_, kernel) => {
  test('the error stays below the tolerance asked for, 1e-2 to 1e-9, for 200 drawn shapes, trajectories and oversamplings, forward and adjoint', () => {
    const random = new Random(2024);
    let worst = 0;
    for (let round = 0; round < 200; round++) {
      const shape = drawShape(random),
        nSamples = whole(random, 60, 160),
        tolerance = Math.exp(Math.log(10) * (-2 - 7 * random.next()));
      const trajectory = TRAJECTORIES[round % TRAJECTORIES.length]!(random, shape, nSamples);
      const oversampling = tolerance > 1e-6 ? 1.5 + 0.5 * random.next() : 2;
      const plan = nufftPlan({ trajectory, shape, tolerance, oversampling, kernel });
      const image = normal(random, product(shape)),
        samples = normal(random, nSamples);
      worst = Math.max(
        worst,
        gap(plan.forward(image), directForward(image, trajectory, shape)) / tolerance,
        gap(plan.adjoint(samples), directAdjoint(samples, trajectory, shape)) / tolerance,
      );
    }
    expect(worst).toBeLessThan(1);
  });

  test('the adjoint is the adjoint to 1e-12 for odd, prime and even sizes', () => {
    const random = new Random(5);
    for (const shape of [[15], [13], [14], [37], [9, 11], [8, 17], [21, 6], [3, 5, 7], [4, 13, 6], [11, 2, 9]])
      for (const tolerance of [1e-2, 1e-5, 1e-9]) {
        const trajectory = TRAJECTORIES[0]!(random, shape, 150),
          plan = nufftPlan({ trajectory, shape, tolerance, kernel });
        const x = normal(random, product(shape)),
          y = normal(random, 150);
        const [lr, li] = dot(plan.forward(x), y),
          [rr, ri] = dot(x, plan.adjoint(y));
        expect(Math.hypot(lr - rr, li - ri)).toBeLessThan(1e-12 * Math.sqrt(dot(x, x)[0] * dot(y, y)[0]));
      }
  });

  test('the normal operator is its own adjoint, and that of the two transforms, for odd, prime and even sizes', () => {
    const random = new Random(6);
    for (const shape of [[1], [15], [13], [9, 11], [8, 17], [1, 10], [3, 5, 7], [4, 13, 6]]) {
      const trajectory = TRAJECTORIES[0]!(random, shape, 150),
        weights = Float64Array.from({ length: 150 }, () => random.next());
      const settings = { trajectory, shape, tolerance: 1e-10, kernel };
      const operator = normalOperator(settings, weights),
        plan = nufftPlan(settings);
      const x = normal(random, product(shape)),
        y = normal(random, product(shape));
      const ax = operator.apply(x),
        [lr, li] = dot(ax, y),
        [rr, ri] = dot(x, operator.apply(y));
      expect(Math.hypot(lr - rr, li - ri)).toBeLessThan(1e-12 * Math.sqrt(dot(ax, ax)[0] * dot(y, y)[0]));
      const there = plan.forward(x).map((value, i) => value * weights[i >> 1]!);
      expect(gap(ax, plan.adjoint(there))).toBeLessThan(2e-10);
    }
  });
});
