// The fit of substrate and products together, with the bolus that feeds them: weighted least squares from many starts.
import { ScienceError } from '../../base/index.ts';
import { invertSymmetric, minimizeDamped, studentQuantile, sumOfSquares, type Minimum } from '../../math/index.ts';
import { BOX_BOLUS, GAMMA_BOLUS } from '../../physics/index.ts';
import type { RateFit, RateFitSettings, TimeCourses } from '../../records/index.ts';
import { coefficientOfDetermination, noSignalFit } from '../rate-fit-parts.ts';
import { correctedMagnitude } from '../inputless/rician.ts';
import { withInputInto, withInputWidth, type WithInputProblem } from './model.ts';

export interface WithInputPlan {
  readonly problem: WithInputProblem;
  readonly settings: RateFitSettings;
  readonly names: readonly string[];
  /** Columns of the model that are fitted, their bounds, and the full parameter vector with the known values in place. */
  readonly columns: readonly number[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly known: Float64Array;
}

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
      : [[-end, end], ALPHA_RANGE, [repetition_s / 50, end]];
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
  return {
    problem,
    settings,
    names: metabolites,
    columns,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    known,
  };
}

/** Fits one voxel; `signals[metabolite]` holds all time points from the first excitation on, substrate first. */
export function fitWithInput(plan: WithInputPlan, signals: readonly Float64Array[]): RateFit {
  const { problem, settings, columns } = plan;
  const { nTimes, nProducts } = problem;
  if (signals.some((signal) => signal.every((value) => value === 0))) return noSignalFit(nProducts);
  const sd = settings.noise.sd ?? signals.map(() => 1);
  const rician = settings.noise.kind === 'rician' && settings.noise.sd !== undefined;
  const data = rician ? signals.map((signal, i) => signal.map((value) => correctedMagnitude(value, sd[i]!))) : signals;
  // Everything is linear in the amplitude, so the data are scaled to 1 and the amplitude scaled back.
  const scale = data[0]!.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
  if (!(scale > 0)) return noSignalFit(nProducts);
  const width = withInputWidth(problem);
  const fitted = nTimes - settings.firstTime;
  const m = fitted * (nProducts + 1);
  const n = columns.length;
  const weight = sd.map((value) => scale / value);
  const full = new Float64Array(nTimes * (nProducts + 1) * width);
  const signal = new Float64Array(nTimes * (nProducts + 1));
  const place = (vector: Float64Array): Float64Array => {
    const parameters = plan.known.slice();
    columns.forEach((column, c) => (parameters[column] = vector[c]!));
    return parameters;
  };
  const model = sumOfSquares(
    (vector, residuals, jacobian) => {
      withInputInto(signal, problem, place(vector), jacobian === undefined ? undefined : full);
      for (let metabolite = 0; metabolite <= nProducts; metabolite++) {
        for (let i = 0; i < fitted; i++) {
          const row = metabolite * nTimes + settings.firstTime + i;
          const at = metabolite * fitted + i;
          residuals[at] = weight[metabolite]! * (signal[row]! - data[metabolite]![settings.firstTime + i]! / scale);
          if (jacobian === undefined) continue;
          for (let c = 0; c < n; c++) jacobian[at * n + c] = weight[metabolite]! * full[row * width + columns[c]!]!;
        }
      }
    },
    m,
    n,
  );
  const limits = { lower: plan.lower, upper: plan.upper };
  const rough = startsOf(plan, data)
    .map((start) => minimizeDamped(model, start, { ...limits, tolerance: 1e-3, maxSteps: 12 }))
    .sort((a, b) => a.cost - b.cost);
  const found = rough
    .slice(0, 3)
    .map(({ parameters }) => minimizeDamped(model, parameters, { ...limits, tolerance: 1e-11, maxSteps: 300 }))
    .reduce((best, end) => (end.cost < best.cost ? end : best));
  return report(plan, found, model.derivatives(found.parameters).curvature, data, sd, scale, m - n);
}

