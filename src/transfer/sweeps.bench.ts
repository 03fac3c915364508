// Field sweeps: one, a thousand, and a nine-spin ester, with the error of each measured against a tolerance a thousand times tighter.
import { writeFileSync } from 'node:fs';
import { groupPolarizations, libraryMolecule, makeSpinSpace, readSpins, singletState } from '../physics/spins/index.ts';
import { joinedProfile, linearProfile } from './profile.ts';
import { evolveBatch, linearBatch } from './propagate/batch.ts';
import { evolve, type EvolveSettings } from './propagate/evolve.ts';

interface Row {
  readonly name: string;
  readonly size: string;
  readonly median_s: number;
  readonly min_s: number;
  readonly baseline_s?: number;
  readonly ratio?: number;
}

/** Seconds of each of `repeats` batches of `n` calls, sorted, after a warm-up. */
function times(work: () => unknown, n: number, repeats: number): number[] {
  for (let i = 0; i < n; i++) work();
  const out: number[] = [];
  for (let k = 0; k < repeats; k++) {
    const begin = performance.now();
    for (let i = 0; i < n; i++) work();
    out.push((performance.now() - begin) / 1000 / n);
  }
  return out.sort((a, b) => a - b);
}

const rows: Row[] = [];
function row(
  name: string,
  size: string,
  n: number,
  repeats: number,
  work: (kernel: 'plain' | 'wasm') => unknown,
): void {
  const fast = times(() => work('wasm'), n, repeats);
  const plain = times(() => work('plain'), n, Math.min(repeats, 5));
  const [median_s, baseline_s] = [fast[fast.length >> 1]!, plain[plain.length >> 1]!];
  rows.push({ name, size, median_s, min_s: fast[0]!, baseline_s, ratio: baseline_s / median_s });
}
const worst = (a: Float64Array, b: Float64Array): string =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0).toExponential(1);
const at = (tolerance: number, kernel: 'plain' | 'wasm'): EvolveSettings => ({ tolerance, maxSteps: 4e6, kernel });

const fumarate = makeSpinSpace(readSpins(libraryMolecule('fumarate, set A').system), { heteronuclear: 'full' });
const singlet = singletState(fumarate);
const ramp = linearProfile(50e-9, 1e-6, 2);
for (const tolerance of [1e-5, 1e-6]) {
  const run = (t: number, kernel: 'plain' | 'wasm'): Float64Array =>
    groupPolarizations(fumarate, evolve(fumarate, singlet, ramp, at(t, kernel)).state);
  const error = worst(run(tolerance, 'wasm'), run(1e-9, 'plain'));
  row(`fumarate sweep, tolerance ${tolerance}`, `50 nT to 1 uT in 2 s, error ${error}`, 500, 21, (kernel) =>
    run(tolerance, kernel),
  );
}

const ramps = linearBatch(
  50e-9,
  Array.from({ length: 20 }, (_, i) => 6e-7 + (i * 1.4e-6) / 19),
  Array.from({ length: 50 }, (_, i) => 0.2 * (i + 1)),
);
const exactly = Float64Array.from(ramps.flatMap((one) => [...groupPolarizations(fumarate, evolve(fumarate, singlet, one, at(1e-9, 'wasm')).state)])); // prettier-ignore
for (const tolerance of [6e-6, 1e-6]) {
  const run = (kernel: 'plain' | 'wasm'): Float64Array =>
    evolveBatch(fumarate, singlet, ramps, at(tolerance, kernel)).polarization;
  const error = worst(run('wasm'), exactly);
  row(`1000 sweeps, tolerance ${tolerance}`, `50 durations x 20 end fields, error ${error}`, 1, 41, run);
}

const ester = makeSpinSpace(readSpins(libraryMolecule('ethyl pyruvate').system), { heteronuclear: 'full' });
const start = singletState(ester);
const cycle = joinedProfile([linearProfile(1e-5, 50e-9, 0.02), linearProfile(50e-9, 1e-6, 3)]);
for (const tolerance of [1e-5, 1e-6]) {
  const run = (t: number, kernel: 'plain' | 'wasm'): Float64Array =>
    groupPolarizations(ester, evolve(ester, start, cycle, at(t, kernel)).state);
  const error = worst(run(tolerance, 'wasm'), run(1e-9, 'wasm'));
  row(`ethyl pyruvate cycle, tolerance ${tolerance}`, `9 spins, 10 uT, 50 nT, 1 uT, error ${error}`, 1, 9, (kernel) =>
    run(tolerance, kernel),
  );
}

const out = process.env['FUMAROLE_BENCH_OUT'];
if (out !== undefined) writeFileSync(out, JSON.stringify(rows));
else console.log(JSON.stringify(rows, null, 1));
