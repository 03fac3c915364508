// Maps of the scanner over the tissue: where the transmit field is too strong or too weak, and what the coil hears from where.
import { ScienceError } from '../../base/index.ts';
import { positionRas_mm, type Geometry } from '../../records/index.ts';

/** Over the tissue's voxels [z, y, x]; 1 everywhere where not given. */
export interface ScannerMaps {
  /** Actual over nominal flip angle. */
  readonly b1?: Float64Array | undefined;
  /** Sensitivity of reception over that of the coil's calibration. */
  readonly sensitivity?: Float64Array | undefined;
  /** What the frequency of 13C stands above that of the scanner; 0 everywhere where not given. Raw scans only. */
  readonly field_Hz?: Float64Array | undefined;
  /** Receive channels, each times `sensitivity`; one that hears 1 everywhere where not given. Raw scans only. */
  readonly coils?: CoilArray | undefined;
}

export interface CoilArray {
  readonly nCoils: number;
  /** [coil, voxel], interleaved complex: reception over that of the coil of the protocol. */
  readonly sensitivities: Float64Array;
  /** [coil, coil], interleaved complex: E[n n^H] over E |n|^2 of the coil of the protocol. */
  readonly covariance: Float64Array;
}

/** value(x, y, z) at the centre of each voxel, RAS mm. */
export function mapOver(geometry: Geometry, value: (x: number, y: number, z: number) => number): Float64Array {
  const [nx, ny, nz] = geometry.shape;
  const map = new Float64Array(nx * ny * nz);
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) map[at++] = value(...positionRas_mm(geometry, i, j, k));
  return map;
}

/** 1 at `centre_mm` and 1 + `drop` (negative: weaker) at `radius_mm` from it, along a parabola: the usual shape of a volume coil's field. Never below 0, which is far outside. */
export function parabolicB1(
  geometry: Geometry,
  {
    centre_mm,
    radius_mm,
    drop,
  }: { readonly centre_mm: readonly number[]; readonly radius_mm: number; readonly drop: number },
): Float64Array {
  if (!(radius_mm > 0)) throw new ScienceError('argument', `radius_mm is ${radius_mm}; expected more than 0`);
  return mapOver(geometry, (x, y, z) => {
    const square = (x - centre_mm[0]!) ** 2 + (y - centre_mm[1]!) ** 2 + (z - centre_mm[2]!) ** 2;
    return Math.max(0, 1 + (drop * square) / radius_mm ** 2);
  });
}

/**
 * Reception of a loop, 1 at its centre: (1 + (d / a)^2)^(-3/2), d the distance from the centre. Exact on the loop's axis (Biot and Savart);
 * beside the axis ASSUMED alike.
 */
export function loopSensitivity(
  geometry: Geometry,
  { centre_mm, radius_mm }: { readonly centre_mm: readonly number[]; readonly radius_mm: number },
): Float64Array {
  if (!(radius_mm > 0)) throw new ScienceError('argument', `radius_mm is ${radius_mm}; expected more than 0`);
  return mapOver(geometry, (x, y, z) => {
    const square = (x - centre_mm[0]!) ** 2 + (y - centre_mm[1]!) ** 2 + (z - centre_mm[2]!) ** 2;
    const root = Math.sqrt(1 + square / radius_mm ** 2);
    return 1 / (root * root * root);
  });
}

/** Throws unless all maps fit the tissue: factors of at least 0, numbers that are finite. */
export function checkMaps({ b1, sensitivity, field_Hz, coils }: ScannerMaps, nVoxels: number): void {
  checkMap(b1, nVoxels, 'B1');
  checkMap(sensitivity, nVoxels, 'sensitivity');
  checkNumbers(field_Hz, nVoxels, 'field');
  if (coils === undefined) return;
  if (!(Number.isInteger(coils.nCoils) && coils.nCoils >= 1))
    throw new ScienceError('argument', `${coils.nCoils} coils; expected a whole number, at least 1`);
  checkNumbers(coils.sensitivities, 2 * coils.nCoils * nVoxels, `sensitivities (${coils.nCoils} coils)`);
}

function checkNumbers(map: Float64Array | undefined, length: number, name: string): void {
  if (map === undefined) return;
  if (map.length !== length)
    throw new ScienceError('argument', `the ${name} map has ${map.length} numbers; the tissue needs ${length}`);
  const at = map.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new ScienceError('argument', `the ${name} map holds ${map[at]}; expected a number`, { where: `number ${at}` }); // prettier-ignore
}

/** Throws unless a map fits the tissue and holds finite numbers of at least 0. */
function checkMap(map: Float64Array | undefined, nVoxels: number, name: string): void {
  if (map === undefined) return;
  if (map.length !== nVoxels)
    throw new ScienceError('argument', `the ${name} map has ${map.length} voxels, the tissue ${nVoxels}`);
  const at = map.findIndex((value) => !(value >= 0) || !Number.isFinite(value));
  if (at >= 0)
    throw new ScienceError('argument', `the ${name} map holds ${map[at]}; expected 0 or more`, {
      where: `voxel ${at}`,
    });
}
