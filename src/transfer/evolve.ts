// Carries the density of every block through a field profile, with ever shorter steps until two runs agree.
import { ScienceError } from '../base/index.ts';
import { hermitianEigen } from '../math/complex/index.ts';
import {
  makePairKernel,
  makeSweepKernel,
  sweepInto,
  sweepMatrix,
  sweepThreePair,
  type PairKernel,
  type SweepKernel,
  type SweepMatrix,
} from '../math/fast/index.ts';
import type { CollectiveState, SpinSpace } from '../physics/spins/index.ts';
import type { Profile } from './profile.ts';
import { planOf, scheduleOf } from './schedule.ts';

export interface EvolveSettings {
  /** Largest error of any polarization or population. */
  readonly tolerance: number;
  /** Steps a block may take in one run; beyond it the result says `step-limit`. */
  readonly maxSteps: number;
  /** `plain` TypeScript is the definition; `wasm` (the default) its twin, and plain again where WebAssembly is missing. */
  readonly kernel?: 'plain' | 'wasm';
}
export const DEFAULT_EVOLVE: EvolveSettings = { tolerance: 1e-8, maxSteps: 4_000_000 };

export interface Evolved {
  readonly state: CollectiveState;
  /** Twice the error of all populations together, as the last two runs of each block show it: a bound in practice for any polarization. */
  readonly reachedError: number;
  readonly end: 'converged' | 'step-limit';
  /** Exponential steps taken in all, of all runs. */
  readonly steps: number;
}

/** First run: so many turns of the fastest coherence a step. At one turn and more the error jumps up (steps and coherence in resonance). */
const FIRST_TURNS = 0.8;
/** A further run takes at least and at most so many times more steps than the one before. */
const LEAST_REFINEMENT = 1.25;
const MOST_REFINEMENT = 3;
const LEAST_STEPS = 8;

/** The state at the end of the profile. Field along z; blocks are independent, and those that need it are refined on their own. */
export function evolve(
  space: SpinSpace,
  start: CollectiveState,
  profile: Profile,
  settings: EvolveSettings = DEFAULT_EVOLVE,
): Evolved {
  if (!(settings.tolerance > 0)) {
    throw new ScienceError('argument', `tolerance is ${settings.tolerance}; expected a number above 0`);
  }
  const kernels = settings.kernel === 'plain' ? PLAIN : twins();
  const nBlocks = space.sectors.reduce(
    (sum, sector) => sum + sector.blocks.filter((block) => block.size > 1).length,
    0,
  );
  const moving: MovingBlock[] = [];
  const densities = space.sectors.map((sector, s) =>
    sector.blocks.map((block, b): Float64Array | MovingBlock => {
      const rho = start.densities[s]![b]!;
      const factors = block.size === 1 ? undefined : factorsOf(rho, block.size);
      if (!factors || factors.columns === 0) return rho;
      const one = {
        matrix: sweepMatrix(block.a_Hz, block.d_HzPerT),
        factors,
        x: new Float64Array(factors.vectors.length),
      };
      moving.push(one);
      return one;
    }),
  );
  const isThree = ({ matrix, factors }: MovingBlock): boolean => matrix.size === 3 && factors.columns === 1;
  const threes = moving.filter(isThree);
  const parts = moving
    .filter((one) => !isThree(one))
    .map((one) => blockRun(one, profile, settings.tolerance / nBlocks, kernels.sweep));
  for (let i = 0; i < threes.length; i += 2) parts.push(pairRun(threes[i]!, threes[i + 1], profile, kernels.pair));
  const refined = refineTogether(parts, settings.tolerance, settings.maxSteps);
  const densityAfter = ({ x, factors, matrix }: MovingBlock): Float64Array =>
    densityOf(x, factors.weights, factors.shift, matrix.size);
  return {
    state: {
      densities: densities.map((list) => list.map((one) => (one instanceof Float64Array ? one : densityAfter(one)))),
    },
    ...refined,
  };
}

interface Kernels {
  readonly sweep: SweepKernel;
  readonly pair: PairKernel;
}
const PLAIN: Kernels = { sweep: sweepInto, pair: sweepThreePair };
let held: Kernels | undefined;
/** The twins, compiled at first use; they hold no state between calls. */
function twins(): Kernels {
  return (held ??= { sweep: makeSweepKernel(), pair: makePairKernel() });
}

