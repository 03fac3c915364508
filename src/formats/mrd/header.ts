// The XML header of an MRD file (ismrmrd.xsd, version 1) as what a RawScan needs of it, and back.
import { nearestName, ScienceError } from '../../base/index.ts';
import type { CounterRange, Encoding } from '../../records/index.ts';
import { quoted } from '../text.ts';
import type { XmlElement } from './xml.ts';

export interface MrdHeader {
  readonly encodings: readonly Encoding[];
  readonly b0_T?: number;
  readonly protocol?: string;
  readonly device?: string;
  readonly repetition_s?: number;
  readonly flipAngle_deg?: number;
  readonly echoTimes_s: readonly number[];
  /** User parameters of every kind, by name. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** gamma / 2 pi of the proton, CODATA 2018: the header tells the field by the proton's frequency only. */
export const PROTON_HzPerT = 42.577478518e6;
const KINDS = ['cartesian', 'epi', 'radial', 'goldenangle', 'spiral', 'other'] as const;
const MAX_MATRIX = 65_535;
const MAX_ENCODINGS = 64;

export function readHeader(root: XmlElement, where: string): MrdHeader {
  if (root.name !== 'ismrmrdHeader') {
    throw new ScienceError('format', `the XML header is <${root.name.slice(0, 60)}>; expected <ismrmrdHeader>`, {
      where,
    });
  }
  const notes: string[] = [];
  const found = root.children.filter(({ name }) => name === 'encoding');
  if (found.length < 1 || found.length > MAX_ENCODINGS) {
    throw new ScienceError('format', `the MRD header has ${found.length} encodings; expected 1 to ${MAX_ENCODINGS}`, {
      where,
    });
  }
  const encodings = found.map((one, n) => readEncoding(one, `${where}, encoding ${n + 1}`, notes));
  const optional = (path: string): number | undefined => {
    const element = at(root, path);
    return element === undefined || element.text === '' ? undefined : numberOf(element, path, where);
  };
  const parameters = new Map<string, string>();
  for (const one of at(root, 'userParameters')?.children ?? []) {
    parameters.set(at(one, 'name')?.text ?? '', at(one, 'value')?.text ?? '');
  }
  const proton_Hz = optional('experimentalConditions/H1resonanceFrequency_Hz');
  const b0_T =
    optional('acquisitionSystemInformation/systemFieldStrength_T') ??
    (proton_Hz === undefined || proton_Hz <= 0 ? undefined : proton_Hz / PROTON_HzPerT);
  const text = (path: string): string | undefined => at(root, path)?.text || undefined;
  const device = [text('acquisitionSystemInformation/systemVendor'), text('acquisitionSystemInformation/systemModel')];
  const repetition_ms = optional('sequenceParameters/TR'),
    flipAngle_deg = optional('sequenceParameters/flipAngle_deg');
  const protocol = text('measurementInformation/protocolName');
  return {
    encodings,
    ...(b0_T !== undefined && b0_T > 0 && { b0_T }),
    ...(protocol !== undefined && { protocol }),
    ...(device.some((part) => part !== undefined) && { device: device.filter((part) => part !== undefined).join(' ') }),
    ...(repetition_ms !== undefined && repetition_ms > 0 && { repetition_s: repetition_ms / 1000 }),
    ...(flipAngle_deg !== undefined && { flipAngle_deg }),
    echoTimes_s: (at(root, 'sequenceParameters')?.children ?? [])
      .filter(({ name }) => name === 'TE')
      .map((one) => numberOf(one, 'TE', where) / 1000),
    parameters,
    notes,
  };
}

function at(element: XmlElement, path: string): XmlElement | undefined {
  let found: XmlElement | undefined = element;
  for (const part of path.split('/')) found = found?.children.find(({ name }) => name === part);
  return found;
}

function numberOf(element: XmlElement | undefined, path: string, where: string): number {
  const value = element === undefined || element.text === '' ? NaN : Number(element.text);
  if (Number.isFinite(value)) return value;
  const what = element === undefined ? 'is missing' : `is ${quoted(element.text)}; expected a number`;
  throw new ScienceError('format', `${path} ${what}`, { where });
}

function readEncoding(element: XmlElement, where: string, notes: string[]): Encoding {
  const three = (
    path: string,
    fits: (value: number) => boolean,
    expected: string,
  ): readonly [number, number, number] => {
    const [x, y, z] = ['x', 'y', 'z'].map((axis) => {
      const value = numberOf(at(element, `${path}/${axis}`), `${path}/${axis}`, where);
      if (!fits(value))
        throw new ScienceError('format', `${path}/${axis} is ${value}; expected ${expected}`, { where });
      return value;
    });
    return [x!, y!, z!];
  };
  const matrix = (space: string): readonly [number, number, number] =>
    three(`${space}/matrixSize`, (n) => Number.isInteger(n) && n >= 1 && n <= MAX_MATRIX, `1 to ${MAX_MATRIX}`);
  const fov = (space: string): readonly [number, number, number] => {
    const [x, y, z] = three(`${space}/fieldOfView_mm`, (mm) => mm > 0 && mm < 1e5, 'millimetres above 0');
    return [x / 1000, y / 1000, z / 1000];
  };
  const encodedMatrix = matrix('encodedSpace');
  const kind = at(element, 'trajectory')?.text ?? '';
  const limits = (step: 1 | 2): CounterRange => {
    const path = `encodingLimits/kspace_encoding_step_${step}`;
    const found = at(element, path);
    const n = encodedMatrix[step];
    if (found === undefined) {
      if (n > 1 && (kind === 'cartesian' || kind === 'epi'))
        notes.push(`${path} is not in the header: k = 0 taken in step ${Math.floor(n / 2)} of ${n}.`);
      return { first: 0, last: n - 1, center: Math.floor(n / 2) };
    }
    const [first, last, center] = ['minimum', 'maximum', 'center'].map((name) => {
      const value = numberOf(at(found, name), `${path}/${name}`, where);
      if (Number.isInteger(value) && value >= 0 && value <= MAX_MATRIX) return value;
      throw new ScienceError('format', `${path}/${name} is ${value}; expected 0 to ${MAX_MATRIX}`, { where });
    });
    return { first: first!, last: last!, center: center! };
  };
  if (!(KINDS as readonly string[]).includes(kind)) {
    throw new ScienceError('format', `trajectory is ${quoted(kind)}; did you mean '${nearestName(kind, KINDS)!}'?`, {
      where,
    });
  }
  const factor = (step: 1 | 2): number => {
    const path = `parallelImaging/accelerationFactor/kspace_encoding_step_${step}`;
    const found = at(element, path);
    return found === undefined ? 1 : numberOf(found, path, where);
  };
  return {
    kind: kind as Encoding['kind'],
    encodedMatrix,
    encodedFov_m: fov('encodedSpace'),
    imageMatrix: matrix('reconSpace'),
    imageFov_m: fov('reconSpace'),
    lines: limits(1),
    partitions: limits(2),
    acceleration: [factor(1), factor(2)],
  };
}
