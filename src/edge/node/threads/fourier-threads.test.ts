import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../../base/index.ts';
import { fftInto, makeFourierKernel, nufftPlan, type Precision } from '../../../math/fourier/index.ts';
import { fourierThreads, sharedComplex } from './fourier-threads.ts';
import { openThreads } from './pool.ts';

// Threads run the compiled program, which `npm test` builds first.
const pools = [
  openThreads(1),
  openThreads(2, new URL('../../../../dist/edge/node/threads/thread.js', import.meta.url)),
];
afterAll(() => pools[1]!.close());

const draw = (precision: Precision, n: number, seed: number) => {
  const random = new Random(seed),
    out = sharedComplex(precision, n);
  for (let i = 0; i < out.length; i++) out[i] = random.next() - 0.5;
  return out;
};

describe.each(['float32', 'float64'] as const)('transforms in threads, %s', (precision) => {
  it('give the digits of one thread, for any number of arrays', async () => {
    const shape = [15, 16],
      kernel = makeFourierKernel();
    for (const count of [1, 2, 7, 20]) {
      const data = draw(precision, count * 240, count),
        alone = sharedComplex(precision, count * 240);
      fftInto(alone, data, shape, [0, 1], { centred: true, scale: 'unitary', kernel });
      for (const pool of pools) {
        const out = sharedComplex(precision, count * 240);
        await fourierThreads(pool).fftInto(out, data, shape, [0, 1], { centred: true, scale: 'unitary' });
        expect(out).toEqual(alone);
      }
    }
  });
  it('of samples too, there and back, with two plans in turn', async () => {
    const shape = [12, 11],
      count = 9;
    for (const pool of pools) {
      const threads = fourierThreads(pool);
      const cases = [60, 80].map((nSamples) => {
        const random = new Random(nSamples);
        const trajectory = Float64Array.from({ length: 2 * nSamples }, () => 11 * (random.next() - 0.5));
        const settings = { trajectory, shape, tolerance: 1e-4, precision };
        return {
          nSamples,
          plan: nufftPlan({ ...settings, kernel: makeFourierKernel() }),
          shared: threads.nufft(settings),
        };
      });
      for (const { nSamples, plan, shared } of [...cases, ...cases]) {
        const images = draw(precision, count * 132, 3),
          samples = sharedComplex(precision, count * nSamples),
          back = sharedComplex(precision, count * 132);
        await shared.forwardInto(samples, images);
        await shared.adjointInto(back, samples);
        expect([...samples]).toEqual([...plan.forward(images)]);
        expect([...back]).toEqual([...plan.adjoint(samples)]);
      }
    }
  });
});

describe('transforms in threads', () => {
  const threads = fourierThreads(pools[0]!);
  it('refuse what does not fit, and memory that is not shared', async () => {
    const own = new Float64Array(32),
      shared = sharedComplex('float64', 16);
    await expect(threads.fftInto(own, shared, [16], [0])).rejects.toThrow('sharedComplex');
    await expect(threads.fftInto(shared, shared, [5], [0])).rejects.toThrow('arrays of 5');
    await expect(threads.fftInto(sharedComplex('float64', 8), shared, [8], [0])).rejects.toThrow('16 come out');
    const nufft = threads.nufft({ trajectory: new Float64Array(10), shape: [16], tolerance: 1e-3 });
    await expect(nufft.forwardInto(shared, shared)).rejects.toThrow('do not fit');
  });
});
