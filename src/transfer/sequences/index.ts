export {
  eventDuration_s,
  sequenceDuration_s,
  type Delay,
  type Lock,
  type Loop,
  type Pulse,
  type PulseSequence,
  type SequenceEvent,
  type Together,
} from './record.ts';
export { checkSequence, sequenceFaults, type SequenceFault } from './check-sequence.ts';
export { carriersOf, denseState, frameOf, sequenceStart } from './start.ts';
export { MOST_RELAXING, type SequenceRelaxation } from './relaxing-motion.ts';
export {
  polarizationVectors,
  runSequence,
  sequenceMotion,
  unitaryMove,
  type Move,
  type SequenceMotion,
} from './motion.ts';
export { type Imperfection } from './pieces.ts';
export { sequenceCourse, type SequenceCourse } from './course.ts';
export { rolesOf, targetSpin, type Roles } from './families/roles.ts';
export { type Parameter, type SequenceFamily } from './families/family.ts';
export { s2hmEvents } from './families/s2hm.ts';
export { phIneptTransfer } from './families/ph-inept.ts';
export {
  makeSequence,
  SEQUENCE_FAMILIES,
  sequenceFamily,
  sequenceOf,
  sequenceParameters,
  type SequenceWish,
} from './families/table.ts';
export { meanOver, sequenceMeter, type SequenceErrors, type SequenceMeter, type Spread } from './target.ts';
export { evaluationsFor, optimiseDelays, type OptimisedSequence, type OptimiseLimits } from './optimise.ts';
export { evenValues, robustnessMap, type ErrorAxis, type ErrorQuantity, type RobustnessMap } from './robustness.ts';
export {
  evolveInLab,
  type LabOutcome,
  type LabSettings,
  type OscillatingField,
  type SuddenTurn,
} from './lab/evolve-lab.ts';
export { intoRotatingFrame, labSequence, type LabSequence } from './lab/to-lab.ts';
export { LAB_TOLERANCE, simulateSequence, type SequenceOutcome, type SequenceSettings } from './simulate-sequence.ts';
