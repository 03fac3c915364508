export type { DoseInput } from './input.ts';
export { DEFAULT_DOSE, withDefaults } from './settings/defaults.ts';
export { doseOutput, type DoseOutput } from './output/output.ts';
export { doseResultSchema, type DoseResult } from './output/result.ts';
export { DEFAULT_INPUT, doseRoad, readDose, type DoseStudy } from './road.ts';
export { doseSummary } from './output/summary.ts';
export { doseFileSchema, doseSettingsSchema, type DoseFile, type DoseSettings } from './settings/settings.ts';
export { type DrawnDose } from './uncertainty.ts';
