// The fit of substrate and products together, with the bolus that feeds them: the global optimum of the weighted squares, from no start value; for
// magnitudes the likelihood from there.
import { minimizeDamped, riceMean, type CostModel, type Minimum } from '../../math/index.ts';
import { BOX_BOLUS, GAMMA_BOLUS } from '../../physics/index.ts';
import type { RateFit } from '../../records/index.ts';
import { noSignalFit } from '../rate-fit-parts.ts';
import { correctedMagnitude } from '../inputless/rician.ts';
import { boundsOf, neighboursOf } from './box-cells.ts';
import { costOf, fromArea, toArea } from './cost.ts';
import type { WithInputPlan } from './plan.ts';
import { reportFit } from './report.ts';
import { ricianWithInput } from './rician.ts';
import { scanShapes, type Scan } from './search.ts';

const ROUGH = { tolerance: 1e-3, maxSteps: 12 };
const FINE = { tolerance: 1e-10, maxSteps: 300 };
/** How far inside a cell a second descent begins, in repetition times. */
const NUDGE = 0.05;
/** How many cells of a box, or groups of shapes, are tried; and how many of them to the end. */
const N_CELLS = 16;
const N_STARTS = 5;
const N_POLISHED = 3;

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
  const byArea = costOf(plan, scaled, weights, true);
  const found = box ? bestBox(plan, model, byArea, scan) : bestGamma(plan, byArea, scan);
  if (found === undefined) return noSignalFit(nProducts);
  if (rician) {
    const magnitudes = signals.map((signal) => signal.map((value) => value / scale));
    const noise = sd.map((value) => value / scale);
    const { found: likeliest, information, misfit } = ricianWithInput(plan, magnitudes, noise, found.parameters);
    const expected = (amplitude: number, metabolite: number): number => riceMean(amplitude, sd[metabolite]!);
    return reportFit({ plan, found: likeliest, curvature: information, misfit, data: signals, sd, scale, expected });
  }
  const curvature = model.derivatives(found.parameters).curvature;
  const degrees = (problem.nTimes - settings.firstTime) * (nProducts + 1) - plan.columns.length;
  return reportFit({ plan, found, curvature, misfit: found.cost / degrees, data, sd, scale });
}

const fittedOf = (plan: WithInputPlan, parameters: Float64Array): Float64Array =>
  Float64Array.from(plan.columns, (column) => parameters[column]!);

/** A few steps from the best starts, then to the end from the best of these. */
function bestGamma(plan: WithInputPlan, byArea: CostModel, { order, startOf }: Scan): Minimum | undefined {
  const { lower, upper } = plan;
  const least = order
    .slice(0, N_STARTS)
    .map((group) => toArea(GAMMA_BOLUS, fittedOf(plan, startOf(group))))
    .map((start) => minimizeDamped(byArea, start, { lower, upper, ...ROUGH }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, N_POLISHED)
    .map(({ parameters }) => minimizeDamped(byArea, parameters, { lower, upper, ...FINE }))
    .reduce<Minimum | undefined>((a, b) => (a !== undefined && a.cost <= b.cost ? a : b), undefined);
  return least && { ...least, parameters: fromArea(GAMMA_BOLUS, least.parameters) };
}

/** The best box: from the cells of the starts, across the borders of the best cell as long as that helps. */
function bestBox(
  plan: WithInputPlan,
  byDuration: CostModel,
  byArea: CostModel,
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
        let found = minimizeDamped(byArea, toArea(BOX_BOLUS, from), { lower, upper, ...accuracy });
        if (found.end === 'at-bound' && accuracy === FINE) {
          // A border may hold what would find better from the inside.
          const inside = found.parameters.map((value, c) =>
            c < n - 2
              ? value
              : Math.min(Math.max(value, lower[c]! + NUDGE * repetition_s), upper[c]! - NUDGE * repetition_s),
          );
          const again = minimizeDamped(byArea, inside, { lower, upper, ...accuracy });
          if (again.cost < found.cost) found = again;
        }
        return { ...found, parameters: fromArea(BOX_BOLUS, found.parameters) };
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
