// What a fit with input makes small, in two sets of coordinates.
import { sumOfSquares, type CostModel } from '../../math/index.ts';
import { BOX_BOLUS, type Bolus } from '../../physics/index.ts';
import { withInputInto, withInputWidth } from './model.ts';
import type { WithInputPlan } from './plan.ts';

/**
 * Weighted squares of `data` [metabolite][time] less the model. With `byArea` the fit sees the area of the bolus instead of its amplitude, and a box by
 * its end instead of its duration: they depend less on each other, so that the way to the optimum is shorter.
 */
export function costOf(
  plan: WithInputPlan,
  data: readonly Float64Array[],
  weights: readonly number[],
  byArea: boolean,
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
      const plain = byArea ? fromArea(problem.bolus, vector) : vector;
      for (let c = 0; c < n; c++) parameters[columns[c]!] = plain[c]!;
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
          if (byArea) slopesByArea(jacobian, at * n, problem.bolus, plain);
        }
      }
    },
    fitted * (nProducts + 1),
    n,
  );
}

/** Area of a bolus of amplitude 1, up to a factor that is nearly constant. */
function areaOf(bolus: Bolus, plain: Float64Array): number {
  const n = plain.length;
  return bolus === BOX_BOLUS ? plain[n - 1]! : plain[n - 1]! * Math.sqrt(plain[n - 2]!);
}

/** The fitted parameters as `byArea` sees them. */
export function toArea(bolus: Bolus, plain: Float64Array): Float64Array {
  const [vector, n] = [plain.slice(), plain.length];
  vector[0] = plain[0]! * areaOf(bolus, plain);
  if (bolus === BOX_BOLUS) vector[n - 1] = plain[n - 2]! + plain[n - 1]!;
  return vector;
}

export function fromArea(bolus: Bolus, vector: Float64Array): Float64Array {
  const [plain, n] = [vector.slice(), vector.length];
  if (bolus === BOX_BOLUS) plain[n - 1] = vector[n - 1]! - vector[n - 2]!;
  plain[0] = vector[0]! / areaOf(bolus, plain);
  return plain;
}

/** One row of the Jacobian, from that by the plain parameters. */
function slopesByArea(jacobian: Float64Array, row: number, bolus: Bolus, plain: Float64Array): void {
  const n = plain.length;
  const byAmplitude = jacobian[row]! * plain[0]!;
  const last = row + n - 1;
  jacobian[row] = jacobian[row]! / areaOf(bolus, plain);
  jacobian[last] = jacobian[last]! - byAmplitude / plain[n - 1]!;
  if (bolus === BOX_BOLUS) jacobian[last - 1] = jacobian[last - 1]! - jacobian[last];
  else jacobian[last - 1] = jacobian[last - 1]! - byAmplitude / (2 * plain[n - 2]!);
}
