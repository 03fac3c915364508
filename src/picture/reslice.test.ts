import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { positionRas_mm, voxelVolume_mm3, type Geometry, type Volume } from '../records/index.ts';
import { cropTo, indexTransform, refineInPlane, resliceMean, resliceNearest } from './reslice.ts';

/** Turned about z and then x, with voxels of the given sizes. */
function geometry(
  shape: readonly [number, number, number],
  size: readonly number[],
  angle: number,
  shift: readonly number[],
): Geometry {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [d, t] = [Math.cos(angle / 3), Math.sin(angle / 3)];
  const rows = [
    [c, -s, 0],
    [d * s, d * c, -t],
    [t * s, t * c, d],
  ];
  return { shape, affineRas_mm: rows.flatMap((row, r) => [...row.map((x, axis) => x * size[axis]!), shift[r]!]) };
}
/** A volume of a function of the patient position. */
function volumeOf(grid: Geometry, value: (x: number, y: number, z: number) => number): Volume {
  const [nx, ny, nz] = grid.shape;
  const data = new Float64Array(nx * ny * nz);
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) data[at++] = value(...positionRas_mm(grid, i, j, k));
  return { geometry: grid, data };
}
const ramp = (x: number, y: number, z: number): number => 3 + 2 * x - 1.5 * y + 0.7 * z;
const random = new Random(6);
const noise = (grid: Geometry): Volume => volumeOf(grid, () => random.normal());
const largestGap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);

const plain = geometry([6, 5, 4], [1, 2, 3], 0, [-4, 2, 7]);
const turned = geometry([6, 5, 4], [1.3, 2, 3], 0.6, [-4, 2, 7]);

describe('indexTransform', () => {
  it('sends an index to the index of the same place', () => {
    const m = indexTransform(turned, plain);
    const at = [2, 3, 1];
    const index = [0, 1, 2].map(
      (r) => m[4 * r]! * at[0]! + m[4 * r + 1]! * at[1]! + m[4 * r + 2]! * at[2]! + m[4 * r + 3]!,
    );
    const [p, q] = [positionRas_mm(turned, 2, 3, 1), positionRas_mm(plain, index[0]!, index[1]!, index[2]!)];
    p.forEach((x, r) => expect(q[r]).toBeCloseTo(x, 12));
  });
  it('refuses a source that cannot be inverted', () =>
    expect(() => indexTransform(plain, { ...plain, affineRas_mm: new Array<number>(12).fill(0) })).toThrow('singular'));
});

describe('resliceMean', () => {
  it('onto the same grid of cubic voxels is exact', () => {
    const cubic = noise(geometry([6, 5, 4], [2, 2, 2], 0, [1, 2, 3]));
    expect(largestGap(resliceMean(cubic, cubic.geometry).data, cubic.data)).toBeLessThan(1e-14);
  });
  it('keeps a constant, whatever the grids, and knows nothing outside', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.integer({ min: 1, max: 6 }), (angle, size) => {
        const { data } = resliceMean(
          volumeOf(turned, () => 4.25),
          geometry([3, 3, 3], [size, 2, 1], angle, [-2, 3, 9]),
        );
        data.forEach((value) => {
          if (!Number.isNaN(value)) expect(value).toBeCloseTo(4.25, 12);
        });
      }),
      { numRuns: 20 },
    );
    expect(
      resliceMean(
        volumeOf(plain, () => 1),
        geometry([2, 2, 2], [1, 1, 1], 0, [500, 0, 0]),
      ).data.every(Number.isNaN),
    ).toBe(true);
  });
  it('keeps a linear ramp inside the source, on turned grids and thick voxels', () => {
    const source = volumeOf(geometry([40, 40, 40], [1, 1, 1], 0, [-20, -20, -20]), ramp);
    for (const target of [
      geometry([4, 3, 3], [1, 1, 1], 0.4, [-3, 2, 1]),
      geometry([3, 3, 2], [1.5, 2, 6], -0.9, [-2, 1, 0]),
    ])
      expect(largestGap(resliceMean(source, target).data, volumeOf(target, ramp).data)).toBeLessThan(1e-11);
  });
  it('gives a thick slice the mean of the thin slices that it covers', () => {
    const thin = noise(geometry([3, 3, 12], [1, 1, 1], 0, [0, 0, 0]));
    const thick = geometry([3, 3, 3], [1, 1, 4], 0, [0, 0, 1.5]);
    const { data } = resliceMean(thin, thick);
    for (let k = 0; k < 3; k++)
      for (let v = 0; v < 9; v++) {
        const mean = [0, 1, 2, 3].reduce((sum, s) => sum + thin.data[(4 * k + s) * 9 + v]! / 4, 0);
        expect(data[k * 9 + v]).toBeCloseTo(mean, 12);
      }
  });
});

