// The polarization that a command gives, averaged over what the sample meets, and its exact slope by every point of the command.
import { ScienceError } from '../../base/index.ts';
import { makeDriven, makePlainDriven, type DrivenKernel, type Steps } from '../../math/fast/index.ts';
import type { Part } from './adjoint/parts.ts';
import { commandMap, timeConstant_s, type CommandMap } from './command.ts';
import { bundlesOf, kindsOf, type Bundle, type Sample } from './sample.ts';

export interface Grating {
  readonly points: number;
  readonly duration_s: number;
  readonly bandwidth_Hz?: number | undefined;
  /** Each field is held until the next; straight lines between if not given. */
  readonly held?: boolean | undefined;
  /** Largest field of any command, for the length of the steps. */
  readonly largest_T: number;
  /** Steps are this many times finer than usual; 1 if not given. */
  readonly finer?: number;
  /** 'plain': without WebAssembly. */
  readonly kernel?: 'plain' | 'wasm';
}

export interface Objective {
  readonly map: CommandMap;
  /** Mean polarization. With `slope` [points], which is overwritten, its gradient by the command, 1/T. */
  evaluate(command_T: Float64Array, slope?: Float64Array): number;
  /** Polarization in each condition. */
  each(command_T: Float64Array): Float64Array;
}

/** Turns of the fastest coherence in a step, at most. */
const TURNS = 0.4;

/** One for all: it holds a way only until the next. */
let twin: DrivenKernel | undefined;

export function transferObjective(sample: Sample, grating: Grating): Objective {
  const conditions = sample.conditions ?? [{ weight: 1 }];
  const total = conditions.reduce((sum, one) => sum + one.weight, 0);
  if (!(total > 0) || conditions.some(({ weight }) => !(weight >= 0)))
    throw new ScienceError('argument', 'the weights of the conditions must be 0 or more, and not all 0');
  const order = (4 * sample.paraFraction - 1) / 3;
  const scale = Float64Array.from(conditions, (one) => one.scale ?? 1),
    offset = Float64Array.from(conditions, (one) => one.offset_T ?? 0);
  const kinds = kindsOf(sample, conditions);
  let width_Hz = 0;
  for (const { parts, members } of kinds) {
    const reach_T = Math.max(...members.map((m) => Math.abs(scale[m]!) * grating.largest_T + Math.abs(offset[m]!)));
    width_Hz = Math.max(width_Hz, parts.width_Hz(reach_T));
  }
  const piece_s = grating.duration_s / (grating.points - 1);
  const perPiece = (grating.finer ?? 1) * Math.max(1, Math.ceil((width_Hz * piece_s) / TURNS));
  const map = commandMap(
    grating.points,
    grating.duration_s,
    perPiece,
    timeConstant_s(grating.bandwidth_Hz),
    grating.held,
  );
  const bundles = kinds.flatMap(({ parts, members }) =>
    parts.parts.flatMap((part) => bundlesOf(part, members, map.steps)),
  );
  const constant = new Float64Array(conditions.length);
  for (const { parts, members } of kinds) for (const m of members) constant[m] = order * parts.constant;
  const share = Float64Array.from(conditions, ({ weight }) => weight / total);

  const n = map.steps;
  const mean = new Float64Array(n),
    moment = new Float64Array(n),
    byMean = new Float64Array(n),
    byMoment = new Float64Array(n);
  const kernel = grating.kernel === 'plain' ? makePlainDriven() : (twin ??= makeDriven());
  const work = new Map<number, Work>();
  const workFor = (columns: number): Work => {
    if (!work.has(columns)) work.set(columns, makeWork(n, columns, map.step_s));
    return work.get(columns)!;
  };

  const run = (command_T: Float64Array, slope: Float64Array | undefined): Float64Array => {
    map.momentsInto(mean, moment, command_T);
    const values = constant.slice();
    byMean.fill(0);
    byMoment.fill(0);
    for (const bundle of bundles) {
      const { steps, byColumnMean, byColumnKick } = workFor(bundle.columns);
      fieldsInto(steps, bundle, mean, moment, scale, offset);
      const x = bundle.start.slice();
      kernel.carryInto(x, bundle.part.drive, steps, slope !== undefined);
      readInto(values, x, bundle, order);
      if (!slope) continue;
      const lambda = slopeByState(x, bundle, order, share);
      kernel.carryBackInto(lambda, byColumnMean, byColumnKick, bundle.part.drive, steps, x);
      const { backwards } = bundle.part;
      for (let c = 0; c < bundle.columns; c++) {
        const s = scale[bundle.condition[c]!]!;
        const turned = backwards ? -s : s;
        for (let k = 0; k < n; k++) {
          const to = backwards ? n - 1 - k : k;
          byMean[to]! += s * byColumnMean[k * bundle.columns + c]!;
          // The kicks are differences of neighbouring moments.
          byMoment[to]! +=
            turned * (byColumnKick[k * bundle.columns + c]! - byColumnKick[(k + 1) * bundle.columns + c]!);
        }
      }
    }
    if (slope) {
      slope.fill(0);
      map.transposeInto(slope, byMean, byMoment);
    }
    return values;
  };
  return {
    map,
    evaluate(command_T, slope) {
      return run(command_T, slope).reduce((sum, value, m) => sum + share[m]! * value, 0);
    },
    each: (command_T) => run(command_T, undefined),
  };
}

