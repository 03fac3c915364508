export { checkDistribution, CUT_SD, quantileOf, supportOf, type Distribution } from './distribution.ts';
export { latinHypercube } from './latin-hypercube.ts';
export { fitQuadratic, quadraticSize, type QuadraticSurface } from './quadratic.ts';
export { meanAndVariance, sobolIndices, type Sensitivity, type SobolIndex, type UnitModel } from './sobol.ts';
export { chebyshevCurve, type ChebyshevCurve } from './chebyshev-curve.ts';
