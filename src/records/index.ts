export {
  checkGeometry,
  geometryGap_mm,
  positionRas_mm,
  voxelSize_mm,
  voxelVolume_mm3,
  type Geometry,
} from './geometry.ts';
export {
  magnitudeOf,
  makeImageSeries,
  type AcquisitionClaims,
  type ComplexSeries,
  type ImageSeries,
  type Volume,
} from './images.ts';
export {
  type FittedValue,
  type NoiseModel,
  type RateFit,
  type RateFitEnd,
  type RateFitSettings,
  type Relaxation,
} from './rate-fit.ts';
export { courseOf, makeTimeCourses, MAX_PRODUCTS, type TimeCourses } from './time-courses.ts';
export { columnOf, type Column, type Quantities } from './maps.ts';
export type { Batch } from './batch.ts';
export type { Dose } from './dose.ts';
export type { Finding, FindingQuality, FoundRegion, SeverityBias, Share, Tissue } from './finding.ts';
export {
  recordCourse,
  TISSUE_COMPARTMENTS,
  type KeptAt,
  type LabelBudget,
  type SteppableTissue,
  type TissueCompartment,
  type TissueCourse,
  type TissueLine,
} from './tissue-course.ts';
export type { CounterRange, Counters, Encoding, Orientation, RawScan, Readout } from './raw-scan.ts';
export type {
  GradientEvent,
  Hardware,
  LabelChange,
  RfPulse,
  RfShim,
  SamplingWindow,
  Sequence,
  SequenceBlock,
  ShapedGradient,
  SoftDelay,
  Trapezoid,
  Trigger,
} from './sequence.ts';
