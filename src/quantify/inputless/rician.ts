// Maximum likelihood of the inputless model for magnitude images: Rice-distributed products, the weight of each sample what its likelihood gives it.
import { riceCost, riceSlope, type Minimum } from '../../math/index.ts';
import type { Relaxation } from '../../records/index.ts';
import { minimizeRice, type RiceModel } from '../rice-descent.ts';
import { freeParameters, unpack } from './free-relaxation.ts';
import { jacobianWidth, predictInto, type InputlessProblem } from './problem.ts';

/** Magnitude to amplitude, unbiased to second order in noise / signal (Gudbjartsson and Patz 1995); 0 below the noise. */
export function correctedMagnitude(magnitude: number, sd: number): number {
  return Math.sqrt(Math.max(magnitude * magnitude - sd * sd, 0));
}

/** Best of the descents from each start; the magnitudes are Rice-distributed about |predicted|. */
export function ricianOptimum(
  problem: InputlessProblem,
  relaxation_perS: readonly Relaxation[],
  substrateMz: Float64Array,
  products: readonly Float64Array[],
  sdProducts: readonly number[],
  starts: readonly Float64Array[],
): Minimum {
  const { nTimes, nProducts } = problem;
  const { columns, lower, upper } = freeParameters(nProducts, relaxation_perS);
  const m = nTimes * nProducts;
  const n = columns.length;
  const width = jacobianWidth(nProducts);
  const predicted = new Float64Array(m);
  const full = new Float64Array(m * width);
  const model: RiceModel = {
    cost(vector) {
      predictInto(predicted, problem, substrateMz, unpack(vector, nProducts, relaxation_perS));
      let sum = 0;
      for (let row = 0; row < m; row++) {
        const j = Math.floor(row / nTimes);
        sum += 2 * riceCost(products[j]![row % nTimes]!, predicted[row]!, sdProducts[j]!);
      }
      return sum;
    },
    derivatives(vector, curvatureOf) {
      predictInto(predicted, problem, substrateMz, unpack(vector, nProducts, relaxation_perS), full);
      const gradient = new Float64Array(n);
      const curvature = new Float64Array(n * n);
      for (let row = 0; row < m; row++) {
        const j = Math.floor(row / nTimes);
        const sd = sdProducts[j]!;
        const slope = riceSlope(products[j]![row % nTimes]!, predicted[row]!, sd);
        const curved = curvatureOf(products[j]![row % nTimes]!, predicted[row]!, sd);
        for (let a = 0; a < n; a++) {
          const value = full[row * width + columns[a]!]!;
          if (value === 0) continue;
          gradient[a] = gradient[a]! + value * slope;
          for (let b = 0; b < n; b++)
            curvature[a * n + b] = curvature[a * n + b]! + value * full[row * width + columns[b]!]! * curved;
        }
      }
      return { gradient, curvature };
    },
  };
  const ends = starts.map((start) => minimizeRice(model, start, { lower, upper }));
  return ends.reduce((best, end) => (end.cost < best.cost ? end : best));
}
