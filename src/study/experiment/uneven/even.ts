// The same animals, with the same noise, in an even field: what their own field does to the finding.
import type { Share } from '../../../records/index.ts';
import type { AnimalOutcome } from '../animal.ts';
import { findingsOf } from '../findings.ts';
import type { ExperimentSettings } from '../settings.ts';

export interface EvenField {
  readonly sensitivity: Share;
  /** Of the healthy animal. */
  readonly specificity: Share;
}

/** Undefined where the field is even already. */
export function withoutField(settings: ExperimentSettings): ExperimentSettings | undefined {
  const { field, ...scanner } = settings.scanner;
  return field === undefined ? undefined : { ...settings, scanner };
}

export function evenFinding(
  settings: ExperimentSettings,
  animals: readonly [AnimalOutcome, AnimalOutcome, AnimalOutcome],
): EvenField {
  const { injured, healthy } = findingsOf(settings, animals);
  return { sensitivity: injured.quality.sensitivity, specificity: healthy.quality.specificity };
}
