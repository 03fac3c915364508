export {
  BOX_BOLUS,
  emptyInflow,
  GAMMA_BOLUS,
  inflowInto,
  inflowPair,
  simulateExchange,
  type Bolus,
  type ExchangeCourse,
  type ExchangeSystem,
  type InflowCoefficients,
  type InputNode,
} from './kinetics/index.ts';
