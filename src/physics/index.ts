export {
  BOX_BOLUS,
  emptyInflow,
  emptyNodes,
  GAMMA_BOLUS,
  inflowInto,
  inflowPair,
  simulateExchange,
  type Bolus,
  type ExchangeCourse,
  type ExchangeSystem,
  type InflowCoefficients,
  type InputNodes,
} from './kinetics/index.ts';
