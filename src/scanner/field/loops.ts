// Loops of wire around an animal: what each hears from where (Biot and Savart, reciprocity), and the noise that they share (Roemer et al. 1990).
import { ScienceError } from '../../base/index.ts';
import { positionRas_mm, type Geometry } from '../../records/index.ts';
import { covarianceRoot } from '../played/recorded.ts';
import type { CoilArray } from '../image/maps.ts';
import type { Triple } from '../played/shapes.ts';

export interface LoopArray {
  readonly nLoops: number;
  /** On the axis, which runs along z as the main field does. */
  readonly centre_mm: Triple;
  /** Of the cylinder on which the middles of the loops stand, evenly spaced, the first to the front (y). */
  readonly radius_mm: number;
  /** Share of the noise power that comes from the animal; the rest is each loop's own. */
  readonly sampleNoiseShare: number;
}

/** Sides of the polygon that stands for a loop. */
const SIDES = 48;
/** Middles of neighbours in radii of a loop: about where they do not couple (Roemer et al. 1990). */
const SPACING = 1.5;
/** Of a loop, in radii of the cylinder. */
const LARGEST = 0.8;

export const loopRadius_mm = ({ nLoops, radius_mm }: Pick<LoopArray, 'nLoops' | 'radius_mm'>): number =>
  radius_mm * Math.min(LARGEST, (2 * Math.sin(Math.PI / nLoops)) / SPACING);

/** Corners of a loop about `middle_mm`, whose normal points from the axis outwards under `angle_rad` from the front. */
export function loopCorners(middle_mm: Triple, angle_rad: number, radius_mm: number): Triple[] {
  const [c, s] = [Math.cos(angle_rad), Math.sin(angle_rad)];
  return Array.from({ length: SIDES }, (_, i) => {
    const turn = (2 * Math.PI * (i + 0.5)) / SIDES;
    const [across, along] = [radius_mm * Math.cos(turn), radius_mm * Math.sin(turn)];
    return [middle_mm[0] + across * c, middle_mm[1] - across * s, middle_mm[2] + along] as const;
  });
}

/** Per unit of mu0 / (4 pi) I, in 1/mm and pure numbers: flux density and vector potential of a polygon at a place, [Bx, By, Bz, Ax, Ay, Az]. */
export function polygonField(corners: readonly Triple[], [x, y, z]: Triple): Float64Array {
  const out = new Float64Array(6);
  corners.forEach((from, i) => {
    const to = corners[(i + 1) % corners.length]!;
    const a = [from[0] - x, from[1] - y, from[2] - z] as const,
      b = [to[0] - x, to[1] - y, to[2] - z] as const;
    const la = Math.hypot(...a),
      lb = Math.hypot(...b);
    const side = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
    const length = Math.hypot(...side);
    const dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    const size = (la + lb) / (la * lb * (la * lb + dot));
    out[0]! += size * (a[1] * b[2] - a[2] * b[1]);
    out[1]! += size * (a[2] * b[0] - a[0] * b[2]);
    out[2]! += size * (a[0] * b[1] - a[1] * b[0]);
    const potential = Math.log((la + lb + length) / (la + lb - length)) / length;
    for (let axis = 0; axis < 3; axis++) out[3 + axis]! += potential * side[axis]!;
  });
  return out;
}

/**
 * `conducting` [voxel]: share of the voxel that is animal; where it is 0 the loops hear 0. Reception goes with Bx - i By of a unit current (Hoult 2000), noise of the
 * animal with the integral of A_i A_j over it (Roemer et al. 1990, quasi-static, even conductivity, no charges). ASSUMED: in the middle of the array its best
 * combination hears as well as the coil of the protocol, a volume coil; neighbours do not couple but by noise. Throws for fewer than 2 loops, or where a loop cuts the animal.
 */
