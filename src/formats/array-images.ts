// Plain arrays to image series: the caller says which axis is which, because the file does not.
import { ScienceError } from '../base/index.ts';
import { makeImageSeries, type ImageSeries } from '../records/index.ts';
import type { NamedArray } from './named-array.ts';

export type ArrayAxis = 'x' | 'y' | 'slice' | 'time';

export interface ArrayImagesSettings {
  /** One name for each axis of the array, in its order: x is the column (i), y the row (j). Axes left out have length 1. */
  readonly axes: readonly ArrayAxis[];
  /** Along x, y and slice. */
  readonly voxelSize_mm: readonly [number, number, number];
  /** RAS position of the centre of the first voxel; without it the centre of the grid is at 0. */
  readonly origin_mm?: readonly [number, number, number];
  readonly where: string;
  readonly name: string;
}

/** An image series over an array, assumed axial: x to the left of the patient, y to the back, slices to the head. */
export function arrayToImages(array: NamedArray, settings: ArrayImagesSettings): ImageSeries {
  const { axes, voxelSize_mm: size, where, name } = settings;
  checkAxes(array, settings);
  if (size.length !== 3 || size.some((mm) => !(mm > 0 && Number.isFinite(mm)))) {
    throw new ScienceError('argument', `voxelSize_mm is [${size.join(', ')}]; expected three positive lengths in mm`);
  }
  const width = array.complex ? 2 : 1;
  const lengthOf = (axis: ArrayAxis): number => (axes.includes(axis) ? array.shape[axes.indexOf(axis)]! : 1);
  const strideOf = (axis: ArrayAxis): number =>
    axes.includes(axis) ? array.shape.slice(axes.indexOf(axis) + 1).reduce((a, b) => a * b, width) : 0;
  const [nx, ny, nz, nt] = [lengthOf('x'), lengthOf('y'), lengthOf('slice'), lengthOf('time')];
  const [sx, sy, sz, st] = [strideOf('x'), strideOf('y'), strideOf('slice'), strideOf('time')];
  const data = new Float64Array(nx * ny * nz * nt);
  let to = 0;
  for (let t = 0; t < nt; t++) {
    for (let k = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        let from = t * st + k * sz + j * sy;
        for (let i = 0; i < nx; i++, from += sx) {
          const re = array.data[from]!;
          data[to++] = array.complex ? Math.hypot(re, array.data[from + 1]!) : re;
        }
      }
    }
  }
  const notes = [
    'The file does not say how the images lie in the body: axial was assumed, columns to the left, rows to the back, slices to the head.',
  ];
  if (settings.origin_mm === undefined)
    notes.push('The file does not say where the images lie: their centre was put at 0.');
  if (array.complex) notes.push('The values are complex; their magnitude was taken.');
  const shape = [nx, ny, nz] as const;
  const step = [-size[0], -size[1], size[2]];
  const origin = settings.origin_mm ?? step.map((mm, axis) => (-mm * (shape[axis]! - 1)) / 2);
  const affineRas_mm = [0, 1, 2].flatMap((row) =>
    [0, 1, 2, 3].map((c) => (c === 3 ? origin[row]! : c === row ? step[row]! : 0)),
  );
  const integer = !array.complex && array.data.every(Number.isInteger);
  return makeImageSeries({
    name: name === '' ? where : name,
    geometry: { shape, affineRas_mm },
    nTimes: nt,
    data,
    claims: {},
    integer,
    notes,
  });
}

function checkAxes({ shape, data, complex }: NamedArray, { axes, where }: ArrayImagesSettings): void {
  if (axes.length !== shape.length || new Set(axes).size !== axes.length) {
    throw new ScienceError(
      'argument',
      `the array has ${shape.length} axes [${shape.join(', ')}], but axes is [${axes.join(', ')}]; name each axis of the array once`,
      { where },
    );
  }
  if (!axes.includes('x') || !axes.includes('y')) {
    throw new ScienceError('argument', `axes is [${axes.join(', ')}]; images need 'x' and 'y'`, { where });
  }
  if (data.length === 0 || data.length !== shape.reduce((a, b) => a * b, complex ? 2 : 1)) {
    throw new ScienceError(
      'format',
      `the array of shape [${shape.join(', ')}] holds ${data.length} numbers; it cannot be an image`,
      {
        where,
      },
    );
  }
}
