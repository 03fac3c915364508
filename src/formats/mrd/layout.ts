// The records of an MRD file, version 1: AcquisitionHeader and its two sequences, byte for byte as libismrmrd writes them (ismrmrd.h).
import type { Hdf5Member, Hdf5Type } from '../hdf5/datatype.ts';

type Integer = 'u2' | 'u4' | 'u8' | 'i4';
export type HeaderField = Integer | 'f4';

const scalar = (kind: HeaderField): Hdf5Type => {
  const size = Number(kind[1]);
  return kind === 'f4'
    ? { kind: 'float', size: 4, littleEndian: true }
    : { kind: 'integer', size, signed: kind === 'i4', littleEndian: true };
};

const COUNTERS = [
  ...['kspace_encode_step_1', 'kspace_encode_step_2', 'average', 'slice', 'contrast', 'phase'],
  ...['repetition', 'set', 'segment'],
].map((name) => [name, 'u2', 1] as const);

const HEADER = [
  ['version', 'u2', 1],
  ['flags', 'u8', 1],
  ['measurement_uid', 'u4', 1],
  ['scan_counter', 'u4', 1],
  ['acquisition_time_stamp', 'u4', 1],
  ['physiology_time_stamp', 'u4', 3],
  ['number_of_samples', 'u2', 1],
  ['available_channels', 'u2', 1],
  ['active_channels', 'u2', 1],
  ['channel_mask', 'u8', 16],
  ['discard_pre', 'u2', 1],
  ['discard_post', 'u2', 1],
  ['center_sample', 'u2', 1],
  ['encoding_space_ref', 'u2', 1],
  ['trajectory_dimensions', 'u2', 1],
  ['sample_time_us', 'f4', 1],
  ['position', 'f4', 3],
  ['read_dir', 'f4', 3],
  ['phase_dir', 'f4', 3],
  ['slice_dir', 'f4', 3],
  ['patient_table_position', 'f4', 3],
  ['idx', [...COUNTERS, ['user', 'u2', 8] as const], 1],
  ['user_int', 'i4', 8],
  ['user_float', 'f4', 8],
] as const;

type Fields = readonly (readonly [string, HeaderField | Fields, number])[];

/** Members one after the other, without gaps. */
function packed(fields: Fields): Hdf5Type & { readonly kind: 'compound' } {
  let size = 0;
  const members = fields.map(([name, kind, count]): Hdf5Member => {
    const element = typeof kind === 'string' ? scalar(kind) : packed(kind);
    const type: Hdf5Type = count === 1 ? element : { kind: 'array', size: count * element.size, count, element };
    const member = { name, offset: size, type };
    size += type.size;
    return member;
  });
  return { kind: 'compound', size, members };
}

const FLOATS: Hdf5Type = { kind: 'sequence', size: 16, element: scalar('f4') };
const HEAD = packed(HEADER);

export const ACQUISITION: Hdf5Type & { readonly kind: 'compound' } = {
  kind: 'compound',
  size: 376,
  members: [
    { name: 'head', offset: 0, type: HEAD },
    { name: 'traj', offset: 344, type: FLOATS },
    { name: 'data', offset: 360, type: FLOATS },
  ],
};

export const TEXT: Hdf5Type = {
  kind: 'sequence',
  size: 16,
  element: { kind: 'integer', size: 1, signed: false, littleEndian: true },
};

/** Flags of an acquisition, by bit (ismrmrd.h, ISMRMRD_AcquisitionFlags, less one). */
export const FLAG = {
  noise: 18,
  calibration: 19,
  calibrationAndImage: 20,
  reversed: 21,
  navigation: 22,
  phaseCorrection: 23,
  lastInMeasurement: 24,
} as const;
/** Readouts that are no data for images: feedback, dummies, surface coil correction, phase stabilisation. */
export const PASSED_OVER = [25, 26, 27, 28, 29, 30];

/** Place and type of every number in a record, `idx.slice` for the inner ones. */
export function placesOf(type: Hdf5Type, offset = 0, prefix = ''): ReadonlyMap<string, Hdf5Member> {
  const places = new Map<string, Hdf5Member>();
  if (type.kind !== 'compound') return places;
  for (const member of type.members) {
    const name = prefix + member.name;
    places.set(name, { ...member, name, offset: offset + member.offset });
    for (const [inner, place] of placesOf(member.type, offset + member.offset, name === 'head' ? '' : `${name}.`)) {
      places.set(inner, place);
    }
  }
  return places;
}
