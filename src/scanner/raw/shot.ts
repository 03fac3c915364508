// One excitation of one slice and its readout: what is played for every slice, frame and metabolite.
import type { Hardware, Sequence, SequenceBlock } from '../../records/index.ts';
import { epiReadout, type EpiSettings } from '../design/epi.ts';
import { durationOf, onRaster } from '../design/hardware.ts';
import {
  spectralSpatialPulse,
  type SpectralSpatialPulse,
  type SpectralSpatialSettings,
} from '../design/spectral-spatial.ts';
import { kSpaceOf } from '../sequence/index.ts';

export interface ShotSettings extends SpectralSpatialSettings {
  readonly matrix: readonly [number, number];
  readonly fov_m: readonly [number, number];
  readonly bandwidth_Hz: number;
  readonly order: EpiSettings['order'];
}

/** A line of the readout, in the units of the signal. */
export interface ShotLine {
  readonly line: number;
  readonly reversed: boolean;
  /** Cycles per field of view along the readout, of each sample, and along the phase. */
  readonly kx: Float64Array;
  readonly ky: number;
  /** Of each sample, since the spectral centre of the pulse. */
  readonly time_s: Float64Array;
}

export interface Shot {
  readonly pulse: SpectralSpatialPulse;
  readonly sequence: Sequence;
  readonly lines: readonly ShotLine[];
  /** From the spectral centre of the pulse to the end of its rephaser, up to which the Bloch equations turn the magnetization. */
  readonly pulseTail_s: number;
  readonly echoTime_s: number;
  readonly duration_s: number;
  readonly dwell_s: number;
}

export function makeShot(settings: ShotSettings): Shot {
  const { hardware, matrix, fov_m } = settings;
  const pulse = spectralSpatialPulse(settings);
  const epi = epiReadout(settings);
  const wait_s = onRaster(hardware.rfDeadTime_s, hardware.blockRaster_s);
  const excitation: SequenceBlock = {
    duration_s: wait_s + onRaster(Math.max(pulse.gradient.duration_s, pulse.rf.duration_s + hardware.rfRingdown_s), hardware.blockRaster_s), // prettier-ignore
    rf: { ...pulse.rf, delay_s: wait_s },
    gradients: [undefined, undefined, { ...pulse.gradient, delay_s: wait_s }],
  };
  const rephase: SequenceBlock = { duration_s: durationOf(pulse.rephaser), gradients: [undefined, undefined, pulse.rephaser] }; // prettier-ignore
  const sequence: Sequence = {
    name: 'spectral-spatial echo-planar shot',
    blocks: [excitation, rephase, ...epi.blocks],
    definitions: { FOV: [fov_m[0], fov_m[1], settings.thickness_m], Name: 'epi' },
    rasters: rastersOf(hardware),
    notes: [],
  };
  const zero_s = wait_s + pulse.center_s;
  const lines = kSpaceOf(sequence).windows.map(({ time_s, k_perM, labels }): ShotLine => ({
    line: labels.LIN!,
    reversed: labels.REV === 1,
    kx: Float64Array.from(time_s, (_, n) => k_perM[3 * n]! * fov_m[0]),
    ky: k_perM[1]! * fov_m[1],
    time_s: time_s.map((t) => t - zero_s),
  }));
  const centre = lines.find(({ line }) => line === matrix[1] >> 1)!;
  const epiStart_s = excitation.duration_s + rephase.duration_s;
  return {
    pulse,
    sequence,
    lines,
    pulseTail_s: pulse.duration_s - pulse.center_s,
    echoTime_s: centre.time_s[matrix[0] >> 1]!,
    duration_s: epiStart_s + epi.duration_s,
    dwell_s: sequence.blocks.find(({ sampling }) => sampling !== undefined)!.sampling!.dwell_s,
  };
}

const rastersOf = ({ gradientRaster_s, rfRaster_s, adcRaster_s, blockRaster_s }: Hardware): Sequence['rasters'] => ({
  gradientRaster_s,
  rfRaster_s,
  adcRaster_s,
  blockRaster_s,
});
