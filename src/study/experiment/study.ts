// What the road of an experiment ends with.
import type { Syringe } from './dose.ts';
import type { Findings } from './findings.ts';
import type { InverseCheck } from './inverse/check.ts';
import type { ExperimentSettings } from './settings.ts';
import type { Smoothed } from './smoothed.ts';
import type { Hangs } from './trials/inputs.ts';
import type { EvenField } from './uneven/even.ts';

export interface ExperimentStudy extends Findings {
  readonly settings: ExperimentSettings;
  readonly syringe: Syringe;
  /** What a k-space filter would have made of the same images; undefined where they hold one already, or are magnitudes. */
  readonly smoothed: Smoothed | undefined;
  /** What the same animals would show in an even field; undefined where it is even. */
  readonly evenField: EvenField | undefined;
  readonly hangs: Hangs;
  readonly inverse: InverseCheck | undefined;
  readonly notes: readonly string[];
}
