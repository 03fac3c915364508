// The reactor and the field cycle as surfaces of second order over their uncertain inputs, with the error of each on points it did not see.
import { ScienceError, type Random } from '../../../base/index.ts';
import {
  fitQuadratic,
  latinHypercube,
  quadraticSize,
  quantileOf,
  supportOf,
  type Distribution,
} from '../../../math/uncertain/index.ts';

export interface UncertainInput {
  readonly place: string;
  readonly distribution: Distribution;
}

export interface Surface {
  /** Factors on the outputs of the exact run, for values of the inputs in their order. */
  at(values: ArrayLike<number>): Float64Array;
  readonly inputs: readonly UncertainInput[];
  readonly runs: number;
  /** By output: relative leave-one-out errors. */
  readonly error: readonly { readonly rms: number; readonly largest: number }[];
}

/** Runs of the costly model per coefficient of a surface. */
const RUNS_PER_COEFFICIENT = 2;

/**
 * Fits the logarithms of the outputs, over a Latin hypercube of the inputs. `run` fills nothing and keeps nothing: values in, outputs above 0 out.
 * At the point `nominal` the factors are exactly 1: the surface carries changes, the exact run the level.
 */
export function fitSurface(
  inputs: readonly UncertainInput[],
  nominal: ArrayLike<number>,
  run: (values: Float64Array) => readonly number[],
  random: Random,
): Surface {
  const d = inputs.length;
  const base = run(Float64Array.from(nominal)).map(logOf);
  if (d === 0) return { inputs, runs: 1, error: base.map(() => ({ rms: 0, largest: 0 })), at: () => ONES(base.length) };
  const axes = inputs.map(({ distribution }) => axisOf(distribution));
  const n = Math.ceil(RUNS_PER_COEFFICIENT * quadraticSize(d));
  const cube = latinHypercube(n, d, random);
  const points = new Float64Array(n * d);
  const rows: number[][] = [];
  for (let i = 0; i < n; i++) {
    const values = Float64Array.from(inputs, ({ distribution }, k) => quantileOf(distribution, cube[i * d + k]!));
    values.forEach((value, k) => (points[i * d + k] = axes[k]!(value)));
    rows.push(run(values).map(logOf));
  }
  const fits = base.map((_, o) =>
    fitQuadratic(
      points,
      Float64Array.from(rows, (row) => row[o]!),
      d,
    ),
  );
  const at = (values: ArrayLike<number>): Float64Array => {
    const x = Float64Array.from(axes, (axis, k) => axis(values[k]!));
    return Float64Array.from(fits, (fit) => fit.at(x));
  };
  const level = at(nominal);
  return {
    inputs,
    runs: n + 1,
    error: fits.map(({ crossError }) => ({
      rms: Math.expm1(crossError.rms),
      largest: Math.expm1(crossError.largest),
    })),
    at: (values) => at(values).map((value, o) => Math.exp(value - level[o]!)),
  };
}

const ONES = (n: number): Float64Array => new Float64Array(n).fill(1);

function logOf(value: number): number {
  if (value > 0) return Math.log(value);
  throw new ScienceError('argument', `a run over the uncertain inputs gave ${value}; narrow their ranges`);
}

/** From a value to about [-1, 1]: along its logarithm where the range spans more than a factor of three. */
function axisOf(distribution: Distribution): (value: number) => number {
  const [low, high] = supportOf(distribution);
  if (low > 0 && high / low > 3) {
    const [from, to] = [Math.log(low), Math.log(high)];
    return (value) => (2 * (Math.log(value) - from)) / (to - from) - 1;
  }
  return (value) => (2 * (value - low)) / (high - low) - 1;
}
