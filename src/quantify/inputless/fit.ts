// The inputless fit of one voxel, whatever is free and whatever the noise: optimum, errors, and how it ended.
import { riceInformation, riceMean, riceSd, studentQuantile } from '../../math/index.ts';
import type { FittedValue, RateFit, RateFitEnd, RateFitSettings, TimeCourses } from '../../records/index.ts';
import { coefficientOfDetermination, noSignalFit } from '../rate-fit-parts.ts';
import { degreesPerProduct, inputlessErrors } from './errors.ts';
import {
  freeParameters,
  optimumFreeRelaxation,
  relaxationGrid,
  unpack,
  type FreeParameters,
} from './free-relaxation.ts';
import { inputlessOptimum, type OptimumSearch } from './optimum.ts';
import { inputlessProblem, type InputlessProblem } from './problem.ts';
import { correctedMagnitude, ricianOptimum } from './rician.ts';

/** What is the same for all voxels of one acquisition. */
export interface InputlessPlan {
  readonly problem: InputlessProblem;
  readonly settings: RateFitSettings;
  readonly names: readonly string[];
  readonly grid: readonly OptimumSearch[];
  readonly free: FreeParameters;
  /** Half width of the 95% interval in standard errors (Student). */
  readonly coverage: number;
}

/** Throws where the acquisition cannot be fitted: too few time points, a flip angle that hides the substrate. */
export function planInputless(
  acquisition: Pick<TimeCourses, 'metabolites' | 'repetition_s' | 'flipAngles_rad'>,
  settings: RateFitSettings,
): InputlessPlan {
  const flips = acquisition.flipAngles_rad.map((all) => all.subarray(settings.firstTime));
  const problem = inputlessProblem(flips, acquisition.repetition_s, settings.firstTime);
  const free = freeParameters(problem.nProducts, settings.relaxation_perS);
  return {
    problem,
    settings,
    names: acquisition.metabolites,
    grid: relaxationGrid(problem, settings.relaxation_perS),
    free,
    coverage: studentQuantile(0.975, degreesPerProduct(problem, free.columns.length) * problem.nProducts),
  };
}

/** Total rates in 1/s at which a likelihood search starts besides the least-squares optimum. */
const START_TOTALS_PERS = [0.002, 0.02, 0.2];

/** Fits one voxel; `signals[metabolite]` holds the fitted time points only, substrate first. */
export function fitInputless(plan: InputlessPlan, signals: readonly Float64Array[]): RateFit {
  const { problem, settings, free, coverage } = plan;
  const { nProducts, nTimes } = problem;
  const [substrate, ...products] = signals;
  if (signals.some((signal) => signal.every((value) => value === 0))) return noSignalFit(nProducts);
  const rician = settings.noise.kind === 'rician' && settings.noise.sd !== undefined;
  const sd = settings.noise.sd ?? signals.map(() => 1);
  const amplitudes = rician
    ? signals.map((signal, i) => signal.map((value) => correctedMagnitude(value, sd[i]!)))
    : signals;
  const substrateMz = amplitudes[0]!.map((value, i) => value / problem.sinSubstrate[i]!);
  const optimum = gaussianOptimum(plan, substrateMz, amplitudes.slice(1));
  const found = rician
    ? ricianOptimum(problem, settings.relaxation_perS, substrateMz, products, sd.slice(1), [
        optimum.vector,
        ...START_TOTALS_PERS.map((total) =>
          optimum.vector.map((value, i) => (i < nProducts ? total / nProducts : value)),
        ),
      ])
    : { end: optimum.end, parameters: optimum.vector, cost: optimum.cost, steps: optimum.steps };
  const parameters = unpack(found.parameters, nProducts, settings.relaxation_perS);
  const weights = rician ? new Float64Array(nTimes * nProducts) : undefined;
  const standardized = rician ? new Float64Array(nTimes * nProducts) : undefined;
  const input = {
    problem,
    substrateMz,
    products,
    parameters,
    free: free.columns,
    sdSubstrate: sd[0]!,
    sdProducts: sd.slice(1),
    weights,
    standardized,
  };
  if (weights !== undefined && standardized !== undefined) {
    const { predicted } = inputlessErrors(input);
    predicted.forEach((amplitude, row) => {
      const j = Math.floor(row / nTimes);
      // The information vanishes with the signal, but the signal is not known to be zero: it is taken at the root mean square of the
      // amplitude, whose variance is on average that of (parameters / samples) samples.
      const likely = Math.hypot(amplitude, sd[j + 1]! * Math.sqrt(free.columns.length / (nProducts * nTimes)));
      weights[row] = riceInformation(likely, sd[j + 1]!);
      standardized[row] =
        (products[j]![row % nTimes]! - riceMean(amplitude, sd[j + 1]!)) / riceSd(amplitude, sd[j + 1]!);
    });
  }
  const { errors, misfit, predicted } = inputlessErrors(input);
  const rate_perS = Float64Array.from(parameters.rates);
  const rateError_perS = errors.subarray(0, nProducts);
  const curves = products.map((_, j) => {
    const amplitudes = predicted.subarray(j * nTimes, (j + 1) * nTimes);
    return rician ? amplitudes.map((amplitude) => riceMean(amplitude, sd[j + 1]!)) : amplitudes;
  });
  const others: FittedValue[] = free.columns.slice(2 * nProducts).map((column, k) => ({
    name: `relaxation_${plan.names[column - 2 * nProducts]!}_perS`,
    value: found.parameters[2 * nProducts + k]!,
    error: errors[2 * nProducts + k]!,
  }));
  return {
    end: found.end satisfies RateFitEnd,
    rate_perS,
    rateError_perS,
    rateInterval_perS: Array.from(
      rate_perS,
      (rate, j) => [rate - coverage * rateError_perS[j]!, rate + coverage * rateError_perS[j]!] as const,
    ),
    initialMz: Float64Array.from(parameters.initialMz),
    others,
    rSquared: Float64Array.from(products, (signal, j) => coefficientOfDetermination(signal, curves[j]!)),
    misfit: settings.noise.sd === undefined ? misfit.map(() => NaN) : misfit,
    objective: found.cost,
    steps: found.steps,
    predicted: [substrate!, ...curves],
  };
}

function gaussianOptimum(plan: InputlessPlan, substrateMz: Float64Array, products: readonly Float64Array[]) {
  const { grid, problem, settings } = plan;
  if (grid.length === 1) {
    const { end, rates, initialMz, cost, steps } = inputlessOptimum(grid[0]!, substrateMz, products);
    return { end, vector: Float64Array.from([...rates, ...initialMz]), cost, steps };
  }
  const { end, parameters, cost, steps } = optimumFreeRelaxation(
    problem,
    grid,
    settings.relaxation_perS,
    substrateMz,
    products,
  );
  return { end, vector: parameters, cost, steps };
}
