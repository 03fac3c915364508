export { reconstructOutput, type ReconstructOutput } from './output.ts';
export { reconstructResultSchema, type ReconstructResult } from './result.ts';
export { reconstructRoad, type ReconstructStudy } from './road.ts';
export { reconstructSettingsSchema, type ReconstructSettings } from './settings.ts';
