// MRD (ISMRMRD in HDF5, version 1) to a RawScan (Inati et al. 2017). Waveforms and images in the file are left alone, and said so.
import { messageOf, ScienceError, utf8 } from '../../base/index.ts';
import type { Encoding, RawScan, Readout } from '../../records/index.ts';
import { openHdf5, type Hdf5Dataset, type Hdf5File } from '../hdf5/read.ts';
import { readAcquisitions, type Acquisition } from './acquisitions.ts';
import { readHeader, type MrdHeader } from './header.ts';
import { contrastsOf, covarianceOf } from './parameters.ts';
import { readXml } from './xml.ts';

/** A tick of `acquisition_time_stamp` where the file does not say: 2.5 ms, as one vendor counts. */
const TICK_S = 0.0025;
type Vector = readonly [number, number, number];

/** The raw scan in `bytes`; `name` where the file has none. Throws with the place (byte, acquisition or XML line) where the file is broken. */
export function readMrd(bytes: Uint8Array, where: string, name: string): RawScan {
  const file = openHdf5(bytes, where);
  const group = groupOf(file, where);
  const notes: string[] = [];
  const others = file.list(group)!.filter((one) => one !== 'xml' && one !== 'data');
  if (others.length > 0) notes.push(`Beside the acquisitions the file holds ${others.join(', ')}; not read.`);
  const xml = textOf(file, file.dataset(`${group}/xml`), where);
  const header = readHeader(readXml(xml, `${where}, ${group}/xml`), `${where}, ${group}/xml`);
  const acquisitions = readAcquisitions(file, file.dataset(`${group}/data`), where, notes);
  return scanOf(acquisitions, header, where, name, notes);
}

function groupOf(file: Hdf5File, where: string): string {
  const groups = (file.list('/') ?? []).filter((one) => {
    const members = file.list(one);
    return members !== undefined && members.includes('xml') && members.includes('data');
  });
  const first = groups.includes('dataset') ? 'dataset' : groups[0];
  if (first !== undefined) return first;
  throw new ScienceError('format', "an HDF5 file, but no MRD: no group holds 'xml' and 'data'", { where });
}

function textOf(file: Hdf5File, dataset: Hdf5Dataset, where: string): string {
  const { type } = dataset;
  const isText = type.kind === 'string' || (type.kind === 'sequence' && type.element.size === 1);
  if (!isText || dataset.count < 1) {
    throw new ScienceError('format', `${dataset.name} holds no text`, { where });
  }
  const found = dataset.element(0);
  const bytes = type.kind === 'string' ? found : file.sequence(found, 1, dataset.name);
  const end = bytes.indexOf(0);
  try {
    return utf8(end < 0 ? bytes : bytes.subarray(0, end));
  } catch (cause) {
    throw new ScienceError('format', `${dataset.name} is no text: ${messageOf(cause)}`, { where, cause });
  }
}

function scanOf(
  acquisitions: readonly Acquisition[],
  header: MrdHeader,
  where: string,
  name: string,
  headNotes: readonly string[],
): RawScan {
  const notes = [...headNotes, ...header.notes];
  const first = acquisitions[0]!;
  const { parameters } = header;
  const number = (key: string): number | undefined => {
    const value = parameters.get(key);
    if (value === undefined) return undefined;
    if (value !== '' && Number.isFinite(Number(value))) return Number(value);
    throw new ScienceError('format', `the user parameter ${key} is not a number`, { where: `${where}, xml` });
  };
  const tick_s = number('acquisitionTimeUnit_s');
  if (tick_s === undefined && acquisitions.some(({ ticks }) => ticks > 0)) {
    notes.push('The unit of time stamps is not in the file: ticks of 2.5 ms ASSUMED.');
  }
  if (acquisitions.every(({ ticks }) => ticks === 0))
    notes.push('No time stamps in the file: all readouts start at 0.');
  if (acquisitions.some(({ dwell_s }) => !(dwell_s > 0)))
    notes.push('No dwell time in the file (sample_time_us is 0).');
  const start = acquisitions.reduce((least, { ticks }) => Math.min(least, ticks), Infinity);
  const perM = trajectoryScale(acquisitions, header.encodings, parameters.get('trajectoryUnit'), notes);
  const readouts = acquisitions.map(({ readout, ticks, dwell_s, trajectory }): Readout => {
    if (readout.encoding >= header.encodings.length) {
      throw new ScienceError('format', `an acquisition belongs to encoding ${readout.encoding + 1} of ${header.encodings.length}`, { where }); // prettier-ignore
    }
    return {
      ...readout,
      dwell_s,
      start_s: (ticks - start) * (tick_s ?? TICK_S),
      ...(trajectory !== undefined && { trajectory_perM: perM(trajectory, readout) }),
    };
  });
  const nucleus = parameters.get('nucleus');
  const larmor_Hz = number('larmor_Hz');
  if (nucleus === undefined) {
    notes.push('The nucleus is not in the file (MRD has no field for it): give it in the settings where it matters.');
  }
  const spectralDwell_s = number('spectralDwell_s'),
    nSpectral = number('nSpectral');
  const contrasts = contrastsOf(parameters, header.echoTimes_s, acquisitions, where);
  const noiseCovariance = covarianceOf(parameters, first.nChannels, where);
  const { b0_T, flipAngle_deg, repetition_s, protocol, device } = header;
  return {
    name: protocol ?? name,
    ...(nucleus !== undefined && { nucleus }),
    ...(larmor_Hz !== undefined && { larmor_Hz }),
    nChannels: first.nChannels,
    encodings: header.encodings.map((one) => ({
      ...one,
      ...(spectralDwell_s !== undefined && { spectralDwell_s }),
      ...(nSpectral !== undefined && { nSpectral }),
    })),
    readouts,
    ...placesOf(acquisitions, notes),
    ...(contrasts !== undefined && { contrasts }),
    claims: {
      ...(nucleus !== undefined && { nucleus }),
      ...(flipAngle_deg !== undefined && { flipAngle_deg }),
      ...(repetition_s !== undefined && { repetition_s }),
      ...(b0_T !== undefined && { b0_T }),
      ...(larmor_Hz !== undefined && { imagingFrequency_MHz: larmor_Hz / 1e6 }),
      ...(protocol !== undefined && { description: protocol }),
      ...(device !== undefined && { device }),
    },
    ...(noiseCovariance !== undefined && { noiseCovariance }),
    notes,
  };
}

