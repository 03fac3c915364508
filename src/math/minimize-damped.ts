// Bounded damped minimization with analytic derivatives and a positive curvature matrix: least squares and Fisher scoring alike.
import { invertSymmetric } from './symmetric.ts';

export type FitEnd = 'converged' | 'at-bound' | 'step-limit' | 'stalled' | 'not-finite';

/** Cost, and where wanted its gradient [n] and a positive semidefinite curvature [n x n] (Gauss-Newton, or Fisher information), both of the same scale. */
export interface CostModel {
  cost(parameters: Float64Array): number;
  derivatives(parameters: Float64Array): { readonly gradient: Float64Array; readonly curvature: Float64Array };
}
export interface MinimizeSettings {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Ends when no parameter moves by more than this fraction of itself. */
  readonly tolerance: number;
  /** Ends too when a step promises less than this decrease of the cost: for likelihoods, whose scale is known. 0 if not given. */
  readonly negligible?: number;
  readonly maxSteps: number;
}
export interface Minimum {
  readonly end: FitEnd;
  readonly parameters: Float64Array;
  readonly cost: number;
  readonly steps: number;
}

/** Levenberg 1944 and Marquardt 1963 with projection on the box; a parameter at a bound whose gradient points outwards is held. */
export function minimizeDamped(model: CostModel, start: Float64Array, settings: MinimizeSettings): Minimum {
  const { lower, upper, tolerance, maxSteps, negligible = 0 } = settings;
  const clip = (value: number, i: number): number => Math.min(Math.max(value, lower[i]!), upper[i]!);
  let parameters = start.map(clip);
  let cost = model.cost(parameters);
  if (!Number.isFinite(cost)) return { end: 'not-finite', parameters, cost, steps: 0 };
  let { gradient, curvature } = model.derivatives(parameters);
  let damping = 1e-3;
  let growth = 2;
  let end: FitEnd = 'step-limit';
  let steps = 0;
  while (end === 'step-limit' && steps < maxSteps) {
    steps++;
    const step = dampedStep(curvature, gradient, damping, heldAt(parameters, gradient, lower, upper));
    if (step === undefined) {
      end = 'stalled';
      break;
    }
    const trial = parameters.map((value, i) => clip(value + step[i]!, i));
    const trialCost = model.cost(trial);
    const small = trial.every(
      (value, i) => Math.abs(value - parameters[i]!) <= tolerance * (Math.abs(parameters[i]!) + tolerance),
    );
    const promise = -step.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
    if (promise * (1 + damping) < negligible) {
      if (trialCost <= cost) [parameters, cost] = [trial, trialCost];
      end = 'converged';
    } else if (trialCost <= cost) {
      parameters = trial;
      cost = trialCost;
      ({ gradient, curvature } = model.derivatives(parameters));
      damping = Math.max(damping / 5, 1e-16);
      growth = 2;
      if (small) end = 'converged';
    } else if (small) {
      end = 'converged';
    } else if (damping > 1e18) {
      end = 'stalled';
    } else {
      damping *= growth;
      growth *= 2;
    }
  }
  if (end === 'converged' && parameters.some((value, i) => value <= lower[i]! || value >= upper[i]!)) end = 'at-bound';
  return { end, parameters, cost, steps };
}

/** Fills `residuals` [m] and, where given, `jacobian` [m x n], row-major, of d residual / d parameter. */
export type Residuals = (parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array | undefined) => void;

/** The sum of squares of m residuals of n parameters as a cost. */
export function sumOfSquares(evaluate: Residuals, m: number, n: number): CostModel {
  const residuals = new Float64Array(m);
  const jacobian = new Float64Array(m * n);
  return {
    cost(parameters) {
      evaluate(parameters, residuals, undefined);
      let sum = 0;
      for (const value of residuals) sum += value * value;
      return sum;
    },
    derivatives(parameters) {
      evaluate(parameters, residuals, jacobian);
      const gradient = new Float64Array(n);
      const curvature = new Float64Array(n * n);
      for (let row = 0; row < m; row++) {
        for (let i = 0; i < n; i++) {
          const value = jacobian[row * n + i]!;
          gradient[i] = gradient[i]! + value * residuals[row]!;
          for (let j = 0; j < n; j++) curvature[i * n + j] = curvature[i * n + j]! + value * jacobian[row * n + j]!;
        }
      }
      return { gradient, curvature };
    },
  };
}

function heldAt(
  parameters: Float64Array,
  gradient: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): Uint8Array {
  return Uint8Array.from(parameters, (value, i) =>
    (value <= lower[i]! && gradient[i]! > 0) || (value >= upper[i]! && gradient[i]! < 0) ? 1 : 0,
  );
}

function dampedStep(
  curvature: Float64Array,
  gradient: Float64Array,
  damping: number,
  held: Uint8Array,
): Float64Array | undefined {
  const n = gradient.length;
  const matrix = curvature.slice();
  for (let i = 0; i < n; i++) {
    matrix[i * n + i] = matrix[i * n + i]! * (1 + damping) + 1e-300;
    if (held[i] !== 1) continue;
    for (let j = 0; j < n; j++) matrix[i * n + j] = matrix[j * n + i] = 0;
    matrix[i * n + i] = 1;
  }
  const inverse = invertSymmetric(matrix, n);
  if (inverse === undefined) return undefined;
  const step = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (held[i] === 1) continue;
    for (let j = 0; j < n; j++) if (held[j] !== 1) step[i] = step[i]! - inverse[i * n + j]! * gradient[j]!;
  }
  return step;
}
