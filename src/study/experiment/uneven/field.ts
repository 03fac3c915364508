// The field that the animal makes in itself and what shims leave of it: over the tissue for the scan, on the voxels of the images for the reconstruction.
import {
  BLOOD_TISSUES,
  gridAbout,
  voxelsOf,
  type Animal,
  type AnimalVoxels,
  type Shares,
  type Tissue,
} from '../../../mouse/index.ts';
import { quantile } from '../../../math/index.ts';
import { resliceMean } from '../../../picture/index.ts';
import { positionRas_mm, type Geometry, type Volume } from '../../../records/index.ts';
import { frequency_Hz, partField_Hz, shimmed, SUSCEPTIBILITY } from '../../../scanner/index.ts';
import { imageGrid } from '../scan/protocol.ts';
import type { ExperimentSettings } from '../settings.ts';

export interface FieldOutcome {
  /** Hz over the voxels of the tissue, NaN where there is no animal: with the frequency of the scanner set on the organ, and with all shims. */
  readonly before: Volume;
  readonly after: Volume;
  /** Standard deviation over the liver. */
  readonly before_Hz: number;
  readonly after_Hz: number;
  /** 5 and 95% of the liver, shimmed. */
  readonly range_Hz: readonly [number, number];
  /** Largest less smallest in a 13C voxel of the liver, median. */
  readonly voxelSpan_Hz: number;
  /** [z, y, x] of the images, shimmed; 0 where there is no animal. */
  readonly onImages_Hz: Float64Array;
}

/** All that is not named is as water. */
const KIND: Partial<Record<Tissue, keyof typeof SUSCEPTIBILITY>> = {
  lung: 'lung',
  fat: 'fat',
  bone: 'bone',
  venaCava: 'venousBlood',
  portalVein: 'venousBlood',
  hepaticVein: 'venousBlood',
};
const STEP_mm = 1;
/** Of a 25 g mouse, about the axis of the body; along it the field of what lies beyond is nearly even. */
const EXTENT_mm = [32, 28, 96] as const;
/** Where the lungs of a 25 g mouse end and its neck begins; the anatomy has a trunk only. ASSUMED. */
const NECK_mm = 28;
const SHIM_ORDER = { frequency: 0, linear: 1, 'second-order': 2 } as const;

/** The main field runs along the body. `body`: the voxels of the tissue. */
export function fieldOf(animal: Animal, body: AnimalVoxels, settings: ExperimentSettings): FieldOutcome | undefined {
  const { field, b0_T } = settings.scanner;
  if (field === undefined) return undefined;
  const shape = EXTENT_mm.map((extent) => 2 * Math.ceil((extent * animal.scale) / STEP_mm / 2)) as [number, number, number]; // prettier-ignore
  const geometry = gridAbout('axial', shape, [STEP_mm, STEP_mm, STEP_mm], [0, 0, 0]);
  const voxels = voxelsOf(animal, geometry, STEP_mm);
  const step_m = 1e-3 * STEP_mm;
  const grid = { shape: [shape[2], shape[1], shape[0]], spacing_m: [step_m, step_m, step_m] } as const;
  const { chi, ownChi, weight } = matterOf(voxels, animal.scale);
  const raw_Hz = partField_Hz(chi, ownChi, { ...grid, direction: [1, 0, 0], around: SUSCEPTIBILITY.air, b0_T, gamma_HzPerT: frequency_Hz(b0_T) / b0_T }); // prettier-ignore
  const images = imageGrid(settings);
  const seen = (v: number): boolean => liesIn(images, positionRas_mm(geometry, v % shape[0], Math.floor(v / shape[0]) % shape[1], Math.floor(v / shape[0] / shape[1]))); // prettier-ignore
  const organ = (field.over === 'liver' ? voxels.liver.data : weight).map((share, v) => (share > 0.5 && seen(v) ? 1 : 0)); // prettier-ignore
  const [unshimmed, shim] = [0, SHIM_ORDER[field.shim]].map((order) => shimmed(raw_Hz, organ, { ...grid, order: order as 0 | 1 | 2 })); // prettier-ignore
  const liver = voxels.liver.data.map((share, v) => (share > 0.5 && seen(v) ? 1 : 0));
  const inLiver = (values: Float64Array): Float64Array => values.filter((_, v) => liver[v]! > 0).sort();
  const sorted = inLiver(shim!.field_Hz);
  const over = (values: Float64Array, target: Geometry, inAir: number): Volume => meanInside({ geometry, data: values }, weight, target, inAir); // prettier-ignore
  return {
    before: over(unshimmed!.field_Hz, body.geometry, NaN),
    after: over(shim!.field_Hz, body.geometry, NaN),
    before_Hz: deviation(inLiver(unshimmed!.field_Hz)),
    after_Hz: deviation(sorted),
    range_Hz: [quantile(sorted, 0.05), quantile(sorted, 0.95)],
    voxelSpan_Hz: medianSpan(shim!.field_Hz, liver, geometry, images),
    onImages_Hz: over(shim!.field_Hz, images, 0).data,
  };
}

