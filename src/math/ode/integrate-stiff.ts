// Stiff systems of ordinary differential equations, with error control.
import { ScienceError } from '../../base/index.ts';
import { RodasStep, type JacobianInto, type RhsInto } from './rodas.ts';

export interface StiffSettings {
  /** Largest local error per step, relative to each component; 1e-8 if not given. */
  readonly relativeTolerance?: number;
  /** Floor under `relativeTolerance * |y|`, one for all components or one each; 1e-12 if not given. */
  readonly absoluteTolerance?: number | readonly number[];
  /** Steps that leave a component below minus its absolute tolerance are taken again, smaller: all components, or those that are marked. */
  readonly nonNegative?: boolean | readonly boolean[];
  readonly maxSteps?: number;
  /** First step to try, in s; from the slopes if not given. */
  readonly firstStep?: number;
  /** `out` = df/dt at fixed y; must be given where f depends on t. */
  readonly timeSlopeInto?: RhsInto;
}

export const DEFAULT_STIFF = { relativeTolerance: 1e-8, absoluteTolerance: 1e-12, maxSteps: 100_000 } as const;

export type StiffEnd = 'reached' | 'step-limit' | 'step-too-small' | 'not-finite';

export interface StiffSolution {
  /** [time, component]; rows after the place where it ended early are NaN. */
  readonly states: Float64Array;
  readonly end: StiffEnd;
  /** Where it ended: the last of `times`, unless it ended early. */
  readonly reached: number;
  /** Sum over the steps of the largest estimated error, each relative to the largest |y| its component has had (at least absolute over relative tolerance). */
  readonly reachedError: number;
  readonly steps: number;
  readonly rejected: number;
}

/**
 * The states at `times` (ascending; y0 holds at the first), by RODAS 4(3) with step control; every time is the end of a step. Linear invariants of f are
 * kept to rounding, as all Rosenbrock methods with the exact Jacobian do. Throws for a wrong shape; how the numbers ended is in `end`.
 */
export function integrateStiff(
  rhsInto: RhsInto,
  jacobianInto: JacobianInto,
  y0: ArrayLike<number>,
  times: ArrayLike<number>,
  settings: StiffSettings = {},
): StiffSolution {
  const n = y0.length;
  const relative = settings.relativeTolerance ?? DEFAULT_STIFF.relativeTolerance;
  const maxSteps = settings.maxSteps ?? DEFAULT_STIFF.maxSteps;
  const floor = floors(settings.absoluteTolerance ?? DEFAULT_STIFF.absoluteTolerance, n);
  checkTimes(times);
  if (!(relative > 0)) throw new ScienceError('argument', `relativeTolerance is ${relative}; expected above 0`);

  const states = new Float64Array(times.length * n).fill(NaN);
  const step = new RodasStep(n, rhsInto, settings.timeSlopeInto !== undefined);
  const y = Float64Array.from(y0);
  const largest = Float64Array.from(y0, (value, i) => Math.max(Math.abs(value), floor[i]! / relative));
  states.set(y);
  let t = times[0]!;
  let h = settings.firstStep ?? 0;
  let [steps, rejected, reachedError] = [0, 0, 0];
  const { nonNegative = false } = settings;
  const mayNotFall = (i: number): boolean => (typeof nonNegative === 'boolean' ? nonNegative : nonNegative[i]!);
  const result = (end: StiffEnd): StiffSolution => ({ states, end, reached: t, reachedError, steps, rejected });

  const look = (): void => {
    rhsInto(step.f, y, t);
    jacobianInto(step.jacobian, y, t);
    if (step.timeSlope) settings.timeSlopeInto!(step.timeSlope, y, t);
  };
  look();
  if (h === 0) h = firstStep(y, step.f, floor, relative, times[times.length - 1]! - t);

  for (let row = 1; row < times.length; row++) {
    const goal = times[row]!;
    let tooLarge = false;
    while (t < goal) {
      if (steps + rejected >= maxSteps) return result('step-limit');
      // Two equal steps rather than one long and one tiny.
      const left = goal - t;
      const now = h >= left ? left : h > 0.5 * left ? 0.5 * left : h;
      if (now <= 4 * Number.EPSILON * Math.abs(t)) {
        // Times that are as good as one are one; a step that small elsewhere leads nowhere.
        if (now < left) return result('step-too-small');
        t = goal;
        break;
      }
      const solved = step.try(y, t, now, largest);
      const error = solved ? scaledError(step, y, floor, relative) : Infinity;
      const below = solved && step.y.some((value, i) => value < -floor[i]! && mayNotFall(i));
      const accepted = error <= 1 && !below;
      // Error goes with the fourth power of the step.
      const factor = Number.isFinite(error) ? Math.min(5, Math.max(0.15, 0.9 / Math.sqrt(Math.sqrt(error)))) : 0.1;
      if (!accepted) {
        rejected++;
        tooLarge = true;
        h = now * (below ? Math.min(0.5, factor) : factor);
        continue;
      }
      steps++;
      t = now === left ? goal : t + now;
      y.set(step.y);
      let worst = 0;
      for (let i = 0; i < n; i++) {
        largest[i] = Math.max(largest[i]!, Math.abs(y[i]!));
        worst = Math.max(worst, Math.abs(step.error[i]!) / largest[i]!);
      }
      reachedError += worst;
      const next = now * (tooLarge ? Math.min(1, factor) : factor);
      // A step cut short to land on a time says little about the steps after it.
      h = now < h ? Math.max(h, next) : next;
      tooLarge = false;
      look();
      if (!step.f.every(Number.isFinite)) return result('not-finite');
    }
    states.set(y, row * n);
  }
  return result('reached');
}

/** Root mean square over the components; Infinity where it is not a number. */
function scaledError(step: RodasStep, y: Float64Array, floor: ArrayLike<number>, relative: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const scale = floor[i]! + relative * Math.max(Math.abs(y[i]!), Math.abs(step.y[i]!));
    sum += (step.error[i]! / scale) ** 2;
  }
  const error = Math.sqrt(sum / y.length);
  return Number.isNaN(error) ? Infinity : error;
}

function firstStep(y: Float64Array, f: Float64Array, floor: ArrayLike<number>, relative: number, span: number): number {
  let fastest = 0;
  for (let i = 0; i < y.length; i++)
    fastest = Math.max(fastest, Math.abs(f[i]!) / (Math.abs(y[i]!) + floor[i]! / relative));
  return fastest > 0 ? Math.min(span, (0.1 * Math.sqrt(Math.sqrt(relative))) / fastest) : 1e-3 * span;
}

function floors(given: number | readonly number[], n: number): readonly number[] {
  const all = typeof given === 'number' ? new Array<number>(n).fill(given) : given;
  const wrong = all.findIndex((value) => !(value > 0));
  if (all.length !== n)
    throw new ScienceError('argument', `absoluteTolerance has ${all.length} numbers and the state has ${n}`);
  if (wrong >= 0) throw new ScienceError('argument', `absoluteTolerance is ${all[wrong]!}; expected above 0`);
  return all;
}

function checkTimes(times: ArrayLike<number>): void {
  if (times.length === 0)
    throw new ScienceError('argument', 'times is empty; expected the start and at least one time');
  for (let i = 0; i < times.length; i++) {
    if (Number.isFinite(times[i]!) && (i === 0 || times[i]! >= times[i - 1]!)) continue;
    throw new ScienceError('argument', `times[${i}] is ${times[i]}; expected finite numbers in ascending order`);
  }
}
