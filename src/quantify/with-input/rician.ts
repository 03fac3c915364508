// Maximum likelihood of the fit with input for magnitude images, from its least-squares optimum on corrected magnitudes.
import { riceCost, riceInformation, riceMean, riceSd, riceSlope, type Minimum } from '../../math/index.ts';
import { minimizeRice, type RiceModel } from '../rice-descent.ts';
import { withInputInto, withInputWidth } from './model.ts';
import type { WithInputPlan } from './plan.ts';

export interface RicianEnd {
  readonly found: Minimum;
  /** Fisher information of the fitted columns, n x n. */
  readonly information: Float64Array;
  /** Mean squared standardized residual, per degree of freedom. */
  readonly misfit: number;
}

/** `magnitudes` [metabolite][time] and `sd` in the units of the fit; all time points, of which those from the first fitted one on count. */
export function ricianWithInput(
  plan: WithInputPlan,
  magnitudes: readonly Float64Array[],
  sd: readonly number[],
  start: Float64Array,
): RicianEnd {
  const { problem, settings, columns, known, lower, upper } = plan;
  const { nTimes, nProducts } = problem;
  const n = columns.length;
  const width = withInputWidth(problem);
  const amplitudes = new Float64Array(nTimes * (nProducts + 1));
  const full = new Float64Array(amplitudes.length * width);
  const parameters = known.slice();
  const predict = (vector: Float64Array, slopes: boolean): void => {
    for (let c = 0; c < n; c++) parameters[columns[c]!] = vector[c]!;
    withInputInto(amplitudes, problem, parameters, slopes ? full : undefined);
  };
  /** Visits each fitted sample: its magnitude, its predicted amplitude, its noise, its row in the Jacobian. */
  const each = (visit: (magnitude: number, amplitude: number, noise: number, row: number) => void): void => {
    magnitudes.forEach((signal, metabolite) => {
      for (let i = settings.firstTime; i < nTimes; i++) {
        const row = metabolite * nTimes + i;
        visit(signal[i]!, amplitudes[row]!, sd[metabolite]!, row);
      }
    });
  };
  const addOuter = (matrix: Float64Array, row: number, factor: number): void => {
    for (let a = 0; a < n; a++) {
      const value = full[row * width + columns[a]!]! * factor;
      if (value === 0) continue;
      for (let b = 0; b < n; b++) matrix[a * n + b] = matrix[a * n + b]! + value * full[row * width + columns[b]!]!;
    }
  };
  const model: RiceModel = {
    cost(vector) {
      predict(vector, false);
      let sum = 0;
      each((magnitude, amplitude, noise) => (sum += 2 * riceCost(magnitude, amplitude, noise)));
      return sum;
    },
    derivatives(vector, curvatureOf) {
      predict(vector, true);
      const gradient = new Float64Array(n);
      const curvature = new Float64Array(n * n);
      each((magnitude, amplitude, noise, row) => {
        const slope = riceSlope(magnitude, amplitude, noise);
        for (let a = 0; a < n; a++) gradient[a] = gradient[a]! + full[row * width + columns[a]!]! * slope;
        addOuter(curvature, row, curvatureOf(magnitude, amplitude, noise));
      });
      return { gradient, curvature };
    },
  };
  const found = minimizeRice(model, start, { lower, upper });
  predict(found.parameters, true);
  const information = new Float64Array(n * n);
  const nSamples = (nTimes - settings.firstTime) * (nProducts + 1);
  let squares = 0;
  each((magnitude, amplitude, noise, row) => {
    // As in the inputless fit: the information at the root mean square of what the amplitude may be.
    const likely = Math.hypot(amplitude, noise * Math.sqrt(n / nSamples));
    addOuter(information, row, riceInformation(likely, noise) / (noise * noise));
    const residual = (magnitude - riceMean(amplitude, noise)) / riceSd(amplitude, noise);
    squares += residual * residual;
  });
  return { found, information, misfit: squares / (nSamples - n) };
}
