// The shots of a protocol, one for each metabolite among others: bands about its own lines pass, bands about all others stop.
import { ScienceError } from '../../base/index.ts';
import { voxelSize_mm, type Geometry, type Hardware, type TissueLine } from '../../records/index.ts';
import { frequency_Hz } from '../image/coil.ts';
import type { Protocol, ReadyChannel } from '../image/protocol.ts';
import { makeShot, type ReadoutKind, type Shot, type ShotSettings } from './shot.ts';
import { spectralSpatialPulse, type Band, type SpectralSpatialPulse } from './spectral-spatial.ts';

/** ASSUMED: shim and drift about each line, to either side. */
export const SHIM_ppm = 0.5;
/** Gentle on the gradients first; higher fields need shorter ones. */
const SUBPULSES_s = [1e-3, 0.8e-3, 0.64e-3, 0.5e-3, 0.4e-3];
const TIME_BANDWIDTH = 3;
const FEWEST = 4;
const MOST = 24;
/** Two bands must turn so far apart over the longest pulse, in turns; nearer ones would ask for any B1. */
const LEAST_TURNS = 0.4;
/** Of what is wanted, in the stop bands. */
const LARGEST_LEAK = 1e-3;

export interface ShotsSettings {
  readonly protocol: Pick<Protocol, 'b0_T' | 'bandwidth_Hz'>;
  readonly channels: readonly ReadyChannel[];
  readonly lines: readonly TissueLine[];
  /** Of the images: slices along z. */
  readonly geometry: Geometry;
  readonly hardware: Hardware;
  readonly readout: ReadoutKind;
}

export const centre_ppm = (channel: ReadyChannel, lines: readonly TissueLine[]): number =>
  channel.lines.reduce((sum, at) => sum + lines[at]!.shift_ppm, 0) / channel.lines.length;

/** One shot for each channel. Throws where the hardware cannot play one or no pulse keeps a metabolite apart. */
export const metaboliteShots = (settings: ShotsSettings): Shot[] =>
  settings.channels.map((channel) => metaboliteShot(channel, settings));

/**
 * With the longest sub-pulses whose repeats hold all bands in between, the shortest pulse that keeps the leak below `LARGEST_LEAK`; where none are so short,
 * those whose pulse passes most. Throws where none of `MOST` sub-pulses does.
 */
function metaboliteShot(channel: ReadyChannel, settings: ShotsSettings): Shot {
  const { protocol, geometry, hardware, readout } = settings;
  const { pass, stop } = bandsOf(channel, settings);
  const gap_Hz = Math.min(...stop.map(({ centre_Hz, halfWidth_Hz }) => Math.abs(centre_Hz) - halfWidth_Hz - pass.halfWidth_Hz)); // prettier-ignore
  const tooNear = (): ScienceError => new ScienceError('unsupported', `no pulse of up to ${MOST} parts keeps ${channel.name} apart from the others, whose band lies ${gap_Hz.toFixed(0)} Hz from its own; a higher field moves them apart`, { where: `channels, ${channel.name}` }); // prettier-ignore
  if (gap_Hz * MOST * SUBPULSES_s[0]! < LEAST_TURNS) throw tooNear();
  const size_m = voxelSize_mm(geometry).map((edge_mm) => 1e-3 * edge_mm);
  const [nx, ny] = geometry.shape;
  const common = {
    hardware,
    thickness_m: size_m[2]!,
    flip_rad: Math.max(...channel.flips_rad),
    timeBandwidth: TIME_BANDWIDTH,
    pass,
    stop,
    matrix: [nx, ny] as const,
    fov_m: [nx * size_m[0]!, ny * size_m[1]!] as const,
    bandwidth_Hz: protocol.bandwidth_Hz,
    readout,
  };
  const farthest_Hz = Math.max(...[pass, ...stop].map(({ centre_Hz, halfWidth_Hz }) => Math.abs(centre_Hz) + halfWidth_Hz)); // prettier-ignore
  let best: { readonly settings: ShotSettings; readonly pulse: SpectralSpatialPulse } | undefined;
  const faults: ScienceError[] = [];
  for (const subpulse_s of SUBPULSES_s) {
    const found = shortestPulse({ ...common, subpulse_s }, (cause) => faults.push(cause));
    if (found === undefined) continue;
    if (best === undefined || found.pulse.passed > best.pulse.passed) best = found;
    if (farthest_Hz <= 0.5 * found.pulse.repeats_Hz) {
      best = found;
      break;
    }
  }
  if (best !== undefined) return makeShot(best.settings, best.pulse);
  if (faults.length === SUBPULSES_s.length) throw faults[0]!;
  throw tooNear();
}

/** Frequencies from the middle of the channel's lines: its own, and those of the other channels. */
function bandsOf(
  channel: ReadyChannel,
  { protocol, channels, lines }: ShotsSettings,
): { readonly pass: Band; readonly stop: readonly Band[] } {
  const larmor_Hz = frequency_Hz(protocol.b0_T);
  const shim_Hz = SHIM_ppm * 1e-6 * larmor_Hz;
  const away_Hz = (at: number): number => (lines[at]!.shift_ppm - centre_ppm(channel, lines)) * 1e-6 * larmor_Hz;
  const others = [...lines.keys()].filter((at) => channels.some((one) => one !== channel && one.lines.includes(at)));
  return {
    pass: { centre_Hz: 0, halfWidth_Hz: Math.max(...channel.lines.map((at) => Math.abs(away_Hz(at)))) + shim_Hz },
    stop: others.map((at) => ({ centre_Hz: away_Hz(at), halfWidth_Hz: shim_Hz })),
  };
}

/** Undefined where none of `MOST` sub-pulses keeps the leak low; what the scanner cannot play goes to `failed`. */
function shortestPulse(settings: Omit<ShotSettings, 'nSubpulses'>, failed: (cause: ScienceError) => void) {
  for (let nSubpulses = FEWEST; nSubpulses <= MOST; nSubpulses++) {
    try {
      const whole = { ...settings, nSubpulses };
      const pulse = spectralSpatialPulse(whole);
      if (pulse.leak <= LARGEST_LEAK) return { settings: whole, pulse };
    } catch (cause) {
      // too short a pulse may want more B1 than there is; a longer one needs less
      if (!(cause instanceof ScienceError)) throw cause;
      if (nSubpulses === MOST) failed(cause);
    }
  }
  return undefined;
}
