export { checkSequence } from './check.ts';
export { extremesOf, type SequenceExtremes } from './extremes.ts';
export { kSpaceOf, sampleTimes_s, type KSpaceWindow } from './k-space.ts';
export { labelsAfter } from './labels.ts';
export { integralAt, polylineOf, rotateInto, rotationMatrix, valueAt, type Polyline } from './polyline.ts';
export { flipAngle_rad, useOf } from './pulse.ts';
export { waveforms, type Waveforms } from './waveforms.ts';
export type { Violation } from './violation.ts';
