export { besselRatio, logBesselI0 } from './bessel.ts';
export { logGamma, normalQuantile, studentQuantile } from './distributions.ts';
export { expmReal } from './expm-real.ts';
export { gaussLegendre } from './gauss-legendre.ts';
export { gaussOfMeasure } from './gauss-measure.ts';
export {
  minimizeDamped,
  sumOfSquares,
  type CostModel,
  type FitEnd,
  type Minimum,
  type MinimizeSettings,
  type Residuals,
} from './minimize-damped.ts';
export { phi, phiDivided, phiDividedTwice, phiPrime } from './phi.ts';
export { riceCost, riceCurvature, riceInformation, riceMean, riceSd, riceSlope } from './rice.ts';
export { median, quantile } from './statistics.ts';
export { invertSymmetric } from './symmetric.ts';
