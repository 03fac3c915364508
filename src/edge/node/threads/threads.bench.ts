// Many sweeps on one thread and on two, in turn.
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { libraryMolecule } from '../../../physics/spins/index.ts';
import { rampParts } from '../../../transfer/index.ts';
import { openThreads, type ThreadPool } from './pool.ts';

const COUNT = 10_000;
const ramps = Array.from({ length: COUNT }, (_, i) => ({
  from_T: 5e-8,
  to_T: 6e-7 + 1.4e-6 * ((i % 100) / 99),
  duration_s: 0.2 + 9.8 * (Math.floor(i / 100) / 99),
}));
const { system } = libraryMolecule('fumarate, set A');
const inputs = rampParts(ramps).map((part) => ({
  system,
  addition: { pure: true } as const,
  ramps: part.map((i) => ramps[i]!),
  tolerance: 4e-6,
}));
// The bench is one bundled file; threads run the compiled program, which `npm run bench` builds first.
const root = fileURLToPath(import.meta.url).split('node_modules')[0]!;
const entry = pathToFileURL(`${root}dist/edge/node/threads/thread.js`);
const pools = [openThreads(1), openThreads(2, entry)] as const;
const times: readonly [number[], number[]] = [[], []];
const timed = async (pool: ThreadPool): Promise<number> => {
  const begin = performance.now();
  await pool.run('sweeps', inputs);
  return (performance.now() - begin) / 1000;
};
for (let i = 0; i < 18; i++) {
  for (const [k, pool] of pools.entries()) {
    const time_s = await timed(pool);
    if (i >= 3) times[k]!.push(time_s);
  }
}
await pools[1].close();
const [one, two] = times.map((list) => list.sort((a, b) => a - b));
const row = {
  name: `${COUNT} sweeps, two threads (baseline: one)`,
  size: `${inputs.length} parts, tolerance 4e-6`,
  median_s: two![7]!,
  min_s: two![0]!,
  baseline_s: one![7]!,
  ratio: one![7]! / two![7]!,
};
const out = process.env['FUMAROLE_BENCH_OUT'];
if (out !== undefined) writeFileSync(out, JSON.stringify([row]));
else console.log(row);
