// NIfTI-1 files, plain or gzipped, to image series.
import { ScienceError } from '../../base/index.ts';
import {
  checkGeometry,
  geometryGap_mm,
  makeImageSeries,
  type AcquisitionClaims,
  type Geometry,
  type ImageSeries,
} from '../../records/index.ts';
import { cannotInflateTo, gunzip, gzipBody, inflateStart, isGzip } from '../inflate.ts';
import { numbersOf, sizeOf } from '../numbers.ts';
import { HEADER_BYTES, readNiftiHeader, type NiftiHeader } from './header.ts';
import { affineOfQuaternion } from './orientation.ts';

/** More than a header says may follow the data, but not more than this. */
const MAX_TAIL_BYTES = 65_536;
/** sform and qform further apart than this at a corner become a note. */
const FORM_GAP_mm = 0.01;

export function readNifti(bytes: Uint8Array, where: string, name: string): ImageSeries {
  const zipped = isGzip(bytes);
  const start = zipped ? inflateStart(gzipBody(bytes, where), HEADER_BYTES, where) : bytes;
  const header = readNiftiHeader(start, where);
  const nValues = header.shape.reduce((a, b) => a * b);
  const end = header.dataOffset + nValues * sizeOf(header.kind);
  if (zipped && cannotInflateTo(end, bytes.length))
    throw cutShort(header, end, `at most ${bytes.length * 1032}`, where);
  const whole = zipped ? gunzip(bytes, end + MAX_TAIL_BYTES, where) : bytes;
  if (whole.length < end) throw cutShort(header, end, `${whole.length}`, where);
  const { kind, littleEndian, dataOffset: offset, slope, intercept } = header;
  const data = numbersOf({ bytes: whole, offset, count: nValues, kind, littleEndian, where });
  if (slope !== 1 || intercept !== 0) {
    for (let n = 0; n < data.length; n++) data[n] = data[n]! * slope + intercept;
  }
  const notes: string[] = [];
  const geometry = geometryOf(header, where, notes);
  const claims = claimsOf(header, where, notes);
  const integer = kind[0] !== 'f' && slope === 1 && Number.isInteger(intercept);
  return makeImageSeries({ name, geometry, nTimes: header.shape[3], data, claims, integer, notes });
}

function cutShort(header: NiftiHeader, end: number, found: string, where: string): ScienceError {
  return new ScienceError(
    'format',
    `the header promises ${end} bytes ([${header.shape.join(', ')}] voxels from byte ${header.dataOffset}), found ${found}; the file is cut short`,
    { where },
  );
}

function lengthUnit_mm(units: number, notes: string[]): number {
  const code = units & 7;
  if (code === 1) return 1000;
  if (code === 3) return 0.001;
  if (code !== 2) notes.push('The header does not say the unit of length; mm was assumed.');
  return 1;
}

function geometryOf(header: NiftiHeader, where: string, notes: string[]): Geometry {
  const [nx, ny, nz] = header.shape;
  const unit_mm = lengthUnit_mm(header.units, notes);
  const placed = (affine: readonly number[]): Geometry => ({
    shape: [nx, ny, nz],
    affineRas_mm: affine.map((value) => value * unit_mm + 0), // + 0 turns -0 into 0
  });
  const steps = header.steps;
  if (steps.slice(1, 4).some((step) => !(step > 0 && Number.isFinite(step))) && header.sformCode <= 0) {
    throw new ScienceError('format', `pixdim is [${steps.slice(1, 4).join(', ')}]; expected positive lengths`, {
      where: `${where}, byte 80`,
    });
  }
  const sform = header.sformCode > 0 ? placed(header.rows) : undefined;
  const qform = header.qformCode > 0 ? placed(affineOfQuaternion(header.quaternion, steps)) : undefined;
  if (sform !== undefined && qform !== undefined) {
    const gap = geometryGap_mm(sform, qform);
    if (!(gap <= FORM_GAP_mm)) {
      notes.push(`sform and qform put the corners up to ${gap.toPrecision(3)} mm apart; the sform was used.`);
    }
  }
  if (sform === undefined && qform === undefined) {
    notes.push(
      'The header does not say how the image lies in the body; x right, y front, z head and the first voxel at 0 were assumed.',
    );
  }
  const [, dx, dy, dz] = steps as [number, number, number, number];
  const geometry = sform ?? qform ?? placed([dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0]);
  checkGeometry(geometry, where);
  return geometry;
}

function claimsOf(header: NiftiHeader, where: string, notes: string[]): AcquisitionClaims {
  const description = header.description === '' ? {} : { description: header.description };
  const nTimes = header.shape[3];
  if (nTimes === 1) return description;
  const code = header.units & 0x38;
  if (code === 32 || code === 40 || code === 48) {
    throw new ScienceError('unsupported', 'the fourth axis is a frequency, not time; only images over time are read', {
      where: `${where}, byte 123`,
    });
  }
  const unit_s = code === 8 ? 1 : code === 16 ? 1e-3 : code === 24 ? 1e-6 : undefined;
  const step = header.steps[4]!;
  if (unit_s === undefined || !(step > 0 && Number.isFinite(step))) {
    notes.push(`The header does not say the time step (pixdim[4] is ${step}, unit code ${code}).`);
    return description;
  }
  // a float32 holds 7 digits: 0.1 s comes back as 0.1
  return { ...description, repetition_s: Number((step * unit_s).toPrecision(7)) };
}
