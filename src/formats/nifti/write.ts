// Images and maps to NIfTI-1, always the same bytes for the same record.
import { gzipSync } from 'fflate';
import { ScienceError } from '../../base/index.ts';
import { checkGeometry, voxelSize_mm, type Geometry } from '../../records/index.ts';
import { asciiBytes } from '../text.ts';
import { quaternionOfAffine } from './orientation.ts';

export type NiftiType = 'float64' | 'float32' | 'uint8' | 'complex64';
export interface NiftiContent {
  readonly geometry: Geometry;
  /** [time, z, y, x]; complex64: interleaved re, im. */
  readonly data: Float64Array;
  readonly nTimes: number;
  readonly repetition_s?: number;
  /** At most 79 ASCII letters. */
  readonly description: string;
  /** What the values are, 'T1' or 'kPL'; at most 15 ASCII letters. */
  readonly intentName?: string;
  readonly datatype: NiftiType;
}

const TYPES: Readonly<Record<NiftiType, { readonly code: number; readonly bytes: number }>> = {
  uint8: { code: 2, bytes: 1 },
  float32: { code: 16, bytes: 4 },
  float64: { code: 64, bytes: 8 },
  complex64: { code: 32, bytes: 8 },
};
const DATA_OFFSET = 352;
/** xyzt_units: mm and s. */
const UNITS = 2 | 8;
/** qform_code and sform_code: scanner coordinates. */
const SCANNER = 1;
/** A quaternion cannot hold shear: where the axes are further from right angles than this, only the sform is set. */
const MAX_SHEAR = 1e-4;

export function writeNifti(content: NiftiContent, settings: { readonly gzip: boolean }): Uint8Array {
  check(content);
  const { geometry, data, nTimes, datatype } = content;
  const { code, bytes } = TYPES[datatype];
  const [nx, ny, nz] = geometry.shape;
  const file = new Uint8Array(DATA_OFFSET + nx * ny * nz * nTimes * bytes);
  const view = new DataView(file.buffer);
  const floats = (offset: number, values: readonly number[]): void =>
    values.forEach((value, n) => view.setFloat32(offset + 4 * n, value, true));
  const shorts = (offset: number, values: readonly number[]): void =>
    values.forEach((value, n) => view.setInt16(offset + 2 * n, value, true));
  const affine = geometry.affineRas_mm;
  const { b, c, d, qfac, shear } = quaternionOfAffine(affine);
  view.setInt32(0, 348, true);
  file[38] = 114; // 'r', "regular": required by some Analyze readers
  shorts(40, [nTimes === 1 ? 3 : 4, ...geometry.shape, nTimes, 1, 1, 1]);
  shorts(70, [code, 8 * bytes]);
  floats(76, [qfac, ...voxelSize_mm(geometry), nTimes === 1 ? 0 : (content.repetition_s ?? 0), 0, 0, 0]);
  floats(108, [DATA_OFFSET, 1, 0]);
  file[123] = UNITS;
  file.set(asciiBytes(content.description), 148);
  shorts(252, [shear < MAX_SHEAR ? SCANNER : 0, SCANNER]);
  floats(256, [b, c, d, affine[3]!, affine[7]!, affine[11]!]);
  floats(280, affine);
  file.set(asciiBytes(content.intentName ?? ''), 328);
  file.set(asciiBytes('n+1'), 344);
  if (datatype === 'uint8') file.set(data, DATA_OFFSET);
  else if (datatype !== 'float64') data.forEach((value, n) => view.setFloat32(DATA_OFFSET + 4 * n, value, true));
  else data.forEach((value, n) => view.setFloat64(DATA_OFFSET + 8 * n, value, true));
  return settings.gzip ? gzipSync(file, { mtime: 0 }) : file;
}

function check({ geometry, data, nTimes, repetition_s, description, intentName = '', datatype }: NiftiContent): void {
  const wrong = (message: string): never => {
    throw new ScienceError('argument', message, { where: 'writeNifti' });
  };
  checkGeometry(geometry, 'writeNifti');
  const [nx, ny, nz] = geometry.shape;
  if (
    !Number.isInteger(nTimes) ||
    nTimes < 1 ||
    data.length !== nx * ny * nz * nTimes * (datatype === 'complex64' ? 2 : 1)
  ) {
    wrong(`${data.length} values do not fill [${nTimes}, ${nz}, ${ny}, ${nx}] (time, z, y, x)`);
  }
  if (Math.max(nx, ny, nz, nTimes) > 32_767) wrong('NIfTI-1 holds at most 32767 voxels along an axis');
  if (repetition_s !== undefined && !(repetition_s > 0 && Number.isFinite(repetition_s))) {
    wrong(`repetition_s is ${repetition_s}; expected a positive time in seconds`);
  }
  const fits = (text: string, longest: number): boolean => text.length <= longest && /^[\x20-\x7e]*$/.test(text);
  if (!fits(description, 79)) wrong('the description must be at most 79 printable ASCII letters');
  if (!fits(intentName, 15)) wrong('intentName must be at most 15 printable ASCII letters');
  if (datatype === 'uint8' && data.some((value) => !(Number.isInteger(value) && value >= 0 && value <= 255))) {
    wrong('uint8 holds whole numbers from 0 to 255 only; write float32 or float64');
  }
}
