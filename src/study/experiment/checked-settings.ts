// Whether an experiment can be done: what one key alone does not tell.
import { ScienceError } from '../../base/index.ts';
import { animalOf, checkInjection, labelIn, MOUSE_VALUE_TABLE, voxelsOf, type Injection } from '../../mouse/index.ts';
import type { TissueLine } from '../../records/index.ts';
import { flipsOf } from '../../scanner/index.ts';
import { isRaw, protocolOf, shotsOf } from './scan/protocol.ts';
import { animalSettings, fileSchema, probeGrid, type ExperimentSettings } from './settings.ts';

const BODY_g = MOUSE_VALUE_TABLE.bodyMass_g.value;

export const experimentSettingsSchema = fileSchema.superRefine((given, context) => {
  const refuse = (work: () => void, rename: (place: string) => string[]): void => {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof ScienceError)) throw thrown;
      const place = thrown.where ?? '';
      const bare = thrown.message.replace(` (at ${place})`, '');
      const path = rename(place);
      context.addIssue({ code: 'custom', path, message: bare });
    }
  };
  const { dose, injection, scanner } = given;
  const settings = animalSettings(given, 'injured');
  let lines: readonly TissueLine[] = [];
  const { matrix, finer } = given.grid;
  const nTissue = matrix[0] * matrix[1] * matrix[2] * finer * finer;
  if (nTissue > MOST_VOXELS)
    context.addIssue({
      code: 'custom',
      path: ['grid'],
      message: `${nTissue} voxels of tissue (matrix, cut finer ${finer} times in the plane) are more than ${MOST_VOXELS}; take a smaller matrix or finer: 1`,
    });
  refuse(
    () => {
      const animal = animalOf(settings);
      lines = labelIn(animal, voxelsOf(animal, probeGrid(given), 4), PROBE, given.kinetics).lines;
    },
    (place) => place.split('.'),
  );
  if (scanner.raw === true && scanner.readout === 'instant')
    context.addIssue({ code: 'custom', path: ['scanner', 'readout'], message: 'a raw scan needs a readout that takes time: spiral or epi' }); // prettier-ignore
  for (const key of ['field', 'coils'] as const)
    if (scanner[key] !== undefined && !isRaw(given))
      context.addIssue({ code: 'custom', path: ['scanner', key], message: 'images made directly have an even field and one coil; leave raw out and take readout: spiral or epi' }); // prettier-ignore
  if (scanner.echoTime_s !== undefined && scanner.readout !== 'instant')
    context.addIssue({ code: 'custom', path: ['scanner', 'echoTime_s'], message: `a ${scanner.readout} readout has an echo time of its own, as early as pulse and gradients let it; leave echoTime_s out, or take readout: instant` }); // prettier-ignore
  if (dose !== undefined) {
    const agents = [{ agent: 'fumarate' as const, ...dose, syringeT1_s: injection.syringeT1_s }];
    refuse(
      () => checkInjection({ agents, ...dose, ...injection }, given.values.bodyMass_g ?? BODY_g),
      (place) => [place.endsWith('duration_s') ? 'injection' : 'dose', place.split('.').at(-1)!],
    );
  }
  for (const name of ['fumarate', 'malate'] as const)
    refuse(
      () => flipsOf(scanner.flips[name], scanner, ''),
      () => ['scanner', 'flips', name],
    );
  if (context.issues.length > 0) return;
  refuse(
    () => checkShots(given, lines),
    (place) => (place.startsWith('scanner') ? place.split('.') : ['scanner']),
  );
});

/** Throws where the scanner cannot play the shots of all slices and metabolites within the repetition time. */
function checkShots(given: ExperimentSettings, lines: readonly TissueLine[]): void {
  const { scanner, grid } = given;
  const { repetition_s, bandwidth_Hz, nFrames, readout } = scanner;
  const check = (needed_s: number): void => {
    if (needed_s <= repetition_s) return;
    throw new ScienceError('argument', `${repetition_s} s is shorter than the ${needed_s.toPrecision(3)} s that pulses and sampling of both metabolites take`, { where: 'scanner.repetition_s' }); // prettier-ignore
  };
  check(
    (2 * grid.matrix[0] * grid.matrix[1]) / bandwidth_Hz + (readout === 'instant' ? protocolOf(given).echoTime_s : 0),
  );
  const shots = shotsOf(given, lines);
  check(grid.matrix[2] * shots.reduce((sum, { duration_s }) => sum + duration_s, 0));
  if (!isRaw(given)) return;
  const windows = shots.flatMap((shot) => shot.lines.map(({ kx }) => kx.length));
  const longest = Math.max(...windows);
  if (longest > MOST_IN_WINDOW)
    throw new ScienceError('argument', `${longest} samples in one readout are more than the ${MOST_IN_WINDOW} that raw data can hold; take a lower bandwidth_Hz or a smaller matrix`, { where: 'scanner.bandwidth_Hz' }); // prettier-ignore
  const total = nFrames * grid.matrix[2] * (scanner.coils ?? 1) * windows.reduce((sum, n) => sum + n, 0);
  if (total > MOST_SAMPLES)
    throw new ScienceError('argument', `${total} samples of one animal (frames, slices, metabolites and coils) are more than ${MOST_SAMPLES}; take a lower bandwidth_Hz, fewer frames or a smaller matrix, or raw: false`, { where: 'scanner' }); // prettier-ignore
}

/** MRD counts the samples of a readout in 16 bits. */
const MOST_IN_WINDOW = 65535;
/** Half a gigabyte, with the noise-free twin. */
const MOST_SAMPLES = 2e7;

/** Half a minute of work, and half a gigabyte. */
const MOST_VOXELS = 1e6;
const PROBE: Injection = {
  agents: [{ agent: 'fumarate', concentration_mM: 10, polarization: 0.1, syringeT1_s: 30 }],
  volume_mL: 0.1,
  duration_s: 8,
};
