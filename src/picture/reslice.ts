// One volume on the voxels of another: trilinear in the source, averaged over the extent of thick target voxels.
import { ScienceError } from '../base/index.ts';
import { voxelSize_mm, type Geometry, type Volume } from '../records/index.ts';

/** 3 x 4 affine from target voxel index to source voxel index. Throws where the source geometry cannot be inverted. */
export function indexTransform(target: Geometry, source: Geometry): Float64Array {
  const s = source.affineRas_mm;
  const t = target.affineRas_mm;
  const [a, b, c, d, e, f, g, h, i] = [s[0]!, s[1]!, s[2]!, s[4]!, s[5]!, s[6]!, s[8]!, s[9]!, s[10]!];
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!(Math.abs(determinant) > 0)) throw new ScienceError('argument', 'a voxel-to-patient matrix is singular');
  const inverse = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  const out = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) {
        const offset = column === 3 ? s[4 * k + 3]! : 0;
        sum += (inverse[3 * row + k]! / determinant) * (t[4 * k + column]! - offset);
      }
      out[4 * row + column] = sum;
    }
  }
  return out;
}

/** Most samples along one axis of a target voxel. */
const MAX_SAMPLES = 32;

/** Mean of `source` over each target voxel; NaN where no part of the voxel lies inside the source. */
export function resliceMean(source: Volume, target: Geometry): Volume {
  const m = indexTransform(target, source.geometry);
  const [nx, ny, nz] = target.shape;
  const own = voxelSize_mm(source.geometry);
  const finest = Math.min(...own);
  const samples = voxelSize_mm(target).map((size) => Math.min(MAX_SAMPLES, Math.max(1, Math.round(size / finest))));
  const offsets = samples.map((n) => Array.from({ length: n }, (_, s) => (s + 0.5) / n - 0.5));
  const data = new Float64Array(nx * ny * nz);
  let at = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        let sum = 0;
        let count = 0;
        for (const dk of offsets[2]!) {
          for (const dj of offsets[1]!) {
            for (const di of offsets[0]!) {
              const x = i + di,
                y = j + dj,
                z = k + dk;
              const value = trilinear(
                source,
                m[0]! * x + m[1]! * y + m[2]! * z + m[3]!,
                m[4]! * x + m[5]! * y + m[6]! * z + m[7]!,
                m[8]! * x + m[9]! * y + m[10]! * z + m[11]!,
              );
              if (Number.isNaN(value)) continue;
              sum += value;
              count++;
            }
          }
        }
        data[at++] = count > 0 ? sum / count : NaN;
      }
    }
  }
  return { geometry: target, data };
}

/** Value at a fractional index; NaN more than half a voxel outside. */
function trilinear({ geometry, data }: Volume, x: number, y: number, z: number): number {
  const [nx, ny, nz] = geometry.shape;
  if (x < -0.5 || y < -0.5 || z < -0.5 || x > nx - 0.5 || y > ny - 0.5 || z > nz - 0.5) return NaN;
  const x0 = Math.min(Math.max(Math.floor(x), 0), nx - 1),
    x1 = Math.min(x0 + 1, nx - 1);
  const y0 = Math.min(Math.max(Math.floor(y), 0), ny - 1),
    y1 = Math.min(y0 + 1, ny - 1);
  const z0 = Math.min(Math.max(Math.floor(z), 0), nz - 1),
    z1 = Math.min(z0 + 1, nz - 1);
  const fx = Math.min(Math.max(x - x0, 0), 1),
    fy = Math.min(Math.max(y - y0, 0), 1),
    fz = Math.min(Math.max(z - z0, 0), 1);
  const row = (yy: number, zz: number): number => {
    const from = (zz * ny + yy) * nx;
    return data[from + x0]! * (1 - fx) + data[from + x1]! * fx;
  };
  const plane = (zz: number): number => row(y0, zz) * (1 - fy) + row(y1, zz) * fy;
  return plane(z0) * (1 - fz) + plane(z1) * fz;
}

/** `source` at the nearest voxel; `outside` beyond it. For masks, regions and maps, whose values must not be mixed. */
export function resliceNearest(source: Volume, target: Geometry, outside: number): Volume {
  const m = indexTransform(target, source.geometry);
  const [sx, sy, sz] = source.geometry.shape;
  const [nx, ny, nz] = target.shape;
  const data = new Float64Array(nx * ny * nz).fill(outside);
  let at = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        // A hair of tolerance, so that a voxel that lies on the border is not lost to rounding.
        const x = Math.round(m[0]! * i + m[1]! * j + m[2]! * k + m[3]! - 1e-9);
        const y = Math.round(m[4]! * i + m[5]! * j + m[6]! * k + m[7]! - 1e-9);
        const z = Math.round(m[8]! * i + m[9]! * j + m[10]! * k + m[11]! - 1e-9);
        if (x >= 0 && y >= 0 && z >= 0 && x < sx && y < sy && z < sz) data[at] = source.data[(z * sy + y) * sx + x]!;
      }
    }
  }
  return { geometry: target, data };
}

/** The part of `geometry` whose voxels lie inside the box of `other`; undefined where they do not meet. */
export function cropTo(
  geometry: Geometry,
  other: Geometry,
): { readonly geometry: Geometry; readonly first: readonly [number, number, number] } | undefined {
  const m = indexTransform(other, geometry);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const index = other.shape.map((n, axis) => (((corner >> axis) & 1) === 1 ? n - 0.5 : -0.5));
    for (let axis = 0; axis < 3; axis++) {
      const at =
        m[4 * axis]! * index[0]! + m[4 * axis + 1]! * index[1]! + m[4 * axis + 2]! * index[2]! + m[4 * axis + 3]!;
      low[axis] = Math.min(low[axis]!, at);
      high[axis] = Math.max(high[axis]!, at);
    }
  }
  const first = low.map((value) => Math.max(0, Math.ceil(value - 1e-6)));
  const last = high.map((value, axis) => Math.min(geometry.shape[axis]! - 1, Math.floor(value + 1e-6)));
  const shape = first.map((value, axis) => last[axis]! - value + 1);
  if (shape.some((n) => n < 1)) return undefined;
  const a = geometry.affineRas_mm;
  const affine = a.map((value, at) => {
    if (at % 4 !== 3) return value;
    return value + a[at - 3]! * first[0]! + a[at - 2]! * first[1]! + a[at - 1]! * first[2]!;
  });
  return {
    geometry: { shape: [shape[0]!, shape[1]!, shape[2]!], affineRas_mm: affine },
    first: [first[0]!, first[1]!, first[2]!],
  };
}

/** Finer voxels in the plane of the slices: each cut in `factor` x `factor`, the slices kept. */
export function refineInPlane(geometry: Geometry, factor: number): Geometry {
  const a = geometry.affineRas_mm;
  const shift = (1 / factor - 1) / 2;
  const affine = [0, 1, 2].flatMap((row) => {
    const [i, j, k, origin] = [a[4 * row]!, a[4 * row + 1]!, a[4 * row + 2]!, a[4 * row + 3]!];
    return [i / factor, j / factor, k, origin + (i + j) * shift];
  });
  return { shape: [geometry.shape[0] * factor, geometry.shape[1] * factor, geometry.shape[2]], affineRas_mm: affine };
}
