// Which part of each ramp is adiabatic, and which ramps share the steps of the rest.
import type { EigenPath, Frame } from '../../../math/fast/index.ts';
import type { Factors } from '../factors.ts';
import { turnsOf } from './frames.ts';
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
  /** Fewer are not taken: over few long steps errors of unlike order can hide each other. */
  readonly leastSteps: number;
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
const RATE_BIN = 2;

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
  const { edgeOf } = block;
  const bins = new Map<number, Bin>();
  const ways = new Map<number, Way>();
  for (const r of due) {
    const { rate_TPerS, to_T } = ramps[r]!;
    const number = Math.floor(Math.log(Math.abs(rate_TPerS)) / Math.log(RATE_BIN));
    let bin = bins.get(number);
    if (!bin) bins.set(number, (bin = binOf(block, number, neglected_rad)));
    const end = edgeOf.get(to_T)!;
    const tail = bin.tails[end]!;
    const glides = tail < end;
    const key = (number * bin.tails.length + tail) * 2 + (glides ? 1 : 0);
    const way = ways.get(key);
    if (way) way.members.push(r);
    else
      ways.set(key, {
        head: tail === 0 ? 0 : bin.head,
        tail,
        glides,
        members: [r],
        slowest_TPerS: bin.slowest_TPerS,
      });
  }
  return ways.values();
}

interface Bin {
  readonly slowest_TPerS: number;
  /** First edge behind which steps are needed. */
  readonly head: number;
  /** For every edge as the end of a ramp, the last edge before which steps are needed; 0 where none are: the whole ramp in one go. */
  readonly tails: Int32Array;
}

function binOf({ spine }: BlockWay, number: number, neglected_rad: number): Bin {
  const slowest_TPerS = Math.exp(number * Math.log(RATE_BIN));
  const fastest_TPerS = slowest_TPerS * RATE_BIN;
  const limit = neglected_rad / (fastest_TPerS * fastest_TPerS * fastest_TPerS);
  const rough = spine.roughness_s3PerT3;
  const tails = new Int32Array(rough.length + 1);
  for (let edge = 1; edge < tails.length; edge++) tails[edge] = rough[edge - 1]! < limit ? tails[edge - 1]! : edge;
  return { slowest_TPerS, head: rough.findIndex((one) => one >= limit), tails };
}

/** What the frames of the slow way leave out on one ramp, in rad, at both ends of it: the most of any place there, as one place may be smooth by chance. */
export function neglectedOf(
  { spine, edgeOf }: BlockWay,
  { head, tail, glides }: Way,
  { to_T, rate_TPerS }: Ramp,
): number {
  const { roughness_s3PerT3: rough } = spine;
  let most = 0;
  for (let i = 0; i < head; i++) most = Math.max(most, rough[i]!);
  if (glides) for (let i = tail; i < edgeOf.get(to_T)!; i++) most = Math.max(most, rough[i]!);
  return 2 * most * Math.abs(rate_TPerS * rate_TPerS * rate_TPerS);
}

/** The steps of a way, short enough for its slowest member. */
export function pathOf(
  { spine, drive_HzPerT }: BlockWay,
  head: number,
  tail: number,
  slowest_TPerS: number,
  { turns, drive_rad, leastSteps }: Fineness,
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
  const steps = Math.ceil(Math.max(leastSteps, perSecond * time_s));
  return equalSteps(from, to, steps, slowest_TPerS * Math.sqrt(RATE_BIN));
}

/** The frame at an edge; the second-order shift of the spine is in T per Hz, hence 4 pi^2. */
export function frameAt({ spine, frames }: BlockWay, edge: number): Frame {
  let frame = frames.get(edge);
  if (!frame) {
    const { point, phase_HzT, shift_TPerHz } = spine.edges[edge]!;
    const shift_turnsSPerT = shift_TPerHz.map((shift) => shift / (4 * Math.PI * Math.PI));
    frames.set(edge, (frame = { ...turnsOf(point), phase_turnsTPerS: phase_HzT, shift_turnsSPerT }));
  }
  return frame;
}
