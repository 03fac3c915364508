// What the settings of an experiment ask of the scanner: injection, coil, protocol, grid and shots.
import { gridAbout, type Injection } from '../../../mouse/index.ts';
import { type Geometry, type TissueLine } from '../../../records/index.ts';
import {
  frequency_Hz,
  kWeights,
  metaboliteShots,
  MOUSE_COIL,
  MOUSE_SCANNER,
  parabolicB1,
  readyChannels,
  sampledAt,
  type Coil,
  type KFilter,
  type Protocol,
  type Shot,
} from '../../../scanner/index.ts';
import { INSTANT_ECHO_s, type ExperimentDose, type ExperimentSettings } from '../settings.ts';

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