describe('resliceNearest', () => {
  it('onto the same grid is exact', () => {
    const source = noise(turned);
    expect(resliceNearest(source, turned, NaN).data).toEqual(source.data);
  });
  it('comes back whole from a finer grid', () => {
    const source = noise(turned);
    for (const factor of [2, 3, 4]) {
      const there = resliceNearest(source, refineInPlane(turned, factor), NaN);
      expect(there.data.every(Number.isFinite)).toBe(true);
      expect(resliceNearest(there, turned, NaN).data).toEqual(source.data);
    }
  });
  it('comes back whole from a grid with its columns reversed', () => {
    const source = noise(plain);
    const reversed = geometry([6, 5, 4], [-1, 2, 3], 0, [1, 2, 7]);
    expect(resliceNearest(resliceNearest(source, reversed, NaN), plain, NaN).data).toEqual(source.data);
  });
  it('does not mix values and fills the outside', () => {
    const labels = volumeOf(plain, (x) => (x > -1 ? 2 : 1));
    const { data } = resliceNearest(labels, geometry([9, 9, 9], [1, 1, 1], 0.3, [-6, 0, 5]), -1);
    expect(new Set(data)).toEqual(new Set([-1, 1, 2]));
  });
});

describe('cropTo', () => {
  it('keeps every voxel inside the other box and drops every one outside it', () => {
    const other = geometry([2, 2, 2], [1, 2, 3], 0, [-2, 4, 10]);
    expect(cropTo(plain, other)).toEqual({
      geometry: { shape: [2, 2, 2], affineRas_mm: other.affineRas_mm },
      first: [2, 1, 1],
    });
  });
  it('contains every voxel whose centre lies in the other box, on turned grids', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (angle) => {
        const other = geometry([4, 3, 2], [1, 1, 3], angle, [-1, 6, 12]);
        const crop = cropTo(turned, other);
        const inside = resliceNearest(
          volumeOf(other, () => 1),
          turned,
          0,
        ).data;
        inside.forEach((value, at) => {
          if (value === 0) return;
          const index = [at % 6, Math.floor(at / 6) % 5, Math.floor(at / 30)];
          index.forEach((x, axis) => {
            expect(x).toBeGreaterThanOrEqual(crop!.first[axis]!);
            expect(x).toBeLessThan(crop!.first[axis]! + crop!.geometry.shape[axis]!);
          });
        });
      }),
      { numRuns: 30 },
    );
  });
  it('leaves voxels where they were', () => {
    const { geometry: part, first } = cropTo(turned, geometry([3, 3, 2], [1, 1, 3], 0.2, [-3, 6, 12]))!;
    const [p, q] = [positionRas_mm(part, 0, 0, 0), positionRas_mm(turned, ...first)];
    p.forEach((x, r) => expect(x).toBeCloseTo(q[r]!, 12));
  });
  it('of a box that does not meet it is undefined', () =>
    expect(cropTo(plain, geometry([2, 2, 2], [1, 1, 1], 0, [500, 0, 0]))).toBeUndefined());
  it('to itself is itself', () => expect(cropTo(turned, turned)!.geometry).toEqual(turned));
});

describe('refineInPlane', () => {
  it.each([1, 2, 3, 5])('by %i keeps the field of view and its centre', (factor) => {
    const fine = refineInPlane(turned, factor);
    expect(fine.shape).toEqual([6 * factor, 5 * factor, 4]);
    expect(voxelVolume_mm3(fine) * factor ** 2).toBeCloseTo(voxelVolume_mm3(turned), 12);
    for (const [u, v, w] of [
      [-0.5, -0.5, 0],
      [5.5, -0.5, 3],
      [2.5, 2, 1.5],
      [5.5, 4.5, 1],
    ] as const) {
      const p = positionRas_mm(turned, u, v, w);
      const q = positionRas_mm(fine, (u + 0.5) * factor - 0.5, (v + 0.5) * factor - 0.5, w);
      p.forEach((x, r) => expect(q[r]).toBeCloseTo(x, 12));
    }
  });
});
