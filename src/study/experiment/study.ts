// What the road of an experiment ends with.
import type { Syringe } from './dose.ts';
import type { Findings } from './findings.ts';
import type { InverseCheck } from './inverse/check.ts';
import type { ExperimentSettings } from './settings.ts';
import type { Hangs } from './trials/inputs.ts';

export interface ExperimentStudy extends Findings {
  readonly settings: ExperimentSettings;
  readonly syringe: Syringe;
  readonly hangs: Hangs;
  readonly inverse: InverseCheck | undefined;
  readonly notes: readonly string[];
}
