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
const arithmetic = openArithmetic(3e6);
const random = new Random(5);
const ROUNDS = 60;
const WARM_UP = 4;
/** What arithmetic gains from a second thread at least, where there is a core for it. */
const FREE = 1.75;

const draw = (n: number) => {
  const out = sharedComplex('float32', n);
  for (let i = 0; i < out.length; i++) out[i] = random.next() - 0.5;
  return out;
};
/** Wall and processor seconds, the latter of all threads. */
const timed = async (work: () => Promise<unknown>): Promise<readonly [number, number]> => {
  const begin = performance.now(),
    before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return [(performance.now() - begin) / 1000, (user + system) / 1e6];
};
const middle = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? NaN;

/** Rounds of one and two threads between two probes of arithmetic; a row for each. Rounds in which arithmetic had a second core before and after are told apart. */
async function pair(name: string, size: string, work: (threads: number) => () => Promise<unknown>): Promise<void> {
  const [one, two] = [work(0), work(1)];
  const rounds: { one: number; two: number; more: number; pureOne: number; pureTwo: number; isFree: boolean }[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const before = [await arithmetic.one(), await arithmetic.two()] as const,
      [wallOne, cpuOne] = await timed(one),
      [wallTwo, cpuTwo] = await timed(two),
      after = [await arithmetic.one(), await arithmetic.two()] as const;
    if (round < WARM_UP) continue;
    rounds.push({
      one: wallOne,
      two: wallTwo,
      more: cpuTwo / cpuOne,
      pureOne: before[0] + after[0],
      pureTwo: before[1] + after[1],
      isFree: before[0] > FREE * before[1] && after[0] > FREE * after[1],
    });
  }
  const free = rounds.filter(({ isFree }) => isFree);
  const gain = (list: typeof rounds): string => middle(list.map((r) => r.one / r.two)).toFixed(2);
  const pure = (list: typeof rounds): string => middle(list.map((r) => r.pureOne / r.pureTwo)).toFixed(2);
  console.log(
    `  ${name}: two threads gain ${gain(rounds)}, arithmetic alone ${pure(rounds)}; in the ${free.length} of ${ROUNDS} rounds with a core free ${gain(free)} and ${pure(free)}; ` +
      `processor time of both over one thread ${middle(rounds.map((r) => r.more)).toFixed(2)}`,
  );
  addRow(`${name}, two threads (baseline: one)`, size, rounds.map((r) => r.two), rounds.map((r) => r.one)); // prettier-ignore
  addRow('  arithmetic alone in the same rounds', 'two threads (baseline: one)', rounds.map((r) => r.pureTwo), rounds.map((r) => r.pureOne)); // prettier-ignore
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
