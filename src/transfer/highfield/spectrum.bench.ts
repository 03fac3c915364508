// Twelve coupled protons at 60 MHz, 16384 points: time, error against the plain float64 twin, and how far from what products of matrices reach here.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Random } from '../../base/index.ts';
import { makeMatrixKernel } from '../../math/fast/index.ts';
import { readSpins } from '../../physics/spins/index.ts';
import { frameOffsets_Hz } from './frame.ts';
import { spectrum, type Spectrum } from './spectrum.ts';

/** Seconds of the calls, sorted, after one to warm up. */
function times(work: () => unknown, repeats: number): number[] {
  work();
  const out: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const begin = performance.now();
    work();
    out.push((performance.now() - begin) / 1000);
  }
  return out.sort((a, b) => a - b);
}
const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1]!;

// Every pair couples, no two spins are alike: one component, blocks up to 924.
const random = new Random(12);
const labels = [...'ABCDEFGHIJKL'];
const couplings_Hz: Record<string, number> = {};
labels.forEach((a, i) => labels.slice(i + 1).forEach((b) => (couplings_Hz[`${a}-${b}`] = 12 * (random.next() - 0.3))));
const spins = readSpins({
  name: 'twelve protons',
  spins: labels.map((label) => ({ label, isotope: '1H', shift_ppm: 10 * random.next() })),
  couplings_Hz,
});
const frame = { field_T: (2 * Math.PI * 60e6) / spins.gamma_radPerSPerT[0]!, reference_ppm: { '1H': 5 } };
const acquisition = { width_Hz: 1200, points: 16384, linewidth_Hz: 0.5 };
const run = (kernel: 'plain' | 'wasm'): Spectrum =>
  spectrum(
    { spins, polarization: new Float64Array(12).fill(4.8e-6) },
    { isotope: '1H', frame, pulses: [{ isotope: '1H', angle_deg: 90, phase_deg: 0 }], kernel },
    acquisition,
  );

/** Processor time of one call: what it costs on a machine that does other things too. */
function processor_s(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const begin = performance.now();
const cold = run('wasm');
const cold_s = (performance.now() - begin) / 1000;
const fast = times(() => run('wasm'), 7);
const cpu_s = median(Array.from({ length: 5 }, () => processor_s(() => run('wasm'))).sort((a, b) => a - b));

const beginPlain = performance.now();
const plain = run('plain');
const plain_s = (performance.now() - beginPlain) / 1000;
let apart = 0,
  largest = 0;
for (let i = 0; i < plain.signal_s.length; i += 2) {
  apart = Math.max(
    apart,
    Math.hypot(cold.signal_s[i]! - plain.signal_s[i]!, cold.signal_s[i + 1]! - plain.signal_s[i + 1]!),
  );
  largest = Math.max(largest, Math.hypot(plain.signal_s[i]!, plain.signal_s[i + 1]!));
}

// What a product of matrices as large as the largest block reaches in the same kernel.
const kernel = makeMatrixKernel();
const side = 924;
const matrix = Float64Array.from({ length: side * side }, () => random.normal());
const product_s = times(() => kernel.timesTransposed(matrix, matrix, side, side, side), 9)[0]!;
const peak = (2 * side * side * side) / product_s;

// Reflections to tridiagonal form 4/3 n^3, back 2 n^3, transitions 2 n m min(n, m).
const sizes = [1];
for (let k = 1; k <= 12; k++) sizes.push((sizes[k - 1]! * (13 - k)) / k);
let flops = 0;
sizes.forEach((n, k) => {
  const m = sizes[k + 1] ?? 0;
  flops += (10 / 3) * n * n * n + 2 * n * m * Math.min(n, m);
});
const median_s = median(fast);
const share = flops / median_s / peak;

/** The same by numpy on one thread: eigh, products, lines into a grid without error control; undefined where there is no numpy. */
function numpySeconds(): number | undefined {
  const script = `
import sys, json, time
import numpy as np
nu, j = map(np.array, json.load(sys.stdin))
bits = (np.arange(4096)[:, None] >> np.arange(12)) & 1
fallen = bits.sum(1)
def block(k):
    states = np.flatnonzero(fallen == k); at = np.full(4096, -1); at[states] = np.arange(len(states))
    m = 0.5 - bits[states]
    h = np.diag(-m @ nu + 0.5 * np.einsum('si,ij,sj->s', m, j, m))
    for a in range(12):
        for b in range(a):
            i = np.flatnonzero(m[:, a] != m[:, b]); h[i, at[states[i] ^ (1 << a) ^ (1 << b)]] += j[a, b] / 2
    return states, at, h
def run():
    grid = np.zeros(1 << 18)
    above = None
    for k in range(13):
        states, at, h = block(k)
        e, v = np.linalg.eigh(h)
        if above is not None:
            s0, at0, e0, v0 = above
            half = np.zeros((len(s0), len(states)))
            for a in range(12):
                i = np.flatnonzero(bits[states, a]); half[at0[states[i] ^ (1 << a)]] += v[i]
            w = (v0.T @ half) ** 2
            f = np.rint((e0[:, None] - e[None, :]) / 1200 * (1 << 18)).astype(int) % (1 << 18)
            grid += np.bincount(f.ravel(), w.ravel(), 1 << 18)
        above = states, at, e, v
    return np.fft.ifft(grid)[:16384]
run()
t = []
for _ in range(3):
    b = time.perf_counter(); run(); t.append(time.perf_counter() - b)
print(sorted(t)[1])
`;
  const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', script], {
    input: JSON.stringify([
      Array.from(frameOffsets_Hz(spins, frame)),
      labels.map((_, i) => Array.from(spins.j_Hz.subarray(12 * i, 12 * (i + 1)))),
    ]),
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  return status === 0 ? Number(String(stdout)) : undefined;
}
const numpy_s = numpySeconds();
const baseline_s = numpy_s ?? plain_s;

const rows = [
  {
    name: `12 protons at 60 MHz, thermal (baseline: ${numpy_s === undefined ? 'plain twin' : 'numpy, one thread'})`,
    size:
      `16384 points, ${plain.nLines} lines, error ${(apart / largest).toExponential(1)}; ` +
      `${(flops / 1e9).toFixed(1)} Gflop at ${(100 * share).toFixed(0)}% of a product's ${(peak / 1e9).toFixed(1)} Gflop/s; ` +
      `processor ${cpu_s.toFixed(2)} s, first call ${cold_s.toFixed(2)} s, plain twin ${plain_s.toFixed(1)} s`,
    median_s,
    min_s: fast[0]!,
    baseline_s,
    ratio: baseline_s / median_s,
    limit_s: flops / peak,
    limitWhy: 'all of it as products of matrices',
  },
];
const out = process.env['FUMAROLE_BENCH_OUT'];
if (out !== undefined) writeFileSync(out, JSON.stringify(rows));
else console.log(JSON.stringify(rows, null, 1));
