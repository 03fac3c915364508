// Many straight ramps from one field, as one piece of work.
import { makeLaneKernels, PLAIN_LANE_KERNELS, type LaneKernels } from '../../../math/fast/index.ts';
import type { Block, CollectiveState, SpinSpace } from '../../../physics/spins/index.ts';
import { factorsOf } from '../factors.ts';
import { runRamps } from './block-ramps.ts';
import { blockWay, type BlockWay, type Fineness, type Ramp } from './ways.ts';

export interface RampsOutcome {
  /** [ramp, group]. */
  readonly polarization: Float64Array;
  /** [ramp]; Infinity where the tolerance was not met. */
  readonly reachedError: Float64Array;
  readonly steps: number;
}

export interface RampRunSettings {
  readonly tolerance: number;
  readonly kernel?: 'plain' | 'wasm';
}

/** Blocks beyond this size are better off one by one. */
export const LARGEST_RAMP_BLOCK = 12;
/** From one run to the next the steps become so many times shorter, and the adiabatic limit so much stricter. */
const REFINEMENT = 1.3;
const STRICTER = 4;
const MOST_RUNS = 12;

let held: LaneKernels | undefined;

/** Undefined where this is no way to do it: large blocks, or crossings too narrow to be resolved. All ramps go from `from_T` in one direction. */
export function evolveRamps(
  space: SpinSpace,
  start: CollectiveState,
  from_T: number,
  ramps: readonly Ramp[],
  { tolerance, kernel: which }: RampRunSettings,
): RampsOutcome | undefined {
  const kernels = which === 'plain' ? PLAIN_LANE_KERNELS : (held ??= makeLaneKernels());
  const stops_T = [from_T, ...stopsOf(ramps)];
  const nGroups = space.groups.length;
  const still = new Float64Array(nGroups);
  const moving: { readonly block: Block; readonly way: BlockWay }[] = [];
  for (const [s, sector] of space.sectors.entries()) {
    for (const [b, block] of sector.blocks.entries()) {
      const rho = start.densities[s]![b]!;
      const factors = block.size === 1 ? undefined : factorsOf(rho, block.size);
      if (factors) addPolarization(still, space, block, factors.shift);
      if (!factors || factors.columns === 0) {
        if (!factors) addPolarization(still, space, block, rho[0]!);
        continue;
      }
      if (block.size > LARGEST_RAMP_BLOCK) return undefined;
      const way = blockWay(block.a_Hz, block.d_HzPerT, factors, stops_T);
      if (!way) return undefined;
      moving.push({ block, way });
    }
  }

  const reachedError = new Float64Array(ramps.length).fill(Infinity);
  const polarization = new Float64Array(ramps.length * nGroups);
  let now = moving.map(({ block }) => new Float64Array(ramps.length * block.size)),
    before = now.map((values) => values.slice());
  let due = ramps.map((_, r) => r);
  let steps = 0;
  const first = firstFineness(tolerance);
  for (let run = 0; run < MOST_RUNS && due.length > 0; run++) {
    [now, before] = [before, now];
    const fineness = refined(first, run);
    const neglected = new Float64Array(ramps.length);
    moving.forEach(({ way }, i) => (steps += runRamps(now[i]!, neglected, way, ramps, due, fineness, kernels)));
    if (run === 0) continue;
    due = due.filter((r) => {
      let gap = 0;
      moving.forEach(({ block: { size } }, i) => {
        for (let k = r * size; k < (r + 1) * size; k++) gap += Math.abs(now[i]![k]! - before[i]![k]!);
      });
      // Three times what the finer run leaves of the distance, as if of third order: near one turn a step it falls less fast than by the fourth. Beside it
      // what both runs leave out alike.
      const error = (3 * gap) / (REFINEMENT * REFINEMENT * REFINEMENT - 1) + neglected[r]!;
      if (error > tolerance) return true;
      reachedError[r] = error;
      const out = polarization.subarray(r * nGroups, (r + 1) * nGroups);
      out.set(still);
      moving.forEach(({ block }, i) => addPopulations(out, space, block, now[i]!, r * block.size));
      return false;
    });
  }
  return { polarization, reachedError, steps };
}

function firstFineness(tolerance: number): Fineness {
  // From one turn a step on steps and coherence are in resonance, however much error is allowed.
  const scale = Math.sqrt(Math.min(10, tolerance / 1e-6));
  return {
    turns: 0.75 * Math.min(1, Math.sqrt(scale)),
    drive_rad: 0.06 * scale,
    leastSteps: 64,
    neglected_rad: 6e-7 * scale * scale,
  };
}

function refined({ turns, drive_rad, leastSteps, neglected_rad }: Fineness, run: number): Fineness {
  let fine = 1,
    strict = 1;
  for (let i = 0; i < run; i++) {
    fine *= REFINEMENT;
    strict *= STRICTER;
  }
  return {
    turns: turns / fine,
    drive_rad: drive_rad / (fine * fine),
    leastSteps: leastSteps * fine,
    neglected_rad: neglected_rad / strict,
  };
}

/** The end fields, each once, in the order of travel. */
function stopsOf(ramps: readonly Ramp[]): number[] {
  const up = ramps[0]!.rate_TPerS > 0 ? 1 : -1;
  return [...new Set(ramps.map(({ to_T }) => to_T))].sort((a, b) => up * (a - b));
}

/** The same population in every state of a block. */
function addPolarization(out: Float64Array, space: SpinSpace, block: Block, population: number): void {
  addPopulations(out, space, block, new Float64Array(block.size).fill(population), 0);
}

function addPopulations(
  out: Float64Array,
  { groups, spins }: SpinSpace,
  { size, twiceProjection }: Block,
  populations: Float64Array,
  at: number,
): void {
  const n = groups.length;
  for (let g = 0; g < n; g++) {
    const full = groups[g]!.length * spins.twiceSpin[groups[g]![0]!]!;
    let sum = 0;
    for (let i = 0; i < size; i++) sum += populations[at + i]! * twiceProjection[i * n + g]!;
    out[g]! += sum / full;
  }
}
