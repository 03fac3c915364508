// The 348 bytes of a NIfTI-1 header (nifti1.h, Cox et al. 2004), checked. Not read: NIfTI-2, .hdr/.img pairs, Analyze 7.5.
import { ScienceError } from '../../base/index.ts';
import { ByteReader, countValues } from '../bytes.ts';
import type { NumberKind } from '../numbers.ts';
import { latin1, quoted, zeroEnded } from '../text.ts';

export const HEADER_BYTES = 348;

export interface NiftiHeader {
  readonly littleEndian: boolean;
  /** x, y, z, time. */
  readonly shape: readonly [number, number, number, number];
  readonly kind: NumberKind;
  readonly dataOffset: number;
  readonly slope: number;
  readonly intercept: number;
  /** pixdim[0..4]: qfac, then the steps along x, y, z and time. */
  readonly steps: readonly number[];
  readonly units: number;
  readonly qformCode: number;
  readonly sformCode: number;
  /** b, c, d, then the offset along x, y, z. */
  readonly quaternion: readonly number[];
  /** srow_x, srow_y, srow_z. */
  readonly rows: readonly number[];
  readonly description: string;
}

const KINDS: Readonly<Record<number, NumberKind>> = {
  2: 'u1',
  4: 'i2',
  8: 'i4',
  16: 'f4',
  64: 'f8',
  256: 'i1',
  512: 'u2',
  768: 'u4',
  1024: 'i8',
  1280: 'u8',
};
const OTHER_KINDS: Readonly<Record<number, string>> = {
  1: 'single bits',
  32: 'complex64',
  128: 'RGB',
  1536: 'float128',
  1792: 'complex128',
  2048: 'complex256',
  2304: 'RGBA',
};

/** True for NIfTI-1 and -2, single files and .hdr, read or not. */
export function isNifti(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES) return false;
  const magic = latin1(bytes.subarray(344, 347));
  return magic === 'n+1' || magic === 'ni1' || /^(n\+2|ni2)$/.test(latin1(bytes.subarray(4, 7)));
}

export function readNiftiHeader(bytes: Uint8Array, where: string): NiftiHeader {
  const littleEndian = byteOrder(bytes, where);
  const reader = new ByteReader(bytes, where, littleEndian);
  checkMagic(reader);
  const shape = readShape(reader);
  const kind = readKind(reader);
  const dataOffset = readOffset(reader);
  const slope = reader.f32(112);
  const intercept = reader.f32(116);
  const scaled = !Number.isNaN(slope) && slope !== 0;
  if (scaled && !(Number.isFinite(slope) && Number.isFinite(intercept))) {
    throw new ScienceError('format', `the scaling is ${slope} x + ${intercept}`, { where: `${where}, byte 112` });
  }
  const floats = (offset: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, n) => reader.f32(offset + 4 * n));
  return {
    littleEndian,
    shape,
    kind,
    dataOffset,
    slope: scaled ? slope : 1,
    intercept: scaled ? intercept : 0,
    steps: floats(76, 5),
    units: reader.u8(123),
    qformCode: reader.i16(252),
    sformCode: reader.i16(254),
    quaternion: floats(256, 6),
    rows: floats(280, 12),
    description: zeroEnded(bytes.subarray(148, 228)),
  };
}

function byteOrder(bytes: Uint8Array, where: string): boolean {
  const reader = new ByteReader(bytes, where);
  reader.need(0, HEADER_BYTES, 'the NIfTI header');
  const sizes = [reader.i32(0), new ByteReader(bytes, where, false).i32(0)];
  if (sizes.includes(540)) {
    throw new ScienceError(
      'unsupported',
      "a NIfTI-2 file; save it as NIfTI-1 (nibabel: Nifti1Image.from_image; FSL: 'fslchfiletype')",
      {
        where: `${where}, byte 0`,
      },
    );
  }
  if (!sizes.includes(HEADER_BYTES)) {
    throw new ScienceError('format', `not a NIfTI file: it starts with ${sizes[0]}, expected 348`, {
      where: `${where}, byte 0`,
    });
  }
  return sizes[0] === HEADER_BYTES;
}

function checkMagic(reader: ByteReader): void {
  const magic = latin1(reader.slice(344, 4, 'the NIfTI mark')).replace(/\0+$/, '');
  const where = `${reader.where}, byte 344`;
  if (magic === 'n+1') return;
  if (magic === 'ni1') {
    throw new ScienceError(
      'unsupported',
      "a .hdr/.img pair; save it as one .nii file (FSL: 'fslchfiletype NIFTI in.hdr')",
      { where },
    );
  }
  if (magic === '') {
    throw new ScienceError(
      'unsupported',
      'an Analyze 7.5 header, which does not say how the image lies in the body; save it as NIfTI-1',
      {
        where,
      },
    );
  }
  throw new ScienceError('format', `the NIfTI mark is ${quoted(magic)}; expected 'n+1'`, { where });
}

function readShape(reader: ByteReader): readonly [number, number, number, number] {
  const dim = Array.from({ length: 8 }, (_, n) => reader.i16(40 + 2 * n));
  const nAxes = dim[0]!;
  const where = `${reader.where}, byte 40`;
  if (nAxes < 1 || nAxes > 7) throw new ScienceError('format', `dim[0] is ${nAxes}; expected 1 to 7 axes`, { where });
  const lengths = dim.slice(1, nAxes + 1);
  if (lengths.some((n) => n < 1)) {
    throw new ScienceError('format', `dim is [${lengths.join(', ')}]; every axis needs at least one voxel`, { where });
  }
  if (lengths.slice(4).some((n) => n !== 1)) {
    throw new ScienceError(
      'unsupported',
      `dim is [${lengths.join(', ')}]; x, y, z and time are read, further axes must have length 1`,
      {
        where,
      },
    );
  }
  const [nx = 1, ny = 1, nz = 1, nt = 1] = lengths;
  countValues([nx, ny, nz, nt], where);
  return [nx, ny, nz, nt];
}

function readKind(reader: ByteReader): NumberKind {
  const type = reader.i16(70);
  const bits = reader.i16(72);
  const where = `${reader.where}, byte 70`;
  const kind = KINDS[type];
  if (kind === undefined) {
    const name = OTHER_KINDS[type];
    throw new ScienceError(
      name === undefined ? 'format' : 'unsupported',
      `NIfTI datatype ${type}${name === undefined ? '' : ` (${name})`} is not read; save real numbers, of magnitude for instance`,
      { where },
    );
  }
  if (bits === 8 * Number(kind[1])) return kind;
  throw new ScienceError('format', `bitpix is ${bits}, but datatype ${type} has ${8 * Number(kind[1])} bits`, {
    where,
  });
}

function readOffset(reader: ByteReader): number {
  const offset = reader.f32(108);
  if (offset === 0) return 352;
  if (Number.isInteger(offset) && offset >= HEADER_BYTES && offset <= 2 ** 31) return offset;
  throw new ScienceError('format', `vox_offset is ${offset}; expected a whole number of at least 352`, {
    where: `${reader.where}, byte 108`,
  });
}
