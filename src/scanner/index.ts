export { flipsOf, type FlipDesign } from './flips/schedule.ts';
export { constantFlips, constantSignalFlips, maximumSignalFlips, type Train } from './flips/single.ts';
export {
  levelPairFlips,
  levelSignalFlips,
  type FirstExcitation,
  type LevelFlips,
  type PairFlips,
  type PairTrain,
} from './flips/fed.ts';
export { calibratedCoil, frequency_Hz, MOUSE_COIL, noiseSd_mM, type Coil, type Sampling } from './image/coil.ts';
export { loopSensitivity, mapOver, parabolicB1, type CoilArray, type ScannerMaps } from './image/maps.ts';
export {
  K_FILTERS,
  noiseSpread,
  pointSpread,
  sliceMeans,
  throughAxes,
  type AxisOperator,
  type KFilter,
} from './image/point-spread.ts';
export { kWeights } from './image/k-weights.ts';
export {
  imageGeometry,
  readyChannels,
  samplingTime_s,
  voxel_m3,
  type Channel,
  type Protocol,
} from './image/protocol.ts';
export { sampledAt } from './image/readout.ts';
export { scan, type Scan, type Scannable } from './image/scan.ts';
export { areaRatio, misjudgedRate, rateBound_perS, type Misjudged } from './plan/information.ts';
export {
  PAIR_DESIGNS,
  searchAcquisitions,
  type Acquisition,
  type PairDesign,
  type SearchSpace,
} from './plan/search.ts';
export {
  pairCourse,
  prepare,
  type FlipPair,
  type Frames,
  type Pair,
  type PairCourse,
  type Prepared,
  type TwoPool,
} from './plan/two-pool.ts';
export { lastVisible_s, longestVisible_s, visible_s, type SingleDecay } from './plan/visibility.ts';
export {
  areaOf,
  durationOf,
  flatTop,
  gamma_HzPerT,
  MOUSE_SCANNER,
  ofArea,
  onRaster,
  riseTo,
} from './design/hardware.ts';
export { metaboliteShots } from './design/metabolite-shots.ts';
export { type ReadoutKind, type Shot } from './design/shot.ts';
export { rawScan, type RawOutcome } from './raw/raw-scan.ts';
export { bssfpSequence, type BssfpSequence, type BssfpSettings } from './design/readouts/bssfp.ts';
export { csiSequence, type CsiSequence, type CsiSettings } from './design/readouts/csi.ts';
export { epsiSequence, type EpsiSequence, type EpsiSettings } from './design/readouts/epsi.ts';
export {
  idealSpiralSequence,
  type IdealSpiralSequence,
  type IdealSpiralSettings,
} from './design/readouts/ideal-spiral.ts';
export {
  pulseAcquireSequence,
  type PulseAcquireSequence,
  type PulseAcquireSettings,
} from './design/readouts/pulse-acquire.ts';
export { spiralReadout, type SpiralReadout, type SpiralSettings } from './design/readouts/spiral.ts';
export { gridSignal, staticSignal, type GridSignal, type StaticGrid, type StaticVoxels } from './raw/static-signal.ts';
export { epiReadout, type EpiReadout, type EpiSettings } from './design/epi.ts';
export { shotsSequence, type ShotsSequence, type ShotsSettings } from './design/readouts/shots.ts';
export { blochSignal, type Spins } from './played/bloch-signal.ts';
export { recorded, withNoise, type Recording, type SignalOf } from './played/recorded.ts';
export { densityAt, shapeSignal, voxelsOf, type Shape } from './played/shapes.ts';
export { playedWindows, type PlayedWindow } from './played/windows.ts';
export { exchangedSignal, exchangeWeights } from './played/exchange.ts';
export { SUSCEPTIBILITY, susceptibilityField_Hz, type FieldGrid, type FieldSettings } from './field/susceptibility.ts';
export { partField_Hz } from './field/part.ts';
export { arrayGain, bestGain, loopArray, loopRadius_mm, type LoopArray } from './field/loops.ts';
export { shimmed, type Shimmed, type ShimSettings } from './field/shim.ts';
export { checkHardware } from './design/hardware.ts';
export { excited, firstPulse } from './design/profile.ts';
export {
  spectralSpatialPulse,
  type Band,
  type SpectralSpatialPulse,
  type SpectralSpatialSettings,
} from './design/spectral-spatial.ts';
export { spiralStack, type SpiralStackSettings } from './design/readouts/spiral-stack.ts';
