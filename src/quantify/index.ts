export { curveMetrics, type CurveMetrics } from './curve-metrics.ts';
export { fitRates, planRates, type RatePlan } from './fit-rates.ts';
export { fitInputless, planInputless, type InputlessPlan } from './inputless/fit.ts';
export { estimateNoise, type NoiseEstimate } from './noise.ts';
export { quantify, type Quantified, type QuantifySettings } from './quantify.ts';
export { regionMean, type RegionCourse } from './region-mean.ts';
export { areaOf, BOOTSTRAP_DRAWS, ratioOf, redrawSum, type Area, type RatioEstimate } from './ratio.ts';
export { fitWithInput } from './with-input/fit.ts';
export { planWithInput, type WithInputPlan } from './with-input/plan.ts';
