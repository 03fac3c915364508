// Roads of a dose for tests: over the defaults, from a batch that was measured, from the text of a file.
import { doseRoad, readDose, type DoseStudy } from '../src/study/polarizer/dose/road.ts';
import { withDefaults } from '../src/study/polarizer/dose/settings/defaults.ts';
import type { DoseChanges } from '../src/study/polarizer/dose/settings/settings.ts';
import { memoryFiles } from './memory-files.ts';

export const NONE = memoryFiles({});
export const MEASURED: DoseChanges = {
  batch: {
    product: 'fumarate, set B',
    productSpecies: 'fumarate',
    volume_mL: 2,
    concentration_mM: { fumarate: 90 },
    catalysts: [],
    orderKept: 0.5,
    age_s: [5],
    weight: [1],
    field_T: 5e-5,
    time_s: 60,
  },
  legs: [
    { leg: 'transfer', temperature_K: 300 },
    { leg: 'transport', duration_s: 14, field_T: 1, temperature_K: 300 },
    { leg: 'line', duration_s: 7, field_T: 1, temperature_K: 300, deadVolume_mL: 0.5 },
  ],
};
export const road = (file: DoseChanges): DoseStudy =>
  doseRoad({ settings: withDefaults(file), where: undefined }, NONE);
/** Only the field cycle before what the test looks at. */
export const certain = (file: DoseChanges, uncertain: DoseChanges['uncertain'] = {}): DoseStudy => {
  const settings = { ...withDefaults({ ...MEASURED, ...file }), uncertain };
  return doseRoad({ settings, where: undefined }, NONE);
};
export const read = (yaml: string): DoseStudy =>
  doseRoad(readDose('dose.yaml', memoryFiles({ 'dose.yaml': yaml })), memoryFiles({}));
