// The shots of a protocol, one for each metabolite among others: bands about its own lines pass, bands about all others stop.
import { ScienceError } from '../../base/index.ts';
import { voxelSize_mm, type Geometry, type Hardware, type TissueLine } from '../../records/index.ts';
import { frequency_Hz } from '../image/coil.ts';
import type { Protocol, ReadyChannel } from '../image/protocol.ts';
import { makeShot, type ReadoutKind, type Shot } from './shot.ts';
import { spectralSpatialPulse } from './spectral-spatial.ts';

/** ASSUMED widths: shim and drift about each line. */
const SHIM_Hz = 8;
const SUBPULSE_s = 1e-3;
const TIME_BANDWIDTH = 3;
const FEWEST = 4;
const MOST = 24;
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

/** The shortest pulse that keeps the leak below `LARGEST_LEAK`. Throws where none of `MOST` sub-pulses does. */
function metaboliteShot(
  channel: ReadyChannel,
  { protocol, channels, lines, geometry, hardware, readout }: ShotsSettings,
): Shot {
  // prettier-ignore
  const larmor_Hz = frequency_Hz(protocol.b0_T);
  const away_Hz = (at: number): number => (lines[at]!.shift_ppm - centre_ppm(channel, lines)) * 1e-6 * larmor_Hz;
  const pass = { centre_Hz: 0, halfWidth_Hz: Math.max(...channel.lines.map((at) => Math.abs(away_Hz(at)))) + SHIM_Hz };
  const others = [...lines.keys()].filter((at) => channels.some((one) => one !== channel && one.lines.includes(at)));
  const stop = others.map((at) => ({ centre_Hz: away_Hz(at), halfWidth_Hz: SHIM_Hz }));
  const size_m = voxelSize_mm(geometry).map((edge_mm) => 1e-3 * edge_mm);
  const [nx, ny] = geometry.shape;
  const common = {
    hardware,
    thickness_m: size_m[2]!,
    flip_rad: Math.max(...channel.flips_rad),
    subpulse_s: SUBPULSE_s,
    timeBandwidth: TIME_BANDWIDTH,
    pass,
    stop,
    matrix: [nx, ny] as const,
    fov_m: [nx * size_m[0]!, ny * size_m[1]!] as const,
    bandwidth_Hz: protocol.bandwidth_Hz,
    readout,
  };
  const gap_Hz = Math.min(...stop.map(({ centre_Hz }) => Math.abs(centre_Hz) - SHIM_Hz - pass.halfWidth_Hz));
  for (let nSubpulses = FEWEST; nSubpulses <= MOST && gap_Hz > 0; nSubpulses++) {
    try {
      const pulse = spectralSpatialPulse({ ...common, nSubpulses });
      if (pulse.leak <= LARGEST_LEAK) return makeShot({ ...common, nSubpulses }, pulse);
    } catch (cause) {
      // too short a pulse may want more B1 than there is; a longer one needs less
      if (!(cause instanceof ScienceError) || nSubpulses === MOST) throw cause;
    }
  }
  throw new ScienceError('unsupported', `no pulse of up to ${MOST} parts keeps ${channel.name} apart from the others, whose band lies ${gap_Hz.toFixed(0)} Hz from its own; a higher field moves them apart`, { where: `channels, ${channel.name}` }); // prettier-ignore
}
