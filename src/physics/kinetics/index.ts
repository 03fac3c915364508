export { BOX_BOLUS, emptyNodes, GAMMA_BOLUS, type Bolus, type InputNodes } from './bolus.ts';
export { simulateExchange, type ExchangeCourse, type ExchangeSystem } from './exchange.ts';
export { emptyInflow, inflowInto, inflowPair, type InflowCoefficients } from './inflow.ts';
