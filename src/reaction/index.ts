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
export { reactionEnd, type ReactionEnd } from './reaction-end.ts';
export { simulateReaction, type ReactionOutcome } from './simulate.ts';
export { type AgeDistribution } from './ages.ts';
export { assumptionsOf, type Assumption } from './notes.ts';
