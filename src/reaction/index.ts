export {
  arrhenius,
  assumed,
  GAS_CONSTANT_JPerMolK,
  HYDROGEN,
  type Reaction,
  type ReactionSystem,
  type Sourced,
  type Species,
} from './system.ts';
export { saturation_mM, solventOf, SOLVENTS, vapourPressure_Pa, type Solvent } from './solvents.ts';
export { DEFAULT_REACTION, REACTOR_INPUTS, type ReactionSettings } from './settings.ts';
export { checkReactionSettings, checkReactionSystem } from './check.ts';
export { FUMARATE, PUBLISHED_SHARES } from './library/fumarate.ts';
export { libraryReactor, REACTORS } from './library/reactors.ts';
export { reactWithoutGas } from './without-gas.ts';
export { endOfReaction, type ReactionEnd } from './end.ts';
export { simulateReaction, type ReactionOutcome } from './simulate.ts';
export { type AgeDistribution } from './ages/age-distribution.ts';
export { assumptionsOf, type Assumption } from './notes.ts';
export { BACK_CONVERSION, GAS_TRANSFER, ORDER_DECAY } from './network.ts';
export { LOADING, SATURATION, sensitivitiesOf, type Sensitivity } from './sensitivity.ts';
export { SWEEPABLE, sweepYields, withValue, type Sweepable, type YieldSweep } from './sweep.ts';
