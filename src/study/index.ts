export { type InputFile, type StudyFiles } from './files.ts';
export { makeExampleStudy, type ExampleStudy } from './example/study.ts';
export { outputOf, type MapOutput } from './map/output.ts';
export { mapResultSchema, type MapResult } from './map/result.ts';
export { mapRoad, type MapOutcome } from './map/road.ts';
export { mapSettingsSchema, type MapSettings } from './map/settings.ts';
export { type RunContext } from './run-context.ts';
export { parseSettings } from './settings-text.ts';
export { SOURCES } from './sources.ts';
