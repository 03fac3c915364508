export { afterPulse, pulseRotations } from './pulse-rotation.ts';
export type { PulseSteps } from './pulse-steps.ts';
export { blochMcConnell, type Pool, type Pools } from './bloch-mcconnell.ts';
export type { BlochKernel } from './bloch/kernel.ts';
export { PLAIN_BLOCH } from './bloch/plain.ts';
export { makeBlochKernel } from './bloch/wasm.ts';
export { offsetRotations, OFFSETS_ERROR, type OffsetSteps } from './bloch/offsets.ts';
