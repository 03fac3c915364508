export { kSpaceOf, sampleTimes_s, type KSpaceWindow } from './k-space.ts';
export { labelsAfter } from './labels.ts';
export { integralAt, polylineOf, rotateInto, rotationMatrix, valueAt, type Polyline } from './polyline.ts';
export { flipAngle_rad, useOf } from './pulse.ts';
