// The least share of dead cells that a voxel shows.
import { ScienceError } from '../../base/index.ts';
import { normalCdf, normalQuantile } from '../../math/index.ts';

export interface DetectionModel {
  /** Rise of the measure from no dead cells to all cells dead. */
  readonly perFraction: number;
  /** Standard deviation of the measure between healthy voxels: noise and biology together. */
  readonly healthySd: number;
  /** The same in injured voxels. */
  readonly injuredSd: number;
  readonly falsePositiveRate: number;
}

/**
 * The fraction whose voxels exceed the threshold of the false-positive rate with a chance of `power`: (z(1 - rate) healthySd + z(power) injuredSd) / perFraction
 * (Currie 1968 with free risks). Above 1 it is never seen.
 */
export function leastDetectableFraction(model: DetectionModel, power = 0.95): number {
  checkModel(model);
  if (!(power > 0 && power < 1))
    throw new ScienceError('argument', `power is ${power}; expected a chance between 0 and 1`);
  const { perFraction, healthySd, injuredSd, falsePositiveRate } = model;
  return (-normalQuantile(falsePositiveRate) * healthySd + normalQuantile(power) * injuredSd) / perFraction;
}

/** Chance that a voxel with this fraction of dead cells is called injured. */
export function detectionPower(model: DetectionModel, fraction: number): number {
  checkModel(model);
  const { perFraction, healthySd, injuredSd, falsePositiveRate } = model;
  return normalCdf((fraction * perFraction + normalQuantile(falsePositiveRate) * healthySd) / injuredSd);
}

function checkModel({ perFraction, healthySd, injuredSd, falsePositiveRate }: DetectionModel): void {
  if (!(perFraction > 0)) throw new ScienceError('argument', `perFraction is ${perFraction}; expected a positive rise`);
  if (!(healthySd > 0) || !(injuredSd > 0))
    throw new ScienceError('argument', `standard deviations ${healthySd} and ${injuredSd}; both must be positive`);
  if (!(falsePositiveRate > 0 && falsePositiveRate < 0.5))
    throw new ScienceError('argument', `falsePositiveRate is ${falsePositiveRate}; expected a share between 0 and 0.5`);
}