interface Matter {
  /** Of the whole voxel, air included. */
  readonly chi: Float64Array;
  /** Of what holds label in it. */
  readonly ownChi: Float64Array;
  /** How much of the voxel holds label: of lung, the blood alone. */
  readonly weight: Float64Array;
}

function matterOf({ geometry, shares }: AnimalVoxels, scale: number): Matter {
  const [nx, ny, nz] = geometry.shape;
  const [chi, ownChi, weight] = [SUSCEPTIBILITY.air, 0, 0].map((from) => new Float64Array(nx * ny * nz).fill(from)) as [Float64Array, Float64Array, Float64Array]; // prettier-ignore
  const isNeck = Array.from({ length: nz }, (_, k) => positionRas_mm(geometry, 0, 0, k)[2] > NECK_mm * scale);
  for (const [tissue, share] of shares) {
    share.forEach((part, v) => {
      if (part === 0) return;
      const kind = (isNeck[Math.floor(v / nx / ny)] ? undefined : KIND[tissue]) ?? 'tissue';
      const holding = part * (kind === 'lung' ? BLOOD_TISSUES.lung!.bloodFraction : 1);
      chi[v] = chi[v]! + part * (SUSCEPTIBILITY[kind] - SUSCEPTIBILITY.air);
      ownChi[v] = ownChi[v]! + holding * SUSCEPTIBILITY[kind];
      weight[v] = weight[v]! + holding;
    });
  }
  return { chi, ownChi: ownChi.map((sum, v) => (weight[v]! > 0 ? sum / weight[v]! : chi[v]!)), weight };
}

/** Share of each voxel that is animal. */
export function wholeOf(shares: Shares, nVoxels: number): Float64Array {
  const out = new Float64Array(nVoxels);
  for (const share of shares.values()) share.forEach((part, v) => (out[v] = out[v]! + part));
  return out;
}

/** Mean over what holds label in each target voxel. */
function meanInside({ geometry, data }: Volume, weight: Float64Array, target: Geometry, inAir: number): Volume {
  const [sum, share] = [data.map((value, v) => value * weight[v]!), weight].map((one) => resliceMean({ geometry, data: one }, target).data); // prettier-ignore
  return { geometry: target, data: sum!.map((value, v) => (share![v]! > 0 ? value / share![v]! : inAir)) };
}

function liesIn(grid: Geometry, place: readonly [number, number, number]): boolean {
  return [0, 1, 2].every((axis) => {
    const [first, last] = [0, grid.shape[axis]! - 1].map((i) => grid.affineRas_mm[4 * axis + 3]! + i * grid.affineRas_mm[5 * axis]!); // prettier-ignore
    const half = grid.affineRas_mm[5 * axis]! / 2;
    return place[axis]! >= first! - half && place[axis]! <= last! + half;
  });
}

function medianSpan(
  values: Float64Array,
  liver: Float64Array,
  { shape, affineRas_mm }: Geometry,
  images: Geometry,
): number {
  const [nx, ny] = shape;
  const bounds = new Map<string, [number, number]>();
  values.forEach((value, v) => {
    if (liver[v] === 0) return;
    const at = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / nx / ny)];
    const voxel = at.map((i, axis) => Math.round((affineRas_mm[4 * axis + 3]! + i * affineRas_mm[5 * axis]! - images.affineRas_mm[4 * axis + 3]!) / images.affineRas_mm[5 * axis]!)).join(); // prettier-ignore
    const known = bounds.get(voxel);
    if (known === undefined) bounds.set(voxel, [value, value]);
    else [known[0], known[1]] = [Math.min(known[0], value), Math.max(known[1], value)];
  });
  return quantile(Float64Array.from([...bounds.values()].map(([low, high]) => high - low)).sort(), 0.5);
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
