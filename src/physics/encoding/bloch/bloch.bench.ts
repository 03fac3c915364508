// Turns per spin and step: composed one by one, and by offset where the gradient is constant; then on two threads, beside what pure arithmetic gains there.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { addRow, report } from '../../../../test/bench.ts';
import { farthest, turnsBySine } from '../../../../test/rivals/turns.ts';
import { Random } from '../../../base/index.ts';
import { openThreads } from '../../../edge/node/threads/pool.ts';
import { makeBlochKernel, offsetRotations, PLAIN_BLOCH, pulseRotations, type PulseSteps } from '../index.ts';

const kernel = makeBlochKernel();
const random = new Random(9);

/** B1 and gradient new in each step. */
const pulseOf = (nSteps: number, gradient: () => number): PulseSteps => ({
  dwell_s: 4e-6,
  b1_Hz: Float64Array.from({ length: 2 * nSteps }, () => 500 * random.normal()),
  gradient_HzPerM: Float64Array.from({ length: nSteps }, gradient),
});
const drawn = (n: number, most: number): Float64Array => Float64Array.from({ length: n }, () => most * (2 * random.next() - 1)); // prettier-ignore

/** Processor seconds for each spin and step, ours and the other way in turn; `counts` are the spins times steps of each. */
function race(
  name: string,
  size: string,
  rounds: number,
  counts: readonly number[],
  works: readonly (() => void)[],
): void {
  const times = works.map((): number[] => []);
  for (let round = -2; round < rounds; round++)
    for (const [i, work] of works.entries()) {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) times[i]!.push((user + system) / 1e6 / counts[i]!);
    }
  addRow(name, size, times[0]!, times[1]);
}

const full = pulseOf(1000, () => 4e5 * random.normal());
const places = drawn(2000, 0.01),
  still = Float64Array.of(0),
  line = Float64Array.of(130);
const exact = turnsBySine(full, places, new Float64Array(places.length).fill(130));
const error = farthest(pulseRotations(full, places, line, 1, kernel), exact).toExponential(1);
race(
  'Bloch, full rotation, per spin-step (baseline: plain)',
  `2000 spins, 1000 steps, error ${error}`,
  31,
  [2e6, 2e6],
  [() => pulseRotations(full, places, line, 1, kernel), () => pulseRotations(full, places, line, 1, PLAIN_BLOCH)],
);

for (const [nSpins, nSteps] of [
  [100_000, 1000],
  [20_000, 500],
] as const) {
  // prettier-ignore
  const constant = pulseOf(nSteps, () => 0),
    offsets = drawn(nSpins, 2e4),
    some = offsets.subarray(0, nSpins / 20);
  const gap = farthest(
    offsetRotations(constant, offsets, 1, kernel).subarray(0, 1200),
    turnsBySine(constant, new Float64Array(300), some.subarray(0, 300)),
  ).toExponential(1);
  race(
    'Bloch, constant gradient, per spin-step (baseline: each step of each spin)',
    `${nSpins} spins within 40 kHz, ${nSteps} steps, error ${gap}`,
    21,
    [nSpins * nSteps, some.length * nSteps],
    [() => offsetRotations(constant, offsets, 1, kernel), () => pulseRotations(constant, still, some, 1, kernel)],
  );
}

// The bench is one bundled file; threads run the compiled program, which `npm run bench` builds first.
const root = fileURLToPath(import.meta.url).split('node_modules')[0]!;
const entry = pathToFileURL(`${root}dist/edge/node/threads/thread.js`);
const parts = Array.from({ length: 16 }, (_, part) => ({
  pulse: full,
  positions_m: places.subarray(125 * part, 125 * (part + 1)).slice(),
  frequencies_Hz: drawn(16, 1000),
  scale: 1,
}));
const ARITHMETIC = `require('node:worker_threads').parentPort.on('message', function (n) {
  let x = 0.3; for (let i = 0; i < n; i++) x = 3.9 * x * (1 - x); this.postMessage(x); });`;
const workers = [0, 1].map(() => new Worker(ARITHMETIC, { eval: true }));
const arithmetic = async (loops: readonly number[]): Promise<void> => {
  await Promise.all(loops.map((n, i) => new Promise((resolve) => workers[i]!.once('message', resolve).postMessage(n))));
};
const N = 4e7;
const pools = [openThreads(1), openThreads(2, entry)] as const;
const works = [
  () => pools[0].run('rotations', parts),
  () => pools[1].run('rotations', parts),
  () => arithmetic([2 * N]),
  () => arithmetic([N, N]),
];
const wall: number[][] = works.map(() => []);
for (let round = -2; round < 21; round++)
  for (const [i, work] of works.entries()) {
    const begin = performance.now();
    await work();
    if (round >= 0) wall[i]!.push((performance.now() - begin) / 1000);
  }
await pools[1].close();
await Promise.all(workers.map((worker) => worker.terminate()));
addRow('Bloch, two threads (baseline: one)', '32000 spins, 1000 steps, 16 parts', wall[1]!, wall[0]);
addRow('pure arithmetic, two threads (baseline: one), same run', `${2 * N} products`, wall[3]!, wall[2]);
report();
