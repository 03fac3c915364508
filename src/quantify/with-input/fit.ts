// The fit of substrate and products together, with the bolus that feeds them: weighted least squares from many starts.
import { ScienceError } from '../../base/index.ts';
import { minimizeDamped, sumOfSquares, type CostModel, type Minimum } from '../../math/index.ts';
import { BOX_BOLUS, GAMMA_BOLUS } from '../../physics/index.ts';
import type { RateFit, RateFitSettings, TimeCourses } from '../../records/index.ts';
import { noSignalFit } from '../rate-fit-parts.ts';
import { correctedMagnitude } from '../inputless/rician.ts';
import { boundsOf, neighboursOf } from './box-cells.ts';
import { withInputInto, withInputWidth, type WithInputProblem } from './model.ts';
import { reportFit } from './report.ts';
import { scanShapes, shapeSearch, type Scan, type ShapeSearch } from './search.ts';

export interface WithInputPlan {
  readonly problem: WithInputProblem;
  readonly settings: RateFitSettings;
  readonly names: readonly string[];
  /** Columns of the model that are fitted, their bounds, and the full parameter vector with the known values in place. */
  readonly columns: readonly number[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly known: Float64Array;
  readonly search: ShapeSearch;
}

const ROUGH = { tolerance: 1e-3, maxSteps: 10 };
const FINE = { tolerance: 1e-10, maxSteps: 300 };
/** How many cells of a box, or groups of shapes, are tried; and how many of them to the end. */
const N_CELLS = 16;
const N_STARTS = 5;
const N_POLISHED = 3;

/** Bounds of what no study file sets. A value that ends on one is reported as 'at-bound'. */
const MAX_RATE_PERS = 2;
const ALPHA_RANGE = [1, 12] as const;

export function planWithInput(
  acquisition: Pick<TimeCourses, 'metabolites' | 'repetition_s' | 'flipAngles_rad'>,
  settings: RateFitSettings,
): WithInputPlan {
  const { metabolites, repetition_s, flipAngles_rad } = acquisition;
  const nTimes = flipAngles_rad[0]!.length;
  const nProducts = metabolites.length - 1;
  const bolus = settings.bolus === 'gamma' ? GAMMA_BOLUS : BOX_BOLUS;
  if (nTimes - settings.firstTime < 6) {
    throw new ScienceError(
      'argument',
      `${nTimes - settings.firstTime} time points are left to fit; a fit with input needs at least 6`,
    );
  }
  const problem: WithInputProblem = {
    nTimes,
    nProducts,
    repetition_s,
    sin: flipAngles_rad.map((flips) => flips.map(Math.sin)),
    cos: flipAngles_rad.map((flips) => flips.map(Math.cos)),
    bolus,
  };
  const end = nTimes * repetition_s;
  const shape: readonly (readonly [number, number])[] =
    bolus === BOX_BOLUS
      ? [
          [-end, end],
          [repetition_s / 20, 2 * end],
        ]
      : [[-end, end], ALPHA_RANGE, [repetition_s / 20, end]];
  const columns: number[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  const known = new Float64Array(withInputWidth(problem));
  const add = (column: number, low: number, high: number): void => {
    columns.push(column);
    lower.push(low);
    upper.push(high);
  };
  add(0, -Infinity, Infinity);
  for (let j = 0; j < nProducts; j++) add(1 + j, -MAX_RATE_PERS, MAX_RATE_PERS);
  settings.relaxation_perS.forEach((r1, metabolite) => {
    if (typeof r1 === 'number') known[1 + nProducts + metabolite] = r1;
    else add(1 + nProducts + metabolite, r1.low, r1.high);
  });
  shape.forEach(([low, high], p) => add(2 * nProducts + 2 + p, low, high));
  const likelyR1 = settings.relaxation_perS.map((r1) => (typeof r1 === 'number' ? r1 : Math.sqrt(r1.low * r1.high)));
  return {
    problem,
    settings,
    names: metabolites,
    columns,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    known,
    search: shapeSearch(problem, likelyR1, settings.firstTime),
  };
}

/** Fits one voxel; `signals[metabolite]` holds all time points from the first excitation on, substrate first. */
export function fitWithInput(plan: WithInputPlan, signals: readonly Float64Array[]): RateFit {
  const { problem, settings } = plan;
  const { nProducts } = problem;
  if (signals.some((signal) => signal.every((value) => value === 0))) return noSignalFit(nProducts);
  const sd = settings.noise.sd ?? signals.map(() => 1);
  const rician = settings.noise.kind === 'rician' && settings.noise.sd !== undefined;
  const data = rician ? signals.map((signal, i) => signal.map((value) => correctedMagnitude(value, sd[i]!))) : signals;
  // Everything is linear in the amplitude, so the data are scaled to 1 and the amplitude scaled back.
  const scale = data[0]!.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
  if (!(scale > 0)) return noSignalFit(nProducts);
  const scaled = data.map((signal) => signal.map((value) => value / scale));
  const weights = sd.map((value) => scale / value);
  const box = problem.bolus === BOX_BOLUS;
  const model = costOf(plan, scaled, weights, false);
  const scan = scanShapes(
    plan.search,
    problem,
    scaled,
    weights.map((weight) => weight * weight),
  );
  const found = box ? bestBox(plan, model, costOf(plan, scaled, weights, true), scan) : bestGamma(plan, model, scan);
  if (found === undefined) return noSignalFit(nProducts);
  const curvature = model.derivatives(found.parameters).curvature;
  return reportFit({ plan, found, curvature, data, sd, scale });
}

/** Weighted squares of `data` [metabolite][time] less the model. With `byEnd` the fit sees a box by its end instead of its duration, and by its area instead of its amplitude. */
function costOf(
  plan: WithInputPlan,
  data: readonly Float64Array[],
  weights: readonly number[],
  byEnd: boolean,
): CostModel {
  const { problem, settings, columns, known } = plan;
  const { nTimes, nProducts } = problem;
  const width = withInputWidth(problem);
  const fitted = nTimes - settings.firstTime;
  const n = columns.length;
  const full = new Float64Array(nTimes * (nProducts + 1) * width);
  const signal = new Float64Array(nTimes * (nProducts + 1));
  const parameters = known.slice();
  return sumOfSquares(
    (vector, residuals, jacobian) => {
      for (let c = 0; c < n; c++) parameters[columns[c]!] = vector[c]!;
      const duration_s = vector[n - 1]! - vector[n - 2]!;
      if (byEnd) {
        parameters[width - 1] = duration_s;
        parameters[0] = vector[0]! / duration_s;
      }
      withInputInto(signal, problem, parameters, jacobian === undefined ? undefined : full);
      for (let metabolite = 0; metabolite <= nProducts; metabolite++) {
        const weight = weights[metabolite]!;
        const measured = data[metabolite]!;
        for (let i = 0; i < fitted; i++) {
          const row = metabolite * nTimes + settings.firstTime + i;
          const at = metabolite * fitted + i;
          residuals[at] = weight * (signal[row]! - measured[settings.firstTime + i]!);
          if (jacobian === undefined) continue;
          for (let c = 0; c < n; c++) jacobian[at * n + c] = weight * full[row * width + columns[c]!]!;
          if (!byEnd) continue;
          const first = at * n;
          const last = first + n - 1;
          jacobian[first] = jacobian[first]! / duration_s;
          jacobian[last] = jacobian[last]! - parameters[0]! * jacobian[first];
          jacobian[last - 1] = jacobian[last - 1]! - jacobian[last]!;
        }
      }
    },
    fitted * (nProducts + 1),
    n,
  );
}

const fittedOf = (plan: WithInputPlan, parameters: Float64Array): Float64Array =>
  Float64Array.from(plan.columns, (column) => parameters[column]!);

/** A few steps from the best starts, then to the end from the best of these. */
function bestGamma(plan: WithInputPlan, model: CostModel, { order, startOf }: Scan): Minimum | undefined {
  const { lower, upper } = plan;
  return order
    .slice(0, N_STARTS)
    .map((group) => minimizeDamped(model, fittedOf(plan, startOf(group)), { lower, upper, ...ROUGH }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, N_POLISHED)
    .map(({ parameters }) => minimizeDamped(model, parameters, { lower, upper, ...FINE }))
    .reduce<Minimum | undefined>(
      (least, end) => (least !== undefined && least.cost <= end.cost ? least : end),
      undefined,
    );
}

/** The best box: from the cells of the starts, across the borders of the best cell as long as that helps. */
function bestBox(
  plan: WithInputPlan,
  byDuration: CostModel,
  byEnd: CostModel,
  { order, startOf }: Scan,
): Minimum | undefined {
  const { nTimes, repetition_s } = plan.problem;
  const n = plan.columns.length;
  const shortest_s = plan.lower[n - 1]!;
  /** Best parameters of one cell, with the duration last. */
  const solve = (group: number, from: Float64Array, accuracy: typeof ROUGH): Minimum => {
    const ends = boundsOf(Math.floor(group / nTimes), group % nTimes, nTimes, repetition_s, shortest_s).map(
      ({ start_s, end_s }) => {
        const [lower, upper, start] = [plan.lower.slice(), plan.upper.slice(), from.slice()];
        [lower[n - 2], upper[n - 2]] = start_s;
        if (end_s === undefined) {
          upper[n - 1] = shortest_s;
          // The input of a longer bolus, in a shorter one about its middle.
          start[0] = (from[0]! * from[n - 1]!) / shortest_s;
          start[n - 2] = from[n - 2]! + (from[n - 1]! - shortest_s) / 2;
          return minimizeDamped(byDuration, start, { lower, upper, ...accuracy });
        }
        [lower[n - 1], upper[n - 1]] = end_s;
        start[0] = from[0]! * from[n - 1]!;
        start[n - 1] = from[n - 2]! + from[n - 1]!;
        const found = minimizeDamped(byEnd, start, { lower, upper, ...accuracy });
        const duration_s = found.parameters[n - 1]! - found.parameters[n - 2]!;
        found.parameters[0] = found.parameters[0]! / duration_s;
        found.parameters[n - 1] = duration_s;
        return found;
      },
    );
    return ends.reduce((least, end) => (end.cost < least.cost ? end : least));
  };
  const solved = new Map<number, Minimum>();
  const cost = (group: number): number => solved.get(group)?.cost ?? Infinity;
  /** The best group of some that are new: a few steps for each, to the end from the best of them. */
  const bestOf = (groups: readonly number[]): number => {
    const tried = groups.filter((group) => !solved.has(group));
    for (const group of tried) solved.set(group, solve(group, fittedOf(plan, startOf(group)), ROUGH));
    tried.sort((a, b) => cost(a) - cost(b));
    const few = tried.slice(0, N_POLISHED);
    for (const group of few) solved.set(group, solve(group, solved.get(group)!.parameters, FINE));
    return few.reduce((a, b) => (cost(b) < cost(a) ? b : a), -1);
  };
  let best = bestOf(order.slice(0, N_CELLS));
  if (best < 0) return undefined;
  for (let next = best; next >= 0 && cost(next) <= cost(best);) {
    best = next;
    const around = neighboursOf(Math.floor(best / nTimes), best % nTimes, nTimes);
    next = bestOf(around.map(([first, last]) => first * nTimes + last).filter((group) => order.includes(group)));
  }
  const least = solved.get(best)!;
  return { ...least, end: endOf(plan, least) };
}

/** The bounds of a cell are no bounds of the fit; a bolus that lasts beyond the last excitation is at one. */
function endOf({ lower, upper, problem }: WithInputPlan, { end, parameters }: Minimum): Minimum['end'] {
  if (end !== 'at-bound') return end;
  const n = parameters.length;
  const last_s = (problem.nTimes - 1) * problem.repetition_s * (1 - 1e-12);
  const bound = parameters.some((value, c) => value <= lower[c]! || value >= upper[c]!);
  return bound || parameters[n - 2]! + parameters[n - 1]! >= last_s ? 'at-bound' : 'converged';
}
