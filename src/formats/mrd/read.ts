// MRD (ISMRMRD in HDF5, version 1) to a RawScan (Inati et al. 2017). Waveforms and images in the file are left alone, and said so.
import { messageOf, ScienceError, utf8 } from '../../base/index.ts';
import type { RawScan, Readout } from '../../records/index.ts';
import { openHdf5, type Hdf5Dataset, type Hdf5File } from '../hdf5/read.ts';
import { readAcquisitions, type Acquisition } from './acquisitions.ts';
import { readHeader, type MrdHeader } from './header.ts';
import { recounted } from './counting.ts';
import { contrastsOf, covarianceOf } from './parameters.ts';
import { placesOf } from './places.ts';
import { trajectoryScale } from './trajectory-unit.ts';
import { readXml } from './xml.ts';

/** A tick of `acquisition_time_stamp` where the file does not say: 2.5 ms, as one vendor counts. */
const TICK_S = 0.0025;

/** The raw scan in `bytes`; `name` where the file has none. Throws with the place (byte, acquisition or XML line) where the file is broken. */
export function readMrd(bytes: Uint8Array, where: string, name: string): RawScan {
  const file = openHdf5(bytes, where);
  const [group, ...more] = groupsOf(file, where);
  const notes: string[] = [];
  if (more.length > 0) notes.push(`The file holds ${more.length + 1} datasets: '${group}' was read, not ${more.join(', ')}.`); // prettier-ignore
  const others = file.list(group)!.filter((one) => one !== 'xml' && one !== 'data');
  if (others.length > 0) notes.push(`Beside the acquisitions the file holds ${others.join(', ')}; not read.`);
  const xml = textOf(file, file.dataset(`${group}/xml`), where);
  const header = readHeader(readXml(xml, `${where}, ${group}/xml`), `${where}, ${group}/xml`);
  const acquisitions = readAcquisitions(file, file.dataset(`${group}/data`), where, notes);
  return scanOf(acquisitions, header, where, name, notes);
}

/** Groups with acquisitions, the usual name first. */
function groupsOf(file: Hdf5File, where: string): readonly [string, ...string[]] {
  const groups = (file.list('/') ?? []).filter((one) => {
    const members = file.list(one);
    return members !== undefined && members.includes('xml') && members.includes('data');
  });
  const first = groups.includes('dataset') ? 'dataset' : groups[0];
  if (first !== undefined) return [first, ...groups.filter((one) => one !== first)];
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
  asWritten: readonly Acquisition[],
  header: MrdHeader,
  where: string,
  name: string,
  headNotes: readonly string[],
): RawScan {
  const notes = [...headNotes, ...header.notes];
  const { parameters } = header;
  const acquisitions = recounted(asWritten, header.encodings, parameters.has('contrast_0_name'), notes);
  const first = acquisitions[0]!;
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
  const perM = trajectoryScale(acquisitions, header.encodings, parameters.get('trajectoryUnit'), where, notes);
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
    ...placesOf(acquisitions, where, notes),
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

/** True where an HDF5 file holds MRD; says no more. */
export function isMrd(bytes: Uint8Array): boolean {
  try {
    groupsOf(openHdf5(bytes, ''), '');
    return true;
  } catch {
    return false;
  }
}
