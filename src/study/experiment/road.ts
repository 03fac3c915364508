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
import { evenFinding, withoutField } from './uneven/even.ts';
import { changesOf, hangsOn, inputsOf } from './trials/inputs.ts';
import { runTrials, type Trial, type TrialTask } from './trials/trials.ts';

/** Who does the work: this thread, or several that take tasks in the order of the calls. */
export interface Workers {
  animal(task: AnimalTask): Promise<AnimalOutcome>;
  trials(task: TrialTask): Promise<readonly Trial[]>;
}

export const IN_PROCESS: Workers = {
  animal: async (task) => Promise.resolve(runAnimal(task)),
  trials: async (task) => Promise.resolve(runTrials(task)),
};

/** Reads a settings file; every mistake names its line. */
export function readExperiment(path: string, files: StudyFiles): ExperimentSettings {
  return parseSettings(experimentSettingsSchema, utf8(files.read(path)), path);
}

/** Trials per task: the parts do not depend on the number of threads, so neither do the digits. */
const TRIALS_PER_TASK = 25;
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
  const inputs = inputsOf(settings, syringe);
  const changes = changesOf(settings, syringe, inputs);
  const nTasks = Math.ceil(changes.length / TRIALS_PER_TASK);
  const evenly = withoutField(settings);
  const nAnimals = NAMES.length * (evenly === undefined ? 1 : 2);
  const done = counted(run, nAnimals + nTasks, 'animals and what the finding hangs on');
  const scanning = NAMES.map((name) => done(workers.animal({ name, settings, dose })));
  // Trials begin as soon as the noise of the injured animal is known, beside the other animals.
  const trying = scanning[0]!.then(({ trueNoiseSd_mM }) =>
    Promise.all(
      Array.from({ length: nTasks }, (_, part) => {
        const own = changes.slice(part * TRIALS_PER_TASK, (part + 1) * TRIALS_PER_TASK);
        return done(workers.trials({ settings, noiseSd_mM: trueNoiseSd_mM, changes: own }));
      }),
    ),
  );
  const twins = evenly && Promise.all(NAMES.map((name) => done(workers.animal({ name, settings: evenly, dose }))));
  // Here, while the threads are busy.
  const checking = Promise.resolve().then(() => (settings.inverseCheck ? inverseCheck(settings) : undefined));
  const [animals, trials, inverse] = await Promise.all([Promise.all(scanning), trying, checking]);
  const three = animals as [AnimalOutcome, AnimalOutcome, AnimalOutcome];
  const hangs = hangsOn(inputs, trials.flat());
  const smoothed = smoothedFinding(settings, three);
  const evenField = twins && evenFinding(evenly, (await twins) as [AnimalOutcome, AnimalOutcome, AnimalOutcome]);
  const study = { ...findingsOf(settings, three), settings, syringe, smoothed, evenField, hangs, inverse };
  return { ...study, notes: notesOf(study) };
}

/** Tells `run` of every task that is done. */
function counted(run: Run, total: number, what: string) {
  let count = 0;
  run.step(count, total, what);
  return async <T>(task: Promise<T>): Promise<T> => {
    const result = await task;
    run.step(++count, total, what);
    return result;
  };
}
