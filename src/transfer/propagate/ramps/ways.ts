// Which part of each ramp is adiabatic, and which ramps share the steps of the rest.
import type { EigenPath, Frame, LaneKernels } from '../../../math/fast/index.ts';
import type { Factors } from '../factors.ts';
import { frameOf } from './frames.ts';
import { spineOf, type Spine } from './spine.ts';
import { equalSteps } from './steps.ts';

export interface Ramp {
  readonly to_T: number;
  readonly rate_TPerS: number;
}

/** How finely the ramps are run. */
export interface Fineness {
  /** Steps of at most so many turns of the widest coherence ... */
  readonly turns: number;
  /** ... and of at most this angle of the widest drive, 2 pi D r h^2. */
  readonly drive_rad: number;
  /** Largest turn that the frame of a slow way may leave out. */
  readonly neglected_rad: number;
}

/** A block with the levels that all its ramps share. */
export interface BlockWay {
  readonly size: number;
  readonly factors: Factors;
  readonly spine: Spine;
  /** Spread of the drive. */
  readonly drive_HzPerT: number;
  readonly frames: Map<number, Frame>;
  /** The edge at each end field. */
  readonly edgeOf: ReadonlyMap<number, number>;
}

/** Adiabatic from edge 0 to `head`, steps to `tail`, adiabatic again to the end where `glides`. */
export interface Way {
  readonly head: number;
  readonly tail: number;
  readonly glides: boolean;
  readonly members: number[];
  readonly slowest_TPerS: number;
}

/** Rates within this ratio share their steps. */
const RATE_BIN = 1.35;
const LEAST_STEPS = 4;

/** Undefined where a crossing is too narrow to be resolved. */
export function blockWay(
  a_Hz: Float64Array,
  d_HzPerT: Float64Array,
  factors: Factors,
  stops_T: readonly number[],
): BlockWay | undefined {
  const spine = spineOf(a_Hz, d_HzPerT, stops_T);
  if (!spine) return undefined;
  return {
    size: d_HzPerT.length,
    factors,
    spine,
    drive_HzPerT: Math.max(...d_HzPerT) - Math.min(...d_HzPerT),
    frames: new Map(),
    edgeOf: new Map(spine.edges.map(({ point }, i) => [point.field_T, i])),
  };
}

/** Ramps that share head, tail and steps, in groups. */
export function waysOf(
  block: BlockWay,
  ramps: readonly Ramp[],
  due: readonly number[],
  { neglected_rad }: Fineness,
): Iterable<Way> {
  const ways = new Map<string, Way>();
  for (const r of due) {
    const { rate_TPerS, to_T } = ramps[r]!;
    const bin = Math.floor(Math.log(Math.abs(rate_TPerS)) / Math.log(RATE_BIN));
    const slowest_TPerS = Math.exp(bin * Math.log(RATE_BIN));
    const fastest_TPerS = slowest_TPerS * RATE_BIN;
    const limit = neglected_rad / (fastest_TPerS * fastest_TPerS * fastest_TPerS);
    const { roughness_s3PerT3 } = block.spine;
    const end = block.edgeOf.get(to_T)!;
    let head = 0,
      tail = end;
    while (head < end && roughness_s3PerT3[head]! < limit) head++;
    while (tail > head && roughness_s3PerT3[tail - 1]! < limit) tail--;
    if (head === tail) head = tail = 0; // nothing in between: the whole ramp in one go
    const glides = tail < end;
    const key = `${bin} ${head} ${tail} ${glides}`;
    const way = ways.get(key);
    if (way) way.members.push(r);
    else ways.set(key, { head, tail, glides, members: [r], slowest_TPerS });
  }
  return ways.values();
}

/** What the frames of the slow way leave out on one ramp, in rad. */
export function neglectedOf(
  { spine, edgeOf }: BlockWay,
  { head, tail, glides }: Way,
  { to_T, rate_TPerS }: Ramp,
): number {
  const { roughness_s3PerT3: rough } = spine;
  const ends: number[] = [];
  if (head > 0) ends.push(rough[0]!, rough[head - 1]!);
  if (glides) ends.push(rough[tail]!, rough[edgeOf.get(to_T)! - 1]!);
  return Math.max(0, ...ends) * Math.abs(rate_TPerS * rate_TPerS * rate_TPerS);
}

/** The steps of a way, short enough for its slowest member. */
export function pathOf(
  { spine, drive_HzPerT }: BlockWay,
  head: number,
  tail: number,
  slowest_TPerS: number,
  { turns, drive_rad }: Fineness,
  kernels: LaneKernels,
): EigenPath {
  const from = spine.edges[head]!.point,
    to = spine.edges[tail]!.point;
  let width_Hz = 0;
  for (let i = head; i < tail; i++) width_Hz = Math.max(width_Hz, spine.width_Hz[i]!);
  const time_s = Math.abs(to.field_T - from.field_T) / slowest_TPerS;
  const perSecond = Math.max(
    width_Hz / turns,
    Math.sqrt((2 * Math.PI * drive_HzPerT * slowest_TPerS * RATE_BIN) / drive_rad),
  );
  const steps = Math.max(LEAST_STEPS, Math.ceil(perSecond * time_s));
  return equalSteps(from, to, steps, slowest_TPerS * Math.sqrt(RATE_BIN), kernels);
}

export function frameAt({ spine, frames }: BlockWay, edge: number): Frame {
  let frame = frames.get(edge);
  if (!frame) frames.set(edge, (frame = frameOf(spine.edges[edge]!.point)));
  return frame;
}
