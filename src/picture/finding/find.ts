// From a map with errors to a finding: threshold, connected regions, injured volume with its interval, healthy tissue beside injured.
import { ScienceError } from '../../base/index.ts';
import { median, normalCdf } from '../../math/index.ts';
import {
  positionRas_mm,
  voxelVolume_mm3,
  type Finding,
  type FoundRegion,
  type Geometry,
  type Tissue,
} from '../../records/index.ts';
import { scatter } from '../voxels.ts';
import { connectedRegions, type Connectivity } from './connected.ts';
import { momentsOf, thresholdOf, type HealthyReference } from './threshold.ts';

/** A map by its voxels: one value and one standard error per voxel; NaN where the voxel has none. */
export interface Measured {
  readonly measure: string;
  readonly unit: string;
  readonly geometry: Geometry;
  readonly voxels: Int32Array;
  readonly values: ArrayLike<number>;
  readonly errors: ArrayLike<number>;
  /** Noise of the mean of these voxels over that of as many independent ones; 1 where it is left out. A k-space filter lets neighbours share noise. */
  readonly shared?: (voxels: Int32Array) => number;
}

export interface FindSettings {
  readonly reference: HealthyReference;
  readonly falsePositiveRate: number;
  readonly connectivity: Connectivity;
  /** Regions of fewer voxels are taken as noise; 1 keeps all. */
  readonly fewestVoxels: number;
}

const TWO_SIDED_95 = 1.959963984540054;

export function findInjury(measured: Measured, settings: FindSettings): Finding {
  const { geometry, voxels, values, errors, measure, unit } = measured;
  checkMeasured(measured, settings);
  const threshold = thresholdOf(settings.reference, errors, settings.falsePositiveRate);
  const tested = [...voxels.keys()].filter((row) => Number.isFinite(values[row]!) && Number.isFinite(errors[row]!));
  if (tested.length === 0)
    throw new ScienceError('argument', 'no voxel has a value and an error; nothing can be found', { where: measure });
  const volume_mm3 = Math.abs(voxelVolume_mm3(geometry));
  const above = new Float64Array(voxels.length);
  let crossings = 0;
  for (const row of tested) {
    const excess = values[row]! - threshold.values[row]!;
    above[row] = excess > 0 ? 1 : 0;
    const chance = errors[row]! > 0 ? normalCdf(excess / errors[row]!) : above[row];
    crossings += chance * (1 - chance);
  }
  const { labels, sizes } = connectedRegions(
    scatter(geometry, voxels, above, 0).data,
    geometry.shape,
    settings.connectivity,
  );
  const kept = sizes.filter((size) => size >= settings.fewestVoxels).length;
  const labelOf = (row: number): number => {
    const label = labels[voxels[row]!]!;
    return label <= kept ? label : 0;
  };
  const isTested = new Set(tested);
  const labelled = Array.from(voxels.keys(), (row) => (isTested.has(row) ? labelOf(row) : NaN));
  const injured = tested.filter((row) => labelOf(row) > 0);
  const healthy = tested.filter((row) => labelOf(row) === 0);
  const factorOf = (rows: readonly number[]): number => sharedNoiseOf(measured, rows);
  const spread = TWO_SIDED_95 * Math.sqrt(crossings) * factorOf(tested);
  const notes: string[] = [];
  const dropped = sizes.slice(kept).reduce((sum, size) => sum + size, 0);
  if (dropped > 0)
    notes.push(
      `${dropped === 1 ? '1 voxel above the threshold stands' : `${dropped} voxels above the threshold stand`} in regions of fewer than ${settings.fewestVoxels} voxels and ${dropped === 1 ? 'is' : 'are'} taken as noise.`,
    );
  if (tested.length < voxels.length)
    notes.push(
      `${voxels.length - tested.length} of ${voxels.length} voxels have no value or no error and are neither healthy nor injured.`,
    );
  return {
    measure,
    unit,
    threshold: median(tested.map((row) => threshold.values[row]!)),
    falsePositiveRate: settings.falsePositiveRate,
    basis: threshold.basis,
    labels: scatter(geometry, voxels, labelled, NaN),
    regions: Array.from({ length: kept }, (_, i) => {
      const rows = injured.filter((row) => labelOf(row) === i + 1);
      return regionOf(i + 1, rows, measured, volume_mm3, factorOf(rows));
    }),
    injuredVolume_mm3: injured.length * volume_mm3,
    injuredVolumeInterval_mm3: [
      Math.max(0, injured.length - spread) * volume_mm3,
      Math.min(tested.length, injured.length + spread) * volume_mm3,
    ],
    falseVolume_mm3: settings.falsePositiveRate * tested.length * volume_mm3,
    injured: tissueOf(injured, measured, factorOf(injured)),
    healthy: tissueOf(healthy, measured, factorOf(healthy)),
    notes,
  };
}

/** `shared` of these rows of the map. */
export function sharedNoiseOf({ voxels, shared }: Measured, rows: readonly number[]): number {
  return rows.length === 0 ? 1 : (shared?.(Int32Array.from(rows, (row) => voxels[row]!)) ?? 1);
}

function checkMeasured({ measure, voxels, values, errors }: Measured, { fewestVoxels }: FindSettings): void {
  if (values.length !== voxels.length || errors.length !== voxels.length)
    throw new ScienceError(
      'argument',
      `${voxels.length} voxels, ${values.length} values and ${errors.length} errors; expected as many of each`,
      {
        where: measure,
      },
    );
  if (!Number.isInteger(fewestVoxels) || fewestVoxels < 1)
    throw new ScienceError('argument', `fewestVoxels is ${fewestVoxels}; expected a whole number, at least 1`);
}

function regionOf(
  label: number,
  rows: readonly number[],
  measured: Measured,
  volume_mm3: number,
  shared: number,
): FoundRegion {
  const [nx, ny] = measured.geometry.shape;
  const centre = [0, 0, 0];
  for (const row of rows) {
    const voxel = measured.voxels[row]!;
    const at = positionRas_mm(
      measured.geometry,
      voxel % nx,
      Math.floor(voxel / nx) % ny,
      Math.floor(voxel / (nx * ny)),
    );
    at.forEach((value, axis) => (centre[axis] = centre[axis]! + value / rows.length));
  }
  const { mean, meanError } = tissueOf(rows, measured, shared);
  return {
    label,
    nVoxels: rows.length,
    volume_mm3: rows.length * volume_mm3,
    centreRas_mm: [centre[0]!, centre[1]!, centre[2]!],
    mean,
    meanError,
    highest: rows.reduce((most, row) => Math.max(most, measured.values[row]!), -Infinity),
  };
}

function tissueOf(rows: readonly number[], { values, errors }: Measured, shared: number): Tissue {
  const { mean, sd } = momentsOf(rows.map((row) => values[row]!));
  const meanError = (shared * Math.sqrt(rows.reduce((sum, row) => sum + errors[row]! ** 2, 0))) / rows.length;
  return { nVoxels: rows.length, mean, meanError, sd };
}
