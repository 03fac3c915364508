export { experimentSettingsSchema } from './checked-settings.ts';
export { runAnimal, type AnimalOutcome, type AnimalTask } from './animal.ts';
export { experimentRoad, IN_PROCESS, readExperiment, type Workers } from './road.ts';
export { DEFAULT_EXPERIMENT, type ExperimentDose, type ExperimentSettings } from './settings.ts';
export { runTrials, type Trial, type TrialTask } from './trials/trials.ts';
export { experimentOutput, type ExperimentOutput } from './output/output.ts';
export { experimentResultSchema, type ExperimentResult } from './output/result-schema.ts';
export { type ExperimentStudy } from './study.ts';
