export { DEFAULT_DOSE, withDefaults } from './defaults.ts';
export { doseOutput, type DoseOutput } from './output.ts';
export { doseResultSchema, type DoseResult } from './result.ts';
export { DEFAULT_INPUT, doseRoad, readDose, type DoseInput, type DoseStudy } from './road.ts';
export { doseSummary } from './summary.ts';
export { doseFileSchema, doseSettingsSchema, type DoseFile, type DoseSettings } from './settings.ts';
