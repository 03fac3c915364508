// The records of an MRD file, one by one: fixed header, trajectory, samples. A count that the file only claims takes no memory.
import { ScienceError } from '../../base/index.ts';
import type { Readout } from '../../records/index.ts';
import type { Hdf5Member, Hdf5Type } from '../hdf5/datatype.ts';
import type { Hdf5Dataset, Hdf5File } from '../hdf5/read.ts';
import { ACQUISITION, FLAG, PASSED_OVER, placesOf } from './layout.ts';

type Vector = readonly [number, number, number];

export interface Acquisition {
  readonly readout: Omit<Readout, 'start_s' | 'dwell_s' | 'trajectory_perM'>;
  readonly dwell_s: number;
  readonly ticks: number;
  readonly nChannels: number;
  /** [sample, dimension], in the unit of the file. */
  readonly trajectory?: Float32Array;
  /** LPS, millimetres. */
  readonly position: Vector;
  /** Readout, phase, slice; LPS. */
  readonly directions: readonly [Vector, Vector, Vector];
}

/** All readouts of `dataset`. Throws where one is broken; there is at least one. */
export function readAcquisitions(file: Hdf5File, dataset: Hdf5Dataset, where: string, notes: string[]): Acquisition[] {
  const places = placesOf(dataset.type);
  checkLayout(places, where);
  const acquisitions: Acquisition[] = [];
  let passedOver = 0;
  for (let n = 0; n < dataset.count; n++) {
    const place = `${where}, acquisition ${n + 1}`;
    const acquisition = readAcquisition(file, dataset.element(n), places, place);
    if (acquisition === undefined) passedOver++;
    else acquisitions.push(acquisition);
    const { nChannels } = acquisitions[0] ?? { nChannels: 0 };
    if (acquisition !== undefined && acquisition.nChannels !== nChannels) {
      throw new ScienceError('unsupported', `${acquisition.nChannels} channels, but ${nChannels} in the first`, {
        where: place,
      });
    }
  }
  if (passedOver > 0)
    notes.push(`${passedOver} readouts for feedback, dummies or phase stabilisation were passed over.`);
  if (acquisitions.length === 0) throw new ScienceError('format', 'the file holds no readouts', { where });
  return acquisitions;
}

function checkLayout(places: ReadonlyMap<string, Hdf5Member>, where: string): void {
  for (const [name, { type }] of placesOf(ACQUISITION)) {
    const found = places.get(name)?.type;
    if (found !== undefined && sameShape(found, type)) continue;
    const what = found === undefined ? 'lacks' : 'has another type in';
    throw new ScienceError('unsupported', `the acquisitions are not MRD version 1: the record ${what} '${name}'`, {
      where,
    });
  }
}

/** Same kind and size, either byte order; members of a compound are compared one by one elsewhere. */
function sameShape(a: Hdf5Type, b: Hdf5Type): boolean {
  if (a.kind === 'compound' || b.kind === 'compound') return a.kind === b.kind;
  if (a.kind === 'array' && b.kind === 'array') return a.count === b.count && sameShape(a.element, b.element);
  if (a.kind === 'sequence' && b.kind === 'sequence') return sameShape(a.element, b.element);
  return a.kind === b.kind && a.size === b.size;
}

