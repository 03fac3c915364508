export {
  constantProfile,
  exponentialProfile,
  joinedProfile,
  linearProfile,
  smoothProfile,
  tableProfile,
  windowOf,
  type Profile,
} from './profile.ts';
export {
  aged,
  blockHamiltonian_Hz,
  DEGENERATE_radPerS,
  endlessAges,
  fastestCoherence_Hz,
  givenAges,
  windowAges,
  type AgeAverage,
} from './start.ts';
export { DEFAULT_EVOLVE, evolve, type Evolved, type EvolveSettings } from './propagate/evolve.ts';
export { levelEnergies_Hz, levelsAt, levelWeights, type Level } from './levels.ts';
export { avoidedCrossings, type AvoidedCrossing } from './crossings.ts';
export { adiabaticityDensity_sPerT, constantAdiabaticity, type ConstantAdiabaticity } from './adiabaticity.ts';
export { polarizationBounds, spaceForBounds, type Bounds } from './bounds.ts';
export { adiabaticLimit } from './adiabatic-limit.ts';
export {
  collectiveState,
  densityVector,
  evolveRelaxing,
  vectorPolarizations,
  type Relaxed,
} from './relaxing/evolve-relaxing.ts';
export {
  relaxingSystem,
  type GeneratorAlong,
  type Relaxation,
  type RelaxingSystem,
} from './relaxing/relaxing-system.ts';
export { coreOf, type Core } from './relaxing/joined/core.ts';
export { evolveJoined, type Joined } from './relaxing/joined/evolve-joined.ts';
export { joinedElements, joinedSystem, LARGEST_JOINED, type JoinedSystem } from './relaxing/joined/joined-system.ts';
export {
  exchangeCourse,
  exchangeModel,
  exchangeReadout,
  exchangeStart,
  exchangeSteadyState,
  type ExchangeModel,
  type ExchangeSystem,
} from './relaxing/exchange.ts';
export { densePolarizations, evolveWithStray } from './propagate/stray.ts';
export { frameHamiltonian_Hz, frameOffsets_Hz, totalOperator, type RotatingFrame } from './highfield/frame.ts';
export {
  DEFAULT_LINES,
  freeInduction,
  lineShift_ppm,
  spectrum,
  spectrumLines,
  type Acquisition,
  type LineSettings,
  type SpectralLine,
  type Spectrum,
} from './highfield/spectrum.ts';
export type { Detection } from './highfield/transitions.ts';
export type { HardPulse } from './highfield/hard-pulse.ts';
export type { Sample } from './highfield/sample.ts';
export {
  profileFrom,
  simulateTransfer,
  spaceFor,
  startFrom,
  type AdditionSettings,
  type ProfileSettings,
  type TransferOutcome,
  type TransferSettings,
} from './simulate.ts';
export { checkTransferSettings } from './check-settings.ts';
export { crossingsOnTheWay, crossingStates, explainTransfer } from './explain.ts';
export { evolveBatch, linearBatch, type BatchOutcome } from './propagate/batch.ts';
export { rampParts, type RampSettings } from './propagate/parts.ts';
export { diluted } from './carry.ts';