export function loopArray(geometry: Geometry, conducting: ArrayLike<number>, array: LoopArray): CoilArray {
  const { nLoops, centre_mm, radius_mm, sampleNoiseShare } = array;
  if (!(Number.isInteger(nLoops) && nLoops >= 2)) throw new ScienceError('argument', `${nLoops} loops; expected 2 or more`, { where: 'nLoops' }); // prettier-ignore
  const [nx, ny, nz] = geometry.shape;
  const nVoxels = nx * ny * nz;
  if (conducting.length !== nVoxels) throw new ScienceError('argument', `${conducting.length} voxels of an animal for a grid of ${nVoxels}`, { where: 'conducting' }); // prettier-ignore
  const size_mm = loopRadius_mm(array);
  const loops = Array.from({ length: nLoops }, (_, l) => {
    const angle = (2 * Math.PI * l) / nLoops;
    return loopCorners([centre_mm[0] + radius_mm * Math.sin(angle), centre_mm[1] + radius_mm * Math.cos(angle), centre_mm[2]], angle, size_mm); // prettier-ignore
  });
  const sensitivities = new Float64Array(2 * nLoops * nVoxels);
  const shared = new Float64Array(nLoops * nLoops);
  for (let v = 0; v < nVoxels; v++) {
    const share = conducting[v]!;
    if (!(share > 0)) continue;
    const place = positionRas_mm(geometry, v % nx, Math.floor(v / nx) % ny, Math.floor(v / nx / ny));
    const fields = loops.map((corners) => polygonField(corners, place));
    fields.forEach((one, i) => {
      sensitivities[2 * (i * nVoxels + v)] = one[0]!;
      sensitivities[2 * (i * nVoxels + v) + 1] = -one[1]!;
      fields.forEach((other, j) => (shared[i * nLoops + j]! += share * (one[3]! * other[3]! + one[4]! * other[4]! + one[5]! * other[5]!))); // prettier-ignore
    });
  }
  const own = loops.reduce((sum, _, i) => sum + shared[i * nLoops + i]! / nLoops, 0);
  if (!(own > 0) || !Number.isFinite(own)) throw new ScienceError('argument', 'the grid holds no animal, or a loop cuts it', { where: 'conducting' }); // prettier-ignore
  const covariance = new Float64Array(2 * nLoops * nLoops);
  for (let i = 0; i < nLoops; i++)
    for (let j = 0; j < nLoops; j++)
      covariance[2 * (i * nLoops + j)] = (sampleNoiseShare * shared[i * nLoops + j]!) / own + (i === j ? 1 - sampleNoiseShare : 0); // prettier-ignore
  const middle = loops.map((corners) => polygonField(corners, centre_mm));
  const heard = bestGain(Float64Array.from(middle.flatMap((field) => [field[0]!, -field[1]!])), covariance);
  return { nCoils: nLoops, sensitivities: sensitivities.map((s) => s / heard), covariance };
}

/** Root of S^H Psi^-1 S: signal to noise of the best combination over that of a channel that hears 1 with noise 1 (Roemer et al. 1990). S is interleaved. */
export function bestGain(sensitivity: ArrayLike<number>, covariance: Float64Array): number {
  return gainBy(covarianceRoot(covariance, sensitivity.length / 2), sensitivity);
}

/** `bestGain` of every voxel; `root` of the covariance is taken once. */
export function arrayGain({ nCoils, sensitivities, covariance }: CoilArray): Float64Array {
  const root = covarianceRoot(covariance, nCoils);
  const nVoxels = sensitivities.length / 2 / nCoils;
  const one = new Float64Array(2 * nCoils);
  return Float64Array.from({ length: nVoxels }, (_, v) => {
    for (let i = 0; i < nCoils; i++) {
      one[2 * i] = sensitivities[2 * (i * nVoxels + v)]!;
      one[2 * i + 1] = sensitivities[2 * (i * nVoxels + v) + 1]!;
    }
    return gainBy(root, one);
  });
}

/** |L^-1 S| */
function gainBy(root: Float64Array, sensitivity: ArrayLike<number>): number {
  const n = sensitivity.length / 2;
  const white = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    let re = sensitivity[2 * i]!,
      im = sensitivity[2 * i + 1]!;
    for (let j = 0; j < i; j++) {
      const [lr, li] = [root[2 * (i * n + j)]!, root[2 * (i * n + j) + 1]!];
      re -= lr * white[2 * j]! - li * white[2 * j + 1]!;
      im -= lr * white[2 * j + 1]! + li * white[2 * j]!;
    }
    const own = root[2 * (i * n + i)]!;
    white[2 * i] = re / own;
    white[2 * i + 1] = im / own;
  }
  return Math.hypot(...white);
}
