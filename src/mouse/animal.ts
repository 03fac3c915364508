// One virtual animal: its anatomy, its injury, its values; in voxels of any grid, as a 1H picture, and as tissue that label flows through.
import { Random, ScienceError } from '../base/index.ts';
import { checkGeometry, type Geometry, type SteppableTissue, type Volume } from '../records/index.ts';
import { anatomyOf } from './anatomy/anatomy.ts';
import { spinEchoImage, type SpinEcho } from './anatomy/contrast.ts';
import { covered, sharesOf, type Layer, type Shares, type Split } from './anatomy/layers.ts';
import { lobulesOf } from './injury/lobules.ts';
import { severityField } from './injury/pattern.ts';
import { necroticShare } from './injury/severity.ts';
import type { Pieces } from './label/deviations.ts';
import { tissueOf, type FumaraseKinetics, type Injection } from './label/tissue.ts';
import { checkedValues, checkGrid, checkInjection, checkInjury, type AnimalSettings } from './settings.ts';
import { ORGAN_TABLE, type Tissue } from './tissues.ts';
import type { MouseValues } from './values.ts';

export interface Animal {
  readonly seed: number;
  readonly values: MouseValues;
  /** Front first; in mm of a 25 g mouse. */
  readonly layers: readonly Layer[];
  /** Size over that of a 25 g mouse. */
  readonly scale: number;
  readonly injury: Split;
  /** Dead share of the whole liver. */
  readonly necrotic: number;
  readonly liver_mL: number;
  readonly notes: readonly string[];
}
export interface AnimalVoxels {
  readonly geometry: Geometry;
  readonly shares: Shares;
  /** Liver, living and dead, as a share of the voxel. */
  readonly liver: Volume;
  /** Dead share of the liver in the voxel, 0 where there is none: the truth that a necrosis map is held against. */
  readonly necrotic: Volume;
}

/** Spacing of the lattice on which the liver is measured. */
const PROBE_mm = 0.5;

/** Throws for values and injuries that cannot be; the same settings give the same animal. */
export function animalOf(settings: AnimalSettings): Animal {
  const values = checkedValues(settings.values);
  checkInjury(settings.injury);
  const random = new Random(settings.seed);
  const { layers } = anatomyOf(random);
  const scale = Math.cbrt(values.bodyMass_g / 25);
  const liver = liverPlaces(layers);
  const { injury } = settings;
  const notes: string[] = [];
  let necrotic = 0;
  if (injury !== undefined && 'necroticFraction' in injury) necrotic = injury.necroticFraction;
  else if (injury !== undefined) {
    necrotic = necroticShare(values, injury.acetaminophen_mgPerKg, injury.hours_h);
    notes.push(
      `ASSUMED: ${injury.acetaminophen_mgPerKg} mg/kg of acetaminophen kill ${(100 * necrotic).toFixed(0)}% of the liver within ${injury.hours_h} h`,
    );
  }
  const draw = random.fork('injury');
  const pattern = injury?.pattern ?? 'centrilobular';
  const severity = severityField(pattern, necrotic, values.patchiness, liver, draw);
  const lobules = lobulesOf(Math.floor(draw.next() * 2 ** 31), values.lobule_mm / scale);
  return {
    seed: settings.seed,
    values,
    layers,
    scale,
    injury: {
      of: 'liver',
      into: 'necroticLiver',
      share: (x, y, z, width) => lobules.dead(x, y, z, width, severity(x, y, z)),
    },
    necrotic,
    liver_mL: ((liver.length / 3) * PROBE_mm * PROBE_mm * PROBE_mm * scale * scale * scale) / 1000,
    notes,
  };
}

/** Places of a lattice that lie in liver tissue, [3 i ...]. */
function liverPlaces(layers: readonly Layer[]): Float64Array {
  const at = layers.findIndex(({ tissue }) => tissue === 'liver');
  const { field, box } = layers[at]!;
  const front = layers.slice(0, at);
  const places: number[] = [];
  const [low, high] = box!;
  for (let z = low[2]; z <= high[2]; z += PROBE_mm) {
    for (let y = low[1]; y <= high[1]; y += PROBE_mm) {
      for (let x = low[0]; x <= high[0]; x += PROBE_mm) {
        if (field(x, y, z) < 0 && !front.some((layer) => covered(layer.field(x, y, z), PROBE_mm) > 0.5))
          places.push(x, y, z);
      }
    }
  }
  return Float64Array.from(places);
}

/** The animal in the voxels of a grid. `spacing_mm`: places that are looked up lie at most so far apart. Throws where the grid is too coarse or holds no liver. */
export function voxelsOf(animal: Animal, geometry: Geometry, spacing_mm: number): AnimalVoxels {
  checkGeometry(geometry, 'grid');
  checkGrid(geometry);
  if (!(spacing_mm > 0)) throw new ScienceError('argument', `${spacing_mm}; expected more than 0 mm`, { where: 'spacing_mm' }); // prettier-ignore
  const shares = sharesOf(animal.layers, animal.injury, geometry, { spacing_mm, scale: animal.scale });
  const n = geometry.shape[0] * geometry.shape[1] * geometry.shape[2];
  const alive = shares.get('liver') ?? new Float64Array(n);
  const dead = shares.get('necroticLiver') ?? new Float64Array(n);
  const liver = alive.map((share, voxel) => share + dead[voxel]!);
  if (liver.every((share) => share === 0)) {
    throw new ScienceError('argument', 'the grid holds no liver; move it: the liver lies within 12 mm of the origin', {
      where: 'grid',
    });
  }
  const necrotic = liver.map((share, voxel) => (share > 0 ? dead[voxel]! / share : 0));
  return { geometry, shares, liver: { geometry, data: liver }, necrotic: { geometry, data: necrotic } };
}

/** A spin echo picture on a grid, finer as a rule than that of the label. */
export function anatomyImage(animal: Animal, geometry: Geometry, spacing_mm: number, echo: SpinEcho): Volume {
  const { shares } = voxelsOf(animal, geometry, spacing_mm);
  return spinEchoImage(shares, geometry, echo, animal.seed);
}

/** The animal in these voxels while `injection` goes in, from its first moment on. */
export function labelIn(
  animal: Animal,
  voxels: AnimalVoxels,
  injection: Injection,
  kinetics: FumaraseKinetics,
): SteppableTissue {
  checkInjection(injection, animal.values.bodyMass_g);
  const pieces = new Map<Tissue, Pieces>();
  for (const [tissue, share] of voxels.shares) pieces.set(tissue, piecesOf(share));
  const liverScale = animal.liver_mL / (ORGAN_TABLE.liver.volume_mLPerG * animal.values.bodyMass_g);
  const { geometry } = voxels;
  return tissueOf(
    { geometry, pieces, values: animal.values, necrotic: animal.necrotic, liverScale },
    injection,
    kinetics,
  );
}

function piecesOf(share: Float64Array): Pieces {
  const voxels: number[] = [];
  share.forEach((part, voxel) => {
    if (part > 0) voxels.push(voxel);
  });
  return { voxels: Int32Array.from(voxels), shares: Float64Array.from(voxels, (voxel) => share[voxel]!) };
}
