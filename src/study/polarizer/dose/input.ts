// What a road of a dose begins with.
import type { DoseSettings } from './settings/settings.ts';

export interface DoseInput {
  readonly settings: DoseSettings;
  /** File that the settings are from. */
  readonly where: string | undefined;
  /** What stands in the file. */
  readonly text?: string;
}
