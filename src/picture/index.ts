export { cropTo, indexTransform, refineInPlane, resliceMean, resliceNearest } from './reslice.ts';
export { gatherCourses, indexOfVoxel, peakOverTime, scatter, sumOverTime, voxelsAbove } from './voxels.ts';
export { connectedRegions, type Connected, type Connectivity } from './finding/connected.ts';
export { detectionPower, leastDetectableFraction, type DetectionModel } from './finding/detectable.ts';
export { findInjury, sharedNoiseOf, type FindSettings, type Measured } from './finding/find.ts';
export { diceOf, judgeFinding, shareOf, type Truth } from './finding/quality.ts';
export { areaUnderRoc, rocCurve, type Auc, type RocCurve } from './finding/roc.ts';
export { thresholdOf, type HealthyReference, type Threshold } from './finding/threshold.ts';
