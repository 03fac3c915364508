// Standard errors of an inputless fit. The measured substrate drives the model, so its noise reaches the rates too, correlated in time;
// and where the model does not describe the data, the errors grow with the misfit.
import { invertSymmetric } from '../../math/index.ts';
import { jacobianWidth, predictInto, type InputlessParameters, type InputlessProblem } from './problem.ts';

export interface ErrorInput {
  readonly problem: InputlessProblem;
  readonly substrateMz: Float64Array;
  readonly products: readonly Float64Array[];
  readonly parameters: InputlessParameters;
  /** Columns of the Jacobian that were fitted, see `jacobianWidth`. */
  readonly free: readonly number[];
  /** Noise of the substrate and of each product; all 1 where not known. */
  readonly sdSubstrate: number;
  readonly sdProducts: readonly number[];
  /** Information of each sample over that of Gaussian noise, [product * nTimes + time]; undefined means 1. */
  readonly weights: Float64Array | undefined;
  /** Standardized residuals for the misfit, [product * nTimes + time]; undefined: (measured - predicted) / sd. */
  readonly standardized: Float64Array | undefined;
}
export interface FitErrors {
  /** In the order of `free`; NaN where the data do not fix the value. */
  readonly errors: Float64Array;
  /** Residual variance over what the noise explains, per product. */
  readonly misfit: Float64Array;
  readonly predicted: Float64Array;
}

/**
 * Propagates the covariance C = sd_product^2 + sd_substrate^2 T T^T through the estimator, T being the derivative of the model by the substrate's
 * signal, and scales it by the residual sum over its expectation trace((1 - P) C) of each product.
 * Delta method (Cox and Hinkley 1974, 4.5) for an estimator driven by noisy regressors (Fuller 1987, Measurement Error Models, 1.2).
 */
export function inputlessErrors(input: ErrorInput): FitErrors {
  const { problem, products, free, weights } = input;
  const { nTimes, nProducts } = problem;
  const width = jacobianWidth(nProducts);
  const m = nTimes * nProducts;
  const n = free.length;
  const predicted = new Float64Array(m);
  const full = new Float64Array(m * width);
  const drive = Array.from({ length: nProducts }, () => new Float64Array(nTimes * nTimes));
  predictInto(predicted, problem, input.substrateMz, input.parameters, full, drive);
  const jacobian = new Float64Array(m * n);
  for (let row = 0; row < m; row++) for (let c = 0; c < n; c++) jacobian[row * n + c] = full[row * width + free[c]!]!;
  const weight = (row: number): number => (weights === undefined ? 1 : weights[row]!);

  const misfit = new Float64Array(nProducts);
  const degrees = degreesPerProduct(problem, n);
  for (let j = 0; j < nProducts; j++) {
    let residual = 0;
    for (let i = 0; i < nTimes; i++) {
      const row = j * nTimes + i;
      const z = input.standardized?.[row] ?? (products[j]![i]! - predicted[row]!) / input.sdProducts[j]!;
      residual += z * z;
    }
    misfit[j] = residual / expectedSquares(input, jacobian, drive[j]!, j, degrees);
  }

  // Normal matrix M = J^T W J; noise of product j seen through its own misfit; substrate noise common to all products.
  const normal = new Float64Array(n * n);
  const noise = new Float64Array(n * n);
  const common = new Float64Array(nTimes * n);
  for (let j = 0; j < nProducts; j++) {
    const variance = input.sdProducts[j]! ** 2 * misfit[j]!;
    for (let i = 0; i < nTimes; i++) {
      const row = j * nTimes + i;
      for (let p = 0; p < n; p++) {
        const value = jacobian[row * n + p]! * weight(row);
        if (value === 0) continue;
        for (let q = 0; q < n; q++) {
          normal[p * n + q] = normal[p * n + q]! + value * jacobian[row * n + q]!;
          noise[p * n + q] = noise[p * n + q]! + value * jacobian[row * n + q]! * variance;
        }
        const share = value * Math.sqrt(misfit[j]!);
        for (let s = 0; s <= i; s++) common[s * n + p] = common[s * n + p]! + drive[j]![i * nTimes + s]! * share;
      }
    }
  }
  const varianceSubstrate = input.sdSubstrate ** 2;
  for (let s = 0; s < nTimes; s++) {
    for (let p = 0; p < n; p++) {
      for (let q = 0; q < n; q++)
        noise[p * n + q] = noise[p * n + q]! + varianceSubstrate * common[s * n + p]! * common[s * n + q]!;
    }
  }
  const inverse = invertSymmetric(normal, n);
  const errors = new Float64Array(n).fill(NaN);
  if (inverse !== undefined) {
    for (let p = 0; p < n; p++) {
      let variance = 0;
      for (let a = 0; a < n; a++)
        for (let b = 0; b < n; b++) variance += inverse[p * n + a]! * noise[a * n + b]! * inverse[b * n + p]!;
      errors[p] = Math.sqrt(variance);
    }
  }
  return { errors, misfit, predicted };
}

/** Degrees of freedom of one product's residuals when n parameters are fitted to all. */
export const degreesPerProduct = ({ nTimes, nProducts }: InputlessProblem, n: number): number =>
  Math.max(1, nTimes - n / nProducts);

/** Expected sum of squared standardized residuals of product j: trace((1 - P) C) / sd^2, with the projector P of its own columns. */
function expectedSquares(
  input: ErrorInput,
  jacobian: Float64Array,
  drive: Float64Array,
  j: number,
  degrees: number,
): number {
  const ratio = (input.sdSubstrate / input.sdProducts[j]!) ** 2;
  if (!(ratio > 0)) return degrees;
  const { nTimes } = input.problem;
  const n = input.free.length;
  let trace = 0;
  for (const value of drive) trace += value * value;
  // Subtract |Q^T T|^2 for an orthonormal basis Q of the columns (modified Gram-Schmidt).
  const basis = new Float64Array(n * nTimes);
  let rank = 0;
  for (let p = 0; p < n; p++) {
    const at = rank * nTimes;
    let before = 0;
    for (let i = 0; i < nTimes; i++) {
      const value = jacobian[(j * nTimes + i) * n + p]!;
      basis[at + i] = value;
      before += value * value;
    }
    for (let q = 0; q < rank; q++) {
      let dot = 0;
      for (let i = 0; i < nTimes; i++) dot += basis[q * nTimes + i]! * basis[at + i]!;
      for (let i = 0; i < nTimes; i++) basis[at + i] = basis[at + i]! - dot * basis[q * nTimes + i]!;
    }
    let after = 0;
    for (let i = 0; i < nTimes; i++) after += basis[at + i]! * basis[at + i]!;
    if (!(after > 1e-18 * before) || after === 0) continue;
    const scale = 1 / Math.sqrt(after);
    for (let i = 0; i < nTimes; i++) basis[at + i] = basis[at + i]! * scale;
    rank++;
    for (let s = 0; s < nTimes; s++) {
      let dot = 0;
      for (let i = s; i < nTimes; i++) dot += basis[at + i]! * drive[i * nTimes + s]!;
      trace -= dot * dot;
    }
  }
  return degrees + ratio * Math.max(trace, 0);
}