/** A grid over arrival and length of the bolus; the rates start at the ratio of areas times the product's relaxation. */
function startsOf(plan: WithInputPlan, data: readonly Float64Array[]): Float64Array[] {
  const { problem, columns, known } = plan;
  const { nProducts, repetition_s, nTimes } = problem;
  const peak = data[0]!.reduce((at, value, i, all) => (value > all[at]! ? i : at), 0) * repetition_s;
  const area = data[0]!.reduce((a, b) => a + b, 0);
  const r1 = (metabolite: number): number => {
    const column = columns.indexOf(1 + nProducts + metabolite);
    return column < 0 ? known[1 + nProducts + metabolite]! : Math.sqrt(plan.lower[column]! * plan.upper[column]!);
  };
  const starts: Float64Array[] = [];
  const lengths = [1, 4, 10].map((frames) => (frames * nTimes * repetition_s) / 30);
  for (const length of lengths) {
    for (const lead of [0.5, 1, 2]) {
      const shape =
        problem.bolus === BOX_BOLUS ? [peak - lead * length, length] : [peak - lead * length, 3, length / 3];
      const full = new Float64Array(withInputWidth(problem));
      full[0] = 1 / length;
      for (let j = 0; j < nProducts; j++) {
        const share = data[j + 1]!.reduce((a, b) => a + b, 0) / area;
        full[1 + j] = Math.min(Math.max(share * r1(j + 1), 1e-4), 0.5);
      }
      for (let metabolite = 0; metabolite <= nProducts; metabolite++) full[1 + nProducts + metabolite] = r1(metabolite);
      shape.forEach((value, p) => (full[2 * nProducts + 2 + p] = value));
      starts.push(Float64Array.from(columns, (column) => full[column]!));
    }
  }
  return starts;
}

function report(
  plan: WithInputPlan,
  found: Minimum,
  curvature: Float64Array,
  data: readonly Float64Array[],
  sd: readonly number[],
  scale: number,
  degrees: number,
): RateFit {
  const { problem, settings, columns, names } = plan;
  const { nProducts, nTimes } = problem;
  const n = columns.length;
  // Parameters that ended at a bound are not free: their errors are not defined, and the others are conditional on them.
  const free = columns
    .map((_, c) => c)
    .filter((c) => found.parameters[c]! > plan.lower[c]! && found.parameters[c]! < plan.upper[c]!);
  const reduced = Float64Array.from(free.flatMap((a) => free.map((b) => curvature[a * n + b]!)));
  const inverse = invertSymmetric(reduced, free.length);
  const misfit = found.cost / degrees;
  const errors = new Float64Array(n).fill(NaN);
  free.forEach((c, i) => (errors[c] = inverse === undefined ? NaN : Math.sqrt(inverse[i * free.length + i]! * misfit)));
  const full = plan.known.slice();
  columns.forEach((column, c) => (full[column] = found.parameters[c]!));
  const signal = new Float64Array(nTimes * (nProducts + 1));
  withInputInto(signal, problem, full);
  const predicted = data.map((_, metabolite) =>
    signal.slice(metabolite * nTimes + settings.firstTime, (metabolite + 1) * nTimes).map((value) => value * scale),
  );
  const coverage = studentQuantile(0.975, degrees);
  const rate_perS = found.parameters.slice(1, 1 + nProducts);
  const rateError_perS = errors.slice(1, 1 + nProducts);
  const parameterName = (column: number): string =>
    column > 2 * nProducts + 1
      ? problem.bolus.parameters[column - 2 * nProducts - 2]!
      : `relaxation_${names[column - 1 - nProducts]!}_perS`;
  return {
    end: found.end,
    rate_perS,
    rateError_perS,
    rateInterval_perS: Array.from(
      rate_perS,
      (rate, j) => [rate - coverage * rateError_perS[j]!, rate + coverage * rateError_perS[j]!] as const,
    ),
    initialMz: new Float64Array(0),
    others: [
      { name: 'inputAmplitude_perS', value: found.parameters[0]! * scale, error: errors[0]! * scale },
      ...columns.flatMap((column, c) =>
        column > nProducts ? [{ name: parameterName(column), value: found.parameters[c]!, error: errors[c]! }] : [],
      ),
    ],
    rSquared: Float64Array.from({ length: nProducts }, (_, j) =>
      coefficientOfDetermination(data[j + 1]!.subarray(settings.firstTime), predicted[j + 1]!),
    ),
    misfit: Float64Array.from({ length: nProducts }, (_, j) => {
      if (settings.noise.sd === undefined) return NaN;
      const measured = data[j + 1]!.subarray(settings.firstTime);
      return (
        measured.reduce((sum, value, i) => sum + ((value - predicted[j + 1]![i]!) / sd[j + 1]!) ** 2, 0) /
        measured.length
      );
    }),
    objective: found.cost,
    steps: found.steps,
    predicted,
  };
}
