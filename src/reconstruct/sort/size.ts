// Memory that a scan may ask for: what its counters and matrices claim must stand in proportion to what was measured.
import { ScienceError } from '../../base/index.ts';
import type { Counters, Readout } from '../../records/index.ts';

/** 1 GiB of doubles. */
const MAX_VALUES = 2 ** 27;
/** Values of k-space or images for each value that was measured: above any undersampling and filling with zeros that give images worth having. */
const MOST_PER_SAMPLE = 32;
/** Images that the counters claim for each that has readouts. */
const MOST_PER_IMAGE = 2;

/** Throws where `values` numbers (two for a complex value) are too many at all, or too many for the samples that there are. */
export function checkSize(values: number, readouts: readonly Readout[], what: string, where: string): void {
  if (!(values <= MAX_VALUES)) {
    throw new ScienceError('unsupported', `${what} needs ${values} numbers; at most ${MAX_VALUES}`, { where });
  }
  const measured = readouts.reduce((sum, { samples }) => sum + samples.length, 0);
  if (values <= MOST_PER_SAMPLE * measured) return;
  throw new ScienceError('format', `${what} needs ${values} numbers, but only ${measured} were measured; is a counter or a matrix in the header wrong?`, { where }); // prettier-ignore
}

/** Throws where counters reach far beyond the images (frame, contrast, phase, set, slice) that have readouts. */
export function checkCounters(claimed: number, readouts: readonly Readout[], where: string): void {
  const key = ({ frame, contrast, phase, set, slice }: Counters): string =>
    `${frame} ${contrast} ${phase} ${set} ${slice}`;
  const found = new Set(readouts.map(({ counters }) => key(counters))).size;
  if (claimed <= MOST_PER_IMAGE * found) return;
  throw new ScienceError('format', `the counters claim ${claimed} images (frames, contrasts, slices), but only ${found} have readouts; is a counter wrong?`, { where }); // prettier-ignore
}
