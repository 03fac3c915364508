// How well a score tells injured from healthy, over all thresholds.
import { ScienceError } from '../../base/index.ts';
import { normalQuantile } from '../../math/index.ts';

export interface RocCurve {
  /** From above the highest score to the lowest: a voxel is positive from its threshold on. */
  readonly threshold: Float64Array;
  readonly falsePositiveRate: Float64Array;
  readonly truePositiveRate: Float64Array;
}

export interface Auc {
  readonly auc: number;
  readonly error: number;
  /** 95%, cut to [0, 1]. */
  readonly interval: readonly [number, number];
}

/** Needs at least one injured and one healthy voxel. */
export function rocCurve(scores: ArrayLike<number>, isInjured: ArrayLike<boolean>): RocCurve {
  const { injured, healthy } = split(scores, isInjured);
  const levels = [Infinity, ...[...new Set([...injured, ...healthy])].sort((a, b) => b - a)];
  const share = (values: readonly number[], level: number): number =>
    values.reduce((count, value) => count + (value >= level ? 1 : 0), 0) / values.length;
  return {
    threshold: Float64Array.from(levels),
    falsePositiveRate: Float64Array.from(levels, (level) => share(healthy, level)),
    truePositiveRate: Float64Array.from(levels, (level) => share(injured, level)),
  };
}

/** Area under the curve: the chance that an injured voxel scores above a healthy one, ties half; standard error of DeLong, DeLong and Clarke-Pearson 1988, times what each kind of voxel shares of its noise (as `Measured.shared`). */
export function areaUnderRoc(
  scores: ArrayLike<number>,
  isInjured: ArrayLike<boolean>,
  shared = { injured: 1, healthy: 1 },
): Auc {
  const { injured, healthy } = split(scores, isInjured);
  const sorted = { injured: [...injured].sort((a, b) => a - b), healthy: [...healthy].sort((a, b) => a - b) };
  const above = injured.map((score) => below(sorted.healthy, score));
  const under = healthy.map((score) => 1 - below(sorted.injured, score));
  const auc = above.reduce((sum, value) => sum + value, 0) / above.length;
  const variance = (values: readonly number[]): number =>
    values.length < 2 ? NaN : values.reduce((sum, value) => sum + (value - auc) ** 2, 0) / (values.length - 1);
  const error = Math.sqrt(
    (shared.injured ** 2 * variance(above)) / above.length + (shared.healthy ** 2 * variance(under)) / under.length,
  );
  const reach = normalQuantile(0.975) * error;
  return { auc, error, interval: [Math.max(0, auc - reach), Math.min(1, auc + reach)] };
}

/** Share of sorted values below `score`, ties half. */
function below(sorted: readonly number[], score: number): number {
  return (countBelow(sorted, score, false) + countBelow(sorted, score, true)) / (2 * sorted.length);
}

function countBelow(sorted: readonly number[], score: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < score || (orEqual && sorted[middle] === score)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function split(scores: ArrayLike<number>, isInjured: ArrayLike<boolean>): { injured: number[]; healthy: number[] } {
  if (scores.length !== isInjured.length)
    throw new ScienceError(
      'argument',
      `${scores.length} scores and ${isInjured.length} truths; expected as many of each`,
    );
  const injured: number[] = [];
  const healthy: number[] = [];
  for (let row = 0; row < scores.length; row++) {
    if (Number.isNaN(scores[row]!))
      throw new ScienceError('argument', `the score of row ${row} is NaN; leave such voxels out`);
    (isInjured[row] === true ? injured : healthy).push(scores[row]!);
  }
  if (injured.length === 0 || healthy.length === 0)
    throw new ScienceError(
      'argument',
      `${injured.length} injured and ${healthy.length} healthy voxels; a ROC curve needs both`,
    );
  return { injured, healthy };
}
