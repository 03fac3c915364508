// From a dose and a tissue to images: the one place where the scan of an animal is made.
import type { Random } from '../../base/index.ts';
import { makeFourierKernel } from '../../math/fourier/index.ts';
import { gridAbout, type Injection } from '../../mouse/index.ts';
import {
  magnitudeOf,
  makeImageSeries,
  type ComplexSeries,
  type Geometry,
  type ImageSeries,
  type RawScan,
  type SteppableTissue,
  type TissueLine,
} from '../../records/index.ts';
import { DEFAULT_RECONSTRUCTION, reconstruct } from '../../reconstruct/index.ts';
import {
  frequency_Hz,
  kWeights,
  metaboliteShots,
  MOUSE_COIL,
  MOUSE_SCANNER,
  noiseSpread,
  parabolicB1,
  rawScan,
  readyChannels,
  sampledAt,
  scan,
  sliceMeans,
  throughAxes,
  type AxisOperator,
  type Coil,
  type CoilArray,
  type KFilter,
  type Protocol,
  type Scan,
  type Shot,
} from '../../scanner/index.ts';
import { INSTANT_ECHO_s, type ExperimentDose, type ExperimentSettings } from './settings.ts';

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
  const {
    T2Star_s,
    flips,
    b1Drop: _,
    coil: __,
    raw: ___,
    coils: ____,
    field: _____,
    readout,
    echoTime_s = INSTANT_ECHO_s,
    ...rest
  } = scanner;
  return {
    ...rest,
    echoTime_s,
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

/** Grid of the 13C images. */
export const imageGrid = ({ grid }: ExperimentSettings): Geometry => gridAbout('axial', grid.matrix, grid.voxel_mm, grid.centre_mm); // prettier-ignore

/** What is played for each metabolite; none where the readout is instant. Throws, with the place in the settings, where the scanner cannot. */
export function shotsOf(settings: ExperimentSettings, lines: readonly TissueLine[]): Shot[] {
  const protocol = protocolOf(settings);
  const { readout, b0_T } = protocol;
  if (readout === undefined) return [];
  const channels = readyChannels(protocol, lines, frequency_Hz(b0_T));
  const hardware = { ...MOUSE_SCANNER, b0_T };
  return metaboliteShots({ protocol, channels, lines, geometry: imageGrid(settings), hardware, readout });
}

/** From pulse to k = 0, per metabolite. */
export function echoTimes_s(settings: ExperimentSettings, lines: readonly TissueLine[]): readonly number[] {
  const shots = shotsOf(settings, lines);
  return METABOLITES.map((_, m) => shots[m]?.echoTime_s ?? protocolOf(settings).echoTime_s);
}

/** Width of a point of fumarate in the slice, the root of its area over its peak: what k-space filter, edge and T2* leave of it. */
export function pointWidth_voxels(settings: ExperimentSettings, lines: readonly TissueLine[], filter: KFilter): number {
  const { T2Star_s } = settings.scanner;
  const grid = imageGrid(settings);
  const weights = kWeights({ ...protocolOf(settings), filter }, grid);
  const shot = shotsOf(settings, lines)[0];
  const time_s = shot && sampledAt(shot, grid);
  const sum = weights.reduce((total, w, at) => total + w * Math.exp(-((time_s?.[at] ?? 0) - (shot?.echoTime_s ?? 0)) / T2Star_s), 0); // prettier-ignore
  return Math.sqrt(weights.length / sum);
}

export interface AnimalScan extends Scan {
  /** What the receiver wrote down, where the scan goes through k-space. */
  readonly raw?: RawScan;
  /** Per metabolite, from the noise that the receiver wrote down; where there is none it is taken from the images. */
  readonly receiverNoise_mM?: readonly number[];
}

/** What makes a scan uneven, over the voxels of the tissue and of the images. */
export interface Uneven {
  readonly field_Hz?: Float64Array;
  /** What the reconstruction knows of it. */
  readonly known_Hz?: Float64Array;
  readonly coils?: CoilArray;
  /** Of the coils together over the volume coil, by which images are scaled. */
  readonly gain?: number;
}

/** Steps the tissue through the protocol and spends it: images as from a scanner, and what they would be without noise. */
export function imagesOf(
  tissue: SteppableTissue,
  settings: ExperimentSettings,
  random: Random,
  uneven: Uneven = {},
): AnimalScan {
  const b1 = b1Over(tissue.geometry, settings);
  return isRaw(settings)
    ? throughKSpace(tissue, settings, random, b1, uneven)
    : scan(tissue, protocolOf(settings), random, { b1 });
}

function throughKSpace(
  tissue: SteppableTissue,
  settings: ExperimentSettings,
  random: Random,
  b1: Float64Array,
  { field_Hz, known_Hz, coils, gain = 1 }: Uneven,
): AnimalScan {
  const protocol = protocolOf(settings);
  const made = rawScan(tissue, protocol, { ...MOUSE_SCANNER, b0_T: protocol.b0_T }, random, { b1, field_Hz, coils });
  // whitened channels have noise of power 1
  const scale = coils === undefined ? 1 : (Math.SQRT2 * made.sampleSd) / gain;
  const filtered = imageFilter(protocol, scale);
  const narrowed = filterGain(settings, protocol.filter);
  const how = {
    ...DEFAULT_RECONSTRUCTION,
    kernel: makeFourierKernel(),
    ...(known_Hz && { field_Hz: known_Hz, fieldSteps: 0 }),
  };
  const rebuilt = reconstruct(made.raw, how);
  const noisy = rebuilt.series.map(filtered),
    quiet = reconstruct(made.quiet, how).series.map(filtered);
  const { flipAngles_rad, times_s, notes, raw, phases_rad } = made;
  const isComplex = protocol.images === 'complex';
  const isUneven = field_Hz !== undefined || coils !== undefined;
  const substrate_rad = isUneven ? localPhases(noisy[0]!) : Float64Array.of(phaseOf(noisy[0]!));
  const turn = (m: number): Float64Array => substrate_rad.map((one) => one - phases_rad[0]! + phases_rad[m]!);
  const turnNote = `Images were turned by the phase of the substrate${isUneven ? ' in each voxel and its neighbours, mean of all frames' : ''}, the product by what its pulse puts between the two, and the real part taken.`;
  const gridNotes = isUneven ? rebuilt.notes.filter((note) => !notes.includes(note)) : [];
  return {
    images: noisy.map((series, m) => (isComplex ? turned(series, turn(m)) : magnitudeOf(series))),
    imaginary: [],
    noiseFree: quiet.map(magnitudeOf),
    flipAngles_rad,
    times_s,
    noiseSd_mM: (narrowed * made.noiseSd_mM) / gain,
    receiverNoise_mM: noisy.map(({ noiseSd }) => narrowed * scale * noiseSd[0]!),
    notes: [...notes, ...gridNotes, ...(isComplex ? [turnNote] : [])],
    raw,
  };
}

/** The k-space filter of a protocol, put on images times `scale`. */
function imageFilter({ filter, matrix }: Protocol, scale: number): (series: ComplexSeries) => ComplexSeries {
  const scaled = (data: Float32Array | Float64Array): Float64Array => Float64Array.from(data, (value) => scale * value);
  if (filter === 'none') return (series) => (scale === 1 ? series : { ...series, images: { ...series.images, data: scaled(series.images.data) } }); // prettier-ignore
  const axes = filterAxes(matrix, filter);
  return (series) => {
    const { data, shape } = series.images;
    const nVoxels = data.length / 2 / shape[0];
    const out = new Float64Array(data.length);
    for (let from = 0; from < data.length; from += 2 * nVoxels)
      for (const part of [0, 1]) {
        const one = Float64Array.from({ length: nVoxels }, (_, v) => scale * data[from + 2 * v + part]!);
        throughAxes(one, axes).forEach((value, v) => (out[from + 2 * v + part] = value));
      }
    return { ...series, images: { ...series.images, data: out } };
  };
}

/** Noise of a voxel with a k-space filter over that without. */
export function filterGain(settings: ExperimentSettings, filter: KFilter): number {
  const power = (one: KFilter): number => Math.hypot(...kWeights({ ...protocolOf(settings), filter: one }, imageGrid(settings))); // prettier-ignore
  return power(filter) / power('none');
}

/** What a k-space filter makes of images in slices. */
export const filterAxes = (
  matrix: Protocol['matrix'],
  filter: KFilter,
): readonly [AxisOperator, AxisOperator, AxisOperator] => [
  noiseSpread(matrix[0], matrix[0], filter),
  noiseSpread(matrix[1], matrix[1], filter),
  sliceMeans(matrix[2], matrix[2]),
];

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

/** Angle in each voxel of the sum over frames of it and its neighbours in the slice: of the field up to the echo, and of the coils. */
function localPhases({ images: { data, shape } }: ComplexSeries): Float64Array {
  const [nTimes, nz, ny, nx] = shape;
  const nVoxels = nz * ny * nx;
  const sum = new Float64Array(2 * nVoxels);
  for (let i = 0; i < 2 * nVoxels * nTimes; i++) sum[i % (2 * nVoxels)] = sum[i % (2 * nVoxels)]! + data[i]!;
  return Float64Array.from({ length: nVoxels }, (_, v) => {
    const [x, y, slice] = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / nx / ny)];
    let re = 0,
      im = 0;
    for (let b = Math.max(0, y - 1); b <= Math.min(ny - 1, y + 1); b++)
      for (let a = Math.max(0, x - 1); a <= Math.min(nx - 1, x + 1); a++) {
        const at = 2 * ((slice * ny + b) * nx + a);
        re += sum[at]!;
        im += sum[at + 1]!;
      }
    return Math.atan2(im, re);
  });
}

/** The real part after one turn for the whole series, or one of each voxel. */
function turned({ images, ...series }: ComplexSeries, phase_rad: Float64Array): ImageSeries {
  const { data } = images;
  const [c, s] = [phase_rad.map(Math.cos), phase_rad.map(Math.sin)];
  const n = phase_rad.length;
  const real = Float64Array.from({ length: data.length / 2 }, (_, i) => c[i % n]! * data[2 * i]! + s[i % n]! * data[2 * i + 1]!); // prettier-ignore
  return makeImageSeries({ name: series.name, geometry: series.geometry, claims: series.claims, notes: series.notes, integer: false, nTimes: images.shape[0], data: real }); // prettier-ignore
}
