// The reactor and the field cycle as surfaces of second order over their uncertain inputs, with the error of each on points it did not see; along an
// input in which they wave, such as the duration of a field cycle that lets coherences turn, a curve takes the waves off first.
import { ScienceError, type Random } from '../../../base/index.ts';
import {
  chebyshevCurve,
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
  /** Whether curves along the inputs were taken off. */
  readonly curved: boolean;
  /** By output: relative leave-one-out errors. */
  readonly error: readonly { readonly rms: number; readonly largest: number }[];
}

/** Runs of the costly model per coefficient of a surface. */
const RUNS_PER_COEFFICIENT = 2;
/** Root mean square of the relative error from which on curves are taken off. */
const TOO_FAR_OFF = 0.02;
const CURVE = { tolerance: 3e-3, most: 32 };

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
  if (d === 0)
    return {
      inputs,
      runs: 1,
      curved: false,
      error: base.map(() => ({ rms: 0, largest: 0 })),
      at: () => ONES(base.length),
    };
  const axes = inputs.map(({ distribution }) => axisOf(distribution));
  const n = Math.ceil(RUNS_PER_COEFFICIENT * quadraticSize(d));
  const cube = latinHypercube(n, d, random);
  const points = new Float64Array(n * d);
  const rows: number[][] = [];
  for (let i = 0; i < n; i++) {
    const values = Float64Array.from(inputs, ({ distribution }, k) => quantileOf(distribution, cube[i * d + k]!));
    values.forEach((value, k) => (points[i * d + k] = axes[k]!.to(value)));
    rows.push(run(values).map(logOf));
  }
  const fitted = (curves: readonly Curve[]): Omit<Surface, 'runs'> => {
    const bent = (x: ArrayLike<number>, o: number): number =>
      curves.reduce((sum, { along, at }) => sum + at[o]!(x[along]!), 0);
    const fits = base.map((_, o) =>
      fitQuadratic(
        points,
        Float64Array.from(rows, (row, i) => row[o]! - bent(points.subarray(i * d, (i + 1) * d), o)),
        d,
      ),
    );
    const at = (values: ArrayLike<number>): Float64Array => {
      const x = Float64Array.from(axes, (axis, k) => axis.to(values[k]!));
      return Float64Array.from(fits, (fit, o) => fit.at(x) + bent(x, o));
    };
    const level = at(nominal);
    return {
      inputs,
      curved: curves.length > 0,
      error: fits.map(({ crossError }) => ({
        rms: Math.expm1(crossError.rms),
        largest: Math.expm1(crossError.largest),
      })),
      at: (values) => at(values).map((value, o) => Math.exp(value - level[o]!)),
    };
  };
  const plain = fitted([]);
  if (plain.error.every(({ rms }) => rms < TOO_FAR_OFF)) return { ...plain, runs: n + 1 };
  const curves = axes.map(
    (axis, along) =>
    curveAlong(along, (x) => run(Float64Array.from(nominal, (value, k) => (k === along ? axis.from(x) : value))).map(logOf), base), // prettier-ignore
  );
  return { ...fitted(curves), runs: n + 1 + curves.reduce((sum, { runs }) => sum + runs, 0) };
}

/** The logarithms of the outputs along one input, the others at their values. */
interface Curve {
  readonly along: number;
  readonly at: readonly ((x: number) => number)[];
  readonly runs: number;
}

function curveAlong(along: number, run: (x: number) => number[], base: readonly number[]): Curve {
  const known = new Map<number, number[]>();
  const once = (x: number): number[] => {
    if (!known.has(x)) known.set(x, run(x));
    return known.get(x)!;
  };
  const curves = base.map((_, o) => chebyshevCurve((x) => once(x)[o]!, CURVE.tolerance, CURVE.most));
  return { along, at: curves.map((curve) => (x: number) => curve.at(x)), runs: known.size };
}

const ONES = (n: number): Float64Array => new Float64Array(n).fill(1);

function logOf(value: number): number {
  if (value > 0) return Math.log(value);
  throw new ScienceError('argument', `a run over the uncertain inputs gave ${value}; narrow their ranges`);
}

/** From a value to [-1, 1] and back: along its logarithm where the range spans more than a factor of three. */
interface InputAxis {
  to(value: number): number;
  from(x: number): number;
}

function axisOf(distribution: Distribution): InputAxis {
  const [low, high] = supportOf(distribution);
  if (low > 0 && high / low > 3) {
    const [from, to] = [Math.log(low), Math.log(high)];
    return {
      to: (value) => (2 * (Math.log(value) - from)) / (to - from) - 1,
      from: (x) => Math.exp(from + ((x + 1) / 2) * (to - from)),
    };
  }
  return { to: (value) => (2 * (value - low)) / (high - low) - 1, from: (x) => low + ((x + 1) / 2) * (high - low) };
}
