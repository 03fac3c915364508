// Timing for `*.bench.ts`: medians over many batches, the new way and its baseline in turn, so that both see the same machine.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** One way to do the work; what it returns is kept alive, so that the work is not optimised away. */
export type Work = () => unknown;

export interface BenchSettings {
  /** The real size, as it is claimed: '64 x 64 x 80 s'. */
  readonly size: string;
  readonly run: Work;
  /** The old way, or another program's way, on the same input. */
  readonly baseline?: Work;
  /** Timed batches; at least 15. */
  readonly repeats?: number;
  /** What the machine could do at best, in seconds per run, and why: '3 GB at 20 GB/s'. */
  readonly limit?: { readonly time_s: number; readonly why: string };
}

export interface CommandSettings {
  readonly size: string;
  readonly runs?: number;
}

export interface Row {
  readonly name: string;
  readonly size: string;
  readonly median_s: number;
  readonly min_s: number;
  readonly baseline_s?: number;
  /** Baseline over ours: above 1 we are faster. */
  readonly ratio?: number;
  readonly limit_s?: number;
  readonly limitWhy?: string;
  readonly peakMemory_MiB?: number;
}

const BATCH_s = 0.01;
const WARM_UP_s = 0.3;
const rows: Row[] = [];
const kept: unknown[] = [undefined];

const median = (times: readonly number[]): number => {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Seconds per run, over a batch of `n` runs. */
function timeBatch(work: Work, n: number): number {
  const begin = performance.now();
  for (let i = 0; i < n; i++) kept[0] = work();
  return (performance.now() - begin) / 1000 / n;
}

/** Warms up and says how many runs make a batch long enough for the clock. */
function warmUp(work: Work): number {
  const end = performance.now() + WARM_UP_s * 1000;
  let n = 1;
  let fastest = timeBatch(work, n);
  while (performance.now() < end) {
    fastest = Math.min(fastest, timeBatch(work, n));
    n = Math.max(1, Math.ceil(BATCH_s / Math.max(fastest, 1e-9)));
  }
  return n;
}

/** Times `run`, and the baseline in turn with it. */
export function bench(name: string, { size, run, baseline, repeats = 15, limit }: BenchSettings): void {
  const batches = Math.max(15, repeats);
  const n = warmUp(run);
  const nBaseline = baseline === undefined ? 0 : warmUp(baseline);
  const times: number[] = [];
  const baselineTimes: number[] = [];
  for (let i = 0; i < batches; i++) {
    times.push(timeBatch(run, n));
    if (baseline !== undefined) baselineTimes.push(timeBatch(baseline, nBaseline));
  }
  const median_s = median(times);
  rows.push({
    name,
    size,
    median_s,
    min_s: Math.min(...times),
    ...(baseline && { baseline_s: median(baselineTimes), ratio: median(baselineTimes) / median_s }),
    ...(limit && { limit_s: limit.time_s, limitWhy: limit.why }),
  });
}

/** Adds a row that was timed elsewhere. */
export function addRow(
  name: string,
  size: string,
  times_s: readonly number[],
  baselines_s?: readonly number[],
  limit?: BenchSettings['limit'],
): void {
  const median_s = median(times_s);
  rows.push({
    name,
    size,
    median_s,
    min_s: Math.min(...times_s),
    ...(baselines_s && { baseline_s: median(baselines_s), ratio: median(baselines_s) / median_s }),
    ...(limit && { limit_s: limit.time_s, limitWhy: limit.why }),
  });
}

// Asks the kernel for the peak of this very program; resourceUsage would count the memory of the parent it came from.
const PEAK =
  "import fs from 'node:fs';process.on('exit',()=>{let m=process.resourceUsage().maxRSS;try{m=+/VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status','utf8'))[1]}catch{}fs.writeSync(3,String(m))})";

/** Times a whole command, `node ...argv`, from start to end, with its peak memory. Fails when the command fails. */
export function command(name: string, argv: readonly string[], { size, runs = 7 }: CommandSettings): void {
  const times: number[] = [];
  const memory_MiB: number[] = [];
  const preload = `data:text/javascript,${encodeURIComponent(PEAK)}`;
  for (let i = 0; i < runs; i++) {
    const begin = performance.now();
    const child = spawnSync(process.execPath, ['--import', preload, ...argv], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      maxBuffer: 2 ** 28,
    });
    times.push((performance.now() - begin) / 1000);
    if (child.status !== 0)
      throw new Error(`${name}: exit code ${child.status}: ${child.stderr.toString().slice(-400)}`);
    memory_MiB.push(Number(child.output[3]!.toString()) / 1024);
  }
  rows.push({ name, size, median_s: median(times), min_s: Math.min(...times), peakMemory_MiB: median(memory_MiB) });
}

/** Hands the rows to `npm run bench`; the last call of every bench file. */
export function report(): void {
  const file = process.env['FUMAROLE_BENCH_OUT'];
  if (file === undefined) throw new Error('run this through: npm run bench');
  writeFileSync(file, JSON.stringify(rows));
}
