// Carries the density of every block through a field profile, with ever shorter steps until two runs agree.
import { ScienceError } from '../../base/index.ts';
import { densityOf, factorsOf, type Factors } from './factors.ts';
import { refineTogether, type Refinable } from './refine.ts';
import {
  makePairKernel,
  makeSweepKernel,
  sweepInto,
  sweepMatrix,
  sweepThreePair,
  type PairKernel,
  type SweepKernel,
  type SweepMatrix,
} from '../../math/fast/index.ts';
import type { CollectiveState, SpinSpace } from '../../physics/spins/index.ts';
import type { Profile } from '../profile.ts';
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
