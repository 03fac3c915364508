// The result of a fit with input: standard errors from the curvature at the optimum, scaled by the misfit, and goodness of fit.
import { invertSymmetric, studentQuantile, type Minimum } from '../../math/index.ts';
import type { RateFit } from '../../records/index.ts';
import { coefficientOfDetermination } from '../rate-fit-parts.ts';
import { withInputInto } from './model.ts';
import type { WithInputPlan } from './plan.ts';

export interface ReportInput {
  readonly plan: Omit<WithInputPlan, 'search'>;
  readonly found: Minimum;
  /** J^T W J, or the Fisher information, of the fitted columns at the optimum. */
  readonly curvature: Float64Array;
  /** Mean squared residual in units of the noise, per degree of freedom. */
  readonly misfit: number;
  /** [metabolite][time], all time points. */
  readonly data: readonly Float64Array[];
  readonly sd: readonly number[];
  /** The data were divided by this for the fit. */
  readonly scale: number;
  /** Expected signal at an amplitude, where that is not the amplitude itself. */
  readonly expected?: (amplitude: number, metabolite: number) => number;
}

export function reportFit(input: ReportInput): RateFit {
  const { plan, found, curvature, misfit, data, sd, scale } = input;
  const expected = input.expected ?? ((amplitude: number): number => amplitude);
  const { problem, settings, columns, names } = plan;
  const { nProducts, nTimes } = problem;
  const n = columns.length;
  const degrees = (nTimes - settings.firstTime) * (nProducts + 1) - n;
  // Parameters that ended at a bound, or that no sample depends on, are not free: their errors are not defined, and the others are conditional on them.
  const free = columns
    .map((_, c) => c)
    .filter((c) => found.parameters[c]! > plan.lower[c]! && found.parameters[c]! < plan.upper[c]!)
    .filter((c) => curvature[c * n + c]! > 0);
  const reduced = Float64Array.from(free.flatMap((a) => free.map((b) => curvature[a * n + b]!)));
  const inverse = invertSymmetric(reduced, free.length);
  const errors = new Float64Array(n).fill(NaN);
  free.forEach((c, i) => (errors[c] = inverse === undefined ? NaN : Math.sqrt(inverse[i * free.length + i]! * misfit)));
  const full = plan.known.slice();
  columns.forEach((column, c) => (full[column] = found.parameters[c]!));
  const signal = new Float64Array(nTimes * (nProducts + 1));
  withInputInto(signal, problem, full);
  const predicted = data.map((_, metabolite) =>
    signal
      .slice(metabolite * nTimes + settings.firstTime, (metabolite + 1) * nTimes)
      .map((value) => expected(value * scale, metabolite)),
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
