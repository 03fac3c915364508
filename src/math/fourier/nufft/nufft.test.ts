import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import type { ComplexData } from '../complex-data.ts';
import { PLAIN_FOURIER } from '../plain.ts';
import { makeFourierKernel } from '../wasm/kernel.ts';
import { densityCompensation, spiralDensity } from './density.ts';
import { directAdjoint, directForward } from './direct.ts';
import { nufftPlan, type NufftSettings } from './plan.ts';
import { normalOperator } from './toeplitz.ts';

const KERNELS = [
  ['plain', PLAIN_FOURIER],
  ['WebAssembly', makeFourierKernel()],
] as const;

const draw = (n: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: 2 * n }, () => random.normal());
};
const product = (shape: readonly number[]): number => shape.reduce((all, n) => all * n, 1);

/** Samples anywhere in k-space, and a few on its edges and beyond. */
function scatter(shape: readonly number[], nSamples: number, seed: number): Float64Array {
  const random = new Random(seed);
  const out = Float64Array.from({ length: nSamples * shape.length }, (_, i) => shape[i % shape.length]! * (random.next() - 0.5)); // prettier-ignore
  shape.forEach((n, axis) => {
    out[axis] = -n / 2;
    out[shape.length + axis] = n / 2;
    out[2 * shape.length + axis] = 1.7 * n;
    out[3 * shape.length + axis] = 0;
  });
  return out;
}

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

// an rms over one pixel says little: the least image has some
const SHAPES = [[30], [7], [31, 24], [9, 12, 10], [1, 16, 15]] as const;

describe.each(KERNELS)('%s kernel', (_, kernel) => {
  const gaps = (settings: Omit<NufftSettings, 'trajectory' | 'kernel'>): [number, number] => {
    const { shape } = settings;
    const trajectory = scatter(shape, 300, 3),
      image = draw(product(shape), 4),
      samples = draw(300, 5);
    const plan = nufftPlan({ ...settings, trajectory, kernel });
    return [
      gap(plan.forward(image), directForward(image, trajectory, shape)),
      gap(plan.adjoint(samples), directAdjoint(samples, trajectory, shape)),
    ];
  };

  test('errors stay below the tolerance, in 1 to 3 dimensions, from 1e-1 to 1e-12', () => {
    for (const shape of SHAPES)
      for (const tolerance of [1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12])
        for (const reached of gaps({ shape, tolerance })) expect(reached).toBeLessThan(tolerance);
  });

  test('less oversampling is made up for by a wider kernel; float32 holds what it can', () => {
    for (const shape of SHAPES)
      for (const tolerance of [1e-2, 1e-4, 1e-6])
        for (const oversampling of [1.25, 1.5, 2])
          for (const reached of gaps({ shape, tolerance, oversampling })) expect(reached).toBeLessThan(tolerance);
    for (const shape of SHAPES)
      for (const tolerance of [1e-2, 1e-4, 1e-5])
        for (const reached of gaps({ shape, tolerance, precision: 'float32', oversampling: 1.5 }))
          expect(reached).toBeLessThan(tolerance);
  });

  test('the adjoint is the adjoint: <F x, y> = <x, F^H y> to 1e-12, at any tolerance', () => {
    for (const shape of SHAPES)
      for (const tolerance of [1e-2, 1e-6]) {
        const plan = nufftPlan({ trajectory: scatter(shape, 200, 6), shape, tolerance, kernel });
        const x = draw(product(shape), 7),
          y = draw(200, 8);
        const [lr, li] = dot(plan.forward(x), y),
          [rr, ri] = dot(x, plan.adjoint(y));
        expect(Math.hypot(lr - rr, li - ri)).toBeLessThan(1e-12 * Math.sqrt(dot(x, x)[0] * dot(y, y)[0]));
      }
  });

  test('coils go through together as they go one by one', () => {
    const shape = [12, 14],
      nPixels = 168,
      plan = nufftPlan({ trajectory: scatter(shape, 100, 1), shape, tolerance: 1e-4, kernel });
    const images = draw(3 * nPixels, 2),
      samples = draw(300, 3);
    const forward = plan.forward(images),
      adjoint = plan.adjoint(samples);
    expect(forward.slice(200, 400)).toEqual(plan.forward(images.slice(2 * nPixels, 4 * nPixels)));
    expect(adjoint.slice(4 * nPixels)).toEqual(plan.adjoint(samples.slice(400)));
  });

  test('on a Cartesian grid the transform is the centred Fourier sum, its weights are 1 / pixels, and both together are nothing', () => {
    const shape = [10, 9];
    const trajectory = Float64Array.from({ length: 180 }, (_, i) => (i % 2 === 0 ? Math.floor(i / 18) - 5 : (i >> 1) % 9 - 4)); // prettier-ignore
    const plan = nufftPlan({ trajectory, shape, tolerance: 1e-9, kernel });
    const weights = densityCompensation(plan);
    for (const w of weights) expect(w * 90).toBeCloseTo(1, 3);
    const image = draw(90, 3);
    const samples = plan.forward(image).map((x, i) => x * weights[i >> 1]!);
    expect(gap(plan.adjoint(samples), image)).toBeLessThan(1e-3);
  });

  test('the normal operator is adjoint after weights after forward', () => {
    for (const shape of [[20], [15, 12], [6, 7, 8]]) {
      const trajectory = scatter(shape, 250, 9),
        image = draw(2 * product(shape), 10);
      const random = new Random(2),
        weights = Float64Array.from({ length: 250 }, () => random.next());
      const settings = { trajectory, shape, tolerance: 1e-10, kernel };
      const plan = nufftPlan(settings);
      const samples = plan.forward(image).map((x, i) => x * weights[(i >> 1) % 250]!);
      expect(gap(normalOperator(settings, weights).apply(image), plan.adjoint(samples))).toBeLessThan(2e-10);
    }
  });
});

