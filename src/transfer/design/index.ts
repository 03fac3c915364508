export { coilSamples, programOfCurrent, sentProgram, type Coil, type CoilSamples } from './coil.ts';
export { commandProfile, fieldTable, timeConstant_s, type Program } from './command.ts';
export { DEFAULT_DESIGN, designProfile, polarizationsIn, type Design, type DesignSettings } from './design.ts';
export { endOf, MOST_POINTS, type FieldLimits } from './limits.ts';
export { transferObjective, type Grating, type Objective } from './objective.ts';
export { comparedPrograms, LARGE_DIMENSION, waysThrough, type Start, type Ways } from './paths.ts';
export { offsetMap, strayMap } from './robustness.ts';
export { type Condition, type Sample } from './sample.ts';
export { bestDesign, comparedDurations, designDurations, startsFrom } from './scan.ts';
