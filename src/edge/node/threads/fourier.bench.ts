// Transforms of many arrays on one thread and on two, in turn, in wall time; beside them what two threads gain from arithmetic alone in the same rounds,
// which on a shared machine is less than two.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { addRow, report } from '../../../../test/bench.ts';
import { openArithmetic } from '../../../../test/rivals/arithmetic.ts';
import { Random } from '../../../base/index.ts';
import { fourierThreads, sharedComplex } from './fourier-threads.ts';
import { openThreads } from './pool.ts';

// The bench is one bundled file; threads run the compiled program, which `npm run bench` builds first.
const root = fileURLToPath(import.meta.url).split('node_modules')[0]!;
const entry = pathToFileURL(`${root}dist/edge/node/threads/thread.js`);
const pools = [openThreads(1), openThreads(2, entry)] as const;
const arithmetic = openArithmetic(3e7);
const random = new Random(5);
const ROUNDS = 25;
const WARM_UP = 4;

const draw = (n: number) => {
  const out = sharedComplex('float32', n);
  for (let i = 0; i < out.length; i++) out[i] = random.next() - 0.5;
  return out;
};
const wall = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
};

/** Rounds of one and two threads, and of arithmetic; rows for both, with the baseline of one thread. */
async function pair(name: string, size: string, work: (threads: number) => () => Promise<unknown>): Promise<void> {
  const [one, two] = [work(0), work(1)];
  const times: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const row = [await wall(one), await wall(two), await arithmetic.one(), await arithmetic.two()];
    if (round >= WARM_UP) row.forEach((time_s, i) => times[i]!.push(time_s));
  }
  const gains = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x / b[i]!).sort((x, y) => x - y);
  const pure = gains(times[2], times[3]),
    ours = gains(times[0], times[1]);
  const at = (list: readonly number[], part: number) => list[Math.floor(part * (list.length - 1))]!.toFixed(2);
  const best = (list: readonly number[]) => Math.min(...list);
  console.log(
    `  ${name}: gain of two threads by rounds ${at(ours, 0.5)} (best times ${(best(times[0]) / best(times[1])).toFixed(2)}); arithmetic alone ${at(pure, 0.5)} (best times ${(best(times[2]) / best(times[3])).toFixed(2)})`,
  );
  addRow(`${name}, two threads (baseline: one)`, size, times[1], times[0]);
  addRow(`  arithmetic alone in the same rounds`, 'two threads (baseline: one)', times[3], times[2]);
}

async function pairFft(name: string, count: number, shape: readonly number[]): Promise<void> {
  const axes = shape.map((_, axis) => axis),
    data = draw(count * shape.reduce((product, n) => product * n, 1)),
    out = sharedComplex('float32', data.length / 2);
  await pair(name, `${count} of ${shape.join(' x ')}, float32`, (i) => {
    const threads = fourierThreads(pools[i]!);
    return () => threads.fftInto(out, data, shape, axes);
  });
}

async function pairNufft(name: string, count: number, shape: readonly number[], nSamples: number): Promise<void> {
  const n = shape.reduce((product, size) => product * size, 1);
  const trajectory = Float64Array.from({ length: nSamples * shape.length }, () => shape[0]! * (random.next() - 0.5));
  const images = draw(count * n),
    samples = sharedComplex('float32', count * nSamples);
  await pair(name, `${count} of ${shape.join(' x ')}, ${nSamples} samples, float32`, (i) => {
    const nufft = fourierThreads(pools[i]!).nufft({ trajectory, shape, tolerance: 1e-4, precision: 'float32' });
    return () => nufft.forwardInto(samples, images);
  });
}

await pairFft('FFT EPSI', 16, [16, 16, 8, 256]);
await pairFft('FFT EPI', 960, [64, 64]);
await pairNufft('NUFFT coils', 32, [128, 128], 32768);
await pairNufft('NUFFT volumes', 4, [64, 64, 64], 262144);
await pools[1].close();
await arithmetic.close();
report();
