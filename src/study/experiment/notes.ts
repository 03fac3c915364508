// What a reader of the finding must know.
import { formatNumber } from '../../plot/index.ts';
import { sharedNoise } from './measure.ts';
import { pointWidth_voxels } from './scan.ts';
import type { ExperimentStudy } from './study.ts';
import { fieldNotes } from './uneven/words.ts';

/** Assumptions that are named by themselves. */
const NAMED = 5;

export function notesOf(study: Omit<ExperimentStudy, 'notes'>): string[] {
  const { settings, syringe, hangs, injured, healthy } = study;
  const assumed = hangs.ranked.filter(({ status }) => status === 'assumed' || status === 'recalled');
  const text = (one: number): string => formatNumber(one, 2);
  const names = assumed
    .slice(0, NAMED)
    .map(({ what, value, low, high }) => `${what} ${text(value)} (${text(low)} to ${text(high)})`);
  const { filter, images } = settings.scanner;
  const shared = sharedNoise(settings, injured.animal.voxels);
  const notes = [
    ...(names.length > 0
      ? [`ASSUMED, nobody has published them, and the finding hangs on them most: ${names.join('; ')}.`]
      : []),
    ...(syringe.polarizer === undefined
      ? []
      : [
          'The dose is that of the default polarizer, most of whose numbers are ASSUMED; give dose in the settings for your own.',
        ]),
    'The two lines of malate (label at C1 and at C4) are excited together and stand summed in one image.',
    'The liver was outlined as its voxels of more than half liver tissue: an ideal hand on the anatomy.',
    'The level of healthy liver and its spread are taken from a third, healthy animal with a scan of its own.',
    `The fit of the rates believes T1 ${settings.analysis.T1_s.fumarate} s (fumarate) and ${settings.analysis.T1_s.malate} s (malate) and nominal flip angles; ${b1Words(settings.scanner.b1Drop)}.`,
    ...(filter === 'none'
      ? []
      : [
          `The k-space filter lets neighbouring voxels share noise: the error of a mean over the liver is ${shared.toFixed(2)} times that of independent voxels, and so are the errors of regions and the interval of the volume; the intervals of sensitivity, specificity and ROC area count the ${injured.animal.voxels.length} liver voxels as the ${(injured.animal.voxels.length / (shared * shared)).toFixed(0)} independent ones that they are worth. A point is ${(pointWidth_voxels(settings, injured.animal.lines, filter) * settings.grid.voxel_mm[0]).toFixed(1)} mm wide in the slice (root of area over peak): smaller foci fade.`,
        ]),
    ...(images === 'complex'
      ? []
      : [
          'Magnitudes: the ratio of single voxels holds the noise floor, which hides malate that is weaker; compare with the healthy level, not with 0. The rates are fitted with the Rician model, and means over the liver are formed of powers less the noise.',
        ]),
    ...fieldNotes(study),
    ...injured.animal.notes,
    ...injured.finding.notes.map((note) => `Injured animal: ${note}`),
    ...healthy.finding.notes.map((note) => `Healthy animal: ${note}`),
    'What the finding hangs on: noise-free scans of the injured animal on coarse voxels with the noise of a 13C voxel, at the echo time of each metabolite, without the blur of the readout, in an even field and with one coil; the dead share is scaled evenly where its size changes.',
  ];
  return [...new Set(notes)];
}

const b1Words = (drop: number): string =>
  drop === 0
    ? 'B1 in the animal is even'
    : `B1 in the animal is ${formatNumber(100 * Math.abs(drop), 3)}% ${drop > 0 ? 'higher' : 'lower'} at 15 mm from the centre`;
