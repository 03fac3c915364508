// A RawScan as an MRD file (ISMRMRD in HDF5, version 1): read by libismrmrd, h5py and what stands on them. Same record, same bytes.
import { ScienceError } from '../../base/index.ts';
import type { CounterRange, Encoding, RawScan, Readout } from '../../records/index.ts';
import { hdf5Writer } from '../hdf5/write.ts';
import { asciiBytes } from '../text.ts';
import { joinBytes } from '../bytes.ts';
import { PROTON_HzPerT } from './header.ts';
import { ACQUISITION, FLAG, placesOf, TEXT } from './layout.ts';
import { parametersOf } from './parameters.ts';
import { escapedXml } from './xml.ts';

/** Time stamps count microseconds, said in the user parameter `acquisitionTimeUnit_s`: 71 minutes fit. */
const TICK_S = 1e-6;
const PLACES = placesOf(ACQUISITION);
const MAX_U16 = 65_535;

/** Throws where the record does not fit MRD: no field strength, counters above 65535, samples that do not fit the channels. */
export function writeMrd(scan: RawScan): Uint8Array {
  const writer = hdf5Writer();
  const text = asciiBytes(headerXml(scan));
  const xml = writer.sequence(joinBytes([text, new Uint8Array(1)]), text.length + 1);
  const records = scan.readouts.map((readout, n) => {
    check(readout, scan, `readout ${n + 1}`);
    const record = new Uint8Array(ACQUISITION.size);
    headInto(record, readout, scan, n);
    const put = (name: 'traj' | 'data', values: Float32Array): void => {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      record.set(writer.sequence(bytes, values.length), PLACES.get(name)!.offset);
    };
    put('traj', readout.trajectory_perM ?? new Float32Array(0));
    put('data', readout.samples);
    return record;
  });
  return writer.finish('dataset', [
    { name: 'xml', type: TEXT, data: xml },
    { name: 'data', type: ACQUISITION, data: joinBytes(records) },
  ]);
}

function check(readout: Readout, { nChannels, encodings }: RawScan, where: string): void {
  const wrong = (message: string): never => {
    throw new ScienceError('argument', `${message}; MRD cannot hold it`, { where });
  };
  const { nSamples, samples, counters, centerSample, discard, trajectory_perM, trajectoryDimensions } = readout;
  const small = [nSamples, nChannels, centerSample, ...discard, ...Object.values<number>({ ...counters })]; // prettier-ignore
  if (small.some((n) => !Number.isInteger(n) || n < 0 || n > MAX_U16)) wrong(`a count outside 0 to ${MAX_U16}`);
  if (samples.length !== 2 * nChannels * nSamples) wrong(`${samples.length} numbers for ${nChannels} x ${nSamples}`);
  if ((trajectory_perM?.length ?? 0) !== (trajectory_perM ? nSamples * trajectoryDimensions : 0)) {
    wrong('a trajectory that does not fit the samples');
  }
  if (!samples.every(Number.isFinite)) wrong('a sample that is not finite');
  if (encodings[readout.encoding] === undefined) wrong(`encoding ${readout.encoding} of ${encodings.length}`);
}

