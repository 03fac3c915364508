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
import { populationPolarizations, type CollectiveState, type SpinSpace } from '../../physics/spins/index.ts';
import type { Profile } from '../profile.ts';
import { checkOperations, checkSteps, partsOf, planOf, scheduleOf, stepsOf, type Plan } from './schedule.ts';

export interface EvolveSettings {
  /** Largest error of any polarization or population. */
  readonly tolerance: number;
  /** Steps a block may take in one run: beyond it the result says `step-limit`, and where the first run would need more it is refused. */
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
  /** Polarization of each group at each mark; `reachedError` holds for them too. */
  readonly course: readonly Float64Array[];
}

/**
 * The state at the end of the profile, and polarizations at `marks_s` on the way (rising, inside the profile).
 * Field along z; blocks are independent, and those that need it are refined on their own.
 */
export function evolve(
  space: SpinSpace,
  start: CollectiveState,
  profile: Profile,
  settings: EvolveSettings = DEFAULT_EVOLVE,
  marks_s: readonly number[] = [],
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
        populations: new Float64Array((marks_s.length + 1) * block.size),
      };
      moving.push(one);
      return one;
    }),
  );
  const isThree = ({ matrix, factors }: MovingBlock): boolean => matrix.size === 3 && factors.columns === 1;
  const threes = moving.filter(isThree);
  let operations = 0;
  const planned = (matrices: readonly SweepMatrix[]): Plan => {
    const plan = checkSteps(planOf(matrices, profile, marks_s), settings.maxSteps);
    for (const { size } of matrices) operations += stepsOf(plan) * OPERATIONS * size * size;
    return plan;
  };
  const parts = moving
    .filter((one) => !isThree(one))
    .map((one) => blockRun(one, planned([one.matrix]), settings.tolerance / nBlocks, kernels.sweep));
  for (let i = 0; i < threes.length; i += 2) parts.push(pairRun(threes[i]!, threes[i + 1], planned, kernels.pair));
  checkOperations(profile, space.spins.name, operations);
  const refined = refineTogether(parts, settings.tolerance, settings.maxSteps);
  const densityAfter = ({ x, factors, matrix }: MovingBlock): Float64Array =>
    densityOf(x, factors.weights, factors.shift, matrix.size);
  return {
    state: {
      densities: densities.map((list) => list.map((one) => (one instanceof Float64Array ? one : densityAfter(one)))),
    },
    course: marks_s.map((_, mark) =>
      populationPolarizations(space, (s, b) => {
        const one = densities[s]![b]!;
        const { size } = space.sectors[s]!.blocks[b]!;
        return one instanceof Float64Array
          ? Float64Array.from({ length: size }, (_, i) => one[2 * (i * size + i)]!)
          : one.populations.subarray(mark * size, (mark + 1) * size);
      }),
    ),
    ...refined,
  };
}

/** Multiplications of a step over the square of the size of its block: half as many vectors as states, some four couplings a state, ten terms. */
const OPERATIONS = 20;

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
  /** [marks + 1, size]: populations at each mark and at the end of the last run. */
  readonly populations: Float64Array;
}

function blockRun(block: MovingBlock, plan: Plan, tolerance: number, kernel: SweepKernel): Refinable {
  const { matrix, factors, x, populations } = block;
  const weight = factors.weights.reduce((sum, w) => sum + Math.abs(w), 0);
  return {
    moments: plan.marks.length + 1,
    run(scale) {
      const schedule = scheduleOf(plan, scale);
      const series = (0.02 * tolerance) / (weight * Math.sqrt(schedule.n));
      x.set(factors.vectors);
      partsOf(plan, schedule, scale).forEach((part, mark) => {
        kernel(x, factors.columns, matrix, part, Math.max(1e-15, Math.min(1e-8, series)));
        readPopulations(block, mark);
      });
      return { n: schedule.n, values: populations.slice() };
    },
  };
}

/** Two blocks of three levels in step with each other; one alone fills both places. */
function pairRun(
  first: MovingBlock,
  second: MovingBlock | undefined,
  planned: (matrices: readonly SweepMatrix[]) => Plan,
  kernel: PairKernel,
): Refinable {
  const other = second ?? { ...first, x: first.x.slice() };
  const plan = planned([first.matrix, other.matrix]);
  const moments = plan.marks.length + 1;
  return {
    moments,
    run(scale) {
      const schedule = scheduleOf(plan, scale);
      first.x.set(first.factors.vectors);
      other.x.set(other.factors.vectors);
      const values = new Float64Array(6 * moments);
      partsOf(plan, schedule, scale).forEach((part, mark) => {
        kernel(first.x, first.matrix, other.x, other.matrix, part);
        values.set(readPopulations(first, mark), 6 * mark);
        if (second) values.set(readPopulations(second, mark), 6 * mark + 3);
      });
      return { n: schedule.n, values };
    },
  };
}

/** Writes the populations of a block as they are now to the place of a mark. */
function readPopulations({ factors, x, matrix, populations }: MovingBlock, mark: number): Float64Array {
  const { columns, weights, shift } = factors;
  const out = populations.subarray(mark * matrix.size, (mark + 1) * matrix.size).fill(shift);
  for (let i = 0; i < out.length; i++) {
    for (let c = 0; c < columns; c++) {
      const at = 2 * (i * columns + c);
      out[i]! += weights[c]! * (x[at]! * x[at]! + x[at + 1]! * x[at + 1]!);
    }
  }
  return out;
}
