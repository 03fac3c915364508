// The shot of one metabolite among others: bands about its own lines pass, bands about all others stop.
import { ScienceError } from '../../base/index.ts';
import type { Hardware, TissueLine } from '../../records/index.ts';
import type { Protocol, ReadyChannel } from '../image/protocol.ts';
import { makeShot, type Shot } from './shot.ts';

export interface MetaboliteShot {
  readonly channel: ReadyChannel;
  readonly channels: readonly ReadyChannel[];
  readonly lines: readonly TissueLine[];
  readonly larmor_Hz: number;
  readonly hardware: Hardware;
  readonly protocol: Protocol;
  readonly thickness_m: number;
  readonly fov_m: readonly [number, number];
}

/** ASSUMED widths: shim and drift about each line. */
const SHIM_Hz = 8;
const SUBPULSE_s = 1.6e-3;
const TIME_BANDWIDTH = 3;
const FEWEST = 4;
const MOST = 24;
/** Of what is wanted, in the stop bands. */
const LARGEST_LEAK = 1e-3;

/** The shortest pulse that keeps the leak below `LARGEST_LEAK`. Throws where none of `MOST` sub-pulses does. */
export function metaboliteShot({
  channel,
  channels,
  lines,
  larmor_Hz,
  hardware,
  protocol,
  thickness_m,
  fov_m,
}: MetaboliteShot): Shot {
  // prettier-ignore
  const centre_ppm = channel.lines.reduce((sum, at) => sum + lines[at]!.shift_ppm, 0) / channel.lines.length;
  const away_Hz = (at: number): number => (lines[at]!.shift_ppm - centre_ppm) * 1e-6 * larmor_Hz;
  const pass = { centre_Hz: 0, halfWidth_Hz: Math.max(...channel.lines.map((at) => Math.abs(away_Hz(at)))) + SHIM_Hz };
  const others = [...lines.keys()].filter((at) => channels.some((one) => one !== channel && one.lines.includes(at)));
  const stop = others.map((at) => ({ centre_Hz: away_Hz(at), halfWidth_Hz: SHIM_Hz }));
  const common = {
    hardware,
    thickness_m,
    flip_rad: Math.max(...channel.flips_rad),
    subpulse_s: SUBPULSE_s,
    timeBandwidth: TIME_BANDWIDTH,
    pass,
    stop,
    matrix: [protocol.matrix[0], protocol.matrix[1]] as const,
    fov_m,
    bandwidth_Hz: protocol.bandwidth_Hz,
    order: 'centreOut' as const,
  };
  const gap_Hz = Math.min(...stop.map(({ centre_Hz }) => Math.abs(centre_Hz) - SHIM_Hz - pass.halfWidth_Hz));
  for (let nSubpulses = FEWEST; nSubpulses <= MOST && gap_Hz > 0; nSubpulses++) {
    const shot = makeShot({ ...common, nSubpulses });
    if (shot.pulse.leak <= LARGEST_LEAK) return shot;
  }
  throw new ScienceError('unsupported', `no pulse of up to ${MOST} parts keeps ${channel.name} apart from the others, whose band lies ${gap_Hz.toFixed(0)} Hz from its own; a higher field moves them apart`, { where: `channels, ${channel.name}` }); // prettier-ignore
}
