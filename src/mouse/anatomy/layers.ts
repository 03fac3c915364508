// What lies where: layers of tissue, those in front first, and the share of each tissue in each voxel.
import { positionRas_mm, voxelSize_mm, type Geometry } from '../../records/index.ts';
import type { Tissue } from '../tissues.ts';
import type { Field, Point } from './fields.ts';

export interface Layer {
  readonly tissue: Tissue;
  readonly field: Field;
  /** Corners of a box that holds the layer, least first; without one the layer is looked up everywhere. */
  readonly box?: readonly [Point, Point];
}

/** Share of each tissue in each voxel, [z, y, x]. */
export type Shares = ReadonlyMap<Tissue, Float64Array>;
/** Divides tissue at a place: share of `tissue` that is really another. */
export interface Split {
  readonly of: Tissue;
  readonly into: Tissue;
  /** Averaged over a cube of `width` mm about the place. */
  share(x: number, y: number, z: number, width: number): number;
}

export interface SampleSettings {
  /** Largest distance between the places that are looked up. */
  readonly spacing_mm: number;
  /** Animal's size over that of the layers. */
  readonly scale: number;
}

/** Distances near a surface are right to a factor below this. */
const SAFETY = 1.8;

/**
 * Voxels from places on a finer lattice; each place stands for its own small cube, over which edges are smoothed. Blocks of places are
 * halved until few are left or one layer covers them all, so that the work goes with the surfaces and not with the volume.
 */
export function sharesOf(
  layers: readonly Layer[],
  split: Split | undefined,
  geometry: Geometry,
  { spacing_mm, scale }: SampleSettings,
): Shares {
  const { shape } = geometry;
  const size = voxelSize_mm(geometry).map((length) => length / scale);
  const counts = size.map((length) => Math.max(1, Math.ceil(length / spacing_mm - 1e-9)));
  const steps = size.map((length, axis) => length / counts[axis]!);
  const width = (steps[0]! + steps[1]! + steps[2]!) / 3;
  const weight = 1 / (counts[0]! * counts[1]! * counts[2]!);
  const shares = new Map<Tissue, Float64Array>();
  const placeOf = (a: number, b: number, c: number): Point => {
    const along = (lattice: number, axis: number): number => (lattice + 0.5) / counts[axis]! - 0.5;
    const place = positionRas_mm(geometry, along(a, 0), along(b, 1), along(c, 2));
    return [place[0] / scale, place[1] / scale, place[2] / scale];
  };
  let voxel = 0;
  const add = (tissue: Tissue, share: number): void => {
    let all = shares.get(tissue);
    if (all === undefined) shares.set(tissue, (all = new Float64Array(shape[0] * shape[1] * shape[2])));
    all[voxel] = all[voxel]! + share * weight;
  };
  const visit = (low: Point, high: Point, candidates: readonly Layer[]): void => {
    const n = [high[0] - low[0], high[1] - low[1], high[2] - low[2]] as const;
    const centre = placeOf((low[0] + high[0] - 1) / 2, (low[1] + high[1] - 1) / 2, (low[2] + high[2] - 1) / 2);
    const radius = (SAFETY / 2) * Math.hypot(n[0] * steps[0]!, n[1] * steps[1]!, n[2] * steps[2]!) + width;
    const near = nearLayers(candidates, centre, radius);
    if (near.length === 0) return;
    const isSettled = near[0]!.field === everywhere;
    if (!isSettled && n[0] * n[1] * n[2] > FEW) {
      const lengths = n.map((count, axis) => (count > 1 ? count * steps[axis]! : 0));
      const axis = lengths.indexOf(Math.max(...lengths));
      const middle = low[axis]! + (n[axis]! >> 1);
      visit(low, withAt(high, axis, middle), near);
      visit(withAt(low, axis, middle), high, near);
      return;
    }
    for (let c = low[2]; c < high[2]; c++) {
      for (let b = low[1]; b < high[1]; b++) {
        for (let a = low[0]; a < high[0]; a++) {
          const [i, j, k] = [Math.floor(a / counts[0]!), Math.floor(b / counts[1]!), Math.floor(c / counts[2]!)];
          voxel = (k * shape[1] + j) * shape[0] + i;
          addPlace(near, split, placeOf(a, b, c), width, add);
        }
      }
    }
  };
  visit([0, 0, 0], [shape[0] * counts[0]!, shape[1] * counts[1]!, shape[2] * counts[2]!], layers);
  return shares;
}

/** Places of a block that is not halved again. */
const FEW = 6;

const withAt = (point: Point, axis: number, value: number): Point =>
  [0, 1, 2].map((i) => (i === axis ? value : point[i]!)) as unknown as Point;

/** Layers that reach within `radius` of a place, down to the first that covers all of it. */
function nearLayers(layers: readonly Layer[], [x, y, z]: Point, radius: number): readonly Layer[] {
  const near: Layer[] = [];
  for (const layer of layers) {
    if (layer.box !== undefined && isOutside(layer.box, x, y, z, radius)) continue;
    const distance = layer.field(x, y, z);
    if (distance > radius) continue;
    if (distance < -radius) {
      near.push({ tissue: layer.tissue, field: everywhere });
      break;
    }
    near.push(layer);
  }
  return near;
}
const everywhere: Field = () => -Infinity;

function addPlace(
  layers: readonly Layer[],
  split: Split | undefined,
  [x, y, z]: Point,
  width: number,
  add: (tissue: Tissue, share: number) => void,
): void {
  let left = 1;
  for (const { tissue, field } of layers) {
    const share = left * covered(field(x, y, z), width);
    if (share === 0) continue;
    if (split !== undefined && tissue === split.of) {
      const part = share * split.share(x, y, z, width);
      if (part > 0) add(split.into, part);
      if (part < share) add(tissue, share - part);
    } else add(tissue, share);
    left -= share;
    if (left < 1e-9) return;
  }
}

/** Share of a cube of `width` whose centre is `distance` outside a surface. */
export function covered(distance: number, width: number): number {
  const t = Math.min(1, Math.max(0, 0.5 - distance / (1.4 * width)));
  return t * t * (3 - 2 * t);
}

function isOutside([low, high]: readonly [Point, Point], x: number, y: number, z: number, margin: number): boolean {
  return (
    x < low[0] - margin || x > high[0] + margin ||
    y < low[1] - margin || y > high[1] + margin ||
    z < low[2] - margin || z > high[2] + margin
  ); // prettier-ignore
}
