// The road of an experiment: syringe, three animals, findings, and what they hang on. Numbers only. The parts that take time are plain tasks, so that threads can share them.
import { QUIET, utf8, type Run } from '../../base/index.ts';
import type { StudyFiles } from '../files.ts';
import { parseSettings } from '../settings-text.ts';
import { runAnimal, type AnimalOutcome, type AnimalTask } from './animal.ts';
import { syringeOf } from './dose.ts';
import { findingsOf } from './findings.ts';
import { inverseCheck } from './inverse/check.ts';
import { notesOf } from './notes.ts';
import { experimentSettingsSchema } from './checked-settings.ts';
import type { ExperimentSettings } from './settings.ts';
import { smoothedFinding } from './smoothed.ts';
import type { ExperimentStudy } from './study.ts';
import { changesOf, hangsOn, inputsOf } from './trials/inputs.ts';
import { runTrials, type Trial, type TrialTask } from './trials/trials.ts';

/** Who does the work: this thread, or several. Results in the order of the tasks. */
export interface Workers {
  animals(tasks: readonly AnimalTask[]): Promise<readonly AnimalOutcome[]>;
  trials(tasks: readonly TrialTask[]): Promise<readonly (readonly Trial[])[]>;
}

export const IN_PROCESS: Workers = {
  animals: (tasks) => Promise.resolve(tasks.map(runAnimal)),
  trials: (tasks) => Promise.resolve(tasks.map(runTrials)),
};

/** Reads a settings file; every mistake names its line. */
export function readExperiment(path: string, files: StudyFiles): ExperimentSettings {
  return parseSettings(experimentSettingsSchema, utf8(files.read(path)), path);
}

/** Trials per task: the parts do not depend on the number of threads, so neither do the digits. */
const TRIALS_PER_TASK = 50;
const NAMES = ['injured', 'healthy', 'reference'] as const;

export async function experimentRoad(
  settings: ExperimentSettings,
  files: StudyFiles,
  workers: Workers = IN_PROCESS,
  run: Run = QUIET,
): Promise<ExperimentStudy> {
  run.step(0, 1, 'polarizer');
  const syringe = syringeOf(settings, files, QUIET);
  const { dose } = syringe;
  run.step(0, 1, 'animals: inject, scan, quantify');
  const scanned = workers.animals(NAMES.map((name) => ({ name, settings, dose })));
  // Beside the threads, which are busy with the animals.
  const inverse = settings.inverseCheck ? inverseCheck(settings) : undefined;
  const animals = await scanned;
  const three = animals as readonly [AnimalOutcome, AnimalOutcome, AnimalOutcome];
  const found = findingsOf(settings, three);
  const smoothed = smoothedFinding(settings, three);
  const inputs = inputsOf(settings, syringe);
  const changes = changesOf(settings, syringe, inputs);
  const trials: Trial[] = [];
  const noiseSd_mM = animals[0]!.trueNoiseSd_mM;
  const tasks = Array.from({ length: Math.ceil(changes.length / TRIALS_PER_TASK) }, (_, part) => ({
    settings,
    noiseSd_mM,
    changes: changes.slice(part * TRIALS_PER_TASK, (part + 1) * TRIALS_PER_TASK),
  }));
  for (let at = 0; at < tasks.length; at += TASKS_AT_ONCE) {
    run.step(at, tasks.length, 'what the finding hangs on');
    trials.push(...(await workers.trials(tasks.slice(at, at + TASKS_AT_ONCE))).flat());
  }
  const study = { ...found, settings, syringe, smoothed, hangs: hangsOn(inputs, trials), inverse };
  return { ...study, notes: notesOf(study) };
}

const TASKS_AT_ONCE = 2;
