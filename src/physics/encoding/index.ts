export { afterPulse, pulseRotations, type PulseSteps } from './pulse-rotation.ts';
export { blochMcConnell, type Pool, type Pools } from './bloch-mcconnell.ts';
