export { KSPACE_AXES, scanOfArray, type ArrayScanSettings, type KSpaceAxis } from './array-scan.ts';
export { coilImagesOf, type CoilImages } from './grid/cartesian.ts';
export { combined, mapPower, rootSumOfSquares } from './coils/combine.ts';
export {
  calibrationOf,
  DEFAULT_ESPIRIT,
  espiritMaps,
  type EspiritMaps,
  type EspiritSettings,
} from './coils/espirit.ts';
export { ADAPTIVE, localMaps, type LocalMapSettings } from './coils/local-maps.ts';
export { chooseLowRank, type Choice } from './dynamic/choose.ts';
export {
  DEFAULT_LOW_RANK,
  lowRankSparse,
  type DynamicSamples,
  type LowRankSparse,
  type LowRankSparseSettings,
} from './dynamic/low-rank-sparse.ts';
export { noiseCovariance, whitened } from './noise/covariance.ts';
export { noiseFromEdges } from './noise/from-edges.ts';
export { replicaSd } from './noise/replica.ts';
export { homodyne, projectOntoSamples, type PartialAxis } from './partial/partial-fourier.ts';
export { phased, type PhasedSeries } from './phased.ts';
export { reconstruct } from './reconstruct.ts';
export { SAMPLING_PATTERNS, withFewerLines, type Undersampling } from './retrospective.ts';
export {
  DEFAULT_RECONSTRUCTION,
  type CoilMethod,
  type MetaboliteLine,
  type Method,
  type Reconstruction,
  type ReconstructionSettings,
} from './settings.ts';
export { gatherSamples, gridded, type GriddingSettings, type SampledGroup } from './trajectory/sampled.ts';
export { idealGridded } from './trajectory/ideal.ts';
export {
  conjugateGradient,
  DEFAULT_GRADIENT,
  type GradientEnd,
  type GradientResult,
  type GradientSettings,
} from './sense/conjugate-gradient.ts';
export { DEFAULT_SENSE, senseCartesian, senseSampled, type SampledSense, type SenseSettings } from './sense/sense.ts';
export { correctedEpi } from './sort/epi.ts';
export { geometryOf } from './sort/geometry.ts';
export { imageReadouts, sortReadouts, type KSpace, type KSpaceShape } from './sort/kspace.ts';
export { fieldMap_Hz, idealSeparated, type IdealSettings } from './spectral/ideal.ts';
export { csiSpectra, epsiSpectra, type Spectra } from './spectral/spectra.ts';
