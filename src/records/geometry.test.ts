import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkGeometry,
  geometryGap_mm,
  positionRas_mm,
  voxelSize_mm,
  voxelVolume_mm3,
  type Geometry,
} from './geometry.ts';

const box: Geometry = { shape: [4, 5, 6], affineRas_mm: [2, 0, 0, -10, 0, 3, 0, 20, 0, 0, 7, 5] };
const changed = (at: number, value: number): Geometry => ({
  ...box,
  affineRas_mm: box.affineRas_mm.map((x, i) => (i === at ? value : x)),
});

describe('geometry', () => {
  it('has voxel sizes and volume that a rotation keeps', () => {
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), (angle) => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const turned: Geometry = {
          shape: [4, 5, 6],
          affineRas_mm: [2 * c, -3 * s, 0, 1, 2 * s, 3 * c, 0, 2, 0, 0, 7, 3],
        };
        const size = voxelSize_mm(turned);
        [2, 3, 7].forEach((x, axis) => expect(size[axis]).toBeCloseTo(x, 12));
        expect(voxelVolume_mm3(turned)).toBeCloseTo(42, 11);
      }),
    );
  });
  it('has a negative volume where the axes are left-handed', () => expect(voxelVolume_mm3(changed(0, -2))).toBe(-42));
  it('puts voxel 0 at the origin and moves along columns, rows and slices', () => {
    expect(positionRas_mm(box, 0, 0, 0)).toEqual([-10, 20, 5]);
    expect(positionRas_mm(box, 1, 2, 0.5)).toEqual([-8, 26, 8.5]);
  });
  it('is as far from its shifted self as the shift', () => {
    expect(geometryGap_mm(box, box)).toBe(0);
    expect(geometryGap_mm(box, changed(7, 21.5))).toBe(1.5);
  });
  it('measures the gap at the far corner where voxel sizes differ', () =>
    expect(geometryGap_mm(box, changed(10, 7.1))).toBeCloseTo(0.5, 12));
  it('is infinitely far from a grid of another shape', () =>
    expect(geometryGap_mm(box, { ...box, shape: [4, 5, 7] })).toBe(Infinity));
});

describe('checkGeometry', () => {
  it('lets a good geometry pass', () => expect(() => checkGeometry(box, 'a.nii')).not.toThrow());
  it.each([[[0, 5, 6]], [[4, 5.5, 6]], [[4, 5, -1]]])('refuses shape %o', (shape) => {
    expect(() => checkGeometry({ ...box, shape: shape as unknown as Geometry['shape'] }, 'a.nii')).toThrow(
      `image of shape [${shape.join(', ')}]; every axis needs at least one voxel (at a.nii)`,
    );
  });
  it('refuses an affine that is not finite or too short', () => {
    expect(() => checkGeometry(changed(3, NaN), 'a.nii')).toThrow('not finite (at a.nii)');
    expect(() => checkGeometry({ ...box, affineRas_mm: [1, 0, 0, 0] }, 'a.nii')).toThrow('not finite');
  });
  it('refuses a singular affine', () => expect(() => checkGeometry(changed(5, 0), 'a.nii')).toThrow('singular'));
});
