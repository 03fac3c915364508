// Which input the spread of an output hangs on: variance-based sensitivity, first order and total.
import type { Random } from '../../base/index.ts';
import { latinHypercube } from './latin-hypercube.ts';

export interface SobolIndex {
  /** Part of the variance that goes away on average when this input is known. Saltelli et al. 2010, Table 2 (b). */
  readonly first: number;
  /** Part of the variance that stays on average when all other inputs are known. Jansen 1999; Saltelli et al. 2010, Table 2 (f). */
  readonly total: number;
  /** Standard errors of the two, from the spread of their terms. */
  readonly firstError: number;
  readonly totalError: number;
}

export interface Sensitivity {
  /** By output, then by input. */
  readonly indices: readonly (readonly SobolIndex[])[];
  /** Outputs of the 2 n independent draws, by output: [2 n]. */
  readonly draws: readonly Float64Array[];
  /** Calls of the model: n (inputs + 2). */
  readonly evaluations: number;
}

/** Fills `out` [outputs] at a point of the unit cube [inputs]. */
export type UnitModel = (out: Float64Array, u: Float64Array) => void;

/**
 * Draws 2 n points A and B and the mixed ones (A with one column of B), and estimates the indices of every output.
 * An output without variance has indices 0; a draw that is not finite in any output is left out of all sums.
 */
export function sobolIndices(
  model: UnitModel,
  inputs: number,
  outputs: number,
  n: number,
  random: Random,
): Sensitivity {
  const a = latinHypercube(n, inputs, random.fork('A'));
  const b = latinHypercube(n, inputs, random.fork('B'));
  const atA = evaluate(model, a, inputs, outputs, n);
  const atB = evaluate(model, b, inputs, outputs, n);
  const draws = Array.from({ length: outputs }, (_, o) => Float64Array.from([...atA[o]!, ...atB[o]!]));
  const moments = draws.map(meanAndVariance);
  const indices: SobolIndex[][] = moments.map(() => []);
  const mixed = a.slice();
  for (let k = 0; k < inputs; k++) {
    for (let i = 0; i < n; i++) mixed[i * inputs + k] = b[i * inputs + k]!;
    const atMixed = evaluate(model, mixed, inputs, outputs, n);
    for (let i = 0; i < n; i++) mixed[i * inputs + k] = a[i * inputs + k]!;
    moments.forEach(({ mean, variance }, o) => {
      const [first, total] = [new Float64Array(n), new Float64Array(n)];
      for (let i = 0; i < n; i++) {
        const change = atMixed[o]![i]! - atA[o]![i]!;
        first[i] = (atB[o]![i]! - mean) * change;
        total[i] = (change * change) / 2;
      }
      const [f, t] = [meanAndVariance(first), meanAndVariance(total)];
      const per = variance > 0 ? 1 / variance : 0;
      indices[o]!.push({
        first: f.mean * per,
        total: t.mean * per,
        firstError: Math.sqrt(f.variance / f.count) * per,
        totalError: Math.sqrt(t.variance / t.count) * per,
      });
    });
  }
  return { indices, draws, evaluations: n * (inputs + 2) };
}

function evaluate(model: UnitModel, points: Float64Array, inputs: number, outputs: number, n: number): Float64Array[] {
  const columns = Array.from({ length: outputs }, () => new Float64Array(n));
  const out = new Float64Array(outputs);
  for (let i = 0; i < n; i++) {
    model(out, points.subarray(i * inputs, (i + 1) * inputs));
    const usable = out.every((value) => Number.isFinite(value));
    for (let o = 0; o < outputs; o++) columns[o]![i] = usable ? out[o]! : NaN;
  }
  return columns;
}

/** Of the finite values; the variance is the unbiased one, 0 for fewer than two values. */
export function meanAndVariance(values: Float64Array): {
  readonly mean: number;
  readonly variance: number;
  readonly count: number;
} {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    const apart = value - mean;
    mean += apart / count;
    squares += apart * (value - mean);
  }
  return { mean: count === 0 ? NaN : mean, variance: count < 2 ? 0 : squares / (count - 1), count };
}
