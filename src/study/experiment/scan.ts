// From a dose and a tissue to images: the one place where the scan of an animal is made.
import { ScienceError, type Random } from '../../base/index.ts';
import type { Injection } from '../../mouse/index.ts';
import {
  magnitudeOf,
  makeImageSeries,
  type ComplexSeries,
  type Geometry,
  type ImageSeries,
  type RawScan,
  type SteppableTissue,
} from '../../records/index.ts';
import { reconstruct } from '../../reconstruct/index.ts';
import {
  MOUSE_COIL,
  MOUSE_SCANNER,
  parabolicB1,
  rawScan,
  scan,
  type Coil,
  type Protocol,
  type Scan,
  type ScannerMaps,
} from '../../scanner/index.ts';
import type { ExperimentDose, ExperimentSettings } from './settings.ts';

export const METABOLITES = ['fumarate', 'malate'] as const;

export function injectionOf({ injection }: ExperimentSettings, dose: ExperimentDose): Injection {
  const { concentration_mM, polarization, volume_mL } = dose;
  const { syringeT1_s, duration_s } = injection;
  return { agents: [{ agent: 'fumarate', concentration_mM, polarization, syringeT1_s }], volume_mL, duration_s };
}

export function coilOf({ scanner: { coil } }: ExperimentSettings): Coil {
  return {
    efficiency_TPerSqrtW: coil.efficiency_uTPerSqrtW * 1e-6,
    b0_T: coil.b0_T,
    sampleNoiseShare: coil.sampleNoiseShare,
    noiseFigure_dB: coil.noiseFigure_dB,
    temperature_K: MOUSE_COIL.temperature_K,
  };
}

export function protocolOf(settings: ExperimentSettings): Protocol {
  const { scanner, grid } = settings;
  const { T2Star_s, flips, b1Drop: _, coil: __, raw: ___, readout, ...rest } = scanner;
  return {
    ...rest,
    ...(readout === 'instant' ? {} : { readout }),
    channels: METABOLITES.map((name) => ({ name, flips: flips[name], t2Star_s: T2Star_s })),
    matrix: grid.matrix,
    encoding: 'slices',
    coil: coilOf(settings),
  };
}

/** B1 over a grid: a parabola about the middle of the field of view. */
export const b1Over = (geometry: Geometry, { scanner, grid }: ExperimentSettings): Float64Array =>
  parabolicB1(geometry, { centre_mm: grid.centre_mm, radius_mm: 15, drop: scanner.b1Drop });

/** Down to k-space, unless images are asked for or the readout takes no time. */
export const isRaw = ({ scanner: { raw, readout } }: ExperimentSettings): boolean => raw ?? readout !== 'instant';

export interface AnimalScan extends Scan {
  /** What the receiver wrote down, where the scan goes through k-space. */
  readonly raw?: RawScan;
}

/** Steps the tissue through the protocol and spends it: images as from a scanner, and what they would be without noise. */
export function imagesOf(tissue: SteppableTissue, settings: ExperimentSettings, random: Random): AnimalScan {
  const protocol = protocolOf(settings);
  const maps = { b1: b1Over(tissue.geometry, settings) };
  return isRaw(settings) ? throughKSpace(tissue, protocol, random, maps) : scan(tissue, protocol, random, maps);
}

function throughKSpace(tissue: SteppableTissue, protocol: Protocol, random: Random, maps: ScannerMaps): AnimalScan {
  if (protocol.filter !== 'none')
    throw new ScienceError('unsupported', `is '${protocol.filter}'; a raw scan takes none`, {
      where: 'scanner.filter',
    });
  const made = rawScan(tissue, protocol, { ...MOUSE_SCANNER, b0_T: protocol.b0_T }, random, maps);
  const noisy = reconstruct(made.raw).series,
    quiet = reconstruct(made.quiet).series;
  const { flipAngles_rad, times_s, noiseSd_mM, notes, raw, phases_rad } = made;
  const isComplex = protocol.images === 'complex';
  const receiver_rad = phaseOf(noisy[0]!) - phases_rad[0]!;
  return {
    images: noisy.map((series, m) => (isComplex ? turned(series, receiver_rad + phases_rad[m]!) : magnitudeOf(series))),
    imaginary: [],
    noiseFree: quiet.map(magnitudeOf),
    flipAngles_rad,
    times_s,
    noiseSd_mM,
    notes: [...notes, ...(isComplex ? ['Images were turned by the phase of the substrate, the product by what its pulse puts between the two, and the real part taken.'] : [])], // prettier-ignore
    raw,
  };
}

/** Angle of the largest part of the signal, from the sum of squares: of the substrate, which stands far above the noise; its sum is positive. */
function phaseOf({ images: { data } }: ComplexSeries): number {
  let [re, im, sumRe, sumIm] = [0, 0, 0, 0];
  for (let n = 0; n < data.length; n += 2) {
    const [a, b] = [data[n]!, data[n + 1]!];
    re += a * a - b * b;
    im += 2 * a * b;
    sumRe += a;
    sumIm += b;
  }
  const half = 0.5 * Math.atan2(im, re);
  return sumRe * Math.cos(half) + sumIm * Math.sin(half) < 0 ? half + Math.PI : half;
}

/** The real part after one turn for the whole series. */
function turned({ images, ...series }: ComplexSeries, phase_rad: number): ImageSeries {
  const { data } = images;
  const [c, s] = [Math.cos(phase_rad), Math.sin(phase_rad)];
  const real = Float64Array.from({ length: data.length / 2 }, (_, n) => c * data[2 * n]! + s * data[2 * n + 1]!);
  return makeImageSeries({ name: series.name, geometry: series.geometry, claims: series.claims, notes: series.notes, integer: false, nTimes: images.shape[0], data: real }); // prettier-ignore
}
