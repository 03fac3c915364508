// A finding beside the truth, where an animal was simulated.
import { ScienceError } from '../../base/index.ts';
import { clopperPearson } from '../../math/index.ts';
import {
  voxelVolume_mm3,
  type Finding,
  type FindingQuality,
  type SeverityBias,
  type Share,
} from '../../records/index.ts';
import { sharedNoiseOf, type Measured } from './find.ts';
import { areaUnderRoc } from './roc.ts';
import { momentsOf } from './threshold.ts';

export interface Truth {
  /** True share of dead cells of each voxel, [row of `Measured`]. */
  readonly severity: ArrayLike<number>;
  /** A voxel counts as injured from this severity on. */
  readonly injuredFrom: number;
  /** What the measure would be without noise and bias, [row]. */
  readonly values: ArrayLike<number>;
  /** Borders of the severity classes, rising: [0, 0.1, 0.3, 1]. The last border belongs to the last class. */
  readonly classes: readonly number[];
}

/**
 * A share with its exact 95% interval. Voxels that share noise (`shared`: noise of their mean over that of independent ones) count as of / shared^2
 * (Korn and Graubard 1998).
 */
export function shareOf(hits: number, of: number, shared = 1): Share {
  const effect = shared * shared;
  return { hits, of, value: hits / of, interval: clopperPearson(hits / effect, of / effect) };
}

/** 2 |A and B| / (|A| + |B|) (Dice 1945); 1 where both are empty. */
export function diceOf(both: number, found: number, there: number): number {
  return found + there === 0 ? 1 : (2 * both) / (found + there);
}

/** Voxels without a value are left out. The area under the ROC curve ranks voxels by their values; it is NaN where the animal has only one kind. */
export function judgeFinding(finding: Finding, measured: Measured, truth: Truth): FindingQuality {
  const { voxels, values } = measured;
  if (truth.severity.length !== voxels.length || truth.values.length !== voxels.length)
    throw new ScienceError('argument', `the truth has ${truth.severity.length} voxels, the map ${voxels.length}`);
  const rows = [...voxels.keys()].filter((row) => !Number.isNaN(finding.labels.data[voxels[row]!]!));
  const isFound = (row: number): boolean => finding.labels.data[voxels[row]!]! > 0;
  const isThere = (row: number): boolean => truth.severity[row]! >= truth.injuredFrom;
  const there = rows.filter(isThere);
  const healthy = rows.filter((row) => !isThere(row));
  const found = rows.filter(isFound);
  const both = there.filter(isFound).length;
  const ranked =
    there.length > 0 && healthy.length > 0
      ? areaUnderRoc(
          rows.map((row) => values[row]!),
          rows.map(isThere),
          { injured: sharedNoiseOf(measured, there), healthy: sharedNoiseOf(measured, healthy) },
        )
      : { auc: NaN, error: NaN, interval: [NaN, NaN] as const };
  return {
    sensitivity: shareOf(both, there.length, sharedNoiseOf(measured, there)),
    specificity: shareOf(
      healthy.filter((row) => !isFound(row)).length,
      healthy.length,
      sharedNoiseOf(measured, healthy),
    ),
    dice: diceOf(both, found.length, there.length),
    auc: ranked.auc,
    aucError: ranked.error,
    aucInterval: ranked.interval,
    trueVolume_mm3: there.length * Math.abs(voxelVolume_mm3(measured.geometry)),
    bySeverity: biasBySeverity(rows, values, truth),
  };
}

function biasBySeverity(rows: readonly number[], values: ArrayLike<number>, truth: Truth): SeverityBias[] {
  const { severity, classes } = truth;
  if (classes.length < 2 || classes.some((border, i) => i > 0 && !(border > classes[i - 1]!)))
    throw new ScienceError(
      'argument',
      `severity classes [${classes.join(', ')}]; expected at least two rising borders`,
    );
  return classes.slice(1).map((to, i) => {
    const from = classes[i]!;
    const isLast = i === classes.length - 2;
    const inside = rows.filter(
      (row) => severity[row]! >= from && (severity[row]! < to || (isLast && severity[row] === to)),
    );
    const gaps = momentsOf(inside.map((row) => values[row]! - truth.values[row]!));
    return {
      from,
      to,
      nVoxels: inside.length,
      meanTruth: momentsOf(inside.map((row) => truth.values[row]!)).mean,
      meanEstimate: momentsOf(inside.map((row) => values[row]!)).mean,
      bias: gaps.mean,
      biasError: gaps.sd / Math.sqrt(gaps.n),
    };
  });
}
