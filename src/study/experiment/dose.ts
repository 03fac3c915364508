// What is in the syringe: given, or that of the default polarizer with its spread over everything uncertain there.
import type { Run } from '../../base/index.ts';
import type { StudyFiles } from '../files.ts';
import { DEFAULT_INPUT, doseRoad, type DoseStudy } from '../polarizer/dose/index.ts';
import type { ExperimentDose, ExperimentSettings } from './settings.ts';

export interface Syringe {
  readonly dose: ExperimentDose;
  /** The road of the gas; undefined where the dose was given. */
  readonly polarizer: DoseStudy | undefined;
}

export function syringeOf(settings: ExperimentSettings, files: StudyFiles, run: Run): Syringe {
  if (settings.dose !== undefined) return { dose: settings.dose, polarizer: undefined };
  const polarizer = doseRoad(DEFAULT_INPUT, files, run);
  const { volume_m3, concentration_mM, polarization, polarizationSd } = polarizer.dose;
  return { dose: { volume_mL: volume_m3 * 1e6, concentration_mM, polarization, polarizationSd }, polarizer };
}
