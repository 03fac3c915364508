// Where "injured" begins: the level that a stated share of healthy voxels exceeds by chance.
import { ScienceError } from '../../base/index.ts';
import { normalQuantile, studentQuantile } from '../../math/index.ts';

/** What healthy tissue shows: measured in voxels known to be healthy, or known from a model with its spread between voxels. */
export type HealthyReference =
  | { readonly kind: 'voxels'; readonly values: ArrayLike<number> }
  | { readonly kind: 'model'; readonly mean: number; readonly sd: number };

export interface Threshold {
  /** In the unit of the measure, [row]. */
  readonly values: Float64Array;
  /** How it was found, one sentence. */
  readonly basis: string;
}

/**
 * Threshold of each voxel for a false-positive rate. `voxels`: prediction bound of one more healthy voxel, mean + t(n - 1) sd sqrt(1 + 1 / n) (Student; the noise is in
 * the spread). `model`: mean + z sqrt(sd^2 + error^2) with each voxel's own error.
 */
export function thresholdOf(
  reference: HealthyReference,
  errors: ArrayLike<number>,
  falsePositiveRate: number,
): Threshold {
  if (!(falsePositiveRate > 0 && falsePositiveRate < 0.5))
    throw new ScienceError('argument', `falsePositiveRate is ${falsePositiveRate}; expected a share between 0 and 0.5`);
  const share = `${Number((100 * falsePositiveRate).toPrecision(3))}%`;
  if (reference.kind === 'model') {
    const { mean, sd } = reference;
    if (!Number.isFinite(mean) || !(sd >= 0))
      throw new ScienceError(
        'argument',
        `healthy tissue of mean ${mean} and sd ${sd}; expected a number and 0 or more`,
      );
    const z = -normalQuantile(falsePositiveRate);
    return {
      values: Float64Array.from(errors, (error) => mean + z * Math.hypot(sd, error)),
      basis: `${share} of healthy voxels exceed it: ${z.toFixed(2)} standard deviations, noise and healthy spread together, above a healthy level that was given.`,
    };
  }
  const { mean, sd, n } = momentsOf(reference.values);
  if (n < 3) throw new ScienceError('argument', `${n} healthy reference voxels; a threshold needs at least 3`);
  const bound = mean + studentQuantile(1 - falsePositiveRate, n - 1) * sd * Math.sqrt(1 + 1 / n);
  return {
    values: new Float64Array(errors.length).fill(bound),
    basis: `${share} of healthy voxels exceed it: prediction bound from ${n} reference voxels, normal spread taken.`,
  };
}

/** Mean and standard deviation of the finite values. */
export function momentsOf(values: ArrayLike<number>): {
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
} {
  const finite = Array.from(values).filter((value) => Number.isFinite(value));
  const n = finite.length;
  const mean = finite.reduce((sum, value) => sum + value, 0) / n;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (n - 1)), n };
}