interface MovingBlock {
  readonly matrix: SweepMatrix;
  readonly factors: Factors;
  /** Vectors at the end of the last run. */
  readonly x: Float64Array;
}

function blockRun(block: MovingBlock, profile: Profile, tolerance: number, kernel: SweepKernel): Refinable {
  const { matrix, factors, x } = block;
  const plan = planOf([matrix], profile);
  const weight = factors.weights.reduce((sum, w) => sum + Math.abs(w), 0);
  return {
    run(turns, least) {
      const schedule = scheduleOf(plan, turns, least);
      const series = (0.02 * tolerance) / (weight * Math.sqrt(schedule.n));
      x.set(factors.vectors);
      kernel(x, factors.columns, matrix, schedule, Math.max(1e-15, Math.min(1e-8, series)));
      const values = new Float64Array(matrix.size);
      populationsInto(values, block);
      return { n: schedule.n, values };
    },
  };
}

/** Two blocks of three levels in step with each other; one alone fills both places. */
function pairRun(first: MovingBlock, second: MovingBlock | undefined, profile: Profile, kernel: PairKernel): Refinable {
  const other = second ?? { ...first, x: first.x.slice() };
  const plan = planOf([first.matrix, other.matrix], profile);
  return {
    run(turns, least) {
      const schedule = scheduleOf(plan, turns, least);
      first.x.set(first.factors.vectors);
      other.x.set(other.factors.vectors);
      kernel(first.x, first.matrix, other.x, other.matrix, schedule);
      const values = new Float64Array(6);
      populationsInto(values.subarray(0, 3), first);
      if (second) populationsInto(values.subarray(3), second);
      return { n: schedule.n, values };
    },
  };
}

/** out[i] += populations of the states of a block. */
function populationsInto(out: Float64Array, { factors, x }: MovingBlock): void {
  const { columns, weights } = factors;
  for (let i = 0; i < out.length; i++) {
    for (let c = 0; c < columns; c++) {
      const at = 2 * (i * columns + c);
      out[i]! += weights[c]! * (x[at]! * x[at]! + x[at + 1]! * x[at + 1]!);
    }
  }
}

/** Something that can be run with any step length, and shows its error by the values it ends with. */
export interface Refinable {
  run(turns: number, leastSteps: number): { readonly n: number; readonly values: Float64Array };
}

export interface Refined {
  readonly reachedError: number;
  readonly steps: number;
  readonly end: Evolved['end'];
}

/**
 * Runs each part twice, then those with the largest errors again with ever shorter steps, until the errors add up to at most `tolerance`.
 * Fourth order: the error of a run is its distance from the one before over (ratio^4 - 1); twice that is counted.
 */
export function refineTogether(parts: readonly Refinable[], tolerance: number, maxSteps: number): Refined {
  const state = parts.map((part) => ({
    part,
    turns: FIRST_TURNS,
    refinement: LEAST_REFINEMENT,
    error: Infinity,
    n: 0,
    values: new Float64Array(),
  }));
  let steps = 0;
  for (const one of state) {
    const { n, values } = one.part.run(one.turns, LEAST_STEPS);
    one.n = n;
    one.values = values as Float64Array<ArrayBuffer>;
    steps += n;
  }
  let due = state;
  for (;;) {
    for (const one of due) {
      one.turns /= one.refinement;
      const { n, values } = one.part.run(one.turns, (LEAST_STEPS * FIRST_TURNS) / one.turns);
      let gap = 0;
      for (let i = 0; i < values.length; i++) gap += Math.abs(values[i]! - one.values[i]!);
      const square = one.refinement * one.refinement;
      one.error = (2 * gap) / (square * square - 1);
      one.values = values as Float64Array<ArrayBuffer>;
      one.n = n;
      steps += n;
    }
    const reachedError = state.reduce((sum, one) => sum + one.error, 0);
    if (reachedError <= tolerance) return { reachedError, steps, end: 'converged' };
    // The smallest errors may stay, up to half the tolerance together; what that leaves is shared among those that are refined.
    due = [...state].sort((p, q) => p.error - q.error);
    let kept = 0;
    while (due.length > 1 && kept + due[0]!.error <= 0.5 * tolerance) kept += due.shift()!.error;
    const share = (tolerance - kept) / due.length;
    for (const one of due)
      one.refinement = Math.min(
        MOST_REFINEMENT,
        Math.max(LEAST_REFINEMENT, 1.1 * Math.sqrt(Math.sqrt(one.error / share))),
      );
    if (due.some((one) => one.n * one.refinement > maxSteps)) return { reachedError, steps, end: 'step-limit' };
  }
}

