import { expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import { makeFourierKernel } from './kernel.ts';
import { nufftPlan } from '../nufft/plan.ts';
import { normalOperator } from '../nufft/toeplitz.ts';
import { blocks, workshop } from './workshop.ts';
import { fourierMemories } from './memory.ts';

const draw = (n: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, () => random.next() - 0.5);
};

test('plans that share a kernel give the digits of plans that have one each, in any turn and after their tables were given up', () => {
  const cases = ([[12], [16, 15], [9, 8, 10], [40, 30], [7, 64]] as const).flatMap((shape) =>
    (['float64', 'float32'] as const).map((precision, i) => {
      const trajectory = draw(6000 * shape.length, i + shape.length).map((k) => 20 * k);
      return { shape, precision, trajectory, tolerance: 1e-4 };
    }),
  );
  const answers = (kernel: () => ReturnType<typeof makeFourierKernel>) => {
    const plans = cases.map((settings) => nufftPlan({ ...settings, kernel: kernel() })),
      operators = cases.map((settings) => normalOperator({ ...settings, kernel: kernel() }, draw(6000, 9)));
    return () =>
      plans.map((plan, i) => {
        const n = plan.shape.reduce((product, size) => product * size, 1);
        const image = draw(2 * n, i),
          data = plan.precision === 'float32' ? Float32Array.from(image) : image;
        return [plan.forward(data), plan.adjoint(plan.forward(data)), operators[i]!.apply(data)];
      });
  };
  const shared = makeFourierKernel();
  const one = answers(() => shared),
    each = answers(makeFourierKernel)();
  for (let round = 0; round < 3; round++) expect(one()).toEqual(each);
});

test('a shelf starts over when it is full, and grows up to its limit', () => {
  const make = fourierMemories();
  if (!make) return;
  const { shelf } = workshop(make());
  const first = shelf.take(600_000),
    era = shelf.era();
  expect(shelf.take(300_000)).toBeGreaterThan(first);
  expect(shelf.era()).toBe(era);
  shelf.take(600_000);
  expect(shelf.era()).toBe(era + 1);
});

test('blocks stand one after the other on 64 bytes', () => {
  expect(blocks({ a: 1, b: 64, c: 65, d: 0 })).toEqual({ at: { a: 0, b: 64, c: 128, d: 256 }, total: 256 });
});
