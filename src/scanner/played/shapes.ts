// Objects whose k-space has a closed form, and the same objects as voxels: what simulated signals are held against.
import { ScienceError } from '../../base/index.ts';
import type { StaticVoxels } from '../raw/static-signal.ts';

export type Triple = readonly [number, number, number];

export interface Shape {
  readonly kind: 'ellipsoid' | 'gaussian';
  readonly centre_m: Triple;
  /** Half axes of an ellipsoid, standard deviations of a Gaussian, along x, y, z. */
  readonly size_m: Triple;
  /** Magnetization per m3 inside the ellipsoid, or in the middle of the Gaussian. */
  readonly density: number;
  /** M+ turns by exp(-2 pi i f t). */
  readonly frequency_Hz: number;
  /** Infinity = no decay. */
  readonly t2Star_s: number;
}

/** [sample] interleaved: the signal of shapes that stand still, as `staticSignal` of voxels; k is [sample, 3]. Throws where counts or sizes do not fit. */
export function shapeSignal(shapes: readonly Shape[], k_perM: Float64Array, time_s: Float64Array): Float64Array {
  if (k_perM.length !== 3 * time_s.length)
    throw new ScienceError('argument', `${k_perM.length} numbers of k for ${time_s.length} times; expected three each`);
  shapes.forEach(checkShape);
  const out = new Float64Array(2 * time_s.length);
  for (let m = 0; m < time_s.length; m++) {
    const k = [k_perM[3 * m]!, k_perM[3 * m + 1]!, k_perM[3 * m + 2]!] as const;
    for (const shape of shapes) {
      const { centre_m: c, frequency_Hz, t2Star_s } = shape;
      const size = transformOf(shape, k) * Math.exp(-time_s[m]! / t2Star_s);
      const turns = k[0] * c[0] + k[1] * c[1] + k[2] * c[2] + frequency_Hz * time_s[m]!;
      out[2 * m] = out[2 * m]! + size * Math.cos(2 * Math.PI * turns);
      out[2 * m + 1] = out[2 * m + 1]! - size * Math.sin(2 * Math.PI * turns);
    }
  }
  return out;
}

/** Integral of density exp(-2 pi i k r) about the shape's own centre: real. */
function transformOf({ kind, size_m: [a, b, c], density }: Shape, [x, y, z]: Triple): number {
  const reach = Math.hypot(a * x, b * y, c * z);
  const block = density * a * b * c;
  if (kind === 'gaussian') return block * ROOT_8_PI_CUBED * Math.exp(-2 * Math.PI * Math.PI * reach * reach);
  return (4 / 3) * Math.PI * block * ballTransform(2 * Math.PI * reach);
}

const ROOT_8_PI_CUBED = Math.sqrt(8 * Math.PI * Math.PI * Math.PI);

/** 3 (sin q - q cos q) / q^3; its series where the difference would lose digits. */
export function ballTransform(q: number): number {
  const s = q * q;
  if (s < 0.04) return 1 - (s / 10) * (1 - (s / 28) * (1 - (s / 54) * (1 - s / 88)));
  return (3 * (Math.sin(q) - q * Math.cos(q))) / (s * q);
}

/** Density at a place. */
export function densityAt({ kind, centre_m, size_m, density }: Shape, place_m: Triple): number {
  const square = place_m.reduce((sum, r, a) => sum + ((r - centre_m[a]!) / size_m[a]!) ** 2, 0);
  if (kind === 'gaussian') return density * Math.exp(-square / 2);
  return square < 1 ? density : 0;
}

/** Beyond so many standard deviations a Gaussian counts as nothing: 1e-14 of its height. */
const GAUSSIAN_REACH = 8;

/** The shape as boxes of `step_m` with the density at their middles; `shift_m` moves the grid against the shape. */
export function voxelsOf(shape: Shape, step_m: number, shift_m: Triple = [0, 0, 0]): StaticVoxels {
  checkShape(shape);
  const reach = shape.kind === 'gaussian' ? GAUSSIAN_REACH : 1;
  const along = shape.centre_m.map((c, axis) => {
    const half = Math.ceil((reach * shape.size_m[axis]!) / step_m) + 1;
    return Array.from({ length: 2 * half + 1 }, (_, i) => c + (i - half) * step_m + shift_m[axis]!);
  });
  const box = step_m * step_m * step_m;
  const places: number[] = [],
    magnetization: number[] = [];
  for (const x of along[0]!)
    for (const y of along[1]!)
      for (const z of along[2]!) {
        const density = densityAt(shape, [x, y, z]);
        if (density === 0) continue;
        places.push(x, y, z);
        magnetization.push(density * box, 0);
      }
  const n = places.length / 3;
  return {
    position_m: Float64Array.from(places),
    magnetization: Float64Array.from(magnetization),
    frequency_Hz: new Float64Array(n).fill(shape.frequency_Hz),
    t2Star_s: new Float64Array(n).fill(shape.t2Star_s),
    box_m: [step_m, step_m, step_m],
  };
}

function checkShape({ kind, size_m, t2Star_s }: Shape): void {
  if (size_m.some((size) => !(size > 0) || !Number.isFinite(size)))
    throw new ScienceError('argument', `size_m of the ${kind} is [${size_m.join(', ')}]; expected metres above 0`);
  if (!(t2Star_s > 0)) throw new ScienceError('argument', `t2Star_s of the ${kind} is ${t2Star_s}; expected seconds above 0`); // prettier-ignore
}