/** One part by itself. */
export function refine(tolerance: number, maxSteps: number, run: Refinable['run']): Refined {
  return refineTogether([{ run }], tolerance, maxSteps);
}

interface Factors {
  readonly columns: number;
  /** [size, columns], interleaved complex. */
  readonly vectors: Float64Array;
  readonly weights: Float64Array;
  readonly shift: number;
}

/** rho = shift + sum weights |v><v| with as few vectors as its most frequent eigenvalue allows. */
export function factorsOf(rho: Float64Array, size: number): Factors {
  const pure = singleFactor(rho, size);
  if (pure) return pure;
  const { values, vectors } = hermitianEigen(rho, size);
  const scale = Math.max(Math.abs(values[0]!), Math.abs(values[size - 1]!));
  const close = 1e-13 * scale + 1e-300;
  let shift = 0,
    best = 0;
  for (let i = 0; i < size; i++) {
    let count = 0;
    for (let k = 0; k < size; k++) if (Math.abs(values[k]! - values[i]!) <= close) count++;
    if (count > best) {
      best = count;
      shift = values[i]!;
    }
  }
  const kept = Array.from({ length: size }, (_, i) => i).filter((i) => Math.abs(values[i]! - shift) > close);
  const columns = kept.length;
  const out = new Float64Array(2 * size * columns);
  kept.forEach((from, c) => {
    for (let i = 0; i < size; i++) {
      out[2 * (i * columns + c)] = vectors[2 * (i * size + from)]!;
      out[2 * (i * columns + c) + 1] = vectors[2 * (i * size + from) + 1]!;
    }
  });
  return { columns, vectors: out, weights: Float64Array.from(kept, (i) => values[i]! - shift), shift };
}

/** The factor of a density that is one vector's, without an eigen decomposition. */
function singleFactor(rho: Float64Array, size: number): Factors | undefined {
  let pivot = 0;
  for (let i = 1; i < size; i++) if (rho[2 * (i * size + i)]! > rho[2 * (pivot * size + pivot)]!) pivot = i;
  const top = rho[2 * (pivot * size + pivot)]!;
  if (!(top > 0)) return undefined;
  let trace = 0;
  const vectors = new Float64Array(2 * size);
  for (let i = 0; i < size; i++) {
    trace += rho[2 * (i * size + i)]!;
    vectors[2 * i] = rho[2 * (i * size + pivot)]!;
    vectors[2 * i + 1] = rho[2 * (i * size + pivot) + 1]!;
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const p = 2 * (i * size + k);
      const re = vectors[2 * i]! * vectors[2 * k]! + vectors[2 * i + 1]! * vectors[2 * k + 1]!;
      const im = vectors[2 * i + 1]! * vectors[2 * k]! - vectors[2 * i]! * vectors[2 * k + 1]!;
      if (Math.abs(re - top * rho[p]!) > 1e-15 * top * trace || Math.abs(im - top * rho[p + 1]!) > 1e-15 * top * trace)
        return undefined;
    }
  }
  const norm = 1 / Math.sqrt(top * trace);
  for (let i = 0; i < 2 * size; i++) vectors[i]! *= norm;
  return { columns: 1, vectors, weights: Float64Array.of(trace), shift: 0 };
}

/** shift + sum weights |x><x|. */
export function densityOf(x: Float64Array, weights: Float64Array, shift: number, size: number): Float64Array {
  const columns = weights.length;
  const out = new Float64Array(2 * size * size);
  for (let i = 0; i < size; i++) {
    out[2 * (i * size + i)] = shift;
    for (let k = 0; k < size; k++) {
      for (let c = 0; c < columns; c++) {
        const p = 2 * (i * columns + c),
          q = 2 * (k * columns + c),
          w = weights[c]!;
        out[2 * (i * size + k)]! += w * (x[p]! * x[q]! + x[p + 1]! * x[q + 1]!);
        out[2 * (i * size + k) + 1]! += w * (x[p + 1]! * x[q]! - x[p]! * x[q + 1]!);
      }
    }
  }
  return out;
}
