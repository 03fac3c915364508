// A plain stand-in for an axial slab of a mouse abdomen: ellipsoids with a tissue each. A picture to try the map road on, no anatomy atlas.
import { positionRas_mm, type Geometry } from '../../records/index.ts';

export type Tissue = 'outside' | 'muscle' | 'liver' | 'injured' | 'kidney' | 'vessel' | 'gut' | 'bone';

interface Ellipsoid {
  readonly tissue: Tissue;
  /** RAS, mm. */
  readonly centre: readonly [number, number, number];
  readonly radii: readonly [number, number, number];
}

/** Later ones lie over earlier ones. */
const ELLIPSOIDS: readonly Ellipsoid[] = [
  { tissue: 'muscle', centre: [0, 0, 0], radii: [13.5, 11, 40] },
  { tissue: 'liver', centre: [3.2, 2.6, 1.5], radii: [8.6, 6.6, 8.2] },
  { tissue: 'liver', centre: [-4.6, 4.4, 2.5], radii: [5.8, 4.2, 6] },
  { tissue: 'injured', centre: [6.6, 3.4, 2], radii: [3.6, 3.8, 5] },
  { tissue: 'injured', centre: [-6, 4.8, 3.5], radii: [2.2, 1.9, 3] },
  { tissue: 'gut', centre: [-7, -0.6, -2], radii: [4.2, 3.8, 6] },
  { tissue: 'kidney', centre: [6.6, -5.2, -5], radii: [3.2, 2.9, 5.5] },
  { tissue: 'kidney', centre: [-6.8, -5.4, -5.5], radii: [3.2, 2.9, 5.5] },
  { tissue: 'bone', centre: [0, -7.4, 0], radii: [2, 1.9, 40] },
  { tissue: 'vessel', centre: [-0.6, -4.2, 0], radii: [0.9, 0.9, 40] },
  { tissue: 'vessel', centre: [1.7, -3.6, 0], radii: [1.1, 1, 40] },
];

function tissueAt(x: number, y: number, z: number): Tissue {
  for (let n = ELLIPSOIDS.length - 1; n >= 0; n--) {
    const { centre, radii, tissue } = ELLIPSOIDS[n]!;
    const [a, b, c] = [(x - centre[0]) / radii[0], (y - centre[1]) / radii[1], (z - centre[2]) / radii[2]];
    if (a * a + b * b + c * c < 1) return tissue;
  }
  return 'outside';
}

/** Share of each tissue in each voxel, [tissue][z, y, x], from `samples` points along each axis. */
export function tissueShares(
  geometry: Geometry,
  samples: readonly [number, number, number],
): ReadonlyMap<Tissue, Float64Array> {
  const [nx, ny, nz] = geometry.shape;
  const shares = new Map<Tissue, Float64Array>();
  const weight = 1 / (samples[0] * samples[1] * samples[2]);
  const offset = (s: number, n: number): number => (s + 0.5) / n - 0.5;
  for (let voxel = 0; voxel < nx * ny * nz; voxel++) {
    const [i, j, k] = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))];
    for (let c = 0; c < samples[2]; c++) {
      for (let b = 0; b < samples[1]; b++) {
        for (let a = 0; a < samples[0]; a++) {
          const [x, y, z] = positionRas_mm(
            geometry,
            i + offset(a, samples[0]),
            j + offset(b, samples[1]),
            k + offset(c, samples[2]),
          );
          const tissue = tissueAt(x, y, z);
          let share = shares.get(tissue);
          if (share === undefined) shares.set(tissue, (share = new Float64Array(nx * ny * nz)));
          share[voxel] = share[voxel]! + weight;
        }
      }
    }
  }
  return shares;
}
