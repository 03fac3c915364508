export {
  sweepInto,
  sweepMatrix,
  spectrumBounds_Hz,
  spectrumWidth_Hz,
  type Schedule,
  type SweepMatrix,
} from './sweep.ts';
export { sweepThreeInto } from './sweep-three.ts';
export { makePairKernel, sweepThreePair, type PairKernel } from './sweep-three-wasm.ts';
export { makeSweepKernel, type SweepKernel } from './sweep-wasm.ts';
export {
  generatorApplyInto,
  generatorNorm_perS,
  generatorStepInto,
  generatorSweepInto,
  type Generator,
} from './generator.ts';
export { besselSeriesInto } from './bessel.ts';
export { laneOffset, makeLanes, type EigenPath, type Frame, type LaneKernels, type Lanes } from './ramp-lanes/lanes.ts';
export { basisLength, moveBasis, type Basis } from './ramp-lanes/basis.ts';
export { PLAIN_LANE_KERNELS } from './ramp-lanes/plain.ts';
export { makeLaneKernels } from './ramp-lanes/wasm.ts';
export { plainMatrices, type EigenRows, type MatrixKernel } from './matrices.ts';
export { makeMatrixKernel } from './matrices-wasm.ts';
export { type Drive, type DrivenKernel, type Rows, type Steps } from './driven/motion.ts';
export { makePlainDriven } from './driven/plain.ts';
export { makeDriven } from './driven/wasm.ts';
export { wasmExports, type WasmMemory } from './wasm.ts';
