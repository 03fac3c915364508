// What all kinetic fits share: goodness of fit, and the answer where there is nothing to fit.
import type { RateFit } from '../records/index.ts';

/** 1 - SS_residual / SS_total about the mean; NaN for a constant signal. */
export function coefficientOfDetermination(measured: Float64Array, predicted: Float64Array): number {
  const mean = measured.reduce((a, b) => a + b, 0) / measured.length;
  let residual = 0;
  let total = 0;
  measured.forEach((value, i) => {
    residual += (value - predicted[i]!) ** 2;
    total += (value - mean) ** 2;
  });
  return total > 0 ? 1 - residual / total : NaN;
}

export function noSignalFit(nProducts: number): RateFit {
  const nothing = new Float64Array(nProducts).fill(NaN);
  return {
    end: 'no-signal',
    rate_perS: nothing,
    rateError_perS: nothing,
    rateInterval_perS: Array.from(nothing, () => [NaN, NaN] as const),
    initialMz: nothing,
    others: [],
    rSquared: nothing,
    misfit: nothing,
    objective: NaN,
    steps: 0,
    predicted: [],
  };
}
