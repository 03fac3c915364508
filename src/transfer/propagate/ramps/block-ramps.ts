// One block through many ramps that begin in one field: adiabatic parts in one go, the rest in equal steps that ramps of nearly equal rate share.
import { laneOffset, makeLanes, type LaneKernels, type Lanes } from '../../../math/fast/index.ts';
import { frameAt, neglectedOf, pathOf, waysOf, type BlockWay, type Fineness, type Ramp } from './ways.ts';

/** out[ramp, state] = populations at the end, of the ramps named in `due`, neglected[ramp] += what their adiabatic parts leave out; gives the steps taken. */
export function runRamps(
  out: Float64Array,
  neglected: Float64Array,
  block: BlockWay,
  ramps: readonly Ramp[],
  due: readonly number[],
  fineness: Fineness,
  kernels: LaneKernels,
): number {
  const { size, spine, factors, edgeOf } = block;
  const { columns, weights } = factors;
  const start = startVectors(block);
  /** [ramp, column, state]: where each ramp is after its steps. */
  const held = new Float64Array(2 * ramps.length * columns * size);
  const lanesOf = (members: readonly number[]): Lanes => {
    const rates = new Float64Array(members.length * columns);
    members.forEach((r, member) => rates.fill(ramps[r]!.rate_TPerS, member * columns, (member + 1) * columns));
    return makeLanes(size, rates);
  };
  let steps = 0;
  const arriving = new Map<number, { readonly end: number; readonly glides: boolean; readonly members: number[] }>();

  for (const way of waysOf(block, ramps, due, fineness)) {
    const { head, tail, glides, members, slowest_TPerS } = way;
    const lanes = lanesOf(members);
    for (let lane = 0; lane < members.length * columns; lane++) place(lanes, lane, start, lane % columns);
    if (head > 0) {
      kernels.enter(lanes, frameAt(block, 0));
      kernels.leave(lanes, frameAt(block, head));
    }
    if (head < tail) {
      const path = pathOf(block, head, tail, slowest_TPerS, fineness);
      kernels.cross(lanes, frameAt(block, head), path, frameAt(block, tail));
      steps += path.steps * members.length;
    }
    if (glides) kernels.enter(lanes, frameAt(block, tail));
    members.forEach((r, member) => {
      for (let c = 0; c < columns; c++) take(held, r * columns + c, lanes, member * columns + c);
      neglected[r]! += neglectedOf(block, way, ramps[r]!);
      const end = edgeOf.get(ramps[r]!.to_T)!;
      const key = 2 * end + (glides ? 1 : 0);
      const there = arriving.get(key);
      if (there) there.members.push(r);
      else arriving.set(key, { end, glides, members: [r] });
    });
  }

  for (const { end, glides, members } of arriving.values()) {
    const lanes = lanesOf(members);
    for (let lane = 0; lane < members.length * columns; lane++)
      place(lanes, lane, held, members[Math.floor(lane / columns)]! * columns + (lane % columns));
    if (glides) kernels.leave(lanes, frameAt(block, end));
    const { vectors } = spine.edges[end]!.point;
    members.forEach((r, member) => {
      out.fill(0, r * size, (r + 1) * size);
      for (let c = 0; c < columns; c++)
        addPopulations(out, r * size, lanes, member * columns + c, vectors, weights[c]!);
    });
  }
  return steps;
}

/** The columns of the start in the first eigenbasis, [column, state]. */
function startVectors({ size, factors, spine }: BlockWay): Float64Array {
  const { columns, vectors: from } = factors;
  const { vectors } = spine.edges[0]!.point;
  const out = new Float64Array(2 * size * columns);
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++) {
        out[2 * (c * size + i)]! += vectors[k * size + i]! * from[2 * (k * columns + c)]!;
        out[2 * (c * size + i) + 1]! += vectors[k * size + i]! * from[2 * (k * columns + c) + 1]!;
      }
    }
  }
  return out;
}

/** Lane = vector `at` of a list [vector, state]. */
function place({ size, x }: Lanes, lane: number, from: Float64Array, at: number): void {
  const first = laneOffset(size, lane, 0);
  for (let i = 0; i < size; i++) {
    x[first + 4 * i] = from[2 * (at * size + i)]!;
    x[first + 4 * i + 2] = from[2 * (at * size + i) + 1]!;
  }
}

function take(to: Float64Array, at: number, { size, x }: Lanes, lane: number): void {
  const first = laneOffset(size, lane, 0);
  for (let i = 0; i < size; i++) {
    to[2 * (at * size + i)] = x[first + 4 * i]!;
    to[2 * (at * size + i) + 1] = x[first + 4 * i + 2]!;
  }
}

/** out[at + i] += weight |(V x)_i|^2 of one lane. */
function addPopulations(
  out: Float64Array,
  at: number,
  { size, x }: Lanes,
  lane: number,
  vectors: Float64Array,
  weight: number,
): void {
  const first = laneOffset(size, lane, 0);
  for (let i = 0; i < size; i++) {
    let re = 0,
      im = 0;
    for (let k = 0; k < size; k++) {
      re += vectors[i * size + k]! * x[first + 4 * k]!;
      im += vectors[i * size + k]! * x[first + 4 * k + 2]!;
    }
    out[at + i]! += weight * (re * re + im * im);
  }
}