/** Interleaved Archimedean spiral out to the edge of a matrix of n, turns one cycle per field of view apart. */
function spiral(n: number, nInterleaves: number): Float64Array {
  const turns = n / 2 / nInterleaves,
    perTurn = 4 * n,
    nSamples = Math.ceil(turns * perTurn);
  return Float64Array.from({ length: 2 * nInterleaves * nSamples }, (_, i) => {
    const at = (i >> 1) % nSamples,
      leaf = Math.floor((i >> 1) / nSamples);
    const radius = (n / 2) * Math.sqrt((at + 0.5) / nSamples) * Math.sqrt((at + 0.5) / nSamples);
    const angle = 2 * Math.PI * ((turns * at) / nSamples + leaf / nInterleaves);
    return radius * (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
  });
}

test('weights of a spiral are its sectors, by area and by iteration', () => {
  const n = 32,
    shape = [n, n],
    trajectory = spiral(n, 4);
  const plan = nufftPlan({ trajectory, shape, tolerance: 1e-3 });
  const sectors = spiralDensity(trajectory, shape, 4),
    iterated = densityCompensation(plan);
  const sum = (w: Float64Array): number => w.reduce((all, x) => all + x, 0);
  expect(sum(sectors)).toBeCloseTo(Math.PI / 4, 2);
  expect(sum(iterated) / sum(sectors)).toBeCloseTo(1, 1);
  // a smooth object comes back with its own height
  const image = new Float64Array(2 * n * n);
  for (let i = 0; i < n * n; i++)
    image[2 * i] = Math.exp(-(((i % n) - 16) * ((i % n) - 16) + ((i / n | 0) - 14) * ((i / n | 0) - 14)) / 30); // prettier-ignore
  for (const weights of [sectors, iterated]) {
    const back = plan.adjoint(plan.forward(image).map((x, i) => x * weights[i >> 1]!));
    expect(gap(back, image)).toBeLessThan(0.05);
  }
});

test('what does not fit is refused', () => {
  const trajectory = new Float64Array(20);
  expect(() => nufftPlan({ trajectory, shape: [4, 4, 4], tolerance: 1e-3 })).toThrow('[samples, 3]');
  expect(() => nufftPlan({ trajectory, shape: [4, 4], tolerance: 0 })).toThrow('tolerance is 0');
  expect(() => nufftPlan({ trajectory, shape: [4, 4], tolerance: 1e-8, precision: 'float32' })).toThrow('float64');
  expect(() => nufftPlan({ trajectory: new Float64Array([0, NaN]), shape: [4, 4], tolerance: 1e-3 })).toThrow(
    'sample 0',
  );
  expect(() => nufftPlan({ trajectory, shape: [64, 64], tolerance: 1e-12, oversampling: 1.25 })).toThrow(
    'cannot be held',
  );
  const plan = nufftPlan({ trajectory, shape: [4, 4], tolerance: 1e-3 });
  expect(() => plan.forward(new Float64Array(30))).toThrow('arrays of 16');
  expect(() => plan.forwardInto(new Float64Array(30), new Float64Array(32))).toThrow('20 numbers in float64');
  expect(() => plan.adjointInto(new Float32Array(32), new Float64Array(20))).toThrow('not 32 in float32');
  expect(() => normalOperator({ trajectory, shape: [4, 4], tolerance: 1e-3 }, [1])).toThrow('1 weights for 10');
});