function headInto(record: Uint8Array, readout: Readout, scan: RawScan, n: number): void {
  const view = new DataView(record.buffer);
  const put = (name: string, ...values: number[]): void => {
    const { offset, type } = PLACES.get(name)!;
    const one = type.kind === 'array' ? type.element : type;
    values.forEach((value, i) => {
      const at = offset + i * one.size;
      if (one.kind === 'float') view.setFloat32(at, value, true);
      else if (one.size === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
    });
  };
  const flag = (bit: number): void => {
    const at = PLACES.get('flags')!.offset + (bit >> 3);
    record[at] = record[at]! | (1 << (bit & 7));
  };
  const { counters, orientation, purpose } = { ...readout, orientation: scan.orientation };
  const lps = ([x, y, z]: readonly [number, number, number]): number[] => [-x, -y, z];
  put('version', 1);
  put('scan_counter', n);
  put('acquisition_time_stamp', Math.round(readout.start_s / TICK_S));
  put('number_of_samples', readout.nSamples);
  put('available_channels', scan.nChannels);
  put('active_channels', scan.nChannels);
  put('discard_pre', readout.discard[0]);
  put('discard_post', readout.discard[1]);
  put('center_sample', readout.centerSample);
  put('encoding_space_ref', readout.encoding);
  put('trajectory_dimensions', readout.trajectory_perM === undefined ? 0 : readout.trajectoryDimensions);
  put('sample_time_us', readout.dwell_s * 1e6);
  put('position', ...lps(scan.sliceCentresRas_mm?.[counters.slice] ?? orientation.centreRas_mm));
  put('read_dir', ...lps(orientation.readout));
  put('phase_dir', ...lps(orientation.phase));
  put('slice_dir', ...lps(orientation.slice));
  put('idx.kspace_encode_step_1', counters.line);
  put('idx.kspace_encode_step_2', counters.partition);
  put('idx.repetition', counters.frame);
  for (const name of ['average', 'slice', 'contrast', 'phase', 'set', 'segment'] as const) {
    put(`idx.${name}`, counters[name]);
  }
  if (readout.reversed) flag(FLAG.reversed);
  if (purpose !== 'image') flag(FLAG[purpose]);
  if (n === scan.readouts.length - 1) flag(FLAG.lastInMeasurement);
}

function headerXml(scan: RawScan): string {
  const { claims, encodings, nChannels } = scan;
  if (claims.b0_T === undefined || !(claims.b0_T > 0)) {
    throw new ScienceError('argument', 'MRD needs the field strength: claims.b0_T is missing', { where: scan.name });
  }
  const tag = (name: string, ...content: (string | number)[]): string => `<${name}>${content.join('')}</${name}>`;
  const words = (name: string, text: string): string => tag(name, escapedXml(text));
  const { long, double, string } = parametersOf(scan, TICK_S);
  const entries = (kind: string, list: readonly (readonly [string, string | number])[]): string[] =>
    list.map(([name, value]) => tag(`userParameter${kind}`, words('name', name), words('value', String(value))));
  const times = scan.contrasts?.flatMap(({ echoTime_s }) => (echoTime_s === undefined ? [] : [echoTime_s])) ?? [];
  const sequence = [
    ...(claims.repetition_s === undefined ? [] : [tag('TR', claims.repetition_s * 1000)]),
    ...(times.length === (scan.contrasts?.length ?? 0) ? times.map((time) => tag('TE', time * 1000)) : []),
    ...(claims.flipAngle_deg === undefined ? [] : [tag('flipAngle_deg', claims.flipAngle_deg)]),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ismrmrdHeader xmlns="http://www.ismrm.org/ISMRMRD">',
    tag('measurementInformation', tag('patientPosition', 'HFS'), words('protocolName', scan.name)),
    tag(
      'acquisitionSystemInformation',
      ...(claims.device === undefined ? [] : [words('systemModel', claims.device)]),
      tag('systemFieldStrength_T', claims.b0_T),
      tag('receiverChannels', nChannels),
    ),
    tag('experimentalConditions', tag('H1resonanceFrequency_Hz', Math.round(claims.b0_T * PROTON_HzPerT))),
    ...encodings.map((one, n) => encodingXml(one, scan, n, tag)),
    ...(sequence.length > 0 ? [tag('sequenceParameters', ...sequence)] : []),
    tag('userParameters', ...entries('Long', long), ...entries('Double', double), ...entries('String', string)),
    '</ismrmrdHeader>\n',
  ].join('\n');
}

function encodingXml(
  encoding: Encoding,
  { readouts }: RawScan,
  index: number,
  tag: (name: string, ...content: (string | number)[]) => string,
): string {
  const three = (name: string, [x, y, z]: readonly number[]): string => tag(name, tag('x', x!), tag('y', y!), tag('z', z!)); // prettier-ignore
  const mm = (fov_m: readonly number[]): number[] => fov_m.map((length) => Number((length * 1000).toPrecision(15)));
  const range = (name: string, { first, last, center }: CounterRange): string =>
    tag(name, tag('minimum', first), tag('maximum', last), tag('center', center));
  const last = (key: 'average' | 'slice' | 'contrast' | 'frame'): CounterRange => {
    const most = readouts.reduce((m, one) => (one.encoding === index ? Math.max(m, one.counters[key]) : m), 0);
    return { first: 0, last: most, center: 0 };
  };
  const [along, across] = encoding.acceleration;
  return tag(
    'encoding',
    tag(
      'encodedSpace',
      three('matrixSize', encoding.encodedMatrix),
      three('fieldOfView_mm', mm(encoding.encodedFov_m)),
    ),
    tag('reconSpace', three('matrixSize', encoding.imageMatrix), three('fieldOfView_mm', mm(encoding.imageFov_m))),
    tag(
      'encodingLimits',
      range('kspace_encoding_step_1', encoding.lines),
      range('kspace_encoding_step_2', encoding.partitions),
      range('average', last('average')),
      range('slice', last('slice')),
      range('contrast', last('contrast')),
      range('repetition', last('frame')),
    ),
    tag('trajectory', encoding.kind),
    ...(along === 1 && across === 1
      ? []
      : [
          tag(
            'parallelImaging',
            tag('accelerationFactor', tag('kspace_encoding_step_1', along), tag('kspace_encoding_step_2', across)),
          ),
        ]),
  );
}