function readAcquisition(
  file: Hdf5File,
  record: Uint8Array,
  places: ReadonlyMap<string, Hdf5Member>,
  where: string,
): Acquisition | undefined {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const number = (name: string, index = 0): number => {
    const { offset, type } = places.get(name)!;
    const one = type.kind === 'array' ? type.element : type;
    return numberAt(view, offset + index * one.size, one);
  };
  const flag = (bit: number): boolean => {
    const { offset, type } = places.get('flags')!;
    const byte = type.kind === 'integer' && type.littleEndian ? bit >> 3 : 7 - (bit >> 3);
    return ((record[offset + byte]! >> (bit & 7)) & 1) === 1;
  };
  if (PASSED_OVER.some(flag)) return undefined;
  const version = number('version');
  // 0: not filled in, as early converters leave it; the layout was checked
  if (version > 1) throw new ScienceError('unsupported', `MRD version ${version}; version 1 is read`, { where });
  const nSamples = number('number_of_samples'),
    nChannels = number('active_channels'),
    dimensions = number('trajectory_dimensions');
  const discard = [number('discard_pre'), number('discard_post')] as const;
  if (nSamples < 1 || nChannels < 1 || dimensions > 3 || discard[0] + discard[1] >= nSamples) {
    throw new ScienceError('format', `${nSamples} samples (${discard.join(' + ')} to discard), ${nChannels} channels, trajectory of ${dimensions} dimensions cannot be`, { where }); // prettier-ignore
  }
  const samples = floats(file, record, places.get('data')!, `${where}, data`);
  const trajectory = floats(file, record, places.get('traj')!, `${where}, trajectory`);
  expectLength(samples, 2 * nSamples * nChannels, 'samples', where);
  expectLength(trajectory, nSamples * dimensions, 'trajectory', where);
  const vector = (name: string): Vector => {
    const values: Vector = [number(name, 0), number(name, 1), number(name, 2)];
    if (values.every(Number.isFinite)) return values;
    throw new ScienceError('format', `${name} is ${values.join(', ')}; expected finite numbers`, { where });
  };
  const dwell_s = number('sample_time_us') / 1e6;
  if (!Number.isFinite(dwell_s)) throw new ScienceError('format', 'sample_time_us is not finite', { where });
  return {
    readout: {
      nSamples,
      samples,
      centerSample: number('center_sample'),
      discard,
      counters: {
        line: number('idx.kspace_encode_step_1'),
        partition: number('idx.kspace_encode_step_2'),
        slice: number('idx.slice'),
        average: number('idx.average'),
        contrast: number('idx.contrast'),
        phase: number('idx.phase'),
        frame: number('idx.repetition'),
        set: number('idx.set'),
        segment: number('idx.segment'),
      },
      trajectoryDimensions: dimensions as 0 | 1 | 2 | 3,
      reversed: flag(FLAG.reversed),
      purpose: purposeOf(flag),
      encoding: number('encoding_space_ref'),
    },
    dwell_s,
    ticks: number('acquisition_time_stamp'),
    nChannels,
    ...(dimensions > 0 && { trajectory }),
    position: vector('position'),
    directions: [vector('read_dir'), vector('phase_dir'), vector('slice_dir')],
  };
}

function purposeOf(flag: (bit: number) => boolean): Readout['purpose'] {
  if (flag(FLAG.noise)) return 'noise';
  if (flag(FLAG.phaseCorrection)) return 'phaseCorrection';
  if (flag(FLAG.navigation)) return 'navigation';
  if (flag(FLAG.calibrationAndImage)) return 'calibrationAndImage';
  return flag(FLAG.calibration) ? 'calibration' : 'image';
}

function numberAt(view: DataView, at: number, type: Hdf5Type): number {
  if (type.kind === 'float') return type.size === 4 ? view.getFloat32(at, type.littleEndian) : NaN;
  if (type.kind !== 'integer') return NaN;
  if (type.size === 2) return view.getUint16(at, type.littleEndian);
  return type.signed ? view.getInt32(at, type.littleEndian) : view.getUint32(at, type.littleEndian);
}

/** A sequence of float32; every value finite. */
function floats(file: Hdf5File, record: Uint8Array, { offset, type }: Hdf5Member, where: string): Float32Array {
  const bytes = file.sequence(record.subarray(offset, offset + 16), 4, where);
  const out = new Float32Array(bytes.length / 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const element = type.kind === 'sequence' ? type.element : type;
  const littleEndian = element.kind === 'float' && element.littleEndian;
  for (let n = 0; n < out.length; n++) {
    out[n] = view.getFloat32(4 * n, littleEndian);
    if (!Number.isFinite(out[n])) throw new ScienceError('format', `value ${n + 1} is ${out[n]}`, { where });
  }
  return out;
}

function expectLength(values: Float32Array, expected: number, what: string, where: string): void {
  if (values.length === expected) return;
  throw new ScienceError('format', `${what}: ${values.length} numbers, but the header asks for ${expected}`, { where });
}
