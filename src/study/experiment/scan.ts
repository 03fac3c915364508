// From a dose and a tissue to images: the one place where the scan of an animal is made.
import type { Random } from '../../base/index.ts';
import type { Injection } from '../../mouse/index.ts';
import type { Geometry, SteppableTissue } from '../../records/index.ts';
import { MOUSE_COIL, parabolicB1, scan, type Coil, type Protocol, type Scan } from '../../scanner/index.ts';
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
  const { T2Star_s, flips, b1Drop: _, coil: __, ...rest } = scanner;
  return {
    ...rest,
    channels: METABOLITES.map((name) => ({ name, flips: flips[name], t2Star_s: T2Star_s })),
    matrix: grid.matrix,
    encoding: 'slices',
    coil: coilOf(settings),
  };
}

/** B1 over a grid: a parabola about the middle of the field of view. */
export const b1Over = (geometry: Geometry, { scanner, grid }: ExperimentSettings): Float64Array =>
  parabolicB1(geometry, { centre_mm: grid.centre_mm, radius_mm: 15, drop: scanner.b1Drop });

/** Steps the tissue through the protocol and spends it: images as from a scanner, and what they would be without noise. */
export const imagesOf = (tissue: SteppableTissue, settings: ExperimentSettings, random: Random): Scan =>
  scan(tissue, protocolOf(settings), random, { b1: b1Over(tissue.geometry, settings) });