/** MRD leaves the unit of a trajectory open: k per metre where the file says so, else cycles per voxel if all lie within one half. */
function trajectoryScale(
  acquisitions: readonly Acquisition[],
  encodings: readonly Encoding[],
  unit: string | undefined,
  notes: string[],
): (
  trajectory: Float32Array,
  readout: { readonly encoding: number; readonly trajectoryDimensions: number },
) => Float32Array {
  let largest = 0;
  for (const { trajectory } of acquisitions) {
    for (const k of trajectory ?? []) largest = Math.max(largest, Math.abs(k));
  }
  if (largest === 0 || unit === 'perM') return (trajectory) => trajectory;
  if (largest > 0.51) {
    notes.push('The unit of the trajectory is not in the file: cycles per metre ASSUMED.');
    return (trajectory) => trajectory;
  }
  notes.push('The unit of the trajectory is not in the file: cycles per encoded voxel ASSUMED, as no k exceeds 1/2.');
  return (trajectory, { encoding, trajectoryDimensions }) => {
    const { encodedMatrix, encodedFov_m } = encodings[encoding]!;
    return trajectory.map((k, n) => {
      const axis = n % trajectoryDimensions;
      return (k * encodedMatrix[axis]!) / encodedFov_m[axis]!;
    });
  };
}

/** Orientation and slice centres; MRD's are LPS, ours RAS. */
function placesOf(
  acquisitions: readonly Acquisition[],
  notes: string[],
): Pick<RawScan, 'orientation' | 'sliceCentresRas_mm'> {
  const images = acquisitions.filter(({ readout }) => readout.purpose.endsWith('mage'));
  const first = images[0] ?? acquisitions[0]!;
  const ras = ([x, y, z]: Vector): Vector => [-x + 0, -y + 0, z];
  const [readout, phase, slice] = first.directions;
  const isFrame = [readout, phase, slice].every((v) => Math.abs(Math.hypot(...v) - 1) < 1e-3);
  if (!isFrame) {
    notes.push('The directions of readout, phase and slice are not in the file: axial, readout to the left, ASSUMED.');
  } else if (
    images.some(({ directions }) =>
      directions.some((v, n) => v.some((x, i) => Math.abs(x - first.directions[n]![i]!) > 1e-4)),
    )
  ) {
    notes.push('Slices of different orientation: that of the first is taken for all.');
  }
  const centres: Vector[] = [];
  for (const { readout: one, position } of images) centres[one.counters.slice] ??= ras(position);
  const known = Array.from(centres, (centre) => centre ?? ras(first.position));
  return {
    orientation: {
      readout: isFrame ? ras(readout) : [-1, 0, 0],
      phase: isFrame ? ras(phase) : [0, -1, 0],
      slice: isFrame ? ras(slice) : [0, 0, 1],
      centreRas_mm: ras(first.position),
    },
    ...(known.length > 1 && { sliceCentresRas_mm: known }),
  };
}

/** True where an HDF5 file holds MRD; says no more. */
export function isMrd(bytes: Uint8Array): boolean {
  try {
    groupOf(openHdf5(bytes, ''), '');
    return true;
  } catch {
    return false;
  }
}
