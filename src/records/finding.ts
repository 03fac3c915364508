// What a map says: where cells died, how much, and how sure that is.
import type { Volume } from './images.ts';

export interface FoundRegion {
  /** From 1, largest first; the value of its voxels in `Finding.labels`. */
  readonly label: number;
  readonly nVoxels: number;
  readonly volume_mm3: number;
  readonly centreRas_mm: readonly [number, number, number];
  readonly mean: number;
  /** Standard error of `mean` by the noise of its voxels. */
  readonly meanError: number;
  readonly highest: number;
}

export interface Tissue {
  readonly nVoxels: number;
  readonly mean: number;
  readonly meanError: number;
  /** Spread between voxels, noise and biology together. */
  readonly sd: number;
}

export interface Finding {
  /** Name of the column that was thresholded: `ratio_malate`, `rate_malate_perS` ... */
  readonly measure: string;
  readonly unit: string;
  /** Of the median voxel, where each has its own. */
  readonly threshold: number;
  /** Stated share of healthy voxels above the threshold. */
  readonly falsePositiveRate: number;
  /** How the threshold was found, one sentence. */
  readonly basis: string;
  /** 0 healthy, label of the region where injured, NaN outside the mask. */
  readonly labels: Volume;
  readonly regions: readonly FoundRegion[];
  readonly injuredVolume_mm3: number;
  /** 95%, from the chance of each voxel to cross the threshold by its noise. */
  readonly injuredVolumeInterval_mm3: readonly [number, number];
  /** What false positives alone would be expected to show, before small regions are taken out. */
  readonly falseVolume_mm3: number;
  readonly injured: Tissue;
  readonly healthy: Tissue;
  readonly notes: readonly string[];
}

/** A share with its exact 95% interval (Clopper and Pearson 1934); NaN where nothing was counted. */
export interface Share {
  readonly hits: number;
  readonly of: number;
  readonly value: number;
  readonly interval: readonly [number, number];
}

export interface SeverityBias {
  /** Of the true value, [from, to). */
  readonly from: number;
  readonly to: number;
  readonly nVoxels: number;
  readonly meanTruth: number;
  readonly meanEstimate: number;
  readonly bias: number;
  readonly biasError: number;
}

/** A finding beside the truth of a simulated animal. */
export interface FindingQuality {
  readonly sensitivity: Share;
  readonly specificity: Share;
  readonly dice: number;
  readonly auc: number;
  /** DeLong 1988; NaN where a class has fewer than two voxels. */
  readonly aucError: number;
  readonly aucInterval: readonly [number, number];
  readonly trueVolume_mm3: number;
  readonly bySeverity: readonly SeverityBias[];
}
