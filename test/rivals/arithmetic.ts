// What a second thread gains where nothing but arithmetic is done, registers only: the most that anything can gain from it on this machine at this moment.
import { Worker } from 'node:worker_threads';

const LOOP = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', (n) => {
  let a = 1, b = 2, c = 3, d = 4;
  for (let i = 0; i < n; i++) { a = a * 0.999 + 1; b = b * 0.998 + 1; c = c * 0.997 + 1; d = d * 0.996 + 1; }
  parentPort.postMessage(a + b + c + d);
});`;

/** Wall seconds of one amount of arithmetic in one thread, and shared by two. */
export interface ArithmeticPair {
  readonly one: () => Promise<number>;
  readonly two: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Two threads with `steps` of four products and sums to do, together or one of them alone. */
export function openArithmetic(steps: number): ArithmeticPair {
  const workers = [new Worker(LOOP, { eval: true }), new Worker(LOOP, { eval: true })];
  const work = (worker: Worker, n: number): Promise<void> =>
    new Promise((resolve) => {
      worker.once('message', () => resolve());
      worker.postMessage(n);
    });
  const timed = async (parts: readonly (readonly [Worker, number])[]): Promise<number> => {
    const begin = performance.now();
    await Promise.all(parts.map(([worker, n]) => work(worker, n)));
    return (performance.now() - begin) / 1000;
  };
  return {
    one: () => timed([[workers[0]!, steps]]),
    two: () => timed(workers.map((worker) => [worker, steps / 2] as const)),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
