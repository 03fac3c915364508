// One excitation of one slice and its readout: what is played for every slice, frame and metabolite.
import type { Hardware, Sequence, SequenceBlock } from '../../records/index.ts';
import { kSpaceOf } from '../sequence/index.ts';
import { epiReadout, type EpiSettings } from './epi.ts';
import { durationOf, onRaster } from './hardware.ts';
import { spiralReadout } from './readouts/spiral.ts';
import { spectralSpatialPulse, type SpectralSpatialPulse, type SpectralSpatialSettings } from './spectral-spatial.ts';

/** `spiral`: one arm from the centre out. `epi`: lines to and fro. */
export type ReadoutKind = 'spiral' | 'epi';

export interface ShotSettings extends SpectralSpatialSettings {
  readonly readout: ReadoutKind;
  /** Of echo-planar lines; from the centre out if not given. */
  readonly order?: EpiSettings['order'];
  readonly matrix: readonly [number, number];
  /** A spiral takes square pixels and the larger side. */
  readonly fov_m: readonly [number, number];
  readonly bandwidth_Hz: number;
}

/** One sampling window of the readout, in the units of the signal. */
export interface ShotLine {
  readonly line: number;
  readonly reversed: boolean;
  /** Cycles per field of view of each sample, along x and y. */
  readonly kx: Float64Array;
  readonly ky: Float64Array;
  /** Of each sample, since the spectral centre of the pulse. */
  readonly time_s: Float64Array;
}

export interface Shot {
  readonly readout: ReadoutKind;
  readonly pulse: SpectralSpatialPulse;
  readonly sequence: Sequence;
  readonly lines: readonly ShotLine[];
  /** From the spectral centre of the pulse to the end of its rephaser, up to which the Bloch equations turn the magnetization. */
  readonly pulseTail_s: number;
  /** From the spectral centre of the pulse to the sample at k = 0. */
  readonly echoTime_s: number;
  readonly duration_s: number;
  readonly dwell_s: number;
}

export function makeShot(settings: ShotSettings, pulse: SpectralSpatialPulse = spectralSpatialPulse(settings)): Shot {
  const { hardware, fov_m, readout } = settings;
  const { blocks, duration_s } = readoutBlocks(settings);
  const wait_s = onRaster(hardware.rfDeadTime_s, hardware.blockRaster_s);
  const excitation: SequenceBlock = {
    duration_s: wait_s + pulse.rf.duration_s + onRaster(hardware.rfRingdown_s, hardware.blockRaster_s),
    rf: { ...pulse.rf, delay_s: wait_s },
    gradients: [undefined, undefined, { ...pulse.gradient, delay_s: wait_s }],
  };
  const rephase: SequenceBlock = { duration_s: durationOf(pulse.rephaser), gradients: [undefined, undefined, pulse.rephaser] }; // prettier-ignore
  const sequence: Sequence = {
    name: `spectral-spatial ${readout === 'epi' ? 'echo-planar' : 'spiral'} shot`,
    blocks: [excitation, rephase, ...blocks],
    definitions: { FOV: [fov_m[0], fov_m[1], settings.thickness_m], Name: readout, Nucleus: hardware.nucleus },
    rasters: rastersOf(hardware),
    notes: [],
  };
  const zero_s = wait_s + pulse.center_s;
  const lines = kSpaceOf(sequence).windows.map(({ time_s, k_perM, labels }): ShotLine => ({
    line: labels.LIN ?? 0,
    reversed: labels.REV === 1,
    kx: Float64Array.from(time_s, (_, n) => k_perM[3 * n]! * fov_m[0]),
    ky: Float64Array.from(time_s, (_, n) => k_perM[3 * n + 1]! * fov_m[1]),
    time_s: time_s.map((t) => t - zero_s),
  }));
  return {
    readout,
    pulse,
    sequence,
    lines,
    pulseTail_s: pulse.duration_s - pulse.center_s,
    echoTime_s: echoOf(lines),
    duration_s: excitation.duration_s + rephase.duration_s + duration_s,
    dwell_s: blocks.find(({ sampling }) => sampling !== undefined)!.sampling!.dwell_s,
  };
}

function readoutBlocks(settings: ShotSettings): {
  readonly blocks: readonly SequenceBlock[];
  readonly duration_s: number;
} {
  // prettier-ignore
  const { readout, matrix, fov_m } = settings;
  if (readout === 'epi') return epiReadout({ order: 'centreOut', ...settings });
  // as many pixels as hold the smaller pixel over the larger side
  const side_m = Math.max(...fov_m);
  const pixel_m = Math.min(fov_m[0] / matrix[0], fov_m[1] / matrix[1]);
  return spiralReadout({ ...settings, matrix: Math.round(side_m / pixel_m), fov_m: side_m, nInterleaves: 1 });
}

/** Time of the sample nearest the centre of k-space. */
function echoOf(lines: readonly ShotLine[]): number {
  let [nearest, echo_s] = [Infinity, NaN];
  for (const { kx, ky, time_s } of lines) {
    kx.forEach((x, n) => {
      const away = Math.hypot(x, ky[n]!);
      if (away >= nearest) return;
      [nearest, echo_s] = [away, time_s[n]!];
    });
  }
  return echo_s;
}

const rastersOf = ({ gradientRaster_s, rfRaster_s, adcRaster_s, blockRaster_s }: Hardware): Sequence['rasters'] => ({
  gradientRaster_s,
  rfRaster_s,
  adcRaster_s,
  blockRaster_s,
});
