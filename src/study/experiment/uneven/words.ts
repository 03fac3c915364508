// The field of the animal in sentences.
import { SUSCEPTIBILITY } from '../../../scanner/index.ts';
import type { ExperimentStudy } from '../study.ts';

const SHIMS = { frequency: 'the frequency alone set', linear: 'linear shims', 'second-order': 'shims of second order' };
const Hz = (value: number): string => `${value.toFixed(1).replace('-', '−')} Hz`;
const percent = (value: number): string => `${(100 * value).toFixed(0)}%`;

export function fieldNotes({ settings, injured, healthy, evenField }: Omit<ExperimentStudy, 'notes'>): string[] {
  const { field } = settings.scanner;
  const own = injured.animal.field;
  if (field === undefined || own === undefined || evenField === undefined) return [];
  const ppm = (kind: keyof typeof SUSCEPTIBILITY): string => (1e6 * SUSCEPTIBILITY[kind]).toFixed(2).replace('-', '−');
  const [low, high] = own.range_Hz;
  return [
    `The animal makes its own field: susceptibilities of ${ppm('tissue')} ppm (tissue), ${ppm('fat')} (fat), ${ppm('bone')} (bone), ${ppm('venousBlood')} (veins), ${ppm('lung')} (lung) and ${ppm('air')} (air), the main field along the body. ASSUMED: 70% oxygen in veins, lungs end 28 mm above the hilum of the liver, no gas in the bowel; what varies within a voxel of the tissue stays in T2*, as set.`,
    `In the liver of the injured animal 13C is spread by ${Hz(own.before_Hz)} (standard deviation) with the frequency set over the ${field.over}, and by ${Hz(own.after_Hz)} with ${SHIMS[field.shim]} over the ${field.over} (90% between ${Hz(low)} and ${Hz(high)}); half of its 13C voxels span more than ${Hz(own.voxelSpan_Hz)}.`,
    `${field.correct ? 'The reconstruction knows the shimmed field on the voxels of the images, as from a 1H map without noise' : 'The reconstruction takes the field as even'}: of the injured voxels ${percent(injured.quality.sensitivity.value)} are found, and ${percent(healthy.quality.specificity.value)} of the healthy animal's are left alone; the same animals with the same noise in an even field: ${percent(evenField.sensitivity.value)} and ${percent(evenField.specificity.value)}.`,
  ];
}