interface Work {
  readonly steps: Steps;
  readonly byColumnMean: Float64Array;
  readonly byColumnKick: Float64Array;
}

function makeWork(n: number, columns: number, step_s: number): Work {
  return {
    steps: { n, columns, step_s, mean_T: new Float64Array(n * columns), kick_Ts: new Float64Array((n + 1) * columns) },
    byColumnMean: new Float64Array(n * columns),
    byColumnKick: new Float64Array((n + 1) * columns),
  };
}

/** Backwards through a field, its means come in the other order and its moments turn their sign. */
function fieldsInto(
  { n, columns, mean_T, kick_Ts }: Steps,
  { condition, part: { backwards } }: Bundle,
  mean: Float64Array,
  moment: Float64Array,
  scale: Float64Array,
  offset: Float64Array,
): void {
  for (let c = 0; c < columns; c++) {
    const s = scale[condition[c]!]!,
      o = offset[condition[c]!]!;
    let last = 0;
    for (let k = 0; k < n; k++) {
      const from = backwards ? n - 1 - k : k;
      mean_T[k * columns + c] = s * mean[from]! + o;
      const now = (backwards ? -s : s) * moment[from]!;
      kick_Ts[k * columns + c] = now - last;
      last = now;
    }
    kick_Ts[n * columns + c] = -last;
  }
}

function readInto(values: Float64Array, x: Float64Array, bundle: Bundle, order: number): void {
  const { part, condition, weight, columns } = bundle;
  const slopes = slopeByRead(x, part, columns);
  // Half the slope of a square or a form along x is its value.
  const share = part.read.kind === 'linear' ? order : 0.5 * order;
  for (let i = 0; i < part.drive.size; i++)
    for (let c = 0; c < columns; c++)
      values[condition[c]!]! += share * weight[c]! * slopes[i * columns + c]! * x[i * columns + c]!;
}

function slopeByState(
  x: Float64Array,
  { part, condition, weight, columns }: Bundle,
  order: number,
  share: Float64Array,
): Float64Array {
  const out = slopeByRead(x, part, columns);
  for (let at = 0; at < out.length; at++) {
    const c = at % columns;
    out[at]! *= order * share[condition[c]!]! * weight[c]!;
  }
  return out;
}

/** [size, columns]: slope by x of what is read from each column, without weights. */
function slopeByRead(x: Float64Array, { read, drive: { size } }: Part, columns: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < columns; c++) {
      const at = i * columns + c;
      if (read.kind === 'linear') out[at] = read.value[i]!;
      else if (read.kind === 'squares') out[at] = 2 * read.value[i]! * x[at]!;
      else {
        for (let k = 0; k < size; k++) out[at]! += 2 * read.form[i * size + k]! * x[k * columns + c]!;
      }
    }
  }
  return out;
}
