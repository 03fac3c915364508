// What MRD has no field for, kept as user parameters: nucleus, names and frequencies of contrasts, covariance of the noise.
import { ScienceError } from '../../base/index.ts';
import type { RawScan } from '../../records/index.ts';
import type { Acquisition } from './acquisitions.ts';

type Contrasts = NonNullable<RawScan['contrasts']>;

/** Names, offsets and echo times by contrast; undefined where the file tells nothing of them. */
export function contrastsOf(
  parameters: ReadonlyMap<string, string>,
  echoTimes_s: readonly number[],
  acquisitions: readonly Acquisition[],
  where: string,
): Contrasts | undefined {
  const n = 1 + acquisitions.reduce((most, { readout }) => Math.max(most, readout.counters.contrast), 0);
  const named = parameters.has('contrast_0_name');
  if (!named && (echoTimes_s.length === 0 || echoTimes_s.length < n)) return undefined;
  return Array.from({ length: n }, (_, i) => {
    const offset = parameters.get(`contrast_${i}_offset_Hz`);
    const offset_Hz = Number(offset);
    if (offset !== undefined && (offset === '' || !Number.isFinite(offset_Hz))) {
      throw new ScienceError('format', `the user parameter contrast_${i}_offset_Hz is not a number`, { where });
    }
    return {
      name: parameters.get(`contrast_${i}_name`) ?? `echo ${i + 1}`,
      ...(offset !== undefined && { offset_Hz }),
      ...(echoTimes_s[i] !== undefined && { echoTime_s: echoTimes_s[i] }),
    };
  });
}

/** [channel, channel] interleaved complex from numbers with blanks between; undefined where there are none. */
export function covarianceOf(
  parameters: ReadonlyMap<string, string>,
  nChannels: number,
  where: string,
): Float64Array | undefined {
  const text = parameters.get('noiseCovariance');
  if (text === undefined) return undefined;
  const values = Float64Array.from(text.split(' '), Number);
  if (values.length === 2 * nChannels * nChannels && values.every(Number.isFinite)) return values;
  throw new ScienceError('format', `noiseCovariance does not hold ${2 * nChannels * nChannels} numbers`, { where });
}

export interface UserParameters {
  readonly long: readonly (readonly [string, number])[];
  readonly double: readonly (readonly [string, number])[];
  readonly string: readonly (readonly [string, string])[];
}

export function parametersOf(scan: RawScan, tick_s: number): UserParameters {
  const spectral = scan.encodings[0]!;
  const contrasts = scan.contrasts ?? [];
  return {
    long: spectral.nSpectral === undefined ? [] : [['nSpectral', spectral.nSpectral]],
    double: [
      ['acquisitionTimeUnit_s', tick_s],
      ...(scan.larmor_Hz === undefined ? [] : [['larmor_Hz', scan.larmor_Hz] as const]),
      ...(spectral.spectralDwell_s === undefined ? [] : [['spectralDwell_s', spectral.spectralDwell_s] as const]),
      ...contrasts.flatMap(({ offset_Hz }, i) =>
        offset_Hz === undefined ? [] : [[`contrast_${i}_offset_Hz`, offset_Hz] as const],
      ),
    ],
    string: [
      ...(scan.nucleus === undefined ? [] : [['nucleus', scan.nucleus] as const]),
      ...(scan.readouts.some(({ trajectory_perM }) => trajectory_perM) ? [['trajectoryUnit', 'perM'] as const] : []),
      ...contrasts.map(({ name }, i) => [`contrast_${i}_name`, name] as const),
      ...(scan.noiseCovariance === undefined ? [] : [['noiseCovariance', scan.noiseCovariance.join(' ')] as const]),
    ],
  };
}
