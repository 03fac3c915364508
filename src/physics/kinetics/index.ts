export { BOX_BOLUS, GAMMA_BOLUS, type Bolus, type InputNode } from './bolus.ts';
export { simulateExchange, type ExchangeCourse, type ExchangeSystem } from './exchange.ts';
export { emptyInflow, inflowInto, inflowPair, type InflowCoefficients } from './inflow.ts';
